"""Wagtail's forms, with nobody's work overwritten silently."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.admin.views.pages.create import CreateView
from wagtail.admin.views.pages.edit import EditView
from wagtail.admin.views.pages.revisions import RevisionsRevertView
from wagtail.log_actions import registry

from gerai.directory.standard.changes import Change
from gerai.guard.returning import RESTORE, restored_notice
from gerai.workspace.editing import seen
from gerai.workspace.versions.comparing import content_of, page_changes

SHOWN = 8
ALREADY_TOLD = "_gerai_stale_form"


class GuardedMixin:
    """Asks before a form that was opened earlier replaces a newer version.

    Wagtail asks its own script only; this also holds without it, and shows what differs.
    """

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        view: Any = self
        is_stale = view.is_out_of_date and not view.expects_json_response
        if RESTORE in request.POST and not is_stale:
            return self._shown_again(restored_notice())
        if not is_stale:
            answer: HttpResponse = super().post(request, *args, **kwargs)  # type: ignore[misc]
            return answer
        yours = self._yours()
        if RESTORE in request.POST:
            return self._asked(yours)
        if yours == [] and not view.is_cancelling_workflow:
            # The same form sent twice: it is saved already.
            messages.success(request, _("This is saved already."))
            again: HttpResponse = view.redirect_and_remain()
            return again
        return self._asked(yours)

    def _asked(self, yours: list[Change] | None) -> HttpResponse:
        return self._shown_again(_page_notice(self, yours), status=409)

    def _shown_again(self, notice: str, *, status: int = 200) -> HttpResponse:
        """The form with all that was typed, and nothing saved."""
        view: Any = self
        messages.warning(view.request, notice)
        view.form = self._form(view.page)
        view.form.defer_required_fields()
        view.form.is_valid()
        view.has_unsaved_changes = True
        answer: HttpResponse = view.render_to_response(
            view.get_context_data(), status=status
        )
        return answer

    def _form(self, page: Any) -> Any:
        view: Any = self
        return view.form_class(
            view.request.POST,
            view.request.FILES,
            instance=page,
            subscription=view.subscription,
            parent_page=view.parent,
            for_user=view.request.user,
        )

    def _yours(self) -> list[Change] | None:
        """How what was sent differs from the newest version; None if it isn't valid."""
        view: Any = self
        page = view.real_page_record.get_latest_revision_as_object()
        form = self._form(page)
        form.defer_required_fields()
        if not form.is_valid():
            return None
        typed = form.save(commit=False)
        return page_changes(
            type(page), content_of(view.latest_revision), content_of(typed)
        )


class GuardedEditView(GuardedMixin, EditView):
    """The form of a page."""


class GuardedRevertView(GuardedMixin, RevisionsRevertView):
    """The form of a page, filled with an earlier version."""


class KeepingCreateView(CreateView):
    """The form of a new page, which can be filled with what a device kept."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if RESTORE not in request.POST:
            answer: HttpResponse = super().post(request, *args, **kwargs)
            return answer
        messages.warning(request, restored_notice())
        self.form = self.form_class(
            request.POST,
            request.FILES,
            instance=self.page,
            subscription=self.subscription,
            parent_page=self.parent_page,
            for_user=request.user,
        )
        self.form.defer_required_fields()
        self.form.is_valid()
        self.has_unsaved_changes = True
        shown: HttpResponse = self.render_to_response(self.get_context_data())
        return shown


def _page_notice(view: Any, yours: list[Change] | None) -> str:
    latest, page = view.latest_revision, view.page
    loaded = page.revisions.filter(
        pk=view.request.POST.get("loaded_revision_id") or 0
    ).first()
    theirs: list[Change] = []
    if loaded is not None and loaded.pk != latest.pk:
        theirs = page_changes(type(page), content_of(loaded), content_of(latest))
    return _notice(
        who=latest.user,
        when=timezone.localtime(latest.created_at),
        theirs=theirs[:SHOWN],
        yours=(yours or [])[:SHOWN],
        latest_url=reverse("wagtailadmin_pages:edit", args=[page.pk]),
    )


def _notice(*, who: Any, **context: Any) -> str:
    name = (who.get_full_name() or who.get_username()) if who is not None else ""
    return render_to_string("workspace/editing/stale.html", {"who": name, **context})


def guard_snippet(request: HttpRequest, record: Any) -> HttpResponse | None:
    """Wagtail's hook before a snippet's form: a stale one is shown again, not saved."""
    given = request.POST.get(seen.FIELD, "")
    if not given or hasattr(request, ALREADY_TOLD):
        return None
    stored = type(record)._default_manager.get(pk=record.pk)
    if seen.seen_state(stored) == given and RESTORE not in request.POST:
        return None
    setattr(request, ALREADY_TOLD, True)
    viewset = type(record).snippet_viewset
    view_class = type(
        "StaleSnippetView", (_StaleSnippetMixin, viewset.edit_view_class), {}
    )
    view = viewset.construct_view(view_class, **viewset.get_edit_view_kwargs())
    match = request.resolver_match
    assert match is not None  # noqa: S101 - a view is being answered
    answer: HttpResponse = view(request, *match.args, **match.kwargs)
    answer.status_code = 409 if answer.status_code == 200 else answer.status_code
    return answer


def refill_new_snippet(request: HttpRequest, model: Any) -> HttpResponse | None:
    """Wagtail's hook before a new snippet's form: what was kept is shown, not saved."""
    if RESTORE not in request.POST or hasattr(request, ALREADY_TOLD):
        return None
    setattr(request, ALREADY_TOLD, True)
    viewset = model.snippet_viewset
    view_class = type(
        "RefilledSnippetView", (_RefilledSnippetMixin, viewset.add_view_class), {}
    )
    view = viewset.construct_view(view_class, **viewset.get_add_view_kwargs())
    match = request.resolver_match
    assert match is not None  # noqa: S101 - a view is being answered
    answer: HttpResponse = view(request, *match.args, **match.kwargs)
    return answer


class _RefilledSnippetMixin:
    """Takes the form for unsaved, whatever was typed."""

    def is_valid(self, form: Any) -> bool:
        view: Any = self
        super().is_valid(form)  # type: ignore[misc]
        view.produced_error_code = "invalid_revision"
        view.produced_error_message = None
        messages.warning(view.request, restored_notice())
        return False


class _StaleSnippetMixin:
    """Takes the form for unsaved, whatever was typed."""

    def is_valid(self, form: Any) -> bool:
        view: Any = self
        super().is_valid(form)  # type: ignore[misc]
        stored = type(form.instance)._default_manager.get(pk=form.instance.pk)
        view.produced_error_code = "invalid_revision"
        view.produced_error_message = None
        if view.request.POST.get(seen.FIELD) == seen.seen_state(stored):
            messages.warning(view.request, restored_notice())
            return False
        last = registry.get_logs_for_instance(stored).order_by("-timestamp").first()
        notice = _notice(
            who=last.user if last is not None else None,
            when=timezone.localtime(last.timestamp) if last is not None else None,
            theirs=[],
            yours=[],
            latest_url=view.get_edit_url(),
        )
        messages.warning(view.request, notice)
        return False
