"""The one place through which this room and those above it send mail."""

from __future__ import annotations

from smtplib import SMTPException

import structlog
from django.conf import settings
from django.core.mail import send_mail

log = structlog.get_logger(__name__)


def send_text(*, to: str, subject: str, text: str) -> bool:
    """Send a mail of plain text; False if there is no mail server or it refuses."""
    if settings.EMAIL_BACKEND.endswith(("console.EmailBackend", "dummy.EmailBackend")):
        return False
    try:
        send_mail(subject, text, None, [to])
    except (SMTPException, OSError) as problem:
        log.warning("mail not sent", problem=type(problem).__name__)
        return False
    return True
