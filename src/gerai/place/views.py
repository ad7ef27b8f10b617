"""The desk's screen for the day on which something goes wrong."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpResponse
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets import AdminTimeInput
from wagtail.permissions import policy_registry

from gerai.place.models import Schedule
from gerai.place.policies import closable_schedules
from gerai.place.selectors import current_mall, mall_timezone
from gerai.place.services import close_today


class Duration(models.TextChoices):
    """How long it stays closed."""

    REST = "rest", _("From now until the end of the day")
    DAY = "day", _("The whole day")
    UNTIL = "until", _("From now until …")


class CloseTodayForm(forms.Form):
    """Who closes, why, and for how long."""

    schedule = forms.ModelChoiceField(
        Schedule.objects.none(),
        label=_("Whose hours"),
        empty_label=None,
    )
    reason = forms.CharField(
        label=_("Reason"),
        max_length=160,
        help_text=_("Visitors read it after “Tutup hari ini:”, e.g. listrik padam."),
    )
    reason_en = forms.CharField(
        label=_("Reason in English"), max_length=160, required=False
    )
    duration = forms.ChoiceField(
        label=_("How long"), choices=Duration.choices, widget=forms.RadioSelect
    )
    until = forms.TimeField(
        label=_("Open again at"),
        required=False,
        widget=AdminTimeInput,
        help_text=_("Only if it opens again today."),
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = closable_schedules(user).order_by("label", "pk")
        self.fields["schedule"].queryset = own  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("duration") != Duration.UNTIL:
            cleaned["until"] = None
        elif "until" not in self.errors:
            self._check_until(cleaned.get("until"))
        return cleaned

    def _check_until(self, until: Any) -> None:
        now = timezone.localtime(timezone=mall_timezone()).time()
        if until is None:
            self.add_error("until", _("Write when it opens again."))
        elif until <= now:
            self.add_error("until", _("This time is over already."))


class CloseTodayView(WagtailAdminTemplateMixin, FormView[CloseTodayForm]):
    """Close the mall or an agency for today; one act, from one screen."""

    template_name = "wagtailadmin/generic/form.html"
    form_class = CloseTodayForm
    page_title = _("Close today")
    header_icon = "warning"
    success_url = reverse_lazy("wagtailadmin_home")
    initial = {"duration": Duration.REST}

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "user": self.request.user}

    def get_initial(self) -> dict[str, Any]:
        mall = current_mall()
        return {
            **super().get_initial(),
            "schedule": mall.schedule_id if mall is not None else None,
        }

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        context["action_url"] = reverse("place_close_today")
        context["submit_button_label"] = gettext("Close")
        context["submit_button_active_label"] = gettext("Closing …")
        return context

    def form_valid(self, form: CloseTodayForm) -> HttpResponse:
        given = form.cleaned_data
        user = self.request.user
        schedule = given["schedule"]
        try:
            close_today(
                schedule=schedule,
                at=timezone.now(),
                reason=given["reason"],
                reason_en=given["reason_en"],
                is_whole_day=given["duration"] == Duration.DAY,
                until=given["until"],
                by=user if user.is_authenticated else None,
            )
        except ValidationError as problem:
            form.add_error(None, problem.messages)
            return self.form_invalid(form)
        messages.success(
            self.request,
            gettext("%(label)s is closed today. Visitors see the reason.")
            % {"label": schedule.label},
            buttons=self._edit_buttons(schedule),
        )
        return super().form_valid(form)

    def _edit_buttons(self, schedule: Schedule) -> list[Any]:
        policy = policy_registry.get_by_type(Schedule)
        if not policy.user_has_permission_for_instance(
            self.request.user, "change", schedule
        ):
            return []
        edit = Schedule.snippet_viewset.get_url_name("edit")
        return [
            messages.button(reverse(edit, args=[schedule.pk]), gettext("See or change"))
        ]
