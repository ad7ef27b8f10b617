"""Frequent questions."""

from __future__ import annotations

from typing import Any

from gerai.newsroom.models import Question


def general_questions() -> list[Question]:
    """Questions about the mall as a whole, in their order."""
    rows = Question.objects.filter(is_shown=True, service__isnull=True)
    return list(rows.order_by("order", "pk"))


def questions_about(service: Any) -> list[Question]:
    """Questions about a service, whatever the language of its page."""
    rows = Question.objects.filter(
        is_shown=True, service__translation_key=service.translation_key
    )
    return list(rows.order_by("order", "pk"))
