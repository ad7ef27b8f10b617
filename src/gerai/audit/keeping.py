"""What the trail needs by the clock: anchors by the hour, purge and verification by day."""

from __future__ import annotations

import subprocess
import sys
from datetime import timedelta

import structlog
from django.contrib.auth.models import User
from django.utils import timezone
from django.utils.translation import gettext as _

from gerai.audit.anchors import anchor_head
from gerai.audit.models import Head
from gerai.audit.services import purge
from gerai.audit.verifying import Verdict, verify
from gerai.notifications.messages import Message
from gerai.notifications.services import tell

log = structlog.get_logger(__name__)
BETWEEN_ANCHORS = timedelta(hours=1)
BETWEEN_VERIFICATIONS = timedelta(days=1)
COMMAND = (sys.executable, "-m", "gerai.config.cli", "audit", "keep")
_running: list[subprocess.Popen[bytes]] = []


def keep() -> None:
    """The chore: one query if nothing is due. A long verification runs beside."""
    head = Head.objects.filter(pk=1).first()
    if head is None or head.number == 0:
        return
    now = timezone.now()
    is_old = head.anchored_at is None or now - head.anchored_at >= BETWEEN_ANCHORS
    if head.number > head.anchored and is_old:
        anchor_head()
    _running[:] = [process for process in _running if process.poll() is None]
    last = head.verified_at
    if not _running and (last is None or now - last >= BETWEEN_VERIFICATIONS):
        _running.append(subprocess.Popen(COMMAND, stdin=subprocess.DEVNULL))  # noqa: S603


def keep_thoroughly() -> Verdict:
    """Remove what is too old, compute the chain anew, and tell of what is wrong."""
    verdict = verify()
    if verdict.is_whole:
        purge()
        anchor_head()
    Head.objects.filter(pk=1).update(
        verified_at=timezone.now(), problems=len(verdict.problems)
    )
    if not verdict.is_whole:
        log.error("trail of changes was tampered with", problems=verdict.problems)
        _tell_administrators(verdict)
    return verdict


def _tell_administrators(verdict: Verdict) -> None:
    people = User.objects.filter(is_superuser=True, is_active=True)
    tell(
        people,
        lambda: Message(
            subject=_("The trail of changes was tampered with"),
            paragraphs=(
                _(
                    "Somebody changed or removed entries of the trail outside of Gerai. "
                    "Don't delete anything, and tell the person who runs the server today."
                ),
                verdict.problems[0],
            ),
            path="/admin/jejak/",
            action=_("See the trail"),
        ),
        key=f"audit-broken-{timezone.localdate().isoformat()}",
    )
