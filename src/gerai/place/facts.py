"""What the value of a fact about the mall must look like."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Self

from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator, URLValidator, validate_email
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gerai.place.choices import NUMBER_FACT_KINDS, FactKind

_PHONE = re.compile(r"[0-9()+ ./-]{5,40}", re.ASCII)
_PHONE_KINDS = {FactKind.PHONE, FactKind.FAX, FactKind.SMS, FactKind.WHATSAPP}
_WEBSITE_KINDS = {FactKind.WEBSITE, FactKind.OPERATOR_WEBSITE}


@dataclass(frozen=True, slots=True)
class MapPosition:
    """A point on the map in degrees (WGS 84)."""

    latitude: float
    longitude: float

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read ``-0.4948, 117.1436``.

        Raises:
            ValueError: if it is not two numbers within the globe.
        """
        latitude, longitude = (float(part) for part in text.split(","))
        if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
            raise ValueError(f"{text!r} is not on the globe")
        return cls(latitude, longitude)


def fact_problem(kind: FactKind, value: str) -> Promise | None:
    """Why ``value`` can't be a fact of this kind, or None if it can."""
    if kind in _PHONE_KINDS:
        is_valid = bool(_PHONE.fullmatch(value)) and sum(map(str.isdigit, value)) >= 3
        return None if is_valid else _("This is not a telephone number.")
    if kind in NUMBER_FACT_KINDS:
        is_valid = value.isascii() and value.isdigit()
        return None if is_valid else _("Write a whole number.")
    if kind == FactKind.COORDINATES:
        return _position_problem(value)
    if kind == FactKind.EMAIL:
        return (
            None
            if _passes(EmailValidator(), value)
            else _("This is no e-mail address.")
        )
    if kind in _WEBSITE_KINDS:
        validator = URLValidator(schemes=["http", "https"])
        is_valid = _passes(validator, value)
        return (
            None if is_valid else _("Write an address such as https://example.go.id.")
        )
    return None


def phone_digits(number: str) -> str:
    """A written number as ``tel:`` links want it: (0541) 739614 is 0541739614."""
    prefix = "+" if number.lstrip().startswith("+") else ""
    return prefix + "".join(filter(str.isdigit, number))


def _position_problem(value: str) -> Promise | None:
    try:
        MapPosition.parse(value)
    except ValueError:
        return _("Write latitude and longitude, e.g. -0.4948, 117.1436.")
    return None


def _passes(validator: EmailValidator | URLValidator, value: str) -> bool:
    try:
        validator(value)
    except ValidationError:
        return False
    return True


def validate_security_contact(value: str) -> None:
    """An e-mail address or an https address; never two lines, which could say more.

    Raises:
        ValidationError: it is neither.
    """
    try:
        if value.startswith("https://") and value.isascii():
            URLValidator(schemes=["https"])(value)
        else:
            validate_email(value)
    except ValidationError as problem:
        raise ValidationError(
            _("Write an e-mail address, or an address that begins with https://.")
        ) from problem
