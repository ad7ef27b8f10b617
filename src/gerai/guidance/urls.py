"""Addresses of visits; included at ``/siap/`` and ``/en/siap/``."""

from __future__ import annotations

from django.urls import path

from gerai.guidance import views

app_name = "guidance"
urlpatterns = [path("", views.visit, name="visit")]
