"""Printing for staff: choose services, watch the file being made, fetch it."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from gerai.directory.models import AgencyPage, ServicePage
from gerai.printing import jobs, store
from gerai.printing.choices import SheetKind
from gerai.printing.forms import PrintForm, Version
from gerai.printing.libraries import can_print, missing_packages
from gerai.printing.selectors import (
    PrintableAgency,
    editable_services,
    latest_versions,
    printable_agencies,
    printable_services,
    published_versions,
)
from gerai.printing.services import agency_file_job, sheet_job

REFRESH_SECONDS = 2


@require_http_methods(["GET", "POST"])
def choose(request: HttpRequest) -> HttpResponse:
    """Which services, on which sheet, in which language; a POST begins to print."""
    agencies = printable_agencies(request.user)
    if not agencies:
        raise PermissionDenied
    chosen = _chosen_agency(request, agencies)
    context: dict[str, Any] = {
        "page_title": _("Print"),
        "agencies": agencies,
        "chosen": chosen,
        "can_print": can_print(),
        "missing": " ".join(missing_packages()),
    }
    if chosen is None:
        return render(request, "printing/desk/choose.html", context)
    services = printable_services(request.user, chosen)
    if request.method == "POST" and can_print():
        form = PrintForm(services, request.POST)
        if form.is_valid():
            return _begun(request, chosen, form.cleaned_data)
    else:
        form = PrintForm(services, initial=_initial(request, services))
    context["form"] = form
    return render(request, "printing/desk/choose.html", context)


@require_safe
def progress(request: HttpRequest, token: str) -> HttpResponse:
    """How far a file is; asks again by itself until it is ready, without a script."""
    job = _job(request, token)
    response = render(
        request,
        "printing/desk/progress.html",
        {"page_title": _("Print"), "job": job, "agencies": ()},
    )
    if job.state == jobs.State.DRAWING and not job.is_lost:
        response["Refresh"] = str(REFRESH_SECONDS)
    response["Cache-Control"] = "no-store"
    return response


@require_safe
def fetch(request: HttpRequest, token: str) -> HttpResponse:
    """The finished file, for whoever asked for it and may still change what is in it."""
    job = _job(request, token)
    wanted = set(job.service_ids)
    if editable_services(request.user).filter(pk__in=wanted).count() < len(wanted):
        raise PermissionDenied
    pdf = store.kept(job.digest) if job.state == jobs.State.READY else None
    if pdf is None:
        raise Http404
    response = HttpResponse(pdf, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{job.file_name}"'
    response["Cache-Control"] = "private, no-store"
    return response


def _job(request: HttpRequest, token: str) -> jobs.PrintJob:
    assert request.user.pk is not None  # noqa: S101
    job = jobs.job_with(token, owner_id=request.user.pk)
    if job is None:
        raise Http404
    return job


def _begun(
    request: HttpRequest, chosen: AgencyPage, wanted: dict[str, Any]
) -> HttpResponse:
    kind, language = SheetKind(wanted["kind"]), wanted["language"]
    is_draft = wanted["version"] == Version.LATEST
    records = [one for one in wanted["services"] if is_draft or one.live]
    pages = (
        latest_versions(records) if is_draft else published_versions(records, language)
    )
    if len(pages) == 1:
        job = sheet_job(pages[0], kind, language, is_draft=is_draft)
        title, name = pages[0].title, f"{chosen.slug}-{pages[0].slug}"
    else:
        job = agency_file_job(pages, kind, language, is_draft=is_draft)
        title, name = chosen.title, chosen.slug
    assert request.user.pk is not None  # noqa: S101
    draft = "-draf" if is_draft else ""
    begun = jobs.start(
        job=job,
        owner_id=request.user.pk,
        title=title,
        file_name=f"{name}-{kind}-{language}{draft}.pdf",
        service_ids=[record.pk for record in records],
    )
    return redirect("printing_progress", begun.token)


def _chosen_agency(
    request: HttpRequest, agencies: list[PrintableAgency]
) -> AgencyPage | None:
    wanted = request.POST.get("instansi") or request.GET.get("instansi", "")
    if len(agencies) == 1 and not wanted:
        return agencies[0].agency
    return next((one.agency for one in agencies if str(one.agency.pk) == wanted), None)


def _initial(request: HttpRequest, offered: list[ServicePage]) -> dict[str, Any]:
    """All published services as a leaflet, or the one whose button was pressed."""
    wanted = request.GET.get("layanan", "")
    services = (
        [service for service in offered if str(service.pk) == wanted]
        or [service for service in offered if service.live]
        or offered
    )
    is_draft = not any(service.live for service in services)
    return {
        "services": [str(service.pk) for service in services],
        "kind": SheetKind.LEAFLET,
        "language": settings.LANGUAGE_CODE,
        "version": Version.LATEST if is_draft else Version.PUBLISHED,
    }
