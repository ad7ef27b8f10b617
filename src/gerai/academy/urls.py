"""Addresses of the academy outside the desk."""

from django.urls import path

from gerai.academy.practice import views

urlpatterns = [
    path("latihan/", views.within, name="academy_copy_home"),
    path("latihan/<path:path>", views.within, name="academy_copy"),
]
