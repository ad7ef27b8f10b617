"""What reading any record of the site needs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from gerai.place.provenance import Provenance

Data = dict[str, Any]


def tidy(text: Any) -> str:
    """A text as the pack keeps it: no spaces at the ends of lines, one kind of newline."""
    lines = str(text or "").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join(line.rstrip() for line in lines).strip()


def one_line(text: Any) -> str:
    return " ".join(str(text or "").split())


def words(text: Any, english: Any = None, *, has_english: bool = False) -> Any:
    """A text for readers, or ``None`` if there is none.

    A record that exists in English shows Indonesian where a text isn't translated; the
    pack says so by repeating it.
    """
    indonesian, other = tidy(text), tidy(english)
    if not indonesian:
        return None
    if other or has_english:
        return {"id": indonesian, "en": other or indonesian}
    return indonesian


def without_nothing(data: Mapping[str, Any]) -> Data:
    """Leave out what a pack leaves out."""
    return {
        key: value for key, value in data.items() if value not in (None, "", [], {}, ())
    }


def sources(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def provenance(record: Provenance) -> Data:
    """The provenance of a record, as the pack writes it."""
    is_confirmed = record.is_confirmed and record.confirmed_at
    return without_nothing(
        {
            "source": sources(record.source),
            "as_of": record.source_as_of,
            # Confirmed by nobody, on no day: a pack can't say that.
            "trust": "local"
            if record.is_confirmed and not is_confirmed
            else record.trust,
            "note": tidy(record.provenance_note),
            "confirmed_by": (record.confirmed_by_name or "?") if is_confirmed else None,
            "confirmed_at": record.confirmed_at if is_confirmed else None,
        }
    )


def raw_blocks(stream: Any) -> list[Mapping[str, Any]]:
    """The stored data of a stream field."""
    return list(stream.raw_data)


def values_by_id(blocks: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    return {str(block.get("id")): block["value"] for block in blocks}
