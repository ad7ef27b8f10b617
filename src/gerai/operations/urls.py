"""Addresses for machines that watch the server, and uploaded files."""

from __future__ import annotations

from django.conf import settings
from django.urls import path

from gerai.operations import views

urlpatterns = [
    path("healthz", views.alive, name="healthz"),
    path("readyz", views.ready, name="readyz"),
    path("metrics", views.metrics, name="metrics"),
    path(
        f"{settings.MEDIA_URL.lstrip('/')}<path:path>", views.media_file, name="media"
    ),
]
