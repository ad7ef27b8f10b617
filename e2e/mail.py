"""The mails that the site under test has sent; they lie in a folder instead of going out."""

from __future__ import annotations

import time
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

from e2e.site import MAILS

SECONDS_TO_ARRIVE = 30.0
_BETWEEN = b"\n" + b"-" * 79 + b"\n"


def mails_to(data: Path, address: str) -> list[EmailMessage]:
    """What was sent to an address so far, in no particular order."""
    found = []
    for file in (data / MAILS).glob("*.log"):
        for content in file.read_bytes().split(_BETWEEN):
            letter = message_from_bytes(content, policy=policy.default)
            if isinstance(letter, EmailMessage) and letter["To"] == address:
                found.append(letter)
    return found


def wait_for_mail(data: Path, address: str, subject: str) -> str:
    """The text of a mail, as soon as it is there.

    Raises:
        AssertionError: if it doesn't come.
    """
    end = time.monotonic() + SECONDS_TO_ARRIVE
    while time.monotonic() < end:
        for letter in mails_to(data, address):
            if subject in str(letter["Subject"]):
                body = letter.get_body(("plain",))
                return str(body.get_content()) if body is not None else ""
        time.sleep(0.2)
    raise AssertionError(f"No mail “{subject}” to {address}")
