"""Finds in a copy what rules speak of."""

from __future__ import annotations

import re
import unicodedata
from html import unescape
from typing import Any

from django.utils.html import strip_tags
from django.utils.translation import gettext as _
from wagtail.models import Page, Site

from gerai.academy.checks.rules import Absent, Situation
from gerai.directory.models import AgencyPage, Counter, ServicePage
from gerai.guard.models import StaffMember
from gerai.newsroom.models import EventPage, NewsPage, NoticePage
from gerai.place.models import Mall, Schedule

_TYPES: dict[str, type[Page]] = {
    "notice": NoticePage,
    "news": NewsPage,
    "event": EventPage,
    "service": ServicePage,
    "page": Page,
}
_LANGUAGE = "id"
OWN = "own"
"""In place of an agency's short address: the one that the trainee works for."""


def page_of(ref: str, situation: Situation) -> Page:
    """The page that a rule names, specific, as visitors have it.

    ``/instansi/own/…`` is below the agency that the trainee works for.

    Raises:
        Absent: there is none.
    """
    if ref.startswith("new:"):
        found = newest(ref[4:], situation)
        if found is None:
            raise Absent(_("Nothing new was made yet."))
        return found
    url_path = _url_path(ref, situation)
    page = Page.objects.filter(url_path=url_path).first()
    if page is None:
        raise Absent(_("The page %(path)s isn't there any more.") % {"path": ref})
    specific: Page = page.specific
    return specific


def _url_path(ref: str, situation: Situation) -> str:
    own = f"/instansi/{OWN}/"
    if ref.startswith(own):
        return f"{agency_of(OWN, situation).url_path}{ref.removeprefix(own)}"
    site = Site.objects.select_related("root_page").get(is_default_site=True)
    return f"{site.root_page.url_path.rstrip('/')}{ref}"


def newest(kind: str, situation: Situation) -> Any:
    """The newest page of a kind that was made since the exercise began."""
    return made(kind, situation).order_by("-pk").first()


def made(kind: str, situation: Situation) -> Any:
    """The Indonesian pages of a kind that were made since the exercise began."""
    model = _TYPES[kind]
    found = model.objects.filter(
        pk__gt=situation.began.newest_page, locale__language_code=_LANGUAGE
    )
    return found.specific() if kind == "page" else found


def as_drafted(page: Page) -> Any:
    """The page as the desk shows it, changes that aren't public included."""
    return page.get_latest_revision_as_object()


def agency_of(slug: str, situation: Situation) -> AgencyPage:
    """An agency by its short address, or the trainee's own.

    Raises:
        Absent: there is none.
    """
    agencies = AgencyPage.objects.filter(locale__language_code=_LANGUAGE)
    if slug == OWN:
        found = agencies.filter(translation_key__in=_own_sections(situation)).first()
    else:
        found = agencies.filter(slug=slug).first()
    if found is None:
        raise Absent(_("The agency isn't there any more."))
    return found


def _own_sections(situation: Situation) -> list[Any]:
    """That of the trainee; a manager has none, so then that of the colleague."""
    staff = StaffMember.objects.filter(section__isnull=False).order_by("pk")
    own = staff.filter(user_id=situation.owner_id)
    rows = own or staff
    return list(rows.values_list("section__translation_key", flat=True)[:1])


def holder_of(
    counter: str | None, agency: str | None, situation: Situation
) -> Counter | AgencyPage | Mall:
    """Whose hours a rule speaks of; the mall's where it names nobody.

    Raises:
        Absent: there is none.
    """
    if counter is not None:
        found = Counter.objects.select_related("agency", "schedule").filter(
            slug=counter
        )
        if not found:
            raise Absent(_("The counter isn't there any more."))
        return found[0]
    if agency is not None:
        return agency_of(agency, situation)
    mall = Mall.objects.first()
    if mall is None:
        raise Absent(_("The mall isn't there any more."))
    return mall


def wider_schedules(holder: Any) -> list[Schedule]:
    """Hours that stand above those of a holder: its agency's, the mall's."""
    above: list[Schedule | None] = (
        [holder.agency.schedule] if isinstance(holder, Counter) else []
    )
    if not isinstance(holder, Mall):
        mall = Mall.objects.select_related("schedule").first()
        above.append(mall.schedule if mall else None)
    own = holder.schedule
    return [one for one in above if one is not None and one != own]


def name_of(holder: Any) -> str:
    """How people call a holder of hours."""
    return str(getattr(holder, "title", None) or holder)


def text_of(page: Any, field: str) -> str:
    """What stands in a field, as plain words; "" for a field that it doesn't have."""
    value = getattr(page, field, "")
    raw = getattr(value, "get_prep_value", None)
    return words_of(str(raw() if raw is not None else value or ""))


def all_text_of(page: Any) -> str:
    """Everything a reader of a page reads: title, summary and text."""
    return " ".join(text_of(page, name) for name in ("title", "summary", "body"))


def words_of(html: str) -> str:
    """Stored text without marks."""
    return " ".join(unescape(strip_tags(html.replace("<", " <"))).split())


def folded(text: str) -> str:
    """For comparing: case, accents, and what stands between words don't count.

    >>> folded("Pukul 12.00, loket SIM!")
    'pukul 12 00 loket sim'
    """
    plain = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(one for one in plain if not unicodedata.combining(one))
    return " ".join(re.findall(r"[^\W_]+", plain))


def mentions(text: str, wanted: str) -> bool:
    """Whether a text says something; ``a | b`` is either of them."""
    padded = f" {folded(text)} "
    choices = [folded(choice) for choice in wanted.split("|")]
    return any(f" {choice} " in padded for choice in choices if choice)
