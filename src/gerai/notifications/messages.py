"""What a notification says: composed once, shown in the desk and sent as mail."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from wagtail.models import Site

LONGEST_SUBJECT = 250


@dataclass(frozen=True, slots=True)
class Message:
    """Words for one person, in the language that is active.

    ``paragraphs`` stand in the mail only; the desk shows subject and quote. ``path`` is
    the page of this site where the matter is dealt with, such as ``/admin/…``.
    """

    subject: str
    paragraphs: tuple[str, ...] = ()
    quote: str = ""
    path: str = ""
    action: str = ""

    @property
    def short_subject(self) -> str:
        """The subject as a mail's header takes it: one line, not too long."""
        line = " ".join(self.subject.split())
        if len(line) <= LONGEST_SUBJECT:
            return line
        return line[: LONGEST_SUBJECT - 1].rsplit(" ", 1)[0] + "…"


@dataclass(frozen=True, slots=True)
class Letter:
    """A message as a mail carries it."""

    subject: str
    text: str
    html: str


def language_of(person: Any) -> str:
    """The language that a member of staff chose for the desk; Indonesian if none."""
    profile = getattr(person, "wagtail_userprofile", None)
    return str(getattr(profile, "preferred_language", "") or settings.LANGUAGE_CODE)


def letter_of(message: Message, *, person: Any = None) -> Letter:
    """Put a message into a mail, as text and as HTML, in the active language."""
    context = {
        "message": message,
        "name": person.first_name if person is not None else "",
        "is_staff": person is not None,
        "language": translation.get_language(),
        "url": f"{settings.GERAI_BASE_URL}{message.path}" if message.path else "",
        "site_name": _site_name(),
    }
    return Letter(
        subject=message.short_subject,
        text=render_to_string("notifications/mail.txt", context).strip() + "\n",
        html=render_to_string("notifications/mail.html", context),
    )


def _site_name() -> str:
    site = Site.objects.filter(is_default_site=True).first()
    return (site.site_name if site is not None else "") or settings.WAGTAIL_SITE_NAME
