"""Addresses below ``/survei/halaman/`` and ``/periksa/``, in both languages."""

from __future__ import annotations

from django.urls import path

from gerai.feedback import review_views, views

app_name = "feedback"
urlpatterns = [
    path("survei/halaman/", views.answer, name="answer"),
    path("survei/halaman/<str:token>/", views.sentence, name="sentence"),
    path("periksa/<str:token>/", review_views.review, name="review"),
]
