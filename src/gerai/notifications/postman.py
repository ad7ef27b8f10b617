"""Sends what is in the outbox; tries again when the mail server doesn't take it.

A mail is claimed by moving its next attempt ahead, so two processes never send one at
the same time, and one that was killed in between is tried again. A mail may therefore
arrive twice, which is better than not at all.
"""

from __future__ import annotations

import threading
from datetime import datetime, timedelta
from smtplib import SMTPException, SMTPRecipientsRefused, SMTPResponseException
from typing import Any

import structlog
from django.core.mail import EmailMultiAlternatives, get_connection
from django.db import close_old_connections, connection
from django.db.models import Q
from django.utils import timezone

from gerai.notifications.models import Notification, OutgoingMail
from gerai.notifications.services import can_send

log = structlog.get_logger(__name__)

# How long to wait after the first, second, … attempt; after the last it is given up.
WAITS = tuple(
    timedelta(minutes=minutes)
    for minutes in (1, 5, 15, 60, 240, 720, 1440, 1440)  # about three days in all
)
CLAIM = timedelta(minutes=10)
MOST_AT_ONCE = 50
KEEP_TRACES = timedelta(days=30)
KEEP_READ = timedelta(days=90)
KEEP_UNREAD = timedelta(days=365)
# One answer of the server that says: never.
_PERMANENT = range(500, 600)
_HEADERS = {"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All"}


def due_mails(at: datetime) -> Any:
    """Mails whose next attempt is due."""
    return OutgoingMail.objects.filter(due_at__lte=at).order_by("due_at", "pk")


class _Round:
    """One walk to the mail server at a time, beside the work of this process."""

    def __init__(self) -> None:
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        if self._thread is not None and self._thread.is_alive():
            return
        self._thread = threading.Thread(target=self._walk, name="postman", daemon=True)
        self._thread.start()

    def _walk(self) -> None:
        close_old_connections()
        try:
            send_due()
        except Exception as problem:  # noqa: BLE001 - the next round tries again
            log.error("mail round failed", problem=type(problem).__name__)
        finally:
            connection.close()


_round = _Round()


def visit() -> None:
    """The chore: one small query, and a round beside it if there is mail.

    In a thread, because a slow mail server must not hold up what readers see.
    """
    if can_send() and due_mails(timezone.now()).exists():
        _round.start()


def send_due(at: datetime | None = None) -> int:
    """Send what is due; stops at the first sign that the server itself is away.

    Returns:
        how many were sent.
    """
    moment = at or timezone.now()
    mails = list(due_mails(moment).select_related("person")[:MOST_AT_ONCE])
    if not mails:
        return 0
    sent = 0
    server = get_connection()
    try:
        for mail in mails:
            if not _claim(mail, moment):
                continue
            try:
                is_sent = _send(mail, server, moment)
            except (SMTPException, OSError) as problem:
                _try_later(mail, problem, moment)
                if _is_about_the_server(problem):
                    break
                continue
            sent += is_sent
    finally:
        _hang_up(server)
    return sent


def _claim(mail: OutgoingMail, at: datetime) -> bool:
    mine = OutgoingMail.objects.filter(pk=mail.pk, due_at=mail.due_at)
    return bool(mine.update(due_at=at + CLAIM, attempts=mail.attempts + 1))


def _send(mail: OutgoingMail, server: Any, at: datetime) -> bool:
    address = mail.address
    if mail.person is not None:
        address = mail.person.email if mail.person.is_active else ""
    if not address:
        _end(mail, given_up_at=at, problem="account closed")
        return False
    letter = EmailMultiAlternatives(
        mail.subject, mail.text, None, [address], connection=server, headers=_HEADERS
    )
    if mail.html:
        letter.attach_alternative(mail.html, "text/html")
    letter.send()
    _end(mail, sent_at=at)
    return True


def _try_later(mail: OutgoingMail, problem: Exception, at: datetime) -> None:
    attempts = mail.attempts + 1
    words = describe(problem)
    log.warning("mail not sent", mail=mail.pk, attempt=attempts, problem=words)
    if _is_permanent(problem) or attempts > len(WAITS):
        _end(mail, given_up_at=at, problem=words)
        return
    OutgoingMail.objects.filter(pk=mail.pk).update(
        due_at=at + WAITS[attempts - 1], problem=words
    )


def _end(mail: OutgoingMail, **how: Any) -> None:
    """No more attempts; whom it went to and what it said is nobody's business now."""
    OutgoingMail.objects.filter(pk=mail.pk).update(
        due_at=None, text="", html="", address="", **how
    )


def describe(problem: Exception) -> str:
    """A problem without what could name a person: its kind and the server's code."""
    code = _code(problem)
    kind = type(problem).__name__
    return f"{kind} {code}" if code else kind


def _code(problem: Exception) -> int | None:
    if isinstance(problem, SMTPResponseException):
        return problem.smtp_code
    if isinstance(problem, SMTPRecipientsRefused):
        codes = [code for code, _text in problem.recipients.values()]
        return codes[0] if codes else None
    return None


def _is_permanent(problem: Exception) -> bool:
    refused = isinstance(problem, SMTPRecipientsRefused)
    return refused and (_code(problem) or 0) in _PERMANENT


def _is_about_the_server(problem: Exception) -> bool:
    return not isinstance(problem, SMTPRecipientsRefused)


def _hang_up(server: Any) -> None:
    try:
        server.close()
    except (SMTPException, OSError) as problem:
        log.warning("mail server hung up", problem=type(problem).__name__)


def tidy(at: datetime | None = None) -> int:
    """Delete traces of sent mail and old lines of the desk.

    Returns:
        how many rows went.
    """
    moment = at or timezone.now()
    ended = OutgoingMail.objects.filter(
        due_at=None, created_at__lt=moment - KEEP_TRACES
    )
    old = Notification.objects.filter(
        Q(read_at__lt=moment - KEEP_READ) | Q(created_at__lt=moment - KEEP_UNREAD)
    )
    return int(ended.delete()[0]) + int(old.delete()[0])
