"""Forms of the desk; what only matters while somebody types."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext
from wagtail.admin.forms import WagtailAdminModelForm, WagtailAdminPageForm

from gerai.directory.models import ServicePage
from gerai.directory.selectors import record_of


class _RefusesPastEnd:
    """A newly typed end that is over already is a slip of the pen.

    Not a rule of the model: what was right when it was written stays right later.
    """

    cleaned_data: dict[str, Any]
    changed_data: list[str]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()  # type: ignore[misc]
        ends_at = cleaned.get("ends_at")
        if (
            ends_at is not None
            and "ends_at" in self.changed_data
            and ends_at <= timezone.now()
        ):
            self.add_error(  # type: ignore[attr-defined]
                "ends_at",
                gettext(
                    "This moment is over already, so nobody would see it. Choose a "
                    "later one, or leave it empty."
                ),
            )
        return cleaned


class NewsroomPageForm(WagtailAdminPageForm):
    """The address comes from the title; nobody has to know that there is one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "slug" in self.fields:
            self.fields["slug"].required = False


class SpanPageForm(_RefusesPastEnd, NewsroomPageForm):
    """For pages that end."""


class SpanForm(_RefusesPastEnd, WagtailAdminModelForm):
    """For banners."""


class QuestionForm(WagtailAdminModelForm):
    """Whoever chooses the English page of a service means the service."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "service" in self.fields:
            self.fields["service"].queryset = ServicePage.objects.all()

    def clean_service(self) -> ServicePage | None:
        """The record of the chosen page."""
        chosen: ServicePage | None = self.cleaned_data["service"]
        return chosen and record_of(chosen)
