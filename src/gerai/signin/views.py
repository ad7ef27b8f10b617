"""The sign-in's own screens, and what they add to allauth's."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from allauth.account import views as account
from allauth.account.decorators import reauthentication_required
from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import get_next_redirect_url
from allauth.mfa.base import views as factors
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as apps
from allauth.mfa.utils import is_mfa_enabled
from allauth.mfa.webauthn import views as webauthn
from allauth.usersessions import views as sessions
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.decorators import login_required
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseRedirect,
)
from django.shortcuts import redirect, render, resolve_url
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from gerai.audit.services import record
from gerai.guard.entry import (
    has_second_factor,
    is_admitted,
    is_trial,
    needs_second_factor,
    postpone_in_trial,
    proved_second_factor,
    require_fresh_proof,
)
from gerai.notifications.services import can_send
from gerai.signin import city, devices, passkeys, telling
from gerai.signin.forms import code_picture

_AFTERWARDS = "gerai_after_second_factor"
ENDED = "audit.session_ended"


def _where_to(request: HttpRequest) -> str:
    return str(
        request.session.get(_AFTERWARDS) or resolve_url(settings.LOGIN_REDIRECT_URL)
    )


@never_cache
@login_required
def secure(request: HttpRequest) -> HttpResponse:
    """Where the desk sends whoever has proved too little: set one up, or use it."""
    there = get_next_redirect_url(request)
    if there:
        request.session[_AFTERWARDS] = there
    if is_admitted(request, request.user):
        return redirect(there or _where_to(request))
    if not has_second_factor(request.user):
        return redirect("mfa_activate_totp")
    has_app = is_mfa_enabled(request.user, [Authenticator.Type.TOTP])
    url = reverse("mfa_reauthenticate" if has_app else "mfa_reauthenticate_webauthn")
    return redirect(f"{url}?{urlencode({REDIRECT_FIELD_NAME: _where_to(request)})}")


@require_POST
@login_required
def later(request: HttpRequest) -> HttpResponse:
    """Go on without a second factor, where somebody only tries Gerai out."""
    # Nobody who has a factor goes round it, not even here.
    if has_second_factor(request.user) or not postpone_in_trial(request):
        return redirect("signin:secure")
    return redirect(_where_to(request))


class SignInView(account.LoginView):
    """E-mail and password, a passkey, or the city's sign-in."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        providers = settings.SOCIALACCOUNT_PROVIDERS.get("openid_connect", {})
        return {
            **super().get_context_data(**kwargs),
            "has_passkeys": passkeys.are_possible(self.request),
            "can_mail": can_send(),
            "city_sign_in": next(iter(providers.get("APPS", ())), None),
        }


class SecondStepView(factors.AuthenticateView):
    """The code of the app, a recovery code, or a passkey."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.stage.login.user
        return {
            **super().get_context_data(**kwargs),
            "has_app": is_mfa_enabled(user, [Authenticator.Type.TOTP]),
            "has_passkeys": passkeys.are_possible(self.request)
            and is_mfa_enabled(user, [Authenticator.Type.WEBAUTHN]),
        }


class AppView(apps.ActivateTOTPView):
    """One quick screen: scan, type six digits, done."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        given = super().get_context_data(**kwargs)
        must = not is_admitted(self.request, self.request.user)
        return {
            **given,
            "picture": code_picture(given["totp_url"]),
            "must": must,
            "has_passkeys": passkeys.are_possible(self.request),
            "is_trial": must and is_trial(self.request),
        }

    def form_valid(self, form: Any) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)
        _record_possession(self.request, Authenticator.Type.TOTP)
        return response


class AddPasskeyView(webauthn.AddWebAuthnView):
    """Fingerprint, face or PIN of this device."""

    def form_valid(self, form: Any) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)
        _record_possession(self.request, Authenticator.Type.WEBAUTHN)
        return response


def _record_possession(request: HttpRequest, type: str) -> None:
    """Who sets a factor up has proved to have it."""
    record_authentication(request, request.user, "mfa", type=type)


class AccountView(factors.IndexView):
    """One's own account: what protects it, and where one is signed in."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not is_admitted(request, request.user):
            return redirect("signin:secure")
        response: HttpResponse = super().get(request, *args, **kwargs)
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        found = super().get_context_data(**kwargs)
        codes = found["authenticators"].get(Authenticator.Type.RECOVERY_CODES)
        return {
            **found,
            "app": found["authenticators"].get(Authenticator.Type.TOTP),
            "keys": found["authenticators"].get(Authenticator.Type.WEBAUTHN, []),
            "codes_left": len(codes.get_unused_codes()) if codes is not None else 0,
            "has_codes": codes is not None,
            "needs_factor": needs_second_factor(user),
            "has_factor": has_second_factor(user),
            "has_passkeys": passkeys.are_possible(self.request),
            "can_mail": can_send(),
            "back": resolve_url(settings.LOGIN_REDIRECT_URL),
        }


class CodesView(recovery.ViewRecoveryCodesView):
    """The recovery codes, to print or write down."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {
            **super().get_context_data(**kwargs),
            "onwards": _where_to(self.request),
            "is_admitted": proved_second_factor(self.request, self.request.user),
        }


class RemovePasskeyView(webauthn.RemoveWebAuthnView):
    """Take a passkey off; not the last factor of somebody who needs one."""

    def get_success_url(self) -> str:
        return reverse("mfa_index")

    def form_valid(self, form: Any) -> HttpResponse:
        from allauth.mfa.adapter import get_adapter  # noqa: PLC0415

        adapter = get_adapter()
        if not adapter.can_delete_authenticator(self.get_object()):
            words = adapter.error_messages["cannot_delete_authenticator"]
            messages.error(self.request, str(words))
            return HttpResponseRedirect(self.get_success_url())
        response: HttpResponse = super().form_valid(form)
        return response


class RenamePasskeyView(webauthn.EditWebAuthnView):
    """Another name for a passkey."""

    def get_success_url(self) -> str:
        return reverse("mfa_index")


def _words_of_ending(count: int) -> str:
    if not count:
        return _("That session was over already.")
    if count == 1:
        return _("Signed out there.")
    return _("Signed out in %(count)d places.") % {"count": count}


class SessionsView(sessions.ListUserSessionsView):
    """Where one is signed in; one other place or all can be signed out."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        require_fresh_proof(request)
        ended = self._others(request)
        if number := request.POST.get("one", ""):
            ended = [session for session in ended if str(session.pk) == number]
        for session in ended:
            session.end()
        record(ENDED, model="auth.user", key=request.user.pk, count=len(ended))
        messages.success(request, _words_of_ending(len(ended)))
        return redirect("usersessions_list")

    @staticmethod
    def _others(request: HttpRequest) -> list[UserSession]:
        found = UserSession.objects.filter(user_id=request.user.pk)
        return [one for one in found if one.session_key != request.session.session_key]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        given = super().get_context_data(**kwargs)
        places = [
            {
                "number": session.pk,
                "is_here": session.is_current(),
                "device": devices.name_of(session.user_agent),
                "address": session.ip,
                "since": session.created_at,
            }
            for session in reversed(given["sessions"])
        ]
        return {**given, "places": places}


class AddressView(account.EmailView):
    """One's own e-mail address."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "can_mail": can_send()}


class ForgottenPasswordView(account.PasswordResetView):
    """A new password by mail, where mail can be sent."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "can_mail": can_send()}


change_password = reauthentication_required(app="allauth.account")(
    account.PasswordChangeView.as_view()
)
change_address = login_required(
    reauthentication_required(app="allauth.account")(AddressView.as_view())
)


def _with_the_city(
    view: Callable[..., HttpResponseBase],
) -> Callable[..., HttpResponseBase]:
    """Say so where the city's sign-in is away or talks nonsense."""

    @wraps(view)
    def careful(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:  # what "requests" raises is an OSError
            return view(request, *args, **kwargs)
        except (OSError, KeyError, ValueError) as problem:
            telling.log_city_problem("", problem)
            return render(
                request, "socialaccount/authentication_error.html", status=502
            )

    return careful


to_city = _with_the_city(city.to_city)
from_city = _with_the_city(city.from_city)


@never_cache
def start(request: HttpRequest) -> HttpResponseBase:
    """``/akun/``: one's account, or the way in."""
    there = "mfa_index" if request.user.is_authenticated else "account_login"
    return redirect(there)
