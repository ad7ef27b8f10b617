"""The list, one entry, and the list as a file."""

from __future__ import annotations

import json
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _

from gerai.audit import selectors, wording
from gerai.audit.desk.forms import TrailFilter
from gerai.audit.exporting import FORMATS, export
from gerai.audit.models import Entry, Head
from gerai.audit.selectors import Wanted
from gerai.audit.services import record

ROWS = 40


def _require(request: HttpRequest) -> None:
    if not selectors.may_read(request.user):
        raise PermissionDenied


def trail(request: HttpRequest) -> HttpResponse:
    """``/admin/jejak/``: who did what, the newest first."""
    _require(request)
    form = TrailFilter(request.GET)
    wanted = form.wanted()
    entries = selectors.found(wanted).defer("words", "touched", "previous")
    slice_ = Paginator(entries, ROWS).get_page(request.GET.get("p"))
    question = request.GET.copy()
    question.pop("p", None)
    context = {
        "header_title": _("Trail of changes"),
        "form": form,
        "rows": [_line(entry) for entry in slice_],
        "slice": slice_,
        "wanted": wanted,
        "question": question.urlencode(),
        "formats": FORMATS,
        "head": Head.objects.filter(pk=1).first(),
    }
    return render(request, "audit/trail.html", context)


def entry(request: HttpRequest, number: int) -> HttpResponse:
    """``/admin/jejak/<number>/``: one act, before and after."""
    _require(request)
    found = get_object_or_404(Entry, number=number)
    content = json.loads(found.content)
    others = selectors.found(Wanted(click=found.click)).exclude(number=number)[:ROWS]
    context = {
        "header_title": _("One entry"),
        "line": _line(found, content),
        "content": content,
        "acts": [
            {
                **act,
                "words": wording.action_words(act["action"]),
                "proofs": wording.proof_words(act),
            }
            for act in content["acts"][: wording.MOST_CHANGES]
        ],
        "changes": wording.told(content["changes"]),
        "left_off": max(len(content["changes"]) - wording.MOST_CHANGES, 0),
        "others": [_line(one) for one in others],
    }
    return render(request, "audit/entry.html", context)


def download(request: HttpRequest, format_: str) -> FileResponse:
    """``/admin/jejak/unduh/<csv or xlsx>/``: what the list shows, as a file.

    That somebody took it away is an entry, too.
    """
    _require(request)
    wanted = TrailFilter(request.GET).wanted()
    file, count = export(selectors.found(wanted), format_)
    record("audit.export", name=format_, count=count)
    day = timezone.localdate().isoformat()
    return FileResponse(
        file,
        as_attachment=True,
        filename=f"jejak-{day}.{format_}",
        content_type=FORMATS[format_],
    )


def _line(one: Entry, content: dict[str, Any] | None = None) -> dict[str, Any]:
    content = content or json.loads(one.content)
    return {
        "entry": one,
        "who": wording.who_words(content["who"]),
        "what": wording.action_words(one.action),
        "kind": wording.kind_words(one.model) if one.model else "",
        "where": wording.where_words(content["where"]),
        "screen": content["where"].get("screen", ""),
        "record": f"{one.model}:{one.key}" if one.key else "",
        "count": len(content["changes"]),
    }
