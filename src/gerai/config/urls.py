"""Addresses of the site; each room brings its own."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path, re_path
from django.views.generic import RedirectView
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

to_sign_in = RedirectView.as_view(pattern_name="account_login", query_string=True)

urlpatterns = [
    # In place of Wagtail's own screens: one sign-in for everything.
    path("admin/login/", to_sign_in),
    re_path(
        r"^admin/password_reset/",
        RedirectView.as_view(pattern_name="account_reset_password"),
    ),
    path("admin/", include(wagtailadmin_urls)),
    path("", include("gerai.files.urls")),
    path("dokumen/berkas/", include(wagtaildocs_urls)),
    path("", include("gerai.operations.urls")),
    path("", include("gerai.workspace.urls")),
    path("", include("gerai.academy.urls")),
    path("", include("gerai.opendata.urls")),
    path("", include("gerai.newsroom.urls")),
    path("", include("gerai.website.urls")),
    *i18n_patterns(
        path("akun/", include("gerai.signin.urls")),
        path("galat/", include("gerai.website.error_urls")),
        path("cari/", include("gerai.finder.urls")),
        path("siap/", include("gerai.guidance.urls")),
        path("", include("gerai.feedback.urls")),
        path("", include("gerai.printing.urls")),
        path("", include("gerai.academy.public_urls")),
        # Last: Wagtail's pages take every address that is left.
        path("", include("gerai.website.page_urls")),
        prefix_default_language=False,
    ),
]
handler404 = "gerai.website.views.page_not_found"
handler500 = "gerai.website.views.server_error"
