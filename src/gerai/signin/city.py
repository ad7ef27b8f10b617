"""What the city's sign-in says, believed only as far as it is proved."""

from __future__ import annotations

from typing import Any

import jwt
from allauth.socialaccount.internal import jwtkit
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import (
    OAuth2CallbackView,
    OAuth2LoginView,
)
from allauth.socialaccount.providers.openid_connect.views import (
    OpenIDConnectOAuth2Adapter,
)
from django.http import Http404, HttpRequest, HttpResponseBase

# By a key that only the provider has; never by one that both know, or by none.
ALGORITHMS = frozenset(
    {"RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512"}
)


class CityAdapter(OpenIDConnectOAuth2Adapter):
    """The provider that the environment names, and no other that answers for it."""

    @property
    def openid_config(self) -> Any:
        """Its own description.

        Raises:
            ValueError: it is the description of another provider.
        """
        found = super().openid_config
        named = str(self.get_provider().app.settings["server_url"])
        expected = named.partition("/.well-known/")[0].rstrip("/")
        if str(found.get("issuer", "")).rstrip("/") != expected:
            raise ValueError("the provider calls itself by another name")
        return found

    def _decode_id_token(self, app: SocialApp, id_token: str) -> Any:
        """What it says of a person; signed by it, for us, still valid, not used before."""
        try:
            algorithm = jwt.get_unverified_header(id_token).get("alg")
        except jwt.PyJWTError as problem:
            raise OAuth2Error("Invalid id_token") from problem
        if algorithm not in ALGORITHMS:
            raise OAuth2Error("Invalid id_token")
        return jwtkit.verify_and_decode(
            credential=id_token,
            keys_url=self.openid_config["jwks_uri"],
            issuer=self.openid_config["issuer"],
            audience=app.client_id,
            lookup_kid=jwtkit.lookup_kid_jwk,
            verify_signature=True,
        )


def to_city(request: HttpRequest, provider_id: str) -> HttpResponseBase:
    """Lead there."""
    adapter = _adapter(request, provider_id)
    _ = adapter.openid_config  # asks who it is before anybody is sent there
    answer: HttpResponseBase = OAuth2LoginView.adapter_view(adapter)(request)
    return answer


def from_city(request: HttpRequest, provider_id: str) -> HttpResponseBase:
    """Take what it says."""
    adapter = _adapter(request, provider_id)
    answer: HttpResponseBase = OAuth2CallbackView.adapter_view(adapter)(request)
    return answer


def _adapter(request: HttpRequest, provider_id: str) -> CityAdapter:
    adapter = CityAdapter(request, provider_id)
    try:
        adapter.get_provider()
    except SocialApp.DoesNotExist as problem:
        raise Http404 from problem
    return adapter
