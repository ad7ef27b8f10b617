"""Frequent questions."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from gerai.newsroom.models import Question
from gerai.publishing.prepared import PreparedQuery


def general_questions() -> list[Question]:
    """Questions about the mall as a whole, in their order."""
    rows = Question.objects.filter(is_shown=True, service__isnull=True)
    return list(rows.order_by("order", "pk"))


def questions_about(service: Any) -> list[Question]:
    """Questions about a service, whatever the language of its page."""
    return _ABOUT.records(service.translation_key)


_ABOUT = PreparedQuery(
    lambda key: Question.objects.filter(
        is_shown=True, service__translation_key=key
    ).order_by("order", "pk"),
    UUID,
)
