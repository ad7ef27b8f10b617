"""The form by which staff edit a life event."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminPageForm


class LifeEventForm(WagtailAdminPageForm):
    """Keeps handovers in the order of the services: from an earlier to a later one."""

    def is_valid(self) -> bool:
        """Judge services and handovers together."""
        if not super().is_valid():
            return False
        services = self.formsets.get("services")
        handovers = self.formsets.get("handovers")
        if services is None or handovers is None:
            return True
        listed = sorted(
            (form for form in services.forms if _is_kept(form)),
            key=lambda form: form.cleaned_data.get("ORDER") or 0,
        )
        order = {
            form.cleaned_data["service"].pk: number
            for number, form in enumerate(listed)
        }
        for form in handovers.forms:
            if _is_kept(form):
                _check_order(form, order)
        return all(not form.errors for form in handovers.forms)


def _check_order(form: Any, order: dict[int, int]) -> None:
    for name in ("giver", "receiver"):
        if form.cleaned_data[name].pk not in order:
            form.add_error(name, _("This service isn't in the list above."))
            return
    giver, receiver = form.cleaned_data["giver"], form.cleaned_data["receiver"]
    if order[giver.pk] >= order[receiver.pk]:
        form.add_error(
            "receiver",
            _("This service comes earlier; put it below the one that gives."),
        )


def _is_kept(form: Any) -> bool:
    return bool(form.cleaned_data) and not form.cleaned_data.get("DELETE")
