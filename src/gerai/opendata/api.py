"""The public interface for machines below ``/api/v1/``; read only, no sign-in."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI, Query, Status
from ninja.errors import ValidationError

from gerai.opendata.instants import InstantProblem
from gerai.opendata.opening import open_report
from gerai.opendata.schemas import OpenQuestion, OpenReport, Problem
from gerai.place.selectors import mall_timetable

api = NinjaAPI(
    title="Gerai",
    version="1",
    description="Open data of a public service mall (Mal Pelayanan Publik).",
    urls_namespace="opendata",
    docs_url=None,
    openapi_url=None,
)


@api.exception_handler(ValidationError)
def parameters_refused(request: HttpRequest, problem: ValidationError) -> HttpResponse:
    """Say in one sentence which parameter is at fault."""
    first = problem.errors[0]
    field = str(first["loc"][-1])
    detail = _("%(field)s: %(problem)s") % {"field": field, "problem": first["msg"]}
    return api.create_response(request, {"detail": detail, "field": field}, status=422)


@api.get(
    "/open",
    response={200: OpenReport, 422: Problem},
    summary="Who is open, until when, and when next?",
    operation_id="open",
)
def open_now(
    request: HttpRequest,
    response: HttpResponse,
    question: Query[OpenQuestion],
) -> OpenReport | Status[Problem]:
    """The mall and the agencies that visitors see, ordered by name."""
    mall = mall_timetable()
    try:
        instant = question.instant(mall.zone)
    except InstantProblem as problem:
        return Status(422, Problem(detail=str(problem), field="at"))
    response["Cache-Control"] = "no-cache"
    return open_report(mall=mall, at=instant, language=question.language)


def openapi(request: HttpRequest) -> JsonResponse:
    """The description of this interface (OpenAPI 3.1)."""
    return JsonResponse(api.get_openapi_schema(path_prefix="/api/v1/"))
