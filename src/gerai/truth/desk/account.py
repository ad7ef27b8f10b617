"""Each person's own choice: the weekly summary."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.views.account import BaseSettingsPanel

from gerai.truth.models import SummaryChoice
from gerai.truth.selectors import can_watch


class SummaryForm(forms.ModelForm):  # type: ignore[type-arg]
    """Whether a mail comes on Mondays."""

    class Meta:
        model = SummaryChoice
        fields = ["is_wanted"]


class SummaryPanel(BaseSettingsPanel):
    """On the page of one's own account."""

    name = "truth_summary"
    title = _("Weekly summary")
    order = 350
    form_class = SummaryForm

    def is_active(self) -> bool:
        """Only for people who have pages to look after."""
        return can_watch(self.user)

    def get_form(self) -> Any:
        """The form on the person's choice; made when it is saved first."""
        choice = SummaryChoice.objects.filter(user=self.user).first()
        kwargs: dict[str, Any] = {
            "instance": choice or SummaryChoice(user=self.user),
            "prefix": self.name,
        }
        if self.request.method == "POST":
            return self.form_class(self.request.POST, **kwargs)
        return self.form_class(**kwargs)
