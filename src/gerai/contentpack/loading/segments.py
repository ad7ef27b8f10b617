"""Segments of wagtail-localize and their English words, written together."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Model
from wagtail.models import Locale
from wagtail_localize.models import (
    OverridableSegment,
    RelatedObjectSegment,
    String,
    StringSegment,
    StringTranslation,
    Template,
    TemplateSegment,
    TranslationContext,
    TranslationSource,
)
from wagtail_localize.segments import (
    OverridableSegmentValue,
    StringSegmentValue,
    TemplateSegmentValue,
)
from wagtail_localize.segments.extract import extract_segments

TOOL = "gerai load"
SEGMENTS: tuple[type[Model], ...] = (
    StringSegment,
    TemplateSegment,
    OverridableSegment,
    RelatedObjectSegment,
)


class SegmentWriter:
    """Collects the segments of many sources, then writes them with few queries."""

    def __init__(self, locale: Locale) -> None:
        self._locale = locale
        self._found: list[tuple[TranslationSource, list[Any], dict[Any, str]]] = []

    def add(self, source: TranslationSource, record: Any, english: Any) -> None:
        """Take the segments of ``record`` and their words from ``english``."""
        words = {
            (segment.path, segment.order): segment.string.data
            for segment in extract_segments(english)
            if isinstance(segment, StringSegmentValue)
        }
        self._found.append((source, extract_segments(record), words))

    def save(self) -> None:
        sources = [source for source, _segments, _words in self._found]
        for model in SEGMENTS:
            model._default_manager.filter(source__in=sources).delete()
        contexts = self._contexts()
        strings = self._strings()
        templates = self._templates()
        rows: dict[type[Model], list[Any]] = {model: [] for model in SEGMENTS}
        translations: dict[tuple[int, int], str] = {}
        for source, segments, words in self._found:
            for segment in segments:
                context = contexts[source.object_id, segment.path]
                place = {
                    "source": source,
                    "context_id": context,
                    "order": segment.order,
                }
                if isinstance(segment, StringSegmentValue):
                    string = strings[source.locale_id, segment.string.data]
                    attrs = json.dumps(segment.attrs, cls=DjangoJSONEncoder)
                    rows[StringSegment].append(
                        StringSegment(string_id=string, attrs=attrs, **place)
                    )
                    data = words.get((segment.path, segment.order))
                    if data is not None:
                        translations[string, context] = data
                elif isinstance(segment, TemplateSegmentValue):
                    rows[TemplateSegment].append(
                        TemplateSegment(
                            template_id=templates[segment.template], **place
                        )
                    )
                elif isinstance(segment, OverridableSegmentValue):
                    data_json = json.dumps(segment.data, cls=DjangoJSONEncoder)
                    rows[OverridableSegment].append(
                        OverridableSegment(data_json=data_json, **place)
                    )
        for model, found in rows.items():
            model._default_manager.bulk_create(found)
        self._save_translations(translations)
        self._found = []

    def _all(self, kind: type[Any]) -> Iterable[tuple[TranslationSource, Any]]:
        for source, segments, _words in self._found:
            for segment in segments:
                if isinstance(segment, kind):
                    yield source, segment

    def _contexts(self) -> dict[tuple[Any, str], int]:
        wanted = {
            (source.object_id, segment.path): TranslationContext._get_path_id(
                segment.path
            )
            for source, segment in self._all(object)
        }
        TranslationContext.objects.bulk_create(
            (
                TranslationContext(object_id=key, path=path, path_id=path_id)
                for (key, path), path_id in wanted.items()
            ),
            ignore_conflicts=True,
        )
        objects = {key for key, _path in wanted}
        found = TranslationContext.objects.filter(object_id__in=objects)
        return {
            (object_id, path): key
            for key, object_id, path in found.values_list("pk", "object_id", "path")
        }

    def _strings(self) -> dict[tuple[int, str], int]:
        wanted = {
            (source.locale_id, segment.string.data): String._get_data_hash(
                segment.string.data
            )
            for source, segment in self._all(StringSegmentValue)
        }
        String.objects.bulk_create(
            (
                String(locale_id=locale, data=data, data_hash=data_hash)
                for (locale, data), data_hash in wanted.items()
            ),
            ignore_conflicts=True,
        )
        locales = {locale for locale, _data in wanted}
        found = String.objects.filter(locale_id__in=locales)
        return {
            (locale, data): key
            for key, locale, data in found.values_list("pk", "locale_id", "data")
        }

    def _templates(self) -> dict[str, int]:
        return {
            segment.template: Template.from_value(segment).pk
            for _source, segment in self._all(TemplateSegmentValue)
        }

    def _save_translations(self, wanted: dict[tuple[int, int], str]) -> None:
        contexts = {context for _string, context in wanted}
        known = {
            (row.translation_of_id, row.context_id): row
            for row in StringTranslation.objects.filter(locale=self._locale)
            if row.context_id in contexts
        }
        StringTranslation.objects.bulk_create(
            StringTranslation(
                translation_of_id=string,
                context_id=context,
                locale=self._locale,
                data=data,
                translation_type=StringTranslation.TRANSLATION_TYPE_MANUAL,
                tool_name=TOOL,
            )
            for (string, context), data in wanted.items()
            if (string, context) not in known
        )
        for place, row in known.items():
            data = wanted.get(place)
            if data is not None and (row.data != data or row.has_error):
                row.data, row.has_error, row.tool_name = data, False, TOOL
                row.save()
