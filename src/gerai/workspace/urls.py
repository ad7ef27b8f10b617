"""Addresses of the desk that stand outside ``/admin/``."""

from __future__ import annotations

from django.urls import path

from gerai.workspace.staff.views import JoinView

app_name = "workspace"
urlpatterns = [
    path("akun/undangan/<str:token>/", JoinView.as_view(), name="join"),
]
