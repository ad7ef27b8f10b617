"""Keeps the list of pages that can't be published, for the desk and the doctor."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils import timezone

from gerai.publishing.models import FailedPage

LONGEST_ADDRESS = 2000


def note_failures(failed: Mapping[str, str], *, succeeded: set[str] | None) -> None:
    """List the addresses that failed, with the reason; strike off those that are well.

    Args:
        succeeded: the addresses that were rendered; None if every address was tried.
    """
    failed = {address[:LONGEST_ADDRESS]: reason for address, reason in failed.items()}
    listed = dict(FailedPage.objects.values_list("address", "pk"))
    well = {
        pk
        for address, pk in listed.items()
        if address not in failed and (succeeded is None or address in succeeded)
    }
    if well:  # otherwise it would wait for whoever is writing, for nothing
        FailedPage.objects.filter(pk__in=well).delete()
    now = timezone.now()
    for address, reason in failed.items():
        FailedPage.objects.update_or_create(
            address=address, defaults={"reason": reason, "last_tried_at": now}
        )
