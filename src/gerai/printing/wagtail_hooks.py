"""Registrations with the desk; nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.conf import settings
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets import Button
from wagtail.models import Page
from wagtail.permissions import policy_registry

from gerai.directory.models import AgencyPage, ServicePage
from gerai.printing.views import desk

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser
    from django.http import HttpRequest


@hooks.register("register_admin_urls")
def printing_urls() -> list[URLPattern]:
    """Wagtail asks for permission to enter the desk."""
    return [
        path("cetak/", desk.choose, name="printing_choose"),
        path("cetak/berkas/<str:token>/", desk.progress, name="printing_progress"),
        path("cetak/berkas/<str:token>/pdf/", desk.fetch, name="printing_fetch"),
    ]


class PrintMenuItem(MenuItem):
    """Shown to whoever edits something."""

    def is_shown(self, request: HttpRequest) -> bool:
        return bool(
            policy_registry.get_by_type(Page).user_has_permission(
                request.user, "change"
            )
        )


@hooks.register("register_admin_menu_item")
def print_menu_item() -> MenuItem:
    """“Cetak” in the main menu."""
    return PrintMenuItem(
        _("Print"),
        reverse("printing_choose"),
        name="printing",
        icon_name="doc-full",
        order=220,
    )


@hooks.register("register_page_header_buttons")
def print_button(
    page: Page, user: AbstractBaseUser, view_name: str, next_url: str | None = None
) -> Iterator[Button]:
    """“Print” on services and agencies, for whoever may change them."""
    record = page.specific_deferred
    if not isinstance(record, AgencyPage | ServicePage):
        return
    if record.locale.language_code != settings.LANGUAGE_CODE:
        return
    if not record.permissions_for_user(user).can_edit():
        return
    is_service = isinstance(record, ServicePage)
    agency_id = record.agency.pk if is_service else record.pk
    query = {"instansi": agency_id, **({"layanan": record.pk} if is_service else {})}
    yield Button(
        _("Print"),
        f"{reverse('printing_choose')}?{urlencode(query)}",
        icon_name="doc-full",
        priority=6,
    )
