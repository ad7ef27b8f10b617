"""Correcting one component of a service or agency, and bringing it out.

What a screen needs, in its order::

    items = component_items(page, ComponentName.FEES)      # show them
    seen = items_fingerprint(items)                        # keep it in the form
    correction = correct_component(
        page=page, component="fees", items=new_items, by=user, at=now, seen=seen
    )
    [change.text for change in correction.changes]         # "Biaya: Rp 50.000 → Gratis"
    correct_component(..., items=correction.items_before)  # undo

``component_forms.formset_for`` makes the form and gives ``items``.
"""

from __future__ import annotations

import hashlib
import json
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from gerai.directory.choices import ComponentName
from gerai.directory.exceptions import CorrectionRefused, CorrectionStale
from gerai.directory.fields import stream_block_of
from gerai.directory.models import AgencyPage, ServicePage
from gerai.directory.models.components import essence, is_record
from gerai.directory.policies import can_confirm
from gerai.directory.standard.changes import Change, component_changes
from gerai.directory.standard.parsing import RawItem, raw_items

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser
    from wagtail.models import Revision


class Outcome(StrEnum):
    """Where a correction is now."""

    PUBLISHED = "published"
    HANDED_IN = "handed_in"
    DRAFT = "draft"
    UNCHANGED = "unchanged"


@dataclass(frozen=True, slots=True)
class Correction:
    """What a correction did.

    Attributes:
        page: the page as it is stored now.
        outcome: published, handed in for approval, a draft, or nothing was different.
        changes: what changed, in words of the active language.
        items_before: the stored items from before; given as ``items``, they undo it.
        revision: the version that holds the correction; None if nothing changed.
    """

    page: AgencyPage | ServicePage
    component: ComponentName
    outcome: Outcome
    changes: tuple[Change, ...]
    items_before: tuple[RawItem, ...]
    revision: Revision | None = None


def component_items(record: Any, component: ComponentName | str) -> list[RawItem]:
    """The stored items of a component: ``{"type", "value", "id"}``, as JSON holds them."""
    return raw_items(record, ComponentName(component).value)


def items_fingerprint(items: Sequence[RawItem]) -> str:
    """Of what somebody saw; tells whether it was changed since."""
    text = json.dumps(list(items), sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def editable_state(
    page: AgencyPage | ServicePage, by: AbstractBaseUser, *, release: bool = True
) -> AgencyPage | ServicePage:
    """The state of a page on which a correction by ``by`` would build.

    Whoever publishes at once corrects what visitors read, so that nobody's half-finished
    draft goes out with it. Everybody else works on the newest draft.
    """
    if release and page.live and page.permissions_for_user(by).can_publish():
        return page
    draft: AgencyPage | ServicePage = page.get_latest_revision_as_object()
    return draft


@transaction.atomic
def correct_component(
    *,
    page: AgencyPage | ServicePage,
    component: ComponentName | str,
    items: Sequence[RawItem],
    by: AbstractBaseUser,
    at: datetime,
    seen: str = "",
    release: bool = True,
) -> Correction:
    """Put new items in the place of one component's items.

    Args:
        page: the Indonesian page of a service or an agency.
        items: all items of the component, as stored; those without ``id`` are new.
        at: now, an aware datetime.
        seen: fingerprint of the items that ``by`` saw; "" if that doesn't matter.
        release: publish at once, or hand in for approval where ``by`` may not publish.
            False leaves a draft.

    Raises:
        PermissionDenied: if ``by`` may not edit the page.
        CorrectionRefused: if somebody has locked it, or if it is a translation.
        CorrectionStale: if the items were changed since ``by`` saw them.
        ValidationError: by field, if the page would contradict itself.
    """
    record = type(page).objects.select_for_update().get(pk=page.pk)
    permissions = record.permissions_for_user(by)
    if not permissions.can_edit():
        raise PermissionDenied
    _refuse_unless_editable(record, permissions)
    name = ComponentName(component)
    state = editable_state(record, by, release=release)
    before = tuple(component_items(state, name))
    is_same = _essence(before) == _essence(items)
    if not is_same and seen and seen != items_fingerprint(before):
        raise CorrectionStale(tuple(before))
    if is_same and (not release or not record.has_unpublished_changes):
        # Nothing new, or the same form sent twice.
        return Correction(record, name, Outcome.UNCHANGED, (), before)
    labels = case_labels(state)
    draft = record.get_latest_revision_as_object()
    has_other_draft = bool(state is record and record.has_unpublished_changes)
    _replace(state, name, items)
    after = component_items(state, name)
    changes = tuple(component_changes(name, before, after, case_labels=labels))
    revision = _save(state, by, at)
    outcome = Outcome.DRAFT
    if release:
        outcome = _release(state, revision, by)
    if has_other_draft:
        # The draft that somebody had begun goes on, with the correction in it.
        _replace(draft, name, component_items(state, name))
        draft.save_revision(user=by)
    stored = type(record).objects.get(pk=record.pk)
    return Correction(stored, name, outcome, changes, before, revision)


@transaction.atomic
def release_draft(
    *, page: AgencyPage | ServicePage, by: AbstractBaseUser, seen_revision: str
) -> Outcome:
    """Publish the newest draft, or hand it in where ``by`` may not publish.

    Args:
        seen_revision: key of the version that ``by`` saw, as text.

    Raises:
        PermissionDenied: if ``by`` may not edit the page.
        CorrectionRefused: if it is locked, or somebody saved another version meanwhile.
    """
    record = type(page).objects.select_for_update().get(pk=page.pk)
    permissions = record.permissions_for_user(by)
    if not permissions.can_edit():
        raise PermissionDenied
    _refuse_unless_editable(record, permissions)
    revision = record.get_latest_revision()
    if revision is None or (record.live and not record.has_unpublished_changes):
        return Outcome.UNCHANGED
    if str(revision.pk) != seen_revision:
        raise CorrectionRefused(
            _("Somebody saved another version meanwhile. Look at it, then try again.")
        )
    if not permissions.can_publish():
        return hand_in(record, by)
    revision.publish(user=by)
    return Outcome.PUBLISHED


def case_labels(record: AgencyPage | ServicePage) -> dict[str, str]:
    """Names by key of all cases to which a record's items may refer."""
    cases = [*record.cases]
    if isinstance(record, ServicePage):
        cases = [*record.agency.cases, *cases]
    return {
        child.value["key"]: child.value["label"]
        for child in cases
        if child.value["key"]
    }


def _refuse_unless_editable(record: Any, permissions: Any) -> None:
    if not is_record(record) or record.alias_of_id:
        raise CorrectionRefused(
            _("Facts are corrected on the Indonesian page; the translations follow it.")
        )
    if permissions.page_locked():
        raise CorrectionRefused(
            _(
                "This page is locked: somebody is checking it, or has reserved it. Ask "
                "them to finish first."
            )
        )


def _replace(state: Any, name: ComponentName, items: Sequence[RawItem]) -> None:
    given = [{**item, "id": item.get("id") or str(uuid.uuid4())} for item in items]
    setattr(state, name.value, stream_block_of(state, name.value).to_python(given))


def _essence(items: Sequence[RawItem]) -> list[Any]:
    return [essence(item.get("value")) for item in items]


def _save(state: Any, by: AbstractBaseUser, at: datetime) -> Revision:
    """As the page's form does it: an edit by who may confirm is a new confirmation."""
    state.full_clean()
    if state.is_changed_since_confirmed and can_confirm(by, state):
        state.mark_confirmed(by=by, at=at)
        state.confirmed_content = ""
    state.settle_confirmation()
    if not state.live:
        state.save()
    revision: Revision = state.save_revision(user=by, log_action=True, clean=False)
    return revision


def _release(state: Any, revision: Revision, by: AbstractBaseUser) -> Outcome:
    permissions = state.permissions_for_user(by)
    if permissions.can_publish():
        if not state.live:
            return Outcome.DRAFT
        revision.publish(user=by)
        return Outcome.PUBLISHED
    return hand_in(state, by)


def hand_in(page: AgencyPage | ServicePage, by: AbstractBaseUser) -> Outcome:
    """Give the newest draft to those who approve.

    Returns:
        ``HANDED_IN``; or ``DRAFT`` where the office has nobody who approves.

    Raises:
        PermissionDenied: if ``by`` may not.
    """
    permissions = page.permissions_for_user(by)
    if not permissions.can_edit():
        raise PermissionDenied
    workflow = page.get_workflow()
    if workflow is None or not permissions.can_submit_for_moderation():
        return Outcome.DRAFT
    state = page.current_workflow_state
    if state is not None and state.status == state.STATUS_NEEDS_CHANGES:
        state.resume(by)
    else:
        workflow.start(page, by)
    return Outcome.HANDED_IN
