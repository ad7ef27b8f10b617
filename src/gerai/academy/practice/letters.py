"""Mail that is written within a copy is kept there, and never sent."""

from __future__ import annotations

from functools import wraps
from typing import Any

from django.core.mail import EmailMessage
from django.utils import timezone

from gerai.notifications.models import OutgoingMail
from gerai.rehearsal.current import current_rehearsal

_MARK = "keeps_letters_of_copies"


def keep_letters_of_copies() -> None:
    """Stand in front of everything that sends (called once, when Django starts).

    Most mail waits in the outbox, whose postman knows the real database only. This is
    for what a screen, or a library, sends at once: no setting of another back end for
    mail can let it out.
    """
    send = EmailMessage.send
    if hasattr(send, _MARK):
        return

    @wraps(send)
    def keep_or_send(letter: Any, *args: Any, **kwargs: Any) -> int:
        if current_rehearsal() is None:
            return send(letter, *args, **kwargs)
        keep(letter)
        return 1

    setattr(keep_or_send, _MARK, True)
    EmailMessage.send = keep_or_send  # type: ignore[method-assign,assignment]


def keep(letter: EmailMessage) -> None:
    """Put a letter where the trainee reads what would have been sent."""
    for address in letter.recipients():
        OutgoingMail.objects.create(
            address=address,
            subject=str(letter.subject)[:250],
            text=str(letter.body),
            created_at=timezone.now(),
        )
