"""Translations of records: made, kept in step with the record, published with it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.db import transaction
from wagtail.models import Locale, Page
from wagtail_localize.models import (
    StringSegment,
    StringTranslation,
    Translation,
    TranslationSource,
)

from gerai.directory.models.components import is_record

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser


@transaction.atomic
def translate_record(
    *,
    record: Any,
    language: str,
    texts: Mapping[str, str],
    by: AbstractBaseUser | None = None,
) -> Any:
    """Create or update the translation of a page or of the mall's standard.

    Args:
        record: the Indonesian page or ``MallStandard``.
        texts: words by content path: ``title``, ``requirements.<block id>.text``. What
            is left out keeps its earlier translation, or shows Indonesian.

    Returns:
        the translation; as live as the record is.
    """
    locale = Locale.objects.get(language_code=language)
    source, _created = TranslationSource.update_or_create_from_instance(record)
    translation, _created = Translation.objects.update_or_create(
        source=source, target_locale=locale, defaults={"enabled": True}
    )
    segments = StringSegment.objects.filter(source=source, context__path__in=texts)
    for segment in segments.select_related("context"):
        StringTranslation.objects.update_or_create(
            translation_of_id=segment.string_id,
            context=segment.context,
            locale=locale,
            defaults={
                "data": texts[segment.context.path],
                "translation_type": StringTranslation.TRANSLATION_TYPE_MANUAL,
                "last_translated_by": by,
                "has_error": False,
            },
        )
    return _save_target(translation, publish=getattr(record, "live", True), by=by)


@transaction.atomic
def update_translations(
    *, record: Any, by: AbstractBaseUser | None = None
) -> list[Any]:
    """Bring the translations of a published record to its present state.

    Facts are copied; words that have no translation any more, because the Indonesian
    ones changed, show Indonesian until somebody translates them. A translation that is
    a draft stays one. Whoever saves pages without publishing them calls this afterwards.

    Returns:
        the translations that were updated.
    """
    if not is_record(record):
        return []
    translations = list(
        Translation.objects.filter(
            source__object_id=record.translation_key,
            source__locale_id=record.locale_id,
            enabled=True,
        )
        .select_related("source", "target_locale")
        .order_by("pk")
    )
    if not translations:
        return []
    TranslationSource.update_or_create_from_instance(record)
    updated = []
    for translation in translations:
        translation.source.refresh_from_db()
        target = _existing_target(translation)
        if target is not None:
            is_live = getattr(target, "live", True)
            updated.append(_save_target(translation, publish=is_live, by=by))
    return updated


def _existing_target(translation: Translation) -> Any | None:
    model = translation.source.specific_content_type.model_class()
    return model._default_manager.filter(
        translation_key=translation.source.object_id,
        locale_id=translation.target_locale_id,
    ).first()


def _save_target(
    translation: Translation, *, publish: bool, by: AbstractBaseUser | None
) -> Any:
    source, locale = translation.source, translation.target_locale
    model = source.specific_content_type.model_class()
    if not issubclass(model, Page):
        target, _created = source.create_or_update_translation(
            locale, user=by, fallback=True
        )
        return target
    # Not publish=True: that waits for the end of the transaction, and until then the
    # facts of the two languages would differ.
    target, _created = source.create_or_update_translation(
        locale, user=by, publish=False, copy_parent_pages=True, fallback=True
    )
    if publish:
        # It follows the record, which somebody was allowed to publish; its author, for
        # whom this is done, need not be.
        target.get_latest_revision().publish(user=by, skip_permission_checks=True)
        target.refresh_from_db()
    return target
