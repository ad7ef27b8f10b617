"""Where a statement comes from, as of when, and how far it can be trusted."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, ClassVar, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import formats
from django.utils.dates import MONTHS
from django.utils.translation import gettext_lazy as _

from gerai.place.choices import TrustLevel

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser

__all__ = [
    "PartialDate",
    "Provenance",
    "ProvenanceValue",
    "TrustLevel",
    "validate_partial_date",
]

_PARTIAL_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)


@dataclass(frozen=True, slots=True, order=True)
class PartialDate:
    """A date of which perhaps only the year, or the year and month, is known."""

    year: int
    month: int | None = None
    day: int | None = None

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read ``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD``.

        Raises:
            ValueError: for another form, or for a day that doesn't exist.
        """
        match = _PARTIAL_DATE.fullmatch(text)
        if match is None:
            raise ValueError(f"{text!r} is not YYYY, YYYY-MM or YYYY-MM-DD")
        year, month, day = (int(part) if part else None for part in match.groups())
        date(year or 0, month or 1, day or 1)
        return cls(year or 0, month, day)

    @property
    def first_day(self) -> date:
        """The first day that the partial date may mean."""
        return date(self.year, self.month or 1, self.day or 1)

    def __str__(self) -> str:
        if self.month is None:
            return f"{self.year:04d}"
        if self.day is None:
            return f"{self.year:04d}-{self.month:02d}"
        return f"{self.year:04d}-{self.month:02d}-{self.day:02d}"

    def format(self) -> str:
        """In words of the active language: 2022, November 2022, 13 November 2022."""
        if self.month is None:
            return str(self.year)
        if self.day is None:
            return f"{MONTHS[self.month]} {self.year}"
        return formats.date_format(self.first_day, "j F Y")


def validate_partial_date(text: str) -> None:
    """Refuse what is not a (partial) date; for fields and forms."""
    try:
        PartialDate.parse(text)
    except ValueError as problem:
        raise ValidationError(
            _(
                "“%(text)s” is not a date. Write a year (2022), a month (2022-11) or "
                "a day (2022-11-13)."
            ),
            code="partial_date",
            params={"text": text},
        ) from problem


def source_url(source: str) -> str:
    """The address at the beginning of a source line, or "".

    Words may follow it: ``https://example.go.id/ (halaman 3)``.
    """
    first, _space, _words = source.partition(" ")
    return first if first.startswith(("https://", "http://")) else ""


@dataclass(frozen=True, slots=True)
class ProvenanceValue:
    """The provenance of one statement, detached from its record.

    Attributes:
        source: addresses or titles of the sources, one a line.
        as_of: when the source said so; None if the source bears no date.
        trust: how far the statement can be trusted.
        note: what staff should know about the source.
        confirmed_by_name: who confirmed it, "" if nobody did.
        confirmed_at: when it was confirmed.
    """

    source: str = ""
    as_of: PartialDate | None = None
    trust: TrustLevel = TrustLevel.GENERAL
    note: str = ""
    confirmed_by_name: str = ""
    confirmed_at: datetime | None = None

    @property
    def is_confirmed(self) -> bool:
        return self.trust == TrustLevel.CONFIRMED

    @property
    def sources(self) -> tuple[str, ...]:
        return tuple(line.strip() for line in self.source.splitlines() if line.strip())

    @property
    def link(self) -> str:
        """The first source that is an address, or ""."""
        return next((url for one in self.sources if (url := source_url(one))), "")


class Provenance(models.Model):
    """Abstract base of every record that states a fact."""

    source = models.TextField(
        _("source"),
        blank=True,
        help_text=_("Where this was read: an address or a title, one per line."),
    )
    source_as_of = models.CharField(
        _("as of"),
        max_length=10,
        blank=True,
        validators=[validate_partial_date],
        help_text=_("When the source said so: 2022, 2022-11 or 2022-11-13."),
    )
    trust = models.CharField(
        _("trust"),
        max_length=10,
        choices=TrustLevel.choices,
        default=TrustLevel.GENERAL,
        help_text=_("How far visitors can rely on it. They see this too."),
    )
    provenance_note = models.TextField(
        _("note about the source"),
        blank=True,
        help_text=_(
            "What colleagues should know about the source; visitors don't see it."
        ),
    )
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("confirmed by"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
    )
    confirmed_by_name = models.CharField(
        _("confirmed by"), max_length=200, blank=True, editable=False
    )
    confirmed_at = models.DateTimeField(
        _("confirmed at"), null=True, blank=True, editable=False
    )

    CONFIRMATION_FIELDS: ClassVar[tuple[str, ...]] = (
        "trust",
        "confirmed_by",
        "confirmed_by_name",
        "confirmed_at",
    )

    class Meta:
        abstract = True

    @property
    def is_confirmed(self) -> bool:
        return self.trust == TrustLevel.CONFIRMED

    def provenance_value(self) -> ProvenanceValue:
        """The provenance as a value; needs no query."""
        return ProvenanceValue(
            source=self.source,
            as_of=PartialDate.parse(self.source_as_of) if self.source_as_of else None,
            trust=TrustLevel(self.trust),
            note=self.provenance_note,
            confirmed_by_name=self.confirmed_by_name,
            confirmed_at=self.confirmed_at,
        )

    def mark_confirmed(self, *, by: AbstractBaseUser, at: datetime) -> None:
        """Set, without saving, that ``by`` vouches for the record.

        The name is kept beside the reference: it must survive the account.
        """
        self.trust = TrustLevel.CONFIRMED
        self.confirmed_by_id = by.pk
        full_name = getattr(by, "get_full_name", str)()
        self.confirmed_by_name = (full_name or by.get_username())[:200]
        self.confirmed_at = at

    def clear_confirmation(self) -> None:
        """Forget, without saving, who confirmed the record; its trust stays."""
        self.confirmed_by_id = None
        self.confirmed_by_name = ""
        self.confirmed_at = None
