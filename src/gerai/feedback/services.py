"""Writes of readers' answers; each checks and saves in one transaction."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.core import signing
from django.core.exceptions import PermissionDenied
from django.db import transaction
from wagtail.log_actions import log
from wagtail.models import Page

from gerai.feedback.asking import page_read
from gerai.feedback.cleaning import clean_sentence
from gerai.feedback.exceptions import LinkInvalid, TooManyAnswers
from gerai.feedback.live_views import view_read
from gerai.feedback.models import PageAnswer
from gerai.feedback.policies import can_settle
from gerai.place.selectors import mall_today
from gerai.truth.services import note_change

DAYS_KEPT = 365
"""Answers are deleted this many days after they came; pages and the desk say so."""

MOST_A_DAY = 200
"""As many answers of one page in a day are taken; more would tell nobody more."""

SENTENCE_FOR = timedelta(hours=2)
HANDLED_ACTION = "gerai.feedback.handled"
_SALT = "gerai.feedback.answer"


def answer_page(
    *, path: str, is_helpful: bool, language: str, today: date
) -> PageAnswer:
    """Keep an answer about the page that was read at ``path``.

    Raises:
        PageUnknown: visitors can't read anything at ``path``.
        TooManyAnswers: the page has had ``MOST_A_DAY`` today.
    """
    page, view = page_read(path), view_read(path)
    same = PageAnswer.objects.filter(page=page, view=view, received_on=today)
    if same.count() >= MOST_A_DAY:
        raise TooManyAnswers
    return PageAnswer.objects.create(
        page_id=page.pk,
        view=view,
        is_helpful=is_helpful,
        language=language,
        received_on=today,
    )


def sentence_token(answer: PageAnswer) -> str:
    """What lets whoever gave an answer add one sentence to it."""
    return signing.dumps(answer.pk, salt=_SALT, compress=False)


def answer_of_token(token: str) -> PageAnswer:
    """The answer that a token belongs to.

    Raises:
        LinkInvalid: it is older than two hours, or was never ours.
    """
    try:
        key = signing.loads(token, salt=_SALT, max_age=SENTENCE_FOR)
    except signing.BadSignature as problem:
        raise LinkInvalid from problem
    answer = PageAnswer.objects.select_related("page").filter(pk=key).first()
    if answer is None:
        raise LinkInvalid
    return answer


def add_sentence(*, answer: PageAnswer, text: str) -> bool:
    """Add what the reader wrote, once; says whether it was the first.

    Raises:
        TextRefused: see ``clean_sentence``.
    """
    sentence = clean_sentence(text)
    changed = PageAnswer.objects.filter(pk=answer.pk, text="").update(text=sentence)
    return bool(changed)


@transaction.atomic
def settle_answers(
    *, page: Page, answers: Iterable[int], by: Any, is_handled: bool = True
) -> int:
    """Mark answers about ``page`` as handled, or open them again.

    Args:
        answers: keys; those of other pages are left alone.

    Returns:
        how many changed.

    Raises:
        PermissionDenied: ``by`` may not change the page.
    """
    if not can_settle(by, page):
        raise PermissionDenied
    rows = PageAnswer.objects.filter(
        page_id=page.pk, pk__in=list(answers), handled_on__isnull=is_handled
    )
    changed = rows.update(
        handled_on=mall_today() if is_handled else None,
        handled_by=by if is_handled else None,
    )
    if changed:
        note_change(page)
        log(
            instance=page.specific_deferred,
            action=HANDLED_ACTION,
            user=by,
            data={"answers": changed, "is_handled": is_handled},
        )
    return changed


def clear_old_answers(today: date | None = None) -> int:
    """Delete answers older than ``DAYS_KEPT``; says how many."""
    last = (today or mall_today()) - timedelta(days=DAYS_KEPT)
    old = PageAnswer.objects.filter(received_on__lt=last)
    # One question when there is nothing to do, as nearly always.
    return old.delete()[0] if old.exists() else 0
