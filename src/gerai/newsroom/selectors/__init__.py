"""Reads of the room ``newsroom``; public."""

from gerai.newsroom.selectors.banners import banners_to_come
from gerai.newsroom.selectors.lists import (
    coming_events,
    current_notices,
    list_addresses,
    newest_news,
)
from gerai.newsroom.selectors.moments import next_moment
from gerai.newsroom.selectors.questions import general_questions, questions_about

__all__ = [
    "banners_to_come",
    "coming_events",
    "current_notices",
    "general_questions",
    "list_addresses",
    "newest_news",
    "next_moment",
    "questions_about",
]
