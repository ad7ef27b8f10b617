"""Services and agencies that are hard to read."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext_lazy

from gerai.directory.truth.reading import agencies_looked_at, services_seen
from gerai.truth.checks import Check, Found, Harm, register_check
from gerai.truth.cures import edit_page
from gerai.truth.hard_texts import hardness, say_hard
from gerai.truth.looking import Look


def register() -> None:
    """Declare the check."""
    register_check(
        Check(
            "directory.hard",
            gettext_lazy("Services hard to read"),
            Harm.UNCLEAR,
            _hard,
            say_hard,
            edit_page(gettext_lazy("Say it more simply")),
        )
    )


def _hard(look: Look) -> Iterator[Found]:
    for agency in agencies_looked_at(look):
        if found := hardness([agency.summary, agency.hours_note]):
            yield Found(agency.pk, agency.title, found[0], found[1])
    for one in look.once(services_seen):
        standard = one.standard
        texts = [
            one.page.summary,
            one.page.audience,
            *(item.text for item in standard.requirements),
            *(item.note for item in standard.requirements),
            *(step.text for step in standard.steps),
            *(item.note for item in standard.durations),
            *(fee.note for fee in standard.fees),
        ]
        if found := hardness(texts):
            yield Found(one.page.pk, one.page.title, found[0], found[1] + one.weight)
