"""Ways to reach the mall, as lines that components draw."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from urllib.parse import quote, urlencode

from django.utils.translation import gettext as _

from gerai.place.choices import FactKind
from gerai.place.facts import MapPosition, phone_digits
from gerai.place.models import MallFact
from gerai.place.selectors import MallFacts
from gerai.publishing.reading import once_per_snapshot
from gerai.theme.frame import ContactLine

_ICONS: dict[FactKind, str] = {
    FactKind.ADDRESS: "map-pin",
    FactKind.PHONE: "phone",
    FactKind.WHATSAPP: "chat",
    FactKind.SMS: "chat",
    FactKind.EMAIL: "mail",
    FactKind.FAX: "printer",
}
_FOOTER_KINDS = (
    FactKind.ADDRESS,
    FactKind.PHONE,
    FactKind.WHATSAPP,
    FactKind.EMAIL,
)
_PROFILE_ADDRESSES = {
    FactKind.INSTAGRAM: "https://www.instagram.com/{}/",
    FactKind.FACEBOOK: "https://www.facebook.com/{}/",
    FactKind.TIKTOK: "https://www.tiktok.com/@{}",
    FactKind.YOUTUBE: "https://www.youtube.com/@{}",
}
_COUNTRY_CODE = "62"
_LONGEST_NUMBER = 15
"""Digits of a telephone number at most (ITU-T E.164)."""


@once_per_snapshot
def footer_lines(facts: MallFacts, language: str) -> list[ContactLine]:
    """The few lines at the foot of every page."""
    shown = (facts.shown[kind] for kind in _FOOTER_KINDS if kind in facts.shown)
    return list(contact_lines(shown, language))


def contact_lines(facts: Iterable[MallFact], language: str) -> list[ContactLine]:
    """One line per fact; what isn't confirmed says so."""
    return [
        ContactLine(
            icon=_ICONS.get(FactKind(fact.kind), "globe"),
            label=fact.get_kind_display(),
            text=fact.value_en if language == "en" and fact.value_en else fact.value,
            url=contact_url(FactKind(fact.kind), fact.value),
            note="" if fact.is_confirmed else _("not confirmed yet"),
        )
        for fact in facts
    ]


def contact_url(kind: FactKind, value: str) -> str:
    """What a tap on the line does; "" where there is nothing to open."""
    if value.startswith(("https://", "http://")):
        return value
    if kind in _PROFILE_ADDRESSES:
        return _PROFILE_ADDRESSES[kind].format(quote(value.strip().lstrip("@")))
    schemes: dict[FactKind, tuple[str, Callable[[str], str]]] = {
        FactKind.PHONE: ("tel:", phone_digits),
        FactKind.SMS: ("sms:", phone_digits),
        FactKind.WHATSAPP: ("https://wa.me/", _international),
        FactKind.EMAIL: ("mailto:", str.strip),
    }
    if kind not in schemes:
        return ""
    scheme, shape = schemes[kind]
    return scheme + shape(value)


def phone_url(number: str) -> str:
    """A link that calls; "" for a text that holds no single number."""
    digits = phone_digits(number)
    return f"tel:{digits}" if 3 <= len(digits.lstrip("+")) <= _LONGEST_NUMBER else ""


def map_url(position: str, address: str) -> str:
    """A place on OpenStreetMap: by position, else by searching the address, else ""."""
    if position:
        point = MapPosition.parse(position)
        where = f"{point.latitude}/{point.longitude}"
        query = urlencode({"mlat": point.latitude, "mlon": point.longitude})
        return f"https://www.openstreetmap.org/?{query}#map=18/{where}"
    if address:
        return f"https://www.openstreetmap.org/search?{urlencode({'query': address})}"
    return ""


def geo_url(position: str) -> str:
    """Opens the phone's own map; "" if the position is not known."""
    if not position:
        return ""
    point = MapPosition.parse(position)
    return f"geo:{point.latitude},{point.longitude}"


def _international(number: str) -> str:
    digits = phone_digits(number).lstrip("+")
    return f"{_COUNTRY_CODE}{digits[1:]}" if digits.startswith("0") else digits
