"""The page that gets one ready for a visit."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from gerai.guidance.visit import message, showing, wording
from gerai.guidance.visit.picking import service_choices
from gerai.guidance.visit.planning import Plan, plan_visit
from gerai.guidance.visit.state import CASE, MAX_SERVICES, SERVICE, read_visit
from gerai.place.selectors import current_mall
from gerai.theme.addresses import localized_path
from gerai.theme.pages import Breadcrumb


# A visit is only read. Without the exemption a POST would be answered with Django's
# untranslated page about cookies instead of 405.
@csrf_exempt
@require_safe
def visit(request: HttpRequest) -> HttpResponse:
    """``/siap/?layanan=a/b``: whatever stands in the address, an answer and a way on.

    Nothing is kept: no cookie, no session, no row. Without a query the answer is the
    same for everybody and is published as a file.
    """
    language = get_language() or settings.LANGUAGE_CODE
    mall = current_mall()
    base = reverse("guidance:visit")
    plan = plan_visit(
        read_visit(request.GET), at=timezone.now(), language=language, mall=mall
    )
    context: dict[str, Any] = {
        "base": base,
        "plan": plan,
        "problems": [wording.problem_text(one) for one in plan.visit.problems],
        "choices": service_choices(plan.visit, language),
        "breadcrumbs": [
            Breadcrumb(_("Home"), localized_path("/", language)),
            Breadcrumb(_("Ready to go")),
        ],
        "service_parameter": SERVICE,
        "case_parameter": CASE,
        "max_services": MAX_SERVICES,
        "live_view": "visit",
    }
    if plan.stops:
        context.update(_shown(plan, base, language))
    response = render(request, "guidance/visit.html", context)
    if request.GET:
        # What somebody plans to do is nobody else's business.
        response.headers["Cache-Control"] = "private, no-cache"
        response.headers["Referrer-Policy"] = "same-origin"
    else:
        response.headers["Cache-Control"] = "no-cache"
    return response


def _shown(plan: Plan, base: str, language: str) -> dict[str, Any]:
    url = f"{settings.GERAI_BASE_URL}{plan.visit.url(base)}"
    title = _("Ready to go")
    text = message.message_text(plan, title=title, language=language)
    return {
        "chosen": showing.chosen(plan, base, language),
        "facts": showing.facts(plan, language),
        "requirement_groups": showing.requirement_groups(plan),
        "without_requirements": showing.without_requirements(plan),
        "ticks": showing.TICKS,
        "beforehand": showing.beforehand(plan),
        "stations": showing.station_rows(plan),
        "fee_rows": showing.fee_rows(plan),
        "week_rows": showing.week_rows(plan, language),
        "unknown_hours": wording.names_of(plan.unknown_hours),
        "is_here": any(stop.is_here for stop in plan.stops),
        "visit_url": url,
        "message": text,
        "whatsapp_url": message.whatsapp_url(text, url),
        "saved_form": showing.saved_form(
            plan, title=wording.names_of(plan.stops), text=text
        ),
    }
