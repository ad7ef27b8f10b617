"""What is missing, what nobody vouched for, and what should be looked at again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gerai.directory.choices import STANDARD_PARTS, Presence
from gerai.directory.models import AgencyPage, ServicePage
from gerai.directory.truth.reading import (
    agencies_looked_at,
    parts_missing,
    services_seen,
)
from gerai.truth.checks import (
    Action,
    Check,
    Found,
    Harm,
    Values,
    always,
    register_check,
)
from gerai.truth.cures import edit_page
from gerai.truth.looking import Look

MOST_NAMED = 8


def register() -> None:
    """Declare the checks."""
    for check in (
        Check(
            "directory.missing",
            gettext_lazy("Components missing"),
            Harm.MISSING,
            _missing,
            _say_missing,
            edit_page(gettext_lazy("Fill it in")),
        ),
        Check(
            "directory.management",
            gettext_lazy("Management of services not described"),
            Harm.UNCLEAR,
            _management,
            _say_management,
            edit_page(gettext_lazy("Fill it in for all at once")),
        ),
        Check(
            "directory.hidden",
            gettext_lazy("Hidden agency"),
            Harm.MISSING,
            _hidden,
            lambda values: (
                _(
                    "Nobody has said whether this agency is at the mall. Until then "
                    "visitors don't see it, nor its %(count)d services."
                )
                % values
            ),
            edit_page(gettext_lazy("Say where it is")),
        ),
        Check(
            "directory.unconfirmed",
            gettext_lazy("Not confirmed by the agency"),
            Harm.UNSURE,
            _unconfirmed,
            always(
                gettext_lazy(
                    "Visitors read that the agency hasn't confirmed this. Read it, put it "
                    "right, then vouch for it."
                )
            ),
            _act_unconfirmed,
        ),
        Check(
            "directory.owner",
            gettext_lazy("Nobody responsible"),
            Harm.UNSURE,
            _no_owner,
            always(
                gettext_lazy(
                    "No name and e-mail says who keeps this agency's pages true. Nobody can "
                    "be asked when they get old."
                )
            ),
            edit_page(gettext_lazy("Name somebody")),
        ),
    ):
        register_check(check)


def _missing(look: Look) -> Iterator[Found]:
    for one, parts, _management in look.once(parts_missing):
        if parts:
            yield Found(
                one.page.pk, one.page.title, {"parts": parts}, one.weight + len(parts)
            )


def _say_missing(values: Values) -> str:
    return _("Visitors don't find here: %(parts)s.") % {"parts": _labels(values)}


def _management(look: Look) -> Iterator[Found]:
    """One row for each agency: what it says there counts for all its services."""
    by_agency: dict[int, tuple[AgencyPage, set[str], int]] = {}
    for one, _delivery, parts in look.once(parts_missing):
        if parts:
            agency = one.page.agency
            _page, known, count = by_agency.get(agency.pk, (agency, set(), 0))
            by_agency[agency.pk] = (agency, known | set(parts), count + 1)
    if not look.is_whole:  # a part of an agency would replace the row for all of it
        looked_at = {agency.pk for agency in agencies_looked_at(look)}
        by_agency = {key: row for key, row in by_agency.items() if key in looked_at}
    for agency, lacking, count in by_agency.values():
        ordered = [key for key, _label in STANDARD_PARTS if key in lacking]
        values = {"parts": ordered, "count": count}
        yield Found(agency.pk, agency.title, values, count)


def _say_management(values: Values) -> str:
    return _(
        "%(count)d services lack parts of the legal standard: %(parts)s. What you write "
        "at the agency counts for all its services."
    ) % {"count": values["count"], "parts": _labels(values)}


def _hidden(look: Look) -> Iterator[Found]:
    """Published or not: what a content pack doesn't know is loaded as a draft."""
    hidden = look.within(
        AgencyPage.objects.filter(
            locale__language_code=settings.LANGUAGE_CODE, presence=Presence.UNKNOWN
        )
    )
    below = look.within(
        ServicePage.objects.filter(locale__language_code=settings.LANGUAGE_CODE)
    ).values_list("path", flat=True)
    counts = Counter(path[: -ServicePage.steplen] for path in below)
    for agency in hidden.order_by("path"):
        count = counts[agency.path]
        yield Found(agency.pk, agency.title, {"count": count}, count)


def _unconfirmed(look: Look) -> Iterator[Found]:
    for agency in agencies_looked_at(look):
        if not agency.is_confirmed and agency.presence != Presence.UNKNOWN:
            yield Found(agency.pk, agency.title, {}, 500)
    for one in look.once(services_seen):
        if not one.page.is_confirmed and one.page.agency.presence != Presence.UNKNOWN:
            yield Found(one.page.pk, one.page.title, {}, one.weight)


def _act_unconfirmed(page_id: int | None, values: Values) -> Action:
    # That screen sends on to the form whoever can't vouch for the page.
    return Action(_("Check and confirm"), reverse("directory_confirm", args=[page_id]))


def _no_owner(look: Look) -> Iterator[Found]:
    for agency in agencies_looked_at(look):
        if not agency.owner_email and agency.presence != Presence.UNKNOWN:
            yield Found(agency.pk, agency.title)


def _labels(values: Values) -> str:
    labels = dict(STANDARD_PARTS)
    named = [str(labels[key]) for key in values["parts"] if key in labels]
    rest = len(named) - MOST_NAMED
    shown = ", ".join(named[:MOST_NAMED])
    return f"{shown} …" if rest > 0 else shown
