"""Translations follow their Indonesian page: text, publication and restrictions."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from wagtail.models import Page, PageViewRestriction
from wagtail.signals import page_published, page_unpublished
from wagtail_localize.models import TranslationSource

from gerai.directory.services import update_translations
from gerai.website.models import PAGE_TYPES


@receiver(page_published, dispatch_uid="website.translations_follow")
def translations_follow(sender: type[Page], instance: Page, **kwargs: Any) -> None:
    """What was published in Indonesian counts in the other languages at once."""
    if isinstance(instance, PAGE_TYPES):
        revision = kwargs.get("revision")
        by = revision.user if revision is not None else None
        update_translations(record=instance, by=by)


@receiver(page_unpublished, dispatch_uid="website.translations_leave")
def translations_leave(sender: type[Page], instance: Page, **kwargs: Any) -> None:
    """A page that is taken off the site takes its translations with it."""
    if isinstance(instance, PAGE_TYPES) and _is_original(instance):
        for translation in instance.get_translations().live().order_by("pk"):
            translation.specific.unpublish()


@receiver(
    [post_save, post_delete],
    sender=PageViewRestriction,
    dispatch_uid="website.restrictions_follow",
)
def restrictions_follow(
    sender: type[PageViewRestriction], instance: PageViewRestriction, **kwargs: Any
) -> None:
    """What is private in Indonesian is private in every language, at once."""
    page = instance.page.specific
    if kwargs.get("raw") or not _is_original(page):
        return
    source = TranslationSource.objects.get_for_instance_or_none(page)
    if source is not None:
        for translation in source.translations.order_by("pk"):
            source.update_target_view_restrictions(translation.target_locale)


def _is_original(page: Page) -> bool:
    return bool(page.locale.language_code == settings.LANGUAGE_CODE)
