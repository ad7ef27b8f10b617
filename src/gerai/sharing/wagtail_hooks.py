"""Registrations with the desk; nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.widgets import Button
from wagtail.models import Page

from gerai.sharing import views
from gerai.sharing.subjects import is_shareable


@hooks.register("register_admin_urls")
def sharing_urls() -> list[URLPattern]:
    """Wagtail asks for permission to enter the desk."""
    return [
        path("bagikan/<int:page_id>/", views.kit, name="sharing_kit"),
        path(
            "bagikan/<int:page_id>/<slug:shape>.png",
            views.kit_picture,
            name="sharing_picture",
        ),
    ]


@hooks.register("register_page_header_buttons")
@hooks.register("register_page_listing_more_buttons")
def share_button(
    page: Page, user: Any, next_url: str | None = None, **_kwargs: Any
) -> Iterator[Button]:
    """“Share” where a page is edited and in the menu of each line of a list."""
    if is_shareable(page):
        yield Button(
            _("Share"),
            reverse("sharing_kit", args=[page.pk]),
            icon_name="link-external",
            priority=7,
        )


@hooks.register("after_publish_page")
def offer_to_share(request: HttpRequest, page: Page) -> None:
    """Right after something went out, one tap tells people about it."""
    if is_shareable(page):
        messages.info(
            request,
            _("Pictures and texts to tell people about it are ready."),
            buttons=[
                messages.button(reverse("sharing_kit", args=[page.pk]), _("Share"))
            ],
        )
