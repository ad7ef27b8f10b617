"""Does the site's certificate hold, for how long, and for its name?"""

from __future__ import annotations

import socket
import ssl
import time
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error, Info, Warning, register

from gerai.operations.doctor import DOCTOR

SECONDS_TO_ANSWER = 5.0
DAY = 86_400
# Renewal by certbot and others begins a month before the end.
DAYS_TO_ACT, DAYS_TO_LOOK = 7, 21
_RENEW = (
    "Renew it: certbot renew, then systemctl reload nginx. Whether that happens by itself: "
    "systemctl list-timers certbot.timer"
)


@register(DOCTOR, deploy=True)
def certificate_holds(app_configs: Any = None, **kwargs: Any) -> list[CheckMessage]:
    address = urlsplit(settings.GERAI_BASE_URL)
    if address.scheme != "https" or not address.hostname:
        return []
    host, port = address.hostname, address.port or 443
    try:
        ends = _end_of_certificate(host, port)
    except ssl.SSLCertVerificationError as problem:
        return [
            Error(
                f"Browsers refuse the certificate of {host}: {problem.verify_message}.",
                hint=f"Visitors see a warning instead of the site. {_RENEW}",
                id="certificate.A1",
            )
        ]
    except OSError as problem:  # an ssl.SSLError is one, too
        return [
            Warning(
                f"The certificate of {host} can't be looked at: port {port} doesn't "
                f"answer as expected ({type(problem).__name__}).",
                hint="Is nginx running, and does the name lead to this machine? "
                "systemctl status nginx",
                id="certificate.A2",
            )
        ]
    days = int((ends - time.time()) // DAY)
    text = f"Certificate of {host}: {days} more days"
    if days < DAYS_TO_ACT:
        return [Error(f"{text}.", hint=_RENEW, id="certificate.A1")]
    if days < DAYS_TO_LOOK:
        return [Warning(f"{text}.", hint=_RENEW, id="certificate.A1")]
    return [Info(text, id="certificate.A1")]


def _end_of_certificate(host: str, port: int) -> float:
    """When it ends (seconds since 1970); verified as browsers do.

    Raises:
        ssl.SSLCertVerificationError: for a browser it is none.
        OSError: nobody answers, or not in TLS, within :data:`SECONDS_TO_ANSWER` each.
    """
    context = ssl.create_default_context()
    with (
        socket.create_connection((host, port), timeout=SECONDS_TO_ANSWER) as line,
        context.wrap_socket(line, server_hostname=host) as secured,
    ):
        found = secured.getpeercert() or {}
    return float(ssl.cert_time_to_seconds(str(found["notAfter"])))
