"""A certificate on paper, and the public page that confirms it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from gerai.academy.lessons.format import skill_title
from gerai.academy.skills.codes import read_code, shown_code
from gerai.academy.skills.models import Certificate
from gerai.guard.flood import Limiter, network_of
from gerai.place.selectors import current_mall
from gerai.printing.press import Sheet

# A person types one code; a machine that guesses gets some a minute out of 2⁸⁰.
limiter = Limiter(burst=10, per_second=0.1, name="certificates")


def certificate_sheet(certificate: Certificate, address: str) -> Sheet:
    """The sheet in the active language.

    Args:
        address: of the page that confirms it.
    """
    person = certificate.person
    html = render_to_string(
        "academy/paper/certificate.html",
        {
            "certificate": certificate,
            "name": person.get_full_name() or certificate.initials,
            "role": certificate.get_role_display(),
            "skills": [skill_title(one) for one in certificate.skills],
            "code": shown_code(certificate.code),
            "address": address,
            "mall": current_mall(),
            "language": get_language(),
            "running": shown_code(certificate.code),
        },
    )
    return Sheet(html, 12.0, (1.0, 0.92, 0.85))


@never_cache
@require_safe
def verify(request: HttpRequest, code: str = "") -> HttpResponse:
    """Whether a code is that of a certificate; a form without one.

    The same words for a wrong and for a guessed code, and only so many tries a minute.
    """
    typed = code or request.GET.get("kode", "")
    if not typed.strip():
        return _page(request, {})
    if seconds := limiter.seconds_to_wait(network_of(request)):
        response = _page(request, {"is_busy": True}, status=429)
        response["Retry-After"] = str(seconds)
        return response
    plain = read_code(typed)
    if not code and plain:
        return redirect("academy_public:certificate", plain)
    found = Certificate.objects.filter(code=plain).first() if plain else None
    if found is None:
        shown = typed.replace("\0", "")[:40]
        return _page(request, {"is_unknown": True, "typed": shown}, status=404)
    return _page(
        request,
        {
            "certificate": found,
            "role": found.get_role_display(),
            "skills": [skill_title(one) for one in found.skills],
            "code": shown_code(found.code),
        },
    )


def _page(
    request: HttpRequest, context: dict[str, object], status: int = 200
) -> HttpResponse:
    context = {"heading": _("Check a certificate"), **context}
    response = render(
        request, "academy/public/certificate.html", context, status=status
    )
    response["Referrer-Policy"] = "same-origin"
    response["X-Robots-Tag"] = "noindex"
    return response
