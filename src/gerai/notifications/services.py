"""Writes of the room ``notifications``; public.

Call them inside the transaction of the act: mail and line in the desk are stored with
it or not at all. Sending is the postman's work afterwards, so that a broken mail server
never undoes what somebody did.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone, translation

from gerai.notifications.messages import Message, language_of, letter_of
from gerai.notifications.models import Notification, OutgoingMail
from gerai.rehearsal.current import current_rehearsal

Compose = Callable[[], Message]
"""Writes a message in the language that is active when it is called."""


def can_send() -> bool:
    """Whether a mail server is configured at all; in a copy mail is only shown."""
    if current_rehearsal() is not None:
        return True
    silent = ("console.EmailBackend", "dummy.EmailBackend")
    return not settings.EMAIL_BACKEND.endswith(silent)


@transaction.atomic
def tell(
    people: Iterable[User],
    compose: Compose,
    *,
    key: str = "",
    mail_preference: str = "",
    is_task: bool = False,
) -> int:
    """Tell people something, in the desk and by mail, each in their language.

    Args:
        people: who; accounts that are closed are left out.
        compose: writes the message in the active language.
        key: what it is about. A person who was told of the same key isn't told again.
        mail_preference: the person's own switch for mail: ``submitted``, ``approved``
            or ``rejected``; empty for what everybody gets.
        is_task: the desk's first screen shows it elsewhere, as something to do.

    Returns:
        how many people were told.
    """
    told = 0
    for person in {one.pk: one for one in people if one.is_active}.values():
        with translation.override(language_of(person)):
            message = compose()
            if key and Notification.objects.filter(person=person, key=key).exists():
                continue
            Notification.objects.create(
                person=person,
                subject=message.short_subject,
                quote=message.quote,
                path=message.path,
                key=key or None,
                is_task=is_task,
            )
            told += 1
            if _wants_mail(person, mail_preference):
                queue_mail(message, person=person)
    return told


@transaction.atomic
def queue_mail(
    message: Message, *, person: User | None = None, address: str = "", key: str = ""
) -> OutgoingMail | None:
    """Put a mail into the outbox, in the active language.

    Write to staff through ``person``; their address is looked up when it is sent.
    ``language_of`` tells which language to activate. ``address`` is for others.

    Args:
        key: a second mail of the same key is not queued.

    Returns:
        the mail; None when no mail server is configured, or the key is known.

    Raises:
        ValueError: unless there is exactly one recipient.
    """
    if (person is None) == (not address):
        raise ValueError("A mail needs a person or an address.")
    if not can_send() or (person is not None and not person.email):
        return None
    if key and OutgoingMail.objects.filter(key=key).exists():
        return None
    letter = letter_of(message, person=person)
    return OutgoingMail.objects.create(
        person=person,
        address=address,
        subject=letter.subject,
        text=letter.text,
        html=letter.html,
        key=key or None,
    )


def mark_read(*, person: Any, keys: Iterable[int] | None = None) -> int:
    """Mark a person's own notifications as read; all of them without ``keys``."""
    unread = Notification.objects.filter(person=person, read_at=None)
    if keys is not None:
        unread = unread.filter(pk__in=list(keys))
    return unread.update(read_at=timezone.now())


def settle(*, path: str, people: Iterable[Any] | None = None) -> int:
    """Mark as read what led to ``path``: the matter is dealt with."""
    unread = Notification.objects.filter(path=path, read_at=None)
    if people is not None:
        unread = unread.filter(person__in=list(people))
    return unread.update(read_at=timezone.now())


def _wants_mail(person: Any, preference: str) -> bool:
    profile = getattr(person, "wagtail_userprofile", None)
    if not preference or profile is None:
        return True
    return bool(getattr(profile, f"{preference}_notifications"))
