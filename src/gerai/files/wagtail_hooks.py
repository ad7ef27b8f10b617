"""Registrations with the desk; nothing else."""

from __future__ import annotations

from django.urls import URLPattern, path
from wagtail import hooks

from gerai.files import views


@hooks.register("register_admin_urls")
def file_urls() -> list[URLPattern]:
    """Files that were replaced."""
    return [
        path(
            "berkas-lama/diganti/<int:pk>/", views.replaced_file, name="files_replaced"
        ),
        path("berkas-lama/<int:pk>/", views.earlier_file, name="files_earlier"),
        path(
            "berkas-lama/<int:pk>/kembalikan/",
            views.earlier_file_back,
            name="files_earlier_back",
        ),
    ]
