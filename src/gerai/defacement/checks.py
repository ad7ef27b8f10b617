"""What ``gerai doctor`` asks of the defacement watch."""

from __future__ import annotations

import time
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Info, Warning, register
from django.db import DatabaseError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gerai.defacement.choices import OPEN
from gerai.defacement.models import Suspicion
from gerai.defacement.uploads import watch_of_uploads
from gerai.files.s3 import StorageUnavailable
from gerai.publishing.quarantine import Quarantine

DOCTOR = "doctor"
_MOST_NAMED = 3
_DAYS = 7


@register(DOCTOR, deploy=True)
def nothing_is_held_back(app_configs: Any = None, **kwargs: Any) -> list[CheckMessage]:
    """Does something wait for a manager?"""
    try:
        waiting = Suspicion.objects.filter(status__in=OPEN)
        count = waiting.count()
        first = waiting.first()
    except DatabaseError:
        return []  # another check tells that
    if first is None:
        return [
            Info(_("Nothing looks like slipped-in advertising"), id="publishing.D1")
        ]
    return [
        Warning(
            ngettext(
                "%(n)d thing looks like slipped-in advertising: %(first)s",
                "%(n)d things look like slipped-in advertising, the newest: %(first)s",
                count,
            )
            % {"n": count, "first": first.label},
            hint=_("A manager decides on it in the desk, under “Held back”.")
            if not first.is_on_the_server
            else _("See docs/operators/tampering.md: somebody has changed files here."),
            id="publishing.D1",
        )
    ]


@register(DOCTOR, deploy=True)
def quarantine_is_empty(app_configs: Any = None, **kwargs: Any) -> list[CheckMessage]:
    """Has the publisher put something right lately, and what was it?"""
    quarantine = Quarantine(settings.PUBLISHER_FOLDER)
    found, _end = quarantine.findings()
    recent = {one.name for one in found if time.time() - one.found_at < _DAYS * 86400}
    if not recent:
        return []
    named = ", ".join(sorted(recent)[:_MOST_NAMED])
    return [
        Warning(
            _("Evidence of %(n)d files that somebody else has changed: %(files)s")
            % {"n": len(recent), "files": named},
            hint=_("It is kept in %(folder)s. See docs/operators/tampering.md.")
            % {"folder": quarantine.folder},
            id="publishing.D2",
        )
    ]


@register(DOCTOR, deploy=True)
def uploads_are_known(app_configs: Any = None, **kwargs: Any) -> list[CheckMessage]:
    """Is there something among the uploads that no record knows?"""
    try:
        unknown = watch_of_uploads().unknown()
    except (DatabaseError, OSError, StorageUnavailable):
        return []
    if not unknown:
        return []
    return [
        Warning(
            ngettext(
                "%(n)d uploaded file belongs to no record: %(files)s",
                "%(n)d uploaded files belong to no record: %(files)s",
                len(unknown),
            )
            % {"n": len(unknown), "files": ", ".join(unknown[:_MOST_NAMED])},
            hint=_("Look at them; what nobody needs can be deleted."),
            id="publishing.D3",
        )
    ]
