"""Translations follow their Indonesian question: text and publication."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.dispatch import receiver
from wagtail.models import Page
from wagtail.signals import page_published, page_unpublished

from gerai.directory.services import update_translations
from gerai.guidance.models import QuestionPage


@receiver(page_published, dispatch_uid="guidance.translations_follow")
def translations_follow(sender: type[Page], instance: Page, **kwargs: Any) -> None:
    """What was published in Indonesian counts in the other languages at once."""
    if isinstance(instance, QuestionPage):
        revision = kwargs.get("revision")
        by = revision.user if revision is not None else None
        update_translations(record=instance, by=by)


@receiver(page_unpublished, dispatch_uid="guidance.translations_leave")
def translations_leave(sender: type[Page], instance: Page, **kwargs: Any) -> None:
    """A question that is taken off the site takes its translations with it."""
    if not isinstance(instance, QuestionPage):
        return
    if instance.locale.language_code == settings.LANGUAGE_CODE:
        for translation in instance.get_translations().live().order_by("pk"):
            translation.specific.unpublish()
