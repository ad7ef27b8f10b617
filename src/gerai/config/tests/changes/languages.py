"""Translations, and the languages themselves."""

from __future__ import annotations

from random import Random
from typing import Any

from django.conf import settings
from wagtail.models import Locale, Page
from wagtail_localize.models import Translation

from gerai.config.tests.changes.pages import records
from gerai.config.tests.changes.registry import (
    change,
    pick,
    pick_page,
    publish,
    words,
)
from gerai.directory.models import MallStandard
from gerai.directory.services import translate_record, update_translations

ENGLISH = "en"


def translations() -> Any:
    """English pages below the home page."""
    return Page.objects.filter(depth__gt=2, locale__language_code=ENGLISH)


def _translate(page: Any, random: Random) -> None:
    texts = {"title": f"About {words(random)}", "summary": words(random)}
    translate_record(record=page, language=ENGLISH, texts=texts)


@change("a page is translated")
def translate(random: Random) -> None:
    done = translations().values("translation_key")
    _translate(
        pick_page(random, records().live().exclude(translation_key__in=done)), random
    )


@change("a translation gets other words")
def translate_again(random: Random) -> None:
    done = translations().values("translation_key")
    _translate(
        pick_page(random, records().live().filter(translation_key__in=done)), random
    )


@change("translations are brought up to date", is_invisible=True)
def update(random: Random) -> None:
    update_translations(
        record=pick_page(random, records().live().filter(has_unpublished_changes=False))
    )


@change("a translation is edited by hand")
def edit(random: Random) -> None:
    page = pick_page(random, translations().live())
    # As the desk does: the form opens once the translation is no longer kept in step.
    Translation.objects.filter(
        source__object_id=page.translation_key, target_locale=page.locale
    ).update(enabled=False)
    page.title = words(random)
    publish(page)


@change("a translation is unpublished")
def unpublish(random: Random) -> None:
    pick_page(random, translations().live()).unpublish()


@change("a translation comes back")
def publish_again(random: Random) -> None:
    page = pick_page(random, translations().filter(live=False))
    page.get_latest_revision_as_object().save_revision().publish()


@change("a translation is deleted")
def delete(random: Random) -> None:
    pick_page(random, translations().filter(numchild=0)).delete()


@change("the whole English site goes, or comes back")
def toggle_english(random: Random) -> None:
    home = pick_page(random, Page.objects.filter(depth=2, locale__language_code="en"))
    if home.live:
        home.unpublish()
    else:
        home.save_revision().publish()


@change("a locale is saved", is_invisible=True)
def save_locale(random: Random) -> None:
    pick(random, Locale.objects.all()).save()


@change("the mall's standard is translated")
def translate_standard(random: Random) -> None:
    standard = pick(
        random,
        MallStandard.objects.filter(locale__language_code=settings.LANGUAGE_CODE),
    )
    paths = [
        f"management.{block.id}.text"
        for block in standard.management
        if block.value.get("text")
    ]
    texts = {path: words(random) for path in paths}
    translate_record(record=standard, language=ENGLISH, texts=texts)
