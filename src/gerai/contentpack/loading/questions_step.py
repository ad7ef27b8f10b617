"""Loads the question path."""

from __future__ import annotations

import uuid
from functools import partial
from typing import Any

from gerai.contentpack.format.questions import AnswerItem, QuestionItem
from gerai.contentpack.loading.component_fields import ENGLISH, INDONESIAN, set_words
from gerai.contentpack.loading.session import Session
from gerai.guidance.models import FIRST_SLUG, Answer, QuestionPage

_NAMESPACE = uuid.UUID("5d0b7a5e-8f0a-5f63-9a0c-7f5b1d9c4e02")


def load_questions(session: Session) -> None:
    """Questions in two rounds: first all pages, then answers, which lead to any."""
    first = session.structure.pages[FIRST_SLUG]
    waiting: list[tuple[str, QuestionItem, Any, bool]] = []
    for item in session.pack.questions.root:
        key = f"question/{item.slug}"
        if not session.writes(key):
            continue
        is_shown = item.status == "shown"
        page = session.row(key)
        if page is None and item.slug == FIRST_SLUG:
            page = first
        is_new = page is None
        page = page or QuestionPage(locale=first.locale)
        _set_question(page, item)
        if is_new:
            session.adopt_english(key, page, first)
            session.saver.add(first, page, is_shown=is_shown, key=key)
        waiting.append((key, item, page, is_new))
        session.rows[key] = page
    for key, item, page, is_new in waiting:
        is_shown = item.status == "shown"
        _set_answers(session, page, item)
        if is_new:
            page.answers.commit()
        else:
            session.saver.update(page, is_shown=is_shown, key=key)
        session.finish(
            key,
            page,
            is_shown=is_shown,
            to_english=partial(_to_english, item=item) if item.title.en else None,
        )


def _set_question(page: QuestionPage, item: QuestionItem) -> None:
    page.slug, page.reviewed_on = item.slug, item.reviewed_on
    page.is_indexed = item.slug == FIRST_SLUG
    set_words(page, _question_words(item), INDONESIAN)


def _set_answers(session: Session, page: QuestionPage, item: QuestionItem) -> None:
    rows = []
    present = {row.translation_key: row for row in page.answers.all()}
    for position, answer in enumerate(item.answers):
        name = _answer_key(item.slug, answer)
        row = present.get(name) or Answer(locale=page.locale, translation_key=name)
        row.sort_order = position
        row.next_question = _row(session, "question", answer.question)
        row.service = _row(session, "service", answer.service)
        row.life_event = _row(session, "life-event", answer.life_event)
        row.agency = _row(session, "agency", answer.agency)
        set_words(row, _answer_words(answer), INDONESIAN)
        rows.append(row)
    page.answers = rows


def _row(session: Session, kind: str, name: str | None) -> Any:
    return None if name is None else session.row(f"{kind}/{name}")


def _to_english(page: Any, item: QuestionItem) -> None:
    set_words(page, _question_words(item), ENGLISH)
    answers = {_answer_key(item.slug, answer): answer for answer in item.answers}
    rows = sorted(page.answers.all(), key=lambda row: row.sort_order or 0)
    for row in rows:
        answer = answers.get(row.translation_key)
        if answer is not None:
            set_words(row, _answer_words(answer), ENGLISH)
    page.answers = rows


def _question_words(item: QuestionItem) -> dict[str, Any]:
    return {"title": item.title, "question": item.ask, "summary": item.summary}


def _answer_words(answer: AnswerItem) -> dict[str, Any]:
    return {"text": answer.text, "note": answer.note, "advice": answer.advice}


def _answer_key(question: str, answer: AnswerItem) -> uuid.UUID:
    """The same for the same answer of the same question, whatever it leads to."""
    return uuid.uuid5(_NAMESPACE, f"{question}\n{answer.text.id}")
