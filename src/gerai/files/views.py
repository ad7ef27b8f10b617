"""Handing out files, and their earlier versions to staff."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from wagtail.documents import get_document_model
from wagtail.documents.views.serve import serve
from wagtail.permissions import policy_registry

from gerai.files.models import EarlierFile, Replacement
from gerai.files.reading import may_read
from gerai.files.replacing import bring_back, present_document


@require_safe
def document_file(
    request: HttpRequest, document_id: int, document_filename: str
) -> HttpResponseBase:
    """The present file of a document, also under the names that it once had.

    Where another document has taken its place, its address leads there.
    """
    asked_for = get_object_or_404(get_document_model(), pk=document_id)
    if document_filename != asked_for.filename:
        known = EarlierFile.objects.filter(document=asked_for, name=document_filename)
        if not known.exists():
            raise Http404
    document = present_document(asked_for)
    if document != asked_for or document_filename != document.filename:
        response: HttpResponseBase = redirect(document.url)
    elif not may_read(request.user, document):
        raise Http404
    else:
        response = serve(request, document_id, document_filename)
    # Asked for again each time, which costs nothing when it is the same: a form that was
    # replaced must not be filled in for another hour.
    response.headers["Cache-Control"] = "no-cache"
    return response


@require_safe
def earlier_file(request: HttpRequest, pk: int) -> HttpResponseBase:
    """A file that was replaced, for whoever may change the document."""
    earlier = _earlier(request, pk)
    return _handed_to_staff(earlier.file, earlier.name)


@require_safe
def replaced_file(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The file of a document whose address leads to another one by now."""
    row = get_object_or_404(Replacement.objects.select_related("old", "new"), pk=pk)
    if not any(_may_change(request.user, one) for one in (row.old, row.new)):
        raise PermissionDenied
    return _handed_to_staff(row.old.file, row.old.filename)


@require_POST
def earlier_file_back(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Make an earlier file the present one."""
    earlier = _earlier(request, pk)
    try:
        document = bring_back(earlier, by=request.user)
    except OSError as problem:
        raise Http404 from problem
    messages.success(
        request,
        _("The earlier file is back at “%(title)s”.") % {"title": document.title},
    )
    return redirect("wagtaildocs:edit", document.pk)


def _earlier(request: HttpRequest, pk: int) -> EarlierFile:
    earlier = get_object_or_404(EarlierFile.objects.select_related("document"), pk=pk)
    if not _may_change(request.user, earlier.document):
        raise PermissionDenied
    return earlier


def _may_change(user: Any, document: Any) -> bool:
    policy = policy_registry.get_by_type(get_document_model())
    return bool(policy.user_has_permission_for_instance(user, "change", document))


def _handed_to_staff(stored: Any, name: str) -> FileResponse:
    try:
        file = stored.open("rb")
    except OSError as problem:
        raise Http404 from problem
    response = FileResponse(file, as_attachment=True, filename=name)
    response.headers["Cache-Control"] = "private, no-store"
    return response
