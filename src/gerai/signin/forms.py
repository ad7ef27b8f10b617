"""allauth's forms in our words."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import (
    ChangePasswordForm,
    LoginForm,
    ResetPasswordForm,
    ResetPasswordKeyForm,
    SetPasswordForm,
)
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from django import forms
from django.utils.translation import gettext_lazy as _

from gerai.theme.qr import QRCode, qr_code

CODE_INPUT = {"inputmode": "numeric", "autocomplete": "one-time-code", "maxlength": 12}


class SignInForm(LoginForm):
    """E-mail (or the name of the first administrator) and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        login = self.fields["login"]
        login.label = _("E-mail or name")
        login.max_length = 254
        login.widget = forms.TextInput(
            attrs={
                "autocomplete": "username",
                "autocapitalize": "none",
                "spellcheck": "false",
                "maxlength": 254,
            }
        )
        self.fields["password"].widget.attrs.pop("placeholder", None)
        self.fields["password"].help_text = ""
        if "remember" in self.fields:
            self.fields["remember"].label = _(
                "Stay signed in on this device for 7 days"
            )
            self.fields["remember"].help_text = _("Only if nobody else uses it.")


class ForgottenPasswordForm(ResetPasswordForm):
    """Only for those who have a password; others have a link."""

    def clean_email(self) -> str:
        email = super().clean_email()
        self.users: list[Any] = [
            user for user in self.users if user.has_usable_password()
        ]
        return str(email)


class _PlainFields:
    """Labels say it; what stands inside a field is taken for an answer."""

    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)


class NewPasswordForm(_PlainFields, ChangePasswordForm):
    """The old one, and a new one twice."""


class FirstPasswordForm(_PlainFields, SetPasswordForm):
    """For who came in by the city's sign-in only."""


class PasswordByMailForm(_PlainFields, ResetPasswordKeyForm):
    """Behind the link of the mail."""


class _CodeMixin:
    fields: dict[str, forms.Field]

    def _ask_for_digits(self, label: Any) -> None:
        code = self.fields["code"]
        code.label = label
        code.widget = forms.TextInput(attrs=CODE_INPUT)


class AuthenticatorAppForm(_CodeMixin, ActivateTOTPForm):
    """The first code of a new app."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._ask_for_digits(_("The six digits that the app shows now"))

    def clean_code(self) -> str:
        # Apps show the digits in groups.
        self.cleaned_data["code"] = self.cleaned_data["code"].replace(" ", "")
        return str(super().clean_code())

    @property
    def secret_in_groups(self) -> str:
        """For typing in."""
        return " ".join(
            self.secret[start : start + 4] for start in range(0, len(self.secret), 4)
        )


class CodeForm(_CodeMixin, AuthenticateForm):
    """A code of the app, or a recovery code."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._ask_for_digits(_("The six digits that the app shows now"))


class CodeAgainForm(_CodeMixin, ReauthenticateForm):
    """The same, before something dangerous."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._ask_for_digits(_("The six digits that the app shows now"))


class PasskeyForm(AddWebAuthnForm):
    """A passkey that alone is enough to sign in: fingerprint, face or PIN is asked."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Name of this device")
        self.fields["name"].max_length = 60
        self.fields["name"].widget.attrs["maxlength"] = 60
        self.fields["passwordless"].initial = True
        self.fields["passwordless"].widget = forms.CheckboxInput(
            attrs={"hidden": True, "checked": True}
        )

    def clean(self) -> dict[str, Any]:
        self.cleaned_data["passwordless"] = True
        return dict(super().clean() or {})


class PasskeyNameForm(EditWebAuthnForm):
    """Another name for a passkey."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Name of this device")
        self.fields["name"].widget.attrs["maxlength"] = 60


def code_picture(url: str) -> QRCode:
    """The QR code that an authenticator app reads."""
    return qr_code(url)
