"""The mall as one request sees it: read once, used by frame and page alike."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import get_language

from gerai.place.carried import MALL_KEY, hours_payload
from gerai.place.clock import Timetable
from gerai.place.models import Mall
from gerai.place.selectors import (
    MallFacts,
    current_mall,
    mall_facts,
    mall_timetable,
    mall_timezone,
)
from gerai.publishing.reading import is_in_snapshot, once_per_snapshot

_ATTRIBUTE = "_gerai_surroundings"


@dataclass(frozen=True)
class Surroundings:
    """What every page needs to know about the mall.

    Attributes:
        mall: None before a content pack is loaded.
        today: the day that it is now where the mall stands.
        language: code of the reader's language.
    """

    mall: Mall | None
    today: date
    language: str

    @cached_property
    def _facts(self) -> MallFacts:
        return mall_facts(self.mall)

    @cached_property
    def _timetable(self) -> Timetable:
        return mall_timetable(self.mall)

    # Both are read when they are asked for: a page that shows neither doesn't rest on
    # them. In a snapshot they are kept there, and each page counts as having asked.
    @property
    def facts(self) -> MallFacts:
        """What is known about the mall."""
        return mall_facts(self.mall) if is_in_snapshot() else self._facts

    @property
    def timetable(self) -> Timetable:
        """The mall's own hours."""
        return mall_timetable(self.mall) if is_in_snapshot() else self._timetable

    def hours_data(
        self, agencies: Mapping[str, Timetable] | None = None
    ) -> dict[str, Any]:
        """The content of the ``#hours`` script; empty without a mall."""
        if self.mall is None:
            return {}
        return hours_payload(
            {MALL_KEY: self.timetable, **(agencies or {})},
            first_day=self.today,
            language=self.language,
        )

    def text(self, indonesian: str, english: str) -> str:
        """A text of a record that carries both languages side by side."""
        return text_in(self.language, indonesian, english)


def text_in(language: str, indonesian: str, english: str) -> str:
    """A text of a record that carries both languages side by side."""
    return english if language == "en" and english else indonesian


def surroundings_of(request: HttpRequest) -> Surroundings:
    """The mall for this request; read from the database once."""
    known: Surroundings | None = getattr(request, _ATTRIBUTE, None)
    if known is None:
        known = _read()
        setattr(request, _ATTRIBUTE, known)
    return known


@once_per_snapshot
def _read() -> Surroundings:
    mall = current_mall()
    return Surroundings(
        mall=mall,
        today=timezone.localdate(timezone=mall_timezone(mall)),
        language=get_language() or settings.LANGUAGE_CODE,
    )
