"""The gallery of components, for whoever builds pages."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from gerai.theme.gallery import entries
from gerai.theme.samples import FRAME


def component_gallery(request: HttpRequest) -> HttpResponse:
    """Every component with its variations, in the real style sheet."""
    return render(request, "theme/gallery.html", {"entries": entries(), "frame": FRAME})
