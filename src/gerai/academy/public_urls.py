"""Addresses of the academy outside the desk, in both languages."""

from __future__ import annotations

from django.urls import path

from gerai.academy.skills import certificates

app_name = "academy_public"
urlpatterns = [
    path("sertifikat/", certificates.verify, name="verify"),
    path("sertifikat/<str:code>/", certificates.verify, name="certificate"),
]
