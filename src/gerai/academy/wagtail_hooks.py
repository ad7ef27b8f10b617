"""Registrations with the desk; nothing else."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from gerai.academy.desk_urls import academy_urls
from gerai.academy.help.welcome import WelcomePanel, welcome_steps
from gerai.academy.lessons.policies import may_learn
from gerai.academy.practice import views
from gerai.academy.practice.policies import may_practise

hooks.register("register_admin_urls", academy_urls)


@hooks.register("register_admin_urls")
def practice_urls() -> list[URLPattern]:
    """The screens around a copy; the copy itself lies below ``/latihan/``."""
    start = "akademi/latihan/"
    return [
        path(start, views.home, name=views.HOME),
        path(f"{start}masuk/", views.enter, name="academy_practice_enter"),
        path(f"{start}mulai-lagi/", views.begin_anew, name="academy_practice_anew"),
        path(f"{start}hapus/", views.put_away, name="academy_practice_away"),
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


class AcademyMenuItem(MenuItem):
    """For everybody with a role."""

    def is_shown(self, request: HttpRequest) -> bool:
        return may_learn(request.user)


@hooks.register("register_admin_menu_item")
def academy_menu_item() -> MenuItem:
    """One's own path, within reach on every screen."""
    return AcademyMenuItem(
        _("Academy"),
        reverse("academy_path"),
        name="academy",
        icon_name="openquote",
        order=125,
    )


@hooks.register("construct_homepage_panels")
def welcome_panel(request: HttpRequest, panels: list[Any]) -> None:
    """Leads in whoever is new."""
    steps = welcome_steps(request.user)
    if steps:
        panels.insert(0, WelcomePanel(steps, request))


@hooks.register("insert_global_admin_css")
def academy_css() -> SafeString:
    """How learning and help look."""
    return format_html('<link rel="stylesheet" href="{}">', static("academy/desk.css"))


@hooks.register("insert_global_admin_js")
def help_js() -> SafeString:
    """Help without leaving the screen."""
    return format_html(
        '<script type="module" src="{}"></script>', static("academy/help.js")
    )


@hooks.register("register_log_actions")
def log_actions(actions: Any) -> None:
    """Acts on lessons and classes have names in the history."""
    actions.register_action(
        "gerai.academy.lesson", _("Lesson"), _("Changed the lesson")
    )
    actions.register_action(
        "gerai.academy.offer", _("Path"), _("Put on the path or taken off")
    )
    actions.register_action("gerai.academy.class", _("Class"), _("Changed the class"))
