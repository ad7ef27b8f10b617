"""Registrations with the desk; nothing else."""

from __future__ import annotations

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from gerai.academy.practice import views
from gerai.academy.practice.policies import may_practise


@hooks.register("register_admin_urls")
def practice_urls() -> list[URLPattern]:
    """The screens around a copy; the copy itself lies below ``/latihan/``."""
    start = "akademi/latihan/"
    return [
        path(start, views.home, name=views.HOME),
        path(f"{start}masuk/", views.enter, name="academy_practice_enter"),
        path(f"{start}mulai-lagi/", views.begin_anew, name="academy_practice_anew"),
        path(f"{start}simpan/", views.put_away, name="academy_practice_away"),
        path(f"{start}peran/", views.change_role, name="academy_practice_role"),
        path(f"{start}surat/", views.mails, name="academy_practice_mails"),
    ]


class PracticeMenuItem(MenuItem):
    """For everybody who may have a copy."""

    def is_shown(self, request: HttpRequest) -> bool:
        return may_practise(request.user)


@hooks.register("register_admin_menu_item")
def practice_menu_item() -> MenuItem:
    """Within reach on every screen."""
    return PracticeMenuItem(
        _("Practice mall"),
        reverse(views.HOME),
        name="practice",
        icon_name="copy",
        order=130,
    )


@hooks.register("insert_global_admin_css")
def practice_css() -> SafeString:
    """How the screens around a copy look."""
    return format_html(
        '<link rel="stylesheet" href="{}">', static("academy/practice-desk.css")
    )
