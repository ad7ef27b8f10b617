"""The desk's list of records that belong to sections."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from wagtail.permissions import policy_registry
from wagtail.snippets.views.snippets import SnippetViewSet


class SectionViewSet(SnippetViewSet):
    """Lists what the user can reach; the forms ask the same policy for each record."""

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        policy = policy_registry.get_by_type(self.model)
        reachable: QuerySet[Any] = policy.instances_user_has_any_permission_for(
            request.user, ["add", "change", "delete", "view"]
        )
        return reachable
