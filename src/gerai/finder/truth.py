"""Searches that found nothing; registered with the truth watch."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gerai.finder.asked import most_asked
from gerai.truth.checks import Action, Check, Found, Harm, Values, register_check
from gerai.truth.looking import Look
from gerai.truth.tables import register_table

FEWEST = 3
MOST_ROWS = 20


def register_checks() -> None:
    """Declare the check (from ``apps.ready``)."""
    register_table(gettext_lazy("Searches"), "finder_searches")
    register_check(
        Check(
            "finder.nothing_found",
            gettext_lazy("Searches without an answer"),
            Harm.MISSING,
            _nothing_found,
            lambda values: (
                _("Asked %(count)d times in 30 days, and nothing was found.") % values
            ),
            _act,
        )
    )


def _nothing_found(look: Look) -> Iterator[Found]:
    if look.is_whole:
        for one in most_asked(without_answer=True)[:MOST_ROWS]:
            if one.count >= FEWEST:
                yield Found(
                    None,
                    f"“{one.text}”",
                    {"count": one.count, "text": one.text},
                    one.count,
                )


def _act(page_id: int | None, values: Values) -> Action:
    query = urlencode({"nama": values["text"]})
    return Action(_("Choose a service"), f"{reverse('finder_searches')}?{query}")
