"""Tables of other rooms that say more than the list of findings; public."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise


@dataclass(frozen=True, slots=True)
class Table:
    """A screen of the desk, by the name of its address."""

    label: Promise
    url_name: str

    @property
    def url(self) -> str:
        return reverse(self.url_name)


_tables: dict[str, Table] = {}


def register_table(label: Promise, url_name: str) -> None:
    """Offer a table below the list (from ``apps.ready``)."""
    _tables[url_name] = Table(label, url_name)


def tables() -> list[Table]:
    """All of them, in the order in which rooms registered them."""
    return list(_tables.values())
