"""Forms on staff: one to invite, one to change, one to join."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth import password_validation
from django.utils.translation import gettext_lazy as _

from gerai.directory.models import AgencyPage
from gerai.guard.roles import DESCRIPTIONS, SECTION_ROLES, Role


def agencies() -> Any:
    """All agencies, drafts too: an editor may be invited to fill one in."""
    return AgencyPage.objects.filter(
        locale__language_code=settings.LANGUAGE_CODE
    ).order_by("title", "pk")


class RoleForm(forms.Form):
    """A role, and the agency that some roles need."""

    role = forms.ChoiceField(label=_("Role"), widget=forms.RadioSelect)
    section: forms.ModelChoiceField[AgencyPage] = forms.ModelChoiceField(
        AgencyPage.objects.none(),
        label=_("Agency"),
        required=False,
        empty_label=_("None: the mall as a whole"),
        help_text=_("Needed for agency editors and counter operators."),
    )

    def __init__(self, *args: Any, roles: frozenset[Role], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = [  # type: ignore[attr-defined]
            (role.value, f"{role.label}: {DESCRIPTIONS[role]}")
            for role in Role
            if role in roles
        ]
        self.fields["section"].queryset = agencies()  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("role") in SECTION_ROLES and not cleaned.get("section"):
            self.add_error(
                "section", _("Choose the agency that this person works for.")
            )
        return cleaned


class InviteForm(RoleForm):
    """Name, e-mail, agency, role: no more is needed."""

    name = forms.CharField(label=_("Name"), max_length=150)
    email = forms.EmailField(
        label=_("E-mail"),
        max_length=150,
        help_text=_("This is also the name to sign in with."),
    )
    field_order = ("name", "email", "role", "section")


class JoinForm(forms.Form):
    """The first password."""

    name = forms.CharField(
        label=_("Your name"),
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    password = forms.CharField(
        label=_("Password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=password_validation.password_validators_help_text_html,
    )
    again = forms.CharField(
        label=_("The password once more"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        password, again = cleaned.get("password"), cleaned.get("again")
        if password and again and password != again:
            self.add_error("again", _("The two passwords differ. Write both anew."))
        return cleaned
