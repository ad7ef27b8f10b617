"""What people are told about their account: in the desk, by mail, in their language."""

from __future__ import annotations

from typing import Any

import structlog
from django.contrib.auth.models import User
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format, time_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, pgettext

from gerai.guard.flood import address_of
from gerai.notifications.messages import Message, language_of
from gerai.notifications.services import queue_mail, tell
from gerai.place.selectors import mall_timezone
from gerai.signin.devices import name_of

log = structlog.get_logger(__name__)

# By the end of allauth's name for the mail.
_CHANGES = {
    "password_changed": gettext_noop("Your password was changed"),
    "password_set": gettext_noop("Your password was changed"),
    "password_reset": gettext_noop("Your password was changed"),
    "email_changed": gettext_noop("Your e-mail address was changed"),
    "email_deleted": gettext_noop("Your e-mail address was changed"),
    "totp_activated": gettext_noop("An authenticator app now protects your account"),
    "totp_deactivated": gettext_noop(
        "The authenticator app was taken off your account"
    ),
    "webauthn_added": gettext_noop("A passkey was added to your account"),
    "webauthn_removed": gettext_noop("A passkey was taken off your account"),
    "recovery_codes_generated": gettext_noop("Your account has new recovery codes"),
    "account_connected": gettext_noop("The city's sign-in now opens your account"),
    "account_disconnected": gettext_noop(
        "The city's sign-in no longer opens your account"
    ),
}


def _not_you() -> str:
    return _(
        "If it wasn't you: set a new password at once and sign out everywhere, then "
        "tell the one who manages staff."
    )


def _account() -> str:
    return reverse("mfa_index")


def changed(template_prefix: str, user: User, *, address: str = "") -> None:
    """Tell a person what changed in their account.

    Args:
        address: the old address, if that is what changed; it gets the mail as well.
    """
    words = _CHANGES.get(template_prefix.rpartition("/")[2])
    if words is None:
        return

    def compose() -> Message:
        return Message(
            subject=_(words),
            paragraphs=(_("If it was you, there is nothing to do."), _not_you()),
            path=_account(),
            action=_("Look at my account"),
        )

    tell([user], compose)
    if address and address != user.email:
        with translation.override(language_of(user)):
            queue_mail(compose(), address=address)


def new_device(user: User, request: HttpRequest) -> None:
    """Tell a person that they signed in on a device that is new."""
    device = name_of(request.META.get("HTTP_USER_AGENT", ""))
    address = address_of(request)
    now = timezone.now().astimezone(mall_timezone())

    def compose() -> Message:
        return Message(
            subject=_("Somebody signed in to your account on a new device"),
            paragraphs=(
                _("When: %(day)s, %(time)s. With: %(device)s. From: %(address)s.")
                % {
                    "day": date_format(now, "DATE_FORMAT"),
                    "time": time_format(now, "TIME_FORMAT"),
                    "device": device or pgettext("device", "unknown"),
                    "address": address,
                },
                _("If it was you, there is nothing to do."),
                _not_you(),
            ),
            path=reverse("usersessions_list"),
            action=_("See where I am signed in"),
        )

    tell([user], compose)


def wrong_codes(user: User) -> None:
    """Somebody knows the password, but not the second factor."""

    def compose() -> Message:
        return Message(
            subject=_("Somebody knows your password, but not your second factor"),
            paragraphs=(
                _(
                    "Wrong codes were typed several times after your right password. "
                    "They did not come in."
                ),
                _("If it wasn't you, set a new password now."),
            ),
            path=reverse("account_change_password"),
            action=_("Set a new password"),
        )

    hour = timezone.now().strftime("%Y%m%d%H")
    tell([user], compose, key=f"signin:codes:{user.pk}:{hour}")


def factors_were_reset(user: User, by: Any) -> None:
    """Somebody else took the second factors off."""

    def compose() -> Message:
        who = by.get_full_name() if by is not None else ""
        return Message(
            subject=_("Your second factor was taken off"),
            paragraphs=(
                _("%(name)s did it, and has a new link for you.")
                % {"name": who or _("The IT person")},
                _(
                    "The link lets you choose a password and set up a second factor. "
                    "If you didn't ask for it, tell the one who manages staff at once."
                ),
            ),
            path=reverse("account_login"),
            action=_("To the sign-in"),
        )

    tell([user], compose)


def mail(template_prefix: str, email: str, context: dict[str, Any]) -> None:
    """A mail that somebody needs to go on: a link or a code."""
    compose = _NEEDED.get(template_prefix.rpartition("/")[2])
    if compose is None:
        return
    person = context.get("user") or User.objects.filter(email__iexact=email).first()
    with translation.override(language_of(person)):
        queue_mail(compose(context), address=email)


def _path_of(url: str) -> str:
    """Only the path: the mail puts the site's own address in front."""
    _scheme, _separator, rest = url.partition("://")
    return f"/{rest.partition('/')[2]}"


def _new_password(context: dict[str, Any]) -> Message:
    return Message(
        subject=_("Set a new password"),
        paragraphs=(
            _(
                "Somebody, probably you, asked for a new password. The link works once, "
                "for two hours."
            ),
            _("If you didn't ask for it, do nothing: your password stays as it is."),
        ),
        path=_path_of(context["password_reset_url"]),
        action=_("Set a new password"),
    )


def _code(context: dict[str, Any]) -> Message:
    return Message(
        subject=_("Your code is %(code)s") % {"code": context["code"]},
        paragraphs=(
            _("Type this code where you are signing in: %(code)s")
            % {"code": context["code"]},
            _(
                "Nobody of us ever asks you for it. If you aren't signing in just now, "
                "somebody knows your password: set a new one."
            ),
        ),
        path=reverse("account_login"),
        action=_("To the sign-in"),
    )


def _new_address(context: dict[str, Any]) -> Message:
    return Message(
        subject=_("Is this your new e-mail address?"),
        paragraphs=(_("Open this page and confirm it. Until then the old one holds."),),
        path=_path_of(context["activate_url"]),
        action=_("Confirm the address"),
    )


_NEEDED = {
    "password_reset_key": _new_password,
    "login_code": _code,
    "email_confirmation": _new_address,
}


def log_city_problem(error: Any, exception: BaseException | None) -> None:
    """Why the city's sign-in didn't work, without anybody's data."""
    log.warning(
        "city sign-in failed",
        error=str(error or "")[:40],
        problem=type(exception).__name__ if exception is not None else "",
    )
