"""Wagtail's screens of groups: those of the office are shown, and not changed by hand."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import Group
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.admin.ui.tables import TitleColumn
from wagtail.users.views.groups import DeleteView, EditView, GroupViewSet, IndexView

from gerai.guard.group_names import group_titles, is_ours


class DeskGroupIndexView(IndexView):
    """Names that people understand."""

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(*args, **kwargs)
        self._titles.update(group_titles(context["object_list"]))
        return context

    @cached_property
    def _titles(self) -> dict[int, str]:
        return {}

    @cached_property
    def columns(self) -> list[Any]:
        return [
            TitleColumn(
                "name",
                label=gettext_lazy("Name"),
                sort_key="name",
                accessor=lambda group: self._titles.get(group.pk, group.name),
                url_name="wagtailusers_groups:edit",
            )
        ]


class _KeptByTheSystem:
    """Leads whoever wants to change a role to the place where roles are given."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        view: Any = self
        group = Group.objects.filter(pk=str(view.kwargs["pk"])).first()
        if group is not None and is_ours(group):
            messages.info(
                request,
                _(
                    "What a role may do is fixed, so that nobody locks themselves out. "
                    "Give people a role here."
                ),
            )
            return redirect("workspace_staff")
        answer: HttpResponse = super().dispatch(request, *args, **kwargs)  # type: ignore[misc]
        return answer


class DeskGroupEditView(_KeptByTheSystem, EditView):
    """For groups that somebody made by hand."""


class DeskGroupDeleteView(_KeptByTheSystem, DeleteView):
    """For groups that somebody made by hand."""


class DeskGroupViewSet(GroupViewSet):
    """In the place of Wagtail's."""

    index_view_class = DeskGroupIndexView
    edit_view_class = DeskGroupEditView
    delete_view_class = DeskGroupDeleteView
