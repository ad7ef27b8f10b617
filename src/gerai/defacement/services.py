"""Writes of the room ``defacement``; public."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import structlog
from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, Revision

from gerai.defacement import telling
from gerai.defacement.choices import OPEN, Place, Status
from gerai.defacement.exceptions import DecidedAlready, NotYours
from gerai.defacement.holding import Held, _in_mode, collected, waiting
from gerai.defacement.models import LONGEST_NOTE, Allowance, Suspicion
from gerai.defacement.policies import is_own, may_decide
from gerai.notifications.services import settle

log = structlog.get_logger(__name__)


def write_down(found: Iterable[Held], *, path: str = "") -> list[Suspicion]:
    """Store what was held back, and tell people; outside of what was rolled back."""
    return [_record(one if one.path else replace(one, path=path)) for one in found]


def write_down_waiting() -> None:
    """The chore: what was held outside of requests, by schedule or by a command."""
    write_down(waiting())


@contextmanager
def trusting() -> Iterator[None]:
    """Let in what somebody at the terminal loads; report what looks odd.

    It is remembered as allowed, so that an editor can go on working on it.
    """
    with collected() as found, _in_mode("trust"):
        yield
    for suspicion in write_down(replace(one, is_public=True) for one in found):
        _remember(suspicion, by=None)


@transaction.atomic
def _record(held: Held) -> Suspicion:
    fingerprint = _fingerprint(held)
    known = Suspicion.objects.filter(fingerprint=fingerprint, status__in=OPEN).first()
    if known is not None:
        if held.revision_id and known.revision_id != held.revision_id:
            known.revision_id = held.revision_id
            known.save(update_fields=["revision"])
        _stop_schedule(held)
        return known
    suspicion = Suspicion.objects.create(
        status=Status.REPORTED if held.is_public else Status.HELD,
        place=held.place,
        label=held.label,
        content_type=_content_type(held.model),
        object_id=held.key,
        # A draft that was written in what was rolled back is gone.
        revision=Revision.objects.filter(pk=held.revision_id or 0).first(),
        path=held.path or _path_of(held),
        evidence=held.evidence,
        reasons=[one.stored() for one in held.verdict.reasons],
        score=held.verdict.score,
        fingerprint=fingerprint,
        by_id=held.by_id,
    )
    _stop_schedule(held)
    log.warning(
        "looks like a defacement",
        suspicion=suspicion.pk,
        place=held.place.value,
        reasons=[one.kind for one in held.verdict.reasons],
    )
    telling.found(suspicion)
    return suspicion


def _stop_schedule(held: Held) -> None:
    """What was due by itself isn't tried again every few seconds."""
    Revision.objects.filter(
        pk=held.revision_id or 0, approved_go_live_at__lte=timezone.now()
    ).update(approved_go_live_at=None)


def _content_type(model: str) -> ContentType | None:
    if not model:
        return None
    return ContentType.objects.get_for_model(
        apps.get_model(model), for_concrete_model=True
    )


def _path_of(held: Held) -> str:
    if held.place is Place.PAGE and held.key:
        return reverse("wagtailadmin_pages:edit", args=[held.key])
    return ""


def _fingerprint(held: Held) -> str:
    marks = sorted({one.mark for one in held.verdict.reasons})
    whole = "\n".join((held.place, held.model, held.key, held.evidence, *marks))
    return hashlib.sha256(whole.encode()).hexdigest()


@transaction.atomic
def allow(*, suspicion: Suspicion, by: Any) -> bool:
    """Remember that this wording and these addresses are right, and let the draft out.

    Returns:
        whether the held draft is public now.

    Raises:
        NotYours: ``by`` wrote it.
        PermissionDenied: ``by`` doesn't decide on such things.
        DecidedAlready: somebody else was faster.
    """
    suspicion = _open(suspicion, by)
    _remember(suspicion, by=by)
    _close(suspicion, Status.ALLOWED, by=by)
    is_out = _publish(suspicion, by)
    telling.allowed(suspicion, is_out=is_out)
    return is_out


@transaction.atomic
def send_back(*, suspicion: Suspicion, by: Any, note: str = "") -> None:
    """Leave it unpublished and tell its author why.

    Raises:
        NotYours: ``by`` wrote it.
        PermissionDenied: ``by`` doesn't decide on such things.
        DecidedAlready: somebody else was faster.
    """
    suspicion = _open(suspicion, by)
    was_public = suspicion.status == Status.REPORTED
    marks = [one.mark for one in suspicion.evidence_list]
    Allowance.objects.filter(mark__in=marks).delete()
    words = note.replace("\x00", "").strip()[:LONGEST_NOTE]
    status = Status.SEEN if was_public else Status.RETURNED
    _close(suspicion, status, by=by, note=words)
    if not was_public:
        telling.sent_back(suspicion)


def _open(suspicion: Suspicion, by: Any) -> Suspicion:
    # On PostgreSQL a row that is null can't be locked with its outer joins.
    found = Suspicion.objects.select_for_update(of=("self",)).get(pk=suspicion.pk)
    if is_own(by, found):
        raise NotYours
    if not may_decide(by, found):
        raise PermissionDenied
    if not found.is_open:
        raise DecidedAlready
    return found


def _remember(suspicion: Suspicion, *, by: Any) -> None:
    for reason in suspicion.evidence_list:
        if reason.mark:
            Allowance.objects.get_or_create(mark=reason.mark, defaults={"by": by})


def _close(suspicion: Suspicion, status: Status, *, by: Any, note: str = "") -> None:
    suspicion.status, suspicion.note = status, note
    suspicion.decided_by, suspicion.decided_at = by, timezone.now()
    suspicion.save(update_fields=["status", "note", "decided_by", "decided_at"])
    settle(path=telling.path_of(suspicion))


def _publish(suspicion: Suspicion, by: Any) -> bool:
    """The held draft goes out if nothing has happened to the page since."""
    draft = suspicion.revision
    if suspicion.place != Place.PAGE or draft is None:
        return False
    page = Page.objects.filter(pk=draft.object_id).first()
    if page is None or page.latest_revision_id != draft.pk or page.workflow_in_progress:
        return False
    if not page.permissions_for_user(by).can_publish():
        return False
    draft.publish(user=by)
    return True
