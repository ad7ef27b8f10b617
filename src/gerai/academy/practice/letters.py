"""Mail that is written within a copy is kept there, and never sent."""

from __future__ import annotations

from collections.abc import Sequence
from functools import wraps
from typing import Any

from django.core import mail
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone

from gerai.notifications.models import OutgoingMail
from gerai.rehearsal.current import current_rehearsal

_MARK = "keeps_letters_of_copies"


class KeepingBackend(BaseEmailBackend):
    """Puts letters where the trainee reads what would have been sent."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        for letter in email_messages:
            keep(letter)
        return len(email_messages)


def keep_letters_of_copies() -> None:
    """Stand in front of everything that sends (called once, when Django starts).

    Most mail waits in the outbox, whose postman knows the real database only. This is
    for what a screen, or a library, sends at once: no setting of another back end for
    mail can let it out.
    """
    send, connect = EmailMessage.send, mail.get_connection
    if hasattr(send, _MARK):
        return

    @wraps(send)
    def keep_or_send(letter: Any, *args: Any, **kwargs: Any) -> int:
        if current_rehearsal() is None:
            return send(letter, *args, **kwargs)
        return KeepingBackend().send_messages([letter])

    @wraps(connect)
    def keep_or_connect(*args: Any, **kwargs: Any) -> Any:
        if current_rehearsal() is None:
            return connect(*args, **kwargs)
        return KeepingBackend()

    setattr(keep_or_send, _MARK, True)
    EmailMessage.send = keep_or_send  # type: ignore[method-assign,assignment]
    mail.get_connection = keep_or_connect


def keep(letter: EmailMessage) -> None:
    """Keep one letter, once for each of its readers."""
    for address in letter.recipients():
        OutgoingMail.objects.create(
            address=address,
            subject=str(letter.subject)[:250],
            text=str(letter.body),
            created_at=timezone.now(),
        )
