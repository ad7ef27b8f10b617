"""What Gerai decides where allauth leaves it open."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gerai.audit.tries import STOPPED, record_try
from gerai.guard.entry import (
    FACTORS,
    has_second_factor,
    is_trial,
    needs_second_factor,
    proved_recently,
)
from gerai.guard.flood import address_of
from gerai.notifications.services import can_send
from gerai.place.selectors import current_mall
from gerai.signin import devices, passkeys, telling
from gerai.signin.throttle import ACCOUNT, Attempt, begin_attempt

# Said by the screen itself.
_SILENT = frozenset(
    {
        "account/messages/logged_in.txt",
        "account/messages/logged_out.txt",
        "account/messages/login_code_sent.txt",
        "mfa/messages/recovery_codes_generated.txt",
    }
)
_WRONG = _("Name or password isn't right. Check both, capital letters too.")


class AccountAdapter(DefaultAccountAdapter):
    """Passwords, sessions and mail."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": _("This account is closed. Ask the one who manages staff."),
        "email_password_mismatch": _WRONG,
        "username_password_mismatch": _WRONG,
        "incorrect_password": _("This isn't your password."),
        "enter_current_password": _("This isn't your password."),
        "incorrect_code": _(
            "This code isn't right. It changes every 30 seconds and works once: "
            "wait for the next one."
        ),
        "too_many_login_attempts": _(
            "Too many wrong attempts from here. Wait 15 minutes, then try again."
        ),
        "rate_limited": _("That was too often. Wait a few minutes, then try again."),
        "email_taken": _("Another account has this address."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never: the office invites."""
        return False

    def is_safe_url(self, url: str) -> bool:
        """Only this site, as the environment names it; never another one."""
        own = urlsplit(settings.GERAI_BASE_URL)
        return url_has_allowed_host_and_scheme(
            url, allowed_hosts={own.netloc}, require_https=own.scheme == "https"
        )

    def get_client_ip(self, request: HttpRequest) -> str:
        """As our own proxy saw it; nobody invents another."""
        return address_of(request) or "127.0.0.1"

    def add_message(  # noqa: PLR0917  # as the class above has it
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: dict[str, Any] | None = None,
        extra_tags: str = "",
        message: str | None = None,
    ) -> None:
        """Say it, unless the screen does."""
        if message_template not in _SILENT:
            super().add_message(
                request, level, message_template, message_context, extra_tags, message
            )

    # --- who comes in ----------------------------------------------------------------

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Count the attempt, and stop who guesses."""
        login = str(credentials.get("username") or credentials.get("email") or "")
        self._attempt: Attempt | None = begin_attempt(request, login)
        if self._attempt.exceeded is not None:
            record_try(STOPPED, request=request, typed=login)
        if self._attempt.exceeded == ACCOUNT:
            raise self.validation_error("account_under_attack")
        if self._attempt.exceeded is not None:
            raise self.validation_error("too_many_login_attempts")

    error_messages["account_under_attack"] = _(
        "Somebody is trying out passwords for this account. Sign in on a device that "
        "you used before, with a passkey, or choose “Forgot the password?”."
    )

    def _rollback_login_failed_rl_usage(self) -> None:
        if self._attempt is not None:
            self._attempt.give_back()

    def _delete_login_attempts_cached_email(
        self, request: HttpRequest, **credentials: Any
    ) -> None:
        """Nothing: the device is known after a new password by mail."""

    def is_login_by_code_required(self, login: Any) -> bool:
        """A code by mail for whoever is to set up the first second factor.

        Otherwise a stolen password would be enough to set up the thief's own. Where
        there is no mail, the invitation's link is the safe way in.
        """
        user = login.user
        if user is None or not user.email or not can_send() or is_trial(self.request):
            return False
        if has_second_factor(user) or not needs_second_factor(user):
            return False
        return not any(
            record["method"] in {"code", "socialaccount"}
            for record in _records(self.request, user)
        )

    def login(self, request: HttpRequest, user: Any) -> None:
        """Sign in; remember whether this person ever did before."""
        self._is_first = user.last_login is None
        super().login(request, user)

    def post_login(self, request: HttpRequest, user: Any, **kwargs: Any) -> Any:
        """Tell of a device that is new, and know it from now on."""
        response: HttpResponse = super().post_login(request, user, **kwargs)
        if not self._is_first and not devices.is_known(request, user):
            telling.new_device(user, request)
        devices.remember(request, response, user)
        return response

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Not within ten minutes of the last proof, signing in included."""
        return not proved_recently(context.request)

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Back to one's own account."""
        return reverse("mfa_index")

    def get_email_verification_redirect_url(self, email_address: Any) -> str:
        """Back to one's own account."""
        return reverse("mfa_index")

    # --- mail ------------------------------------------------------------------------

    def send_mail(
        self, template_prefix: str, email: str, context: dict[str, Any]
    ) -> None:
        """Into the outbox, in our words; links begin with the site's own address."""
        telling.mail(template_prefix, email, context)

    def send_notification_mail(
        self,
        template_prefix: str,
        user: Any,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        """What changed in somebody's account, in the desk and by mail."""
        telling.changed(template_prefix, user, address=email or "")


def _records(request: HttpRequest, user: Any) -> list[dict[str, Any]]:
    from allauth.account.internal.flows.login import (  # noqa: PLC0415
        get_authentication_records,
    )

    return get_authentication_records(request, user)


class FactorAdapter(DefaultMFAAdapter):
    """Second factors."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": AccountAdapter.error_messages["incorrect_code"],
        "cannot_delete_authenticator": _(
            "Your work needs a second factor. Set up another one first, then take this "
            "one off."
        ),
    }

    def get_totp_issuer(self) -> str:
        """The name that the app shows."""
        mall = current_mall()
        return mall.short_name if mall is not None else settings.WAGTAIL_SITE_NAME

    def build_totp_svg(self, url: str) -> str:
        """Not used: the template draws the code itself."""
        return ""

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """Passkeys belong to the site's own host, whatever a request claims."""
        return {"id": passkeys.host(context.request), "name": self.get_totp_issuer()}

    def generate_authenticator_name(self, user: Any, type: Any) -> str:
        """After the device, such as ``Chrome · Android``."""
        agent = context.request.META.get("HTTP_USER_AGENT", "")
        return devices.name_of(agent) or gettext("Passkey")

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Not the last one of somebody who needs one."""
        if authenticator.type == Authenticator.Type.RECOVERY_CODES:
            return True
        others = Authenticator.objects.filter(
            user_id=authenticator.user_id, type__in=FACTORS
        ).exclude(pk=authenticator.pk)
        return others.exists() or not needs_second_factor(authenticator.user)


class CityAccountAdapter(DefaultSocialAccountAdapter):
    """The city's own sign-in (OpenID Connect)."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        """Never: the office invites."""
        return False

    def is_auto_signup_allowed(self, request: HttpRequest, sociallogin: Any) -> bool:
        """Nobody signs up here."""
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """Only whom the office invited, and whose account is open.

        Raises:
            ImmediateHttpResponse: with a page that says whom to ask.
        """
        if not sociallogin.is_existing:
            answer = render(
                request,
                "signin/not_invited.html",
                {"email": getattr(sociallogin.user, "email", "")},
                status=403,
            )
            raise ImmediateHttpResponse(answer)

    def on_authentication_error(
        self,
        request: HttpRequest,
        provider: Any,
        error: Any = None,
        exception: Any = None,
        extra_context: Any = None,
    ) -> None:
        """A page in plain words; the cause is in the log, without anybody's data."""
        telling.log_city_problem(error, exception)
