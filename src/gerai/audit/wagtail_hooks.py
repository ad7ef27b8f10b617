"""Registrations with the desk; nothing else."""

from __future__ import annotations

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import URLPattern, path, register_converter, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from gerai.audit.desk.views import download, entry, trail
from gerai.audit.selectors import may_read


class FormatConverter:
    """``csv`` or ``xlsx``."""

    regex = "csv|xlsx"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: object) -> str:
        return str(value) if value in ("csv", "xlsx") else "csv"


register_converter(FormatConverter, "spreadsheet")


@hooks.register("register_admin_urls")
def trail_urls() -> list[URLPattern]:
    """The trail, one entry, the trail as a file."""
    return [
        path("jejak/", trail, name="audit_trail"),
        path("jejak/<int:number>/", entry, name="audit_entry"),
        path("jejak/unduh/<spreadsheet:format_>/", download, name="audit_download"),
    ]


class TrailMenuItem(MenuItem):
    """Shown to auditors and administrators."""

    def is_shown(self, request: HttpRequest) -> bool:
        return may_read(request.user)


@hooks.register("register_admin_menu_item")
def trail_menu_item() -> TrailMenuItem:
    """One tap from everywhere."""
    return TrailMenuItem(
        _("Trail of changes"), reverse("audit_trail"), icon_name="history", order=950
    )


@hooks.register("insert_global_admin_css")
def desk_css() -> SafeString:
    """How the trail stands, on a phone too."""
    return format_html('<link rel="stylesheet" href="{}">', static("audit/desk.css"))
