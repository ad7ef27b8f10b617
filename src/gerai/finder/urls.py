"""Addresses of the finder; included at ``/cari/`` and ``/en/cari/``."""

from __future__ import annotations

from django.urls import path

from gerai.finder import views

app_name = "finder"
urlpatterns = [
    path("", views.search, name="search"),
    path("saran.json", views.suggestions, name="suggestions"),
]
