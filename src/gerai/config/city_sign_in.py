"""The city's own sign-in (OpenID Connect), as the environment names it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from gerai.config.problems import EnvironmentProblem

LONGEST_NAME = 40
CITY_SIGN_IN = ("GERAI_OIDC_URL", "GERAI_OIDC_CLIENT_ID", "GERAI_OIDC_CLIENT_SECRET")


def city_sign_in(given: Mapping[str, str]) -> dict[str, Any]:
    """The city's own sign-in as allauth takes it; empty without one."""
    present = [name for name in CITY_SIGN_IN if given.get(name, "").strip()]
    if not present:
        if given.get("GERAI_OIDC_NAME"):
            raise EnvironmentProblem(
                "GERAI_OIDC_NAME is set, but GERAI_OIDC_URL isn't; set it, or remove "
                "the name."
            )
        return {}
    missing = [name for name in CITY_SIGN_IN if name not in present]
    if missing:
        raise EnvironmentProblem(
            f"{missing[0]} is missing; the city's sign-in needs "
            f"{', '.join(CITY_SIGN_IN)}."
        )
    name = given.get("GERAI_OIDC_NAME", "").strip()
    if len(name) > LONGEST_NAME:
        raise EnvironmentProblem(
            f"GERAI_OIDC_NAME is too long; {LONGEST_NAME} letters fit on the button."
        )
    url = _issuer(given["GERAI_OIDC_URL"].strip())
    return {
        "openid_connect": {
            "OAUTH_PKCE_ENABLED": True,
            "APPS": [
                {
                    "provider_id": "sso",
                    "name": name or urlsplit(url).hostname,
                    "client_id": given["GERAI_OIDC_CLIENT_ID"].strip(),
                    "secret": given["GERAI_OIDC_CLIENT_SECRET"].strip(),
                    "settings": {"server_url": url},
                }
            ],
        }
    }


def _issuer(value: str) -> str:
    try:
        parts = urlsplit(value)
        is_local = parts.hostname in {"localhost", "127.0.0.1", "::1"}
        is_clean = (
            bool(parts.hostname)
            and (parts.scheme == "https" or (parts.scheme == "http" and is_local))
            and not (parts.query or parts.fragment or parts.username or parts.password)
            and parts.port != 0
        )
    except ValueError:
        is_clean = False
    if not is_clean:
        raise EnvironmentProblem(
            f"GERAI_OIDC_URL={value} must be the address of the provider, such as "
            "https://sso.example.go.id/realms/pegawai."
        )
    return value
