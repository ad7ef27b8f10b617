"""The editor of a service standard: all 14 components at a glance, one a screen.

Screens of links and plain forms: they work on a phone, by keyboard, without JavaScript.
"""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from wagtail.models import Page

from gerai.directory.choices import ComponentName
from gerai.directory.component_forms import ComponentFormSet, formset_for
from gerai.directory.correcting import (
    Correction,
    Outcome,
    component_items,
    correct_component,
    items_fingerprint,
    release_draft,
)
from gerai.directory.desk.components import (
    ComponentState,
    component_state,
    component_states,
    split_key,
)
from gerai.directory.exceptions import CorrectionRefused, CorrectionStale
from gerai.directory.models import AgencyPage, MallStandard, ServicePage
from gerai.directory.models.components import is_record
from gerai.directory.selectors.localized import record_of
from gerai.directory.standard.lines import component_lines
from gerai.directory.standard.merging import agency_standard_of, standard_of
from gerai.guard.returning import RESTORE, restored_notice

OVERVIEW = "directory_standard"
COMPONENT = "directory_standard_component"


@require_GET
def overview(request: HttpRequest, page_id: int) -> HttpResponse:
    """All components with their state; where the work starts and comes back to."""
    page = _editable(request, page_id)
    if not is_record(page):
        return redirect(OVERVIEW, record_of(page).pk)
    draft: Any = page.get_latest_revision_as_object()
    states = component_states(draft)
    permissions = page.permissions_for_user(request.user)
    workflow = page.has_workflow and not page.workflow_in_progress
    return render(
        request,
        "directory/desk/standard.html",
        {
            "page": page,
            "title": draft.title,
            "is_service": isinstance(page, ServicePage),
            "delivery": states[:6],
            "management": states[6:],
            "cases": component_state(draft, ComponentName.CASES),
            "filled": sum(state.state != "empty" for state in states),
            "total": len(states),
            "is_locked": permissions.page_locked(),
            "can_publish": permissions.can_publish(),
            "can_hand_in": workflow and permissions.can_submit_for_moderation(),
            "has_draft": page.has_unpublished_changes or not page.live,
            "revision": page.latest_revision_id,
        },
    )


@require_http_methods(["GET", "POST"])
def component(request: HttpRequest, page_id: int, key: str) -> HttpResponse:
    """One component: what is inherited, an example, the rows."""
    page = _editable(request, page_id)
    if not is_record(page):
        return redirect(COMPONENT, record_of(page).pk, key)
    try:
        name, part = split_key(key)
    except ValueError:
        raise Http404 from None
    draft: Any = page.get_latest_revision_as_object()
    state = component_state(draft, key)
    if request.method == "GET":
        start = None
        if request.GET.get("mulai") == "warisan":
            start = _inherited_items(draft, name, part)
        formset = formset_for(draft, name, part=part, start_with=start)
        return _shown(request, page, state, formset)
    formset = formset_for(draft, name, request.POST, part=part)
    if RESTORE in request.POST:
        # The items that were seen are sent along: stale ones are found when it is saved.
        return _shown(request, page, state, formset, is_restored=True)
    if "inherit" not in request.POST and not formset.is_valid():
        return _shown(request, page, state, formset, status=422)
    return _saved(request, page, state, formset)


@require_POST
def release(request: HttpRequest, page_id: int) -> HttpResponse:
    """Bring the draft out, or hand it in; the act checks the permission again."""
    page = _editable(request, page_id)
    user = request.user
    assert user.is_authenticated  # noqa: S101 - _editable asked
    try:
        outcome = release_draft(
            page=page, by=user, seen_revision=request.POST.get("revision", "")
        )
    except CorrectionRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _outcome_text(outcome))
    return redirect(OVERVIEW, page.pk)


def _editable(request: HttpRequest, page_id: int) -> AgencyPage | ServicePage:
    page = get_object_or_404(Page, pk=page_id).specific
    if not page.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    if not isinstance(page, AgencyPage | ServicePage):
        raise Http404
    return page


def _inherited_items(record: Any, name: ComponentName, part: Any) -> list[Any]:
    """Copies of what is inherited, to begin with; without their identities."""
    above: list[Any] = [record.agency] if isinstance(record, ServicePage) else []
    above.extend(MallStandard.objects.filter(locale_id=record.locale_id))
    for level in above:
        if not hasattr(level, name.value):
            continue
        items = [
            {"type": item["type"], "value": item["value"]}
            for item in component_items(level, name)
            if part is None or item["value"].get("component") == part.value
        ]
        if items:
            return items
    return []


def _saved(
    request: HttpRequest, page: Any, state: ComponentState, formset: ComponentFormSet
) -> HttpResponse:
    user = request.user
    assert user.is_authenticated  # noqa: S101 - _editable asked
    items = formset.others if "inherit" in request.POST else formset.items
    try:
        done = correct_component(
            page=page,
            component=formset.component,
            items=items,
            by=user,
            at=timezone.now(),
            seen=request.POST.get("seen", ""),
            release="publish" in request.POST and not page.has_unpublished_changes,
        )
    except CorrectionStale as stale:
        return _shown(request, page, state, formset, stale=stale)
    except CorrectionRefused as refusal:
        messages.error(request, str(refusal))
        return _shown(request, page, state, formset, status=409)
    except ValidationError as refused:
        formset.add_page_errors(refused)
        return _shown(request, page, state, formset, status=422)
    messages.success(request, _saved_text(done))
    return redirect(f"{reverse(OVERVIEW, args=[page.pk])}#{state.key}")


def _shown(
    request: HttpRequest,
    page: Any,
    state: ComponentState,
    formset: ComponentFormSet,
    *,
    status: int = 200,
    stale: CorrectionStale | None = None,
    is_restored: bool = False,
) -> HttpResponse:
    permissions = page.permissions_for_user(request.user)
    context: dict[str, Any] = {
        "page": page,
        "title": page.draft_title or page.title,
        "state": state,
        "formset": formset,
        "seen": formset.seen,
        "can_publish": page.live
        and permissions.can_publish()
        and not page.has_unpublished_changes,
        "is_locked": permissions.page_locked(),
        "has_errors": status == 422,
        "restored_notice": restored_notice() if is_restored else "",
    }
    if stale is not None:
        newest: Any = page.get_latest_revision_as_object()
        revision = page.get_latest_revision()
        standard = (
            standard_of(newest)
            if isinstance(newest, ServicePage)
            else agency_standard_of(newest)
        )
        own = component_items(newest, formset.component)
        context |= {
            "stale": stale,
            "stale_by": revision.user if revision is not None else None,
            "stale_lines": component_lines(standard, state.key)
            if state.key != ComponentName.CASES
            else [case.label for case in standard.cases],
            # Having seen what stands there now, one may save over it.
            "seen": items_fingerprint(own),
        }
        status = 409
    return render(request, "directory/desk/component.html", context, status=status)


def _saved_text(done: Correction) -> str:
    return f"{'; '.join(change.text for change in done.changes)}. " * bool(
        done.changes
    ) + _outcome_text(done.outcome)


def _outcome_text(outcome: Outcome) -> str:
    return {
        Outcome.PUBLISHED: _("Visitors see it now."),
        Outcome.HANDED_IN: _(
            "Handed in. Visitors see it as soon as the manager approves."
        ),
        Outcome.DRAFT: _("Saved. Visitors don't see it yet."),
        Outcome.UNCHANGED: _("Nothing was different, so nothing was changed."),
    }[outcome]
