"""Addresses of pages; below ``/en/`` the same ones in English."""

from django.urls import path, re_path
from django.views.generic import RedirectView
from wagtail.urls import serve_pattern
from wagtail.views import authenticate_with_password

from gerai.website.views import serve
from gerai.website.views.offline import offline, offline_catalogue

urlpatterns = [
    path("luring/", offline, name="offline"),
    path("luring/katalog.json", offline_catalogue, name="offline_catalogue"),
    path(
        "_util/authenticate_with_password/<int:page_view_restriction_id>/<int:page_id>/",
        authenticate_with_password,
        name="wagtailcore_authenticate_with_password",
    ),
    # Where a page for signed-in people sends everybody else.
    path(
        "_util/login/",
        RedirectView.as_view(pattern_name="account_login", query_string=True),
        name="wagtailcore_login",
    ),
    # Wagtail makes the addresses of pages from this name.
    re_path(serve_pattern, serve, name="wagtail_serve"),
]
