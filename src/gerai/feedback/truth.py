"""What people outside wait for, and whom to ask again; registered with the truth watch."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import Page

from gerai.directory.services import REVIEW_AGAIN_AFTER
from gerai.directory.truth.reading import services_seen
from gerai.feedback.models import ReviewRequest
from gerai.feedback.selectors import first_day, heard
from gerai.truth.checks import Check, Found, Harm, Values, register_check
from gerai.truth.cures import at_page
from gerai.truth.looking import Look
from gerai.truth.tables import register_table

DAYS = 90
FEWEST_UNHAPPY = 3
"""So many answers “no” without a word make a page unclear; one with a sentence does."""


def register_checks() -> None:
    """Declare the checks (from ``apps.ready``)."""
    register_table(gettext_lazy("What readers say"), "feedback_report")
    for check in (
        Check(
            "feedback.correction",
            gettext_lazy("A contact proposes a correction"),
            Harm.WAITING,
            _corrections,
            lambda values: (
                _("%(name)s wrote what is not right. Nothing has changed yet.") % values
            ),
            at_page("feedback_review", gettext_lazy("Read it")),
        ),
        Check(
            "feedback.unclear",
            gettext_lazy("Readers find it unclear"),
            Harm.WAITING,
            _unclear,
            lambda values: (
                _(
                    "%(unclear)d readers said that it doesn't help, %(sentences)d wrote a "
                    "sentence."
                )
                % values
            ),
            at_page("feedback_page", gettext_lazy("See what they said")),
        ),
        Check(
            "feedback.review",
            gettext_lazy("Review overdue"),
            Harm.UNSURE,
            _review_due,
            _say_review,
            at_page("feedback_review", gettext_lazy("Have it checked")),
        ),
    ):
        register_check(check)


def _corrections(look: Look) -> Iterator[Found]:
    rows = ReviewRequest.objects.exclude(correction="").filter(handled_on=None)
    for one in look.within(rows, "page__path").select_related("page"):
        yield Found(one.page_id, one.page.title, {"name": one.name or one.email}, 10)


def _unclear(look: Look) -> Iterator[Found]:
    pages = look.within(
        Page.objects.live().filter(locale__language_code=settings.LANGUAGE_CODE)
    )
    met = [
        one
        for one in heard(pages, since=first_day(look.today, DAYS))
        if one.sentences or one.unclear >= FEWEST_UNHAPPY
    ]
    titles = dict(
        pages.filter(pk__in=[one.page_id for one in met]).values_list("pk", "title")
    )
    for one in met:
        values = {"unclear": one.unclear, "sentences": one.sentences}
        subject = one.view_title or titles[one.page_id]
        yield Found(one.page_id, subject, values, one.unclear)


def _review_due(look: Look) -> Iterator[Found]:
    """By the date that the page names, or a year after somebody last looked."""
    for one in look.once(services_seen):
        page = one.page
        due = page.next_review_on or _year_after(page)
        if due is not None and due <= look.today:
            values = {"due": due.isoformat(), "name": _owner(page)}
            yield Found(
                page.pk, page.title, values, one.weight + (look.today - due).days
            )


def _year_after(page: Any) -> date | None:
    seen = page.reviewed_on or (page.confirmed_at.date() if page.confirmed_at else None)
    return seen + REVIEW_AGAIN_AFTER if seen is not None else None


def _owner(page: Any) -> str:
    named = page.owner_name or page.owner_email
    return str(named or page.agency.owner_name or page.agency.owner_email)


def _say_review(values: Values) -> str:
    day = date_format(date.fromisoformat(values["due"]), "j F Y")
    if values["name"]:
        return _("Should have been checked by %(day)s. Responsible: %(name)s.") % {
            "day": day,
            "name": values["name"],
        }
    return _("Should have been checked by %(day)s. Nobody is named for it.") % {
        "day": day
    }
