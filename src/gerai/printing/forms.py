"""What staff choose before they print."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from gerai.directory.models import ServicePage
from gerai.printing.choices import SheetKind

MOST_SERVICES = 100


class Version(TextChoices):
    """Which state of a record is printed."""

    PUBLISHED = "published", _("What visitors see")
    LATEST = "latest", _("The latest draft, marked as a draft")


class PrintForm(forms.Form):
    """Services of one agency, and how they are to be printed."""

    services = forms.MultipleChoiceField(
        label=_("Services"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one service.")},
    )
    kind = forms.ChoiceField(
        label=_("Sheet"), widget=forms.RadioSelect, choices=SheetKind.choices
    )
    language = forms.ChoiceField(
        label=_("Language"), widget=forms.RadioSelect, choices=settings.LANGUAGES
    )
    version = forms.ChoiceField(
        label=_("Version"), widget=forms.RadioSelect, choices=Version.choices
    )

    def __init__(
        self, services: Sequence[ServicePage], *args: Any, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self._services = {str(service.pk): service for service in services}
        field = self.fields["services"]
        assert isinstance(field, forms.MultipleChoiceField)  # noqa: S101
        field.choices = [
            (key, _label(service)) for key, service in self._services.items()
        ]

    def clean_services(self) -> list[ServicePage]:
        """The chosen records, in the order of the tree."""
        chosen = set(self.cleaned_data["services"])
        if len(chosen) > MOST_SERVICES:
            raise forms.ValidationError(
                _("Choose at most %(number)s services for one file."),
                params={"number": MOST_SERVICES},
            )
        return [one for key, one in self._services.items() if key in chosen]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        services = cleaned.get("services")
        if services and cleaned.get("version") == Version.LATEST:
            if cleaned.get("language") != settings.LANGUAGE_CODE:
                self.add_error(
                    "language", _("Drafts are printed in Indonesian: the record.")
                )
        elif services and not any(service.live for service in services):
            self.add_error(
                "version",
                _("None of these is published yet. Choose the latest draft."),
            )
        return cleaned


def _label(service: ServicePage) -> str:
    if service.live:
        return str(service.title)
    return _("%(title)s (draft)") % {"title": service.title}
