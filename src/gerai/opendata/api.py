"""The public interface for machines below ``/api/v1/``; read only, no sign-in."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import translation
from django.utils.translation import gettext as _
from ninja import NinjaAPI, Query, Status
from ninja.errors import ValidationError

from gerai.directory.policies import visible_services
from gerai.directory.selectors import agencies, service_by_path
from gerai.directory.selectors.services import shown
from gerai.directory.standard import standard_of
from gerai.finder.answers import TYPES, found_things
from gerai.finder.flood import limiter
from gerai.finder.queries import read_query
from gerai.guard.flood import address_of
from gerai.opendata.instants import InstantProblem
from gerai.opendata.listing import (
    Address,
    agency_record,
    service_detail,
    service_record,
)
from gerai.opendata.opening import open_report
from gerai.opendata.records import (
    AgencyList,
    LanguageQuestion,
    PageOfList,
    ServiceDetail,
    ServiceList,
)
from gerai.opendata.schemas import (
    OpenQuestion,
    OpenReport,
    Problem,
    SearchAnswer,
    SearchQuestion,
    SearchResult,
)
from gerai.place.selectors import mall_timetable
from gerai.theme.addresses import localized_url

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


@api.get(
    "/agencies",
    response={200: AgencyList, 422: Problem},
    summary="The agencies of the mall",
    operation_id="agencies",
)
def agency_list(request: HttpRequest, page: Query[PageOfList]) -> AgencyList:
    """The agencies that visitors see, also those that they are sent to elsewhere."""
    found = agencies(page.language)
    address = _address(request, page.language)
    return AgencyList(
        count=len(found),
        results=[
            agency_record(agency, address)
            for agency in found[page.offset : page.offset + page.limit]
        ],
    )


@api.get(
    "/services",
    response={200: ServiceList, 422: Problem},
    summary="The services of all agencies",
    operation_id="services",
)
def service_list(request: HttpRequest, page: Query[PageOfList]) -> ServiceList:
    """The services that visitors see, by name."""
    # Cut before reading: thousands of standards would be read for one page.
    records = visible_services().order_by("title", "pk")
    part = records[page.offset : page.offset + page.limit]
    address = _address(request, page.language)
    return ServiceList(
        count=records.count(),
        results=[
            service_record(service, address) for service in shown(part, page.language)
        ],
    )


@api.get(
    "/services/{path:slug}",
    response={200: ServiceDetail, 404: Problem, 422: Problem},
    summary="One service with its standard",
    operation_id="service",
)
def one_service(
    request: HttpRequest, slug: str, question: Query[LanguageQuestion]
) -> ServiceDetail | Status[Problem]:
    """``slug`` as in the list: ``agency/service``."""
    service = service_by_path(slug.strip("/"), question.language)
    if service is None:
        detail = _("There is no service with this name. See /api/v1/services.")
        return Status(404, Problem(detail=detail, field="slug"))
    address = _address(request, question.language)
    return service_detail(service, standard_of(service), address)


@api.get(
    "/search",
    response={200: SearchAnswer, 422: Problem, 429: Problem},
    summary="Search services, agencies and pages",
    operation_id="search",
)
def search(
    request: HttpRequest, response: HttpResponse, question: Query[SearchQuestion]
) -> SearchAnswer | Status[Problem]:
    """The best first; everyday words and slips are understood, as on the site."""
    if seconds := limiter.seconds_to_wait(address_of(request)):
        response["Retry-After"] = str(seconds)
        return Status(
            429, Problem(detail=_("Too many searches. Wait a moment."), field=None)
        )
    query = read_query(question.q)
    with translation.override(question.language):
        found = found_things(
            query,
            types=[question.type] if question.type else TYPES,
            limit=question.limit,
        )
    return SearchAnswer(
        query=query.text,
        results=[
            SearchResult(
                type=one.type,  # type: ignore[arg-type]
                title=one.shown.title,
                url=request.build_absolute_uri(one.shown.url),
                agency=one.shown.agency or None,
                snippet=one.shown.text,
            )
            for one in found
        ],
    )


def _address(request: HttpRequest, language: str) -> Address:
    return lambda page: request.build_absolute_uri(
        localized_url(page, language, request=request)
    )


def openapi(request: HttpRequest) -> JsonResponse:
    """The description of this interface (OpenAPI 3.1)."""
    return JsonResponse(api.get_openapi_schema(path_prefix="/api/v1/"))
