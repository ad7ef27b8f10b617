"""Remembers in the database which addresses were published and aren't any more."""

from __future__ import annotations

from collections.abc import Iterable

from gerai.publishing.models import GoneAddress


def note_gone(addresses: Iterable[str]) -> bool:
    """Note pages (not files) that are about to be taken off; True if any was new."""
    pages = {address for address in addresses if address.endswith("/")}
    if not pages:
        return False
    known = set(
        GoneAddress.objects.filter(address__in=pages).values_list("address", flat=True)
    )
    GoneAddress.objects.bulk_create(
        [GoneAddress(address=address) for address in sorted(pages - known)],
        batch_size=500,
        ignore_conflicts=True,
    )
    return bool(pages - known)
