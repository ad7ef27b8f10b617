"""Gives records their English words through wagtail-localize, segment by segment."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from wagtail.models import Locale, Page
from wagtail_localize.models import (
    StringSegment,
    StringTranslation,
    Translation,
    TranslationSource,
)
from wagtail_localize.segments import StringSegmentValue
from wagtail_localize.segments.extract import extract_segments

ENGLISH = "en"
TOOL = "gerai load"


def translate(record: Any, to_english: Callable[[Any], None], *, is_shown: bool) -> Any:
    """Create or update the English version of a page or snippet.

    Args:
        record: the Indonesian record, saved.
        to_english: puts the English words into a copy of the record. Texts that it
            leaves alone stay Indonesian.
        is_shown: publish the English page.

    Returns:
        the English record.
    """
    locale = Locale.objects.get(language_code=ENGLISH)
    source, _created = TranslationSource.update_or_create_from_instance(record)
    Translation.objects.update_or_create(
        source=source, target_locale=locale, defaults={"enabled": True}
    )
    copy = source.as_instance()
    to_english(copy)
    _save_strings(source, locale, _strings(copy))
    if not isinstance(record, Page):
        target, _created = source.create_or_update_translation(locale, fallback=True)
        return target
    # Not publish=True: that waits for the end of the transaction.
    target, _created = source.create_or_update_translation(
        locale, publish=False, fallback=True
    )
    if is_shown:
        target.get_latest_revision().publish(log_action=False)
        target.refresh_from_db()
    return target


def leave_english(record: Page) -> None:
    """Take the English version of a page off the site; its words are kept."""
    for translation in record.get_translations().filter(locale__language_code=ENGLISH):
        if translation.live:
            translation.specific.unpublish()
        Translation.objects.filter(
            source__object_id=record.translation_key, target_locale=translation.locale
        ).update(enabled=False)


def _strings(instance: Any) -> dict[tuple[str, int], str]:
    return {
        (segment.path, segment.order): segment.string.data
        for segment in extract_segments(instance)
        if isinstance(segment, StringSegmentValue)
    }


def _save_strings(
    source: TranslationSource, locale: Locale, english: dict[tuple[str, int], str]
) -> None:
    segments = list(
        StringSegment.objects.filter(source=source).select_related("context", "string")
    )
    known = {
        (translation.translation_of_id, translation.context_id): translation
        for translation in StringTranslation.objects.filter(
            locale=locale, context_id__in=[segment.context_id for segment in segments]
        )
    }
    new: dict[tuple[int, int], StringTranslation] = {}
    for segment in segments:
        data = english.get((segment.context.path, segment.order))
        if data is None:
            continue
        place = (segment.string_id, segment.context_id)
        translation = known.get(place)
        if translation is None:
            new[place] = StringTranslation(
                translation_of=segment.string,
                context=segment.context,
                locale=locale,
                data=data,
                translation_type=StringTranslation.TRANSLATION_TYPE_MANUAL,
                tool_name=TOOL,
            )
        elif translation.data != data or translation.has_error:
            translation.data, translation.has_error = data, False
            translation.tool_name = TOOL
            translation.save()
    StringTranslation.objects.bulk_create(new.values())
