"""What there is to know of copies; public. Asked on the real site."""

from __future__ import annotations

from typing import Any

from gerai.academy.practice.connecting import inside
from gerai.academy.practice.models import Copy
from gerai.academy.practice.places import folder_of, is_usable
from gerai.notifications.models import OutgoingMail
from gerai.rehearsal.storage import bytes_below

MOST_MAILS = 50


def copy_of(user: Any) -> Copy | None:
    """The copy of a person, if there is one that can be used."""
    copy = Copy.objects.filter(user_id=user.pk).first()
    return copy if copy is not None and is_usable(copy) else None


def mails_of(copy: Copy) -> list[OutgoingMail]:
    """What would have been sent, the newest first; nothing of it ever was.

    Raises:
        CopyGone: the copy was begun anew or removed meanwhile.
    """
    with inside(copy):
        found = OutgoingMail.objects.select_related("person").order_by("-pk")
        return list(found[:MOST_MAILS])


def bytes_of(copy: Copy) -> int:
    """What a copy takes on the disk."""
    return bytes_below(folder_of(copy))
