"""Is the site configured, filled and prepared?"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error, Info, Warning, register
from django.http.request import validate_host
from wagtail.models import Page

from gerai.operations import messages, preparing
from gerai.operations.doctor import DOCTOR, needs_database
from gerai.place.selectors import current_mall
from gerai.publishing.services import publishing_state


@register(DOCTOR, deploy=True)
def address_is_allowed(app_configs: Any = None, **kwargs: Any) -> list[CheckMessage]:
    base_url = settings.GERAI_BASE_URL
    parts = urlsplit(base_url)
    host = parts.hostname or ""
    shown = f"[{host}]" if ":" in host else host
    if not validate_host(shown, settings.ALLOWED_HOSTS):
        return [
            Error(
                f"{shown} from GERAI_BASE_URL is missing in GERAI_ALLOWED_HOSTS: "
                "visitors would get an error.",
                hint=f"Add {shown} to GERAI_ALLOWED_HOSTS, or remove that variable.",
                id="doctor.A1",
            )
        ]
    found: list[CheckMessage] = [Info(f"Address {base_url}", id="doctor.A1")]
    is_local = host in {"127.0.0.1", "localhost", "::1"}
    if parts.scheme == "http" and not is_local:
        found.append(
            Warning(
                "The site is reached without TLS: passwords travel readable.",
                hint="Put a web server with a certificate in front and set "
                "GERAI_BASE_URL to the https address.",
                id="doctor.A2",
            )
        )
    if not is_local and settings.EMAIL_BACKEND.endswith("console.EmailBackend"):
        found.append(
            Warning(
                "Mail is written to the log instead of being sent.",
                hint="Set EMAIL_URL.",
                id="doctor.A3",
            )
        )
    return found


@register(DOCTOR, deploy=True)
@needs_database
def content_is_loaded(app_configs: Any = None, **kwargs: Any) -> list[CheckMessage]:
    mall = current_mall()
    if mall is None:
        return [
            Error(
                "There is no content yet.",
                hint='Run "gerai load PACK", for example with content/samarinda.',
                id="doctor.E1",
            )
        ]
    pages = Page.objects.live().count()
    return [Info(f"Content: {mall.name}, {pages} public pages", id="doctor.E1")]


@register(DOCTOR, deploy=True)
@needs_database
def weaknesses_can_be_reported(
    app_configs: Any = None, **kwargs: Any
) -> list[CheckMessage]:
    mall = current_mall()
    if mall is None:
        return []
    if mall.security_contact:
        return [
            Info(f"Weaknesses are reported to {mall.security_contact}", id="doctor.E2")
        ]
    return [
        Warning(
            "Nobody is named to whom a weakness of the site can be reported.",
            hint="In the desk: Mal dan jam → Identitas → Keamanan. The address then "
            "stands at /.well-known/security.txt.",
            id="doctor.E2",
        )
    ]


@register(DOCTOR, deploy=True)
def files_are_prepared(app_configs: Any = None, **kwargs: Any) -> list[CheckMessage]:
    found: list[CheckMessage] = []
    hint = 'Run "gerai prepare".'
    if not preparing.static_files_are_current():
        found.append(
            Error(
                "The collected static files are not those of this version.",
                hint=hint,
                id="doctor.F1",
            )
        )
    if stale := [
        path for path in messages.catalogues() if not messages.is_compiled(path)
    ]:
        found.append(
            Error(
                f"{len(stale)} message catalogues are not compiled.",
                hint=hint,
                id="doctor.F2",
            )
        )
    return found or [
        Info("Static files and message catalogues are prepared", id="doctor.F1")
    ]


@register(DOCTOR, deploy=True)
def publication_is_known(app_configs: Any = None, **kwargs: Any) -> list[CheckMessage]:
    state = publishing_state()
    if state is None:
        return []
    at = str(state.get("at", ""))
    if state.get("is_finished"):
        text = f"Published: {state.get('pages')} addresses, last looked at {at}"
    else:
        text = (
            f"Publishing: {state.get('done')} of {state.get('pages')} addresses, "
            f"{state.get('pages_per_second')} a second, at {at}"
        )
    return [Info(text, id="doctor.P1")]
