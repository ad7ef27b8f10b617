from __future__ import annotations

from django.conf import settings
from django.core.checks import ERROR
from django.core.exceptions import SuspiciousFileOperation
from django.core.files.storage import default_storage
from django.http import (
    FileResponse,
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    JsonResponse,
)
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from django.views.static import serve as static_serve
from prometheus_client import CONTENT_TYPE_LATEST

from gerai.files.elsewhere import uploads_are_on_this_disk
from gerai.operations.checks.database import database_answers, database_is_current
from gerai.operations.checks.site import content_is_loaded
from gerai.operations.metrics import exposition, may_read_metrics
from gerai.rehearsal.current import current_rehearsal

ONE_DAY = 86_400
# What was sent in, and files to download: handed out elsewhere, to whom they are for.
_NOT_PUBLIC = frozenset({"documents", "original_images"})
PUBLIC_REASONS = {"doctor.B1": "The database does not answer."}


@require_safe
@never_cache
def alive(request: HttpRequest) -> HttpResponse:
    """The process answers. Asks nothing else, so that a slow database kills nothing."""
    return HttpResponse("ok\n", content_type="text/plain")


@require_safe
@never_cache
def ready(request: HttpRequest) -> HttpResponse:
    """Whether the site can be served: 200, or 503 with the reasons."""
    found = [*database_answers(), *database_is_current(), *content_is_loaded()]
    # Anybody may read this: what a database says of itself is for the log and the doctor.
    reasons = [
        PUBLIC_REASONS.get(message.id or "", str(message.msg))
        for message in found
        if message.level >= ERROR
    ]
    return JsonResponse(
        {"ready": not reasons, "reasons": reasons}, status=503 if reasons else 200
    )


def _file_in_storage(path: str) -> HttpResponseBase:
    """An uploaded picture as the storage has it: a copy's own, or the real site's."""
    try:
        return FileResponse(default_storage.open(path))
    except (OSError, SuspiciousFileOperation) as problem:
        raise Http404 from problem


@require_safe
@never_cache
def metrics(request: HttpRequest) -> HttpResponse:
    """For a Prometheus server on this machine; to everybody else it isn't there.

    Raises:
        Http404: for a request from elsewhere.
    """
    if not may_read_metrics(request):
        raise Http404
    return HttpResponse(exposition(), content_type=CONTENT_TYPE_LATEST)


@require_safe
def media_file(request: HttpRequest, path: str) -> HttpResponseBase:
    """An uploaded picture. Documents have an address of their own that checks rights."""
    parts = path.split("/")
    # "./documents/x" and "//documents/x" are "documents/x" to the disk.
    is_odd = "\\" in path or any(part in {"", ".", ".."} for part in parts)
    if is_odd or parts[0] in _NOT_PUBLIC:
        raise Http404
    response: HttpResponseBase
    if current_rehearsal() is None and uploads_are_on_this_disk():
        response = static_serve(request, path, document_root=str(settings.MEDIA_ROOT))
    else:
        response = _file_in_storage(path)
    response["Cache-Control"] = f"public, max-age={ONE_DAY}"
    # An upload never runs as part of the site.
    response["Content-Security-Policy"] = (
        "default-src 'none'; frame-ancestors 'none'; sandbox"
    )
    return response
