"""Writes of the directory; each one validates, saves and logs in one transaction."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, TypeVar

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
from gerai.directory.models import AgencyPage, Counter, ServicePage
from gerai.directory.policies import can_confirm
from gerai.directory.standard.facets import facets_of
from gerai.directory.standard.merging import standards_of
from gerai.directory.standard.parsing import parse_component_provenance, raw_items
from gerai.place.provenance import ProvenanceValue
from gerai.place.selectors import mall_timezone
from gerai.place.services import create_schedule

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser

    from gerai.place.models import Schedule

__all__ = [
    "change_owner",
    "confirm_record",
    "correct_component",
    "hand_in",
    "own_hours",
    "refresh_facets",
    "set_component",
    "translate_record",
    "update_translations",
]

CONFIRM_ACTION = "gerai.confirm"
"""Name of the act in Wagtail's log of changes."""

HAND_OVER_ACTION = "gerai.hand_over"
"""Name of the act by which somebody else becomes the responsible person."""

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


def set_component(
    *,
    page: Record,
    component: ComponentName,
    items: list[dict[str, Any]],
    by: AbstractBaseUser,
    at: datetime,
) -> Record:
    """Replace the items of one component, without saving.

    ``items`` are stored items (``standard.raw_items``). As in the form, whoever may
    confirm the page confirms it by editing it; see ``forms.RecordForm``.
    """
    field: Any = page._meta.get_field(component.value)
    setattr(page, component.value, field.to_python(items))
    if page.is_changed_since_confirmed and can_confirm(by, page):
        page.mark_confirmed(by=by, at=at)
        page.confirmed_content = ""
    page.settle_confirmation()
    return page


@transaction.atomic
def own_hours(
    *, holder: AgencyPage | Counter, by: AbstractBaseUser | None = None
) -> Schedule:
    """The hours of an agency or a counter, to write to.

    Where there are none, some are made that follow those above: for visitors nothing
    changes by it, and they can be closed once. An agency's confirmation and drafts stay.
    """
    if holder.schedule is not None:
        return holder.schedule
    name = holder.title if isinstance(holder, AgencyPage) else str(holder)
    schedule = create_schedule(label=name[:120], follows_parent=True, by=by)
    if isinstance(holder, Counter):
        holder.schedule = schedule
        holder.save(update_fields=["schedule"])
        return schedule
    is_confirmed = holder.is_confirmed and not holder.is_changed_since_confirmed
    holder.schedule = schedule
    if is_confirmed:
        holder.confirmed_content = holder.content_fingerprint()
    holder.save(update_fields=["schedule", "confirmed_content"])
    _keep_in_draft(holder, "schedule", "confirmed_content")
    for translation_page in holder.get_translations():
        translation_page.schedule = schedule
        translation_page.save(update_fields=["schedule"])
        _keep_in_draft(translation_page, "schedule")
    return schedule


@transaction.atomic
def change_owner(
    *, page: Record, name: str, email: str, by: AbstractBaseUser | None = None
) -> Record:
    """Say who keeps a record true; visitors don't see it, so nothing is published."""
    for one in (page, *page.get_translations()):
        one.owner_name, one.owner_email = name[:160], email
        one.save(update_fields=["owner_name", "owner_email"])
        _keep_in_draft(one, "owner_name", "owner_email")
    log(instance=page, action=HAND_OVER_ACTION, user=by)
    return page


def _keep_in_draft(page: Any, *names: str) -> None:
    """The editor opens the newest revision; without this it would forget the change."""
    revision = page.latest_revision
    if revision is None:
        return
    for name in names:
        revision.content[name] = page._meta.get_field(name).value_from_object(page)
    revision.save(update_fields=["content"])


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
