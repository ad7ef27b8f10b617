"""The shapes of the public interface; its documentation is made from them."""

from __future__ import annotations

from datetime import datetime, tzinfo
from typing import Literal, TypeAlias

from django.utils import timezone
from ninja import Field, Schema

from gerai.opendata.instants import INSTANT_PATTERN, parse_instant

Language: TypeAlias = Literal["id", "en"]
SearchType: TypeAlias = Literal["service", "agency", "news", "page", "document"]


class OpenQuestion(Schema):
    """The instant that is asked about."""

    at: str | None = Field(
        None,
        description=(
            "An instant in ISO 8601; without an offset in the mall's time zone. "
            "Default: now."
        ),
        examples=["2026-11-24T09:30+08:00"],
        json_schema_extra={"pattern": INSTANT_PATTERN},
    )
    language: Language = Field("id", description="Language of names and reasons.")

    def instant(self, zone: tzinfo) -> datetime:
        """The instant, now if none is given.

        Raises:
            InstantProblem: if ``at`` is not one.
        """
        return timezone.now() if self.at is None else parse_instant(self.at, zone)


class OpenAnswer(Schema):
    """Whether somebody is open at an instant."""

    open: bool | None = Field(description="Null if the hours are not known.")
    closes: datetime | None = Field(description="When it closes, while it is open.")
    opens_next: datetime | None = Field(
        description="The next opening after the instant; null if it is not known."
    )
    reason: str | None = Field(description="Why it is not open; null while it is.")
    confirmed: bool = Field(
        description="Whether all hours that the answer rests on are confirmed."
    )


class AgencyOpenAnswer(OpenAnswer):
    """The same for an agency of the mall."""

    slug: str
    name: str


class OpenReport(Schema):
    """The mall and its agencies at an instant."""

    at: datetime = Field(description="The instant, in the mall's time zone.")
    mall: OpenAnswer
    agencies: list[AgencyOpenAnswer]


class Problem(Schema):
    """Why a question can't be answered."""

    detail: str = Field(description="A sentence for people.")
    field: str | None = Field(None, description="The parameter that is at fault.")


class SearchQuestion(Schema):
    """What is looked for."""

    q: str = Field(
        "",
        description="Words as people type them; what exceeds 200 characters is cut.",
        examples=["ktp ilang"],
    )
    type: SearchType | None = Field(None, description="Only things of this type.")
    limit: int = Field(10, ge=1, le=50, description="At most so many results.")
    language: Language = Field("id", description="Language of titles and snippets.")


class SearchResult(Schema):
    """One thing that was found."""

    type: SearchType
    title: str
    url: str
    agency: str | None = Field(description="Short name; null if it is no service.")
    snippet: str


class SearchAnswer(Schema):
    """The best result first; an empty list if nothing is near."""

    query: str = Field(description="What was looked for, cleaned and cut.")
    results: list[SearchResult]
