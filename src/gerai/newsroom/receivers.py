"""Reactions: translations follow, pictures are made ready before they are shown."""

from __future__ import annotations

from typing import Any

from django.dispatch import receiver
from wagtail.models import Page
from wagtail.signals import page_published, page_unpublished

from gerai.directory.services import update_translations
from gerai.files.events import picture_replaced
from gerai.newsroom.models import PAGE_TYPES, AlbumPage, NewsPage
from gerai.newsroom.services import prepare_pictures, prepare_uses_of


@receiver(page_published, dispatch_uid="newsroom.translations_follow")
def translations_follow(sender: type[Page], instance: Page, **kwargs: Any) -> None:
    """A published item brings its translations up to date."""
    if isinstance(instance, PAGE_TYPES):
        revision = kwargs.get("revision")
        by = revision.user if revision is not None else None
        update_translations(record=instance, by=by)


@receiver(page_unpublished, dispatch_uid="newsroom.translations_leave")
def translations_leave(sender: type[Page], instance: Page, **kwargs: Any) -> None:
    """An item that is taken off the site takes its translations with it."""
    if isinstance(instance, PAGE_TYPES) and instance.locale.language_code == "id":
        for translation in instance.get_translations().live().order_by("pk"):
            translation.specific.unpublish()


@receiver(page_published, dispatch_uid="newsroom.pictures_made_ready")
def pictures_made_ready(sender: type[Page], instance: Page, **kwargs: Any) -> None:
    """Pages are rendered on a read-only connection, so renditions must be there."""
    if isinstance(instance, NewsPage | AlbumPage):
        prepare_pictures(instance)


@receiver(picture_replaced, dispatch_uid="newsroom.replaced_picture_made_ready")
def replaced_picture_made_ready(sender: type[Any], picture: Any, **kwargs: Any) -> None:
    """Pages that show it don't have to be published again for it."""
    prepare_uses_of(picture)
