"""What stands on the home screen."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from wagtail.admin.ui.components import Component

from gerai.truth import selectors, services

ROWS = 5


class CarePanel(Component):
    """“What needs your attention”: the worst few, and the way to the rest."""

    order = 60
    template_name = "truth/panel.html"

    def __init__(self, request: HttpRequest) -> None:
        self._request = request

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        """The worst findings; nothing long is begun while the home screen is drawn."""
        services.look_at_changes()
        mine = selectors.findings_for(self._request.user)
        worst = mine.select_related("page").order_by(
            "-harm", "-weight", "subject", "pk"
        )
        return {
            "cares": selectors.cares(list(worst[:ROWS])),
            "count": mine.count(),
            "is_known": services.watch_state().looked_at is not None,
        }
