"""Writes of the directory; each one validates, saves and logs in one transaction."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, TypeVar

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from gerai.directory import events
from gerai.directory.choices import ComponentName
from gerai.directory.correcting import correct_component, hand_in
from gerai.directory.exceptions import ConfirmationRefused
from gerai.directory.languages import translate_record, update_translations
from gerai.directory.models import AgencyPage, ServicePage
from gerai.directory.policies import can_confirm
from gerai.directory.standard.facets import facets_of
from gerai.directory.standard.merging import standards_of
from gerai.directory.standard.parsing import parse_component_provenance, raw_items
from gerai.place.provenance import ProvenanceValue
from gerai.place.selectors import mall_timezone

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser

__all__ = [
    "confirm_record",
    "correct_component",
    "hand_in",
    "refresh_facets",
    "translate_record",
    "update_translations",
]

CONFIRM_ACTION = "gerai.confirm"
"""Name of the act in Wagtail's log of changes."""

REVIEW_AGAIN_AFTER = timedelta(days=365)
"""When a record that was confirmed should be looked at again."""

Record = TypeVar("Record", AgencyPage, ServicePage)


@transaction.atomic
def confirm_record(
    *, page: Record, by: AbstractBaseUser, at: datetime, on_word_of: str = ""
) -> Record:
    """Record that ``by`` vouches, since ``at``, for all that the page says itself.

    The published content is confirmed, so there must be no draft besides it. The agency
    itself is the source from then on; the earlier sources, those of single components
    included, move into the note for staff. What a service inherits stays as sure as its
    agency's and the mall's own records are. A review that was due moves on by a year.

    Args:
        on_word_of: the contact without an account who said so; visitors read this name.

    Returns:
        the page as it is published now.

    Raises:
        PermissionDenied: if ``by`` may not confirm the page.
        ConfirmationRefused: if it isn't published, or has a newer draft, or is locked.
    """
    record = type(page).objects.select_for_update().get(pk=page.pk)
    if not can_confirm(by, record):
        raise PermissionDenied
    _refuse_unless_ready(record, by)
    with translation.override(settings.LANGUAGE_CODE):
        for line in _earlier_sources(record):
            record.add_provenance_note(line)
    record.source = ""
    record.source_as_of = at.astimezone(mall_timezone()).date().isoformat()
    record.component_provenance = []
    record.confirmed_content = ""
    record.mark_confirmed(by=by, at=at)
    if on_word_of:
        record.confirmed_by, record.confirmed_by_name = None, on_word_of[:200]
    _move_review(record, at)
    record.settle_confirmation()
    revision = record.save_revision(user=by, log_action=False)
    log(instance=record, action=CONFIRM_ACTION, user=by, revision=revision)
    revision.publish(user=by, log_action=False)
    published = type(page).objects.get(pk=page.pk)
    transaction.on_commit(
        lambda: events.record_confirmed.send(
            sender=type(published), page=published, by=by, at=at
        )
    )
    return published


def _move_review(record: AgencyPage | ServicePage, at: datetime) -> None:
    today = at.astimezone(mall_timezone()).date()
    record.reviewed_on = today
    due = getattr(record, "next_review_on", None)
    if due is not None and due <= today:
        record.next_review_on = today + REVIEW_AGAIN_AFTER


def _refuse_unless_ready(
    record: AgencyPage | ServicePage, by: AbstractBaseUser
) -> None:
    if not record.live:
        raise ConfirmationRefused(
            _("This page is not published yet. Publish it first, then confirm it.")
        )
    if record.has_unpublished_changes:
        raise ConfirmationRefused(
            _(
                "There are changes that nobody has published yet. Publish or discard "
                "them first: what visitors see is what you confirm."
            )
        )
    if record.permissions_for_user(by).page_locked():
        raise ConfirmationRefused(
            _("Somebody else has locked this page. Ask them to unlock it.")
        )


def _earlier_sources(record: AgencyPage | ServicePage) -> list[str]:
    """What the note keeps of sources from before, one a line."""
    if record.is_confirmed:
        return []
    lines = [_source_line("", record.provenance_value())]
    items = raw_items(record, "component_provenance")
    for component, value in parse_component_provenance(items).items():
        label = str(ComponentName(component).label)
        lines.append(_source_line(f"{label}: ", value))
    return [line for line in lines if line]


def _source_line(prefix: str, value: ProvenanceValue) -> str:
    if not value.sources:
        return ""
    source = "; ".join(value.sources)
    as_of = f" ({value.as_of})" if value.as_of else ""
    return _("Before it was confirmed: %(source)s") % {
        "source": f"{prefix}{source}{as_of} [{value.trust}]"
    }


@transaction.atomic
def refresh_facets(*, agency: AgencyPage) -> int:
    """Work out again what services inherit from ``agency`` for the filters.

    Returns:
        how many services changed.
    """
    changed = 0
    children = list(ServicePage.objects.child_of(agency).order_by("path"))
    for child in children:
        child.agency = agency
    for child, standard in zip(children, standards_of(children), strict=True):
        facets = facets_of(
            fees=standard.fees,
            durations=standard.durations,
            online_url=child.online_url,
        )
        values = {
            "is_free": facets.is_free,
            "is_online": facets.is_online,
            "while_you_wait": facets.while_you_wait,
        }
        if any(getattr(child, name) != value for name, value in values.items()):
            ServicePage.objects.filter(pk=child.pk).update(**values)
            changed += 1
    return changed
