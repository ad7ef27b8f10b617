"""Registrations in the desk."""

from __future__ import annotations

from django.urls import URLPattern, path
from wagtail import hooks

from gerai.theme.views import component_gallery


@hooks.register("register_admin_urls")
def component_gallery_url() -> list[URLPattern]:
    """``/admin/komponen/``; Wagtail asks for permission to enter the desk."""
    return [path("komponen/", component_gallery, name="theme_component_gallery")]
