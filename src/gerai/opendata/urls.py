"""Addresses for machines, to be included at the root."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from gerai.opendata.api import api, openapi

urlpatterns: list[URLPattern | URLResolver] = [
    path("api/v1/", api.urls),
    path("openapi.json", openapi, name="openapi"),
]
