"""What was typed into a form whose sender's session had ended, kept until they are back.

With JavaScript the device keeps it (``kept-drafts.js``); this holds without, too. Whose
form it was is known from a signed cookie that names the last person of this browser; it
signs nobody in. Only that person gets it back, and only for ``KEPT_FOR``.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.contrib.auth.models import User
from django.core import signing
from django.http import QueryDict
from django.utils import timezone

from gerai.workspace.models import KeptForm

KEPT_FOR = timedelta(hours=2)
MOST_KEPT = 5
"""Forms of one person; a newer one takes the place of the oldest."""
LARGEST = 1_000_000
"""Bytes of one form; the texts of the longest page have a tenth of it."""

PERSON_COOKIE = "gerai_petugas"
PERSON_KNOWN_FOR = timedelta(days=14)
_SALT = "gerai.workspace.kept_forms"
_NOT_KEPT = frozenset({"csrfmiddlewaretoken", "next", "gerai-restore"})


@dataclass(frozen=True, slots=True)
class Typed:
    """A form as it was sent."""

    address: str
    fields: tuple[tuple[str, str], ...]


def signed_person(user: User) -> str:
    """The value of the cookie that names a person."""
    return signing.dumps(user.pk, salt=_SALT)


def person_of(cookie: str) -> User | None:
    """Whom a cookie names; None for a forged or old one, and for who has left."""
    try:
        key = signing.loads(cookie, salt=_SALT, max_age=PERSON_KNOWN_FOR)
    except signing.BadSignature:
        return None
    return User.objects.filter(pk=key, is_active=True).first()


def names_person(cookie: str, user: User) -> bool:
    """Whether a cookie names this person and will do so for a while; no query."""
    try:
        key = signing.loads(cookie, salt=_SALT, max_age=PERSON_KNOWN_FOR / 2)
    except signing.BadSignature:
        return False
    return bool(key == user.pk)


def keep_form(
    *, by: User, address: str, fields: QueryDict, had_files: bool
) -> str | None:
    """Keep what was sent.

    Returns:
        the secret part of the address where it waits; None if there is nothing to keep.
    """
    typed = [
        (name, value)
        for name, values in fields.lists()
        if name not in _NOT_KEPT and "password" not in name
        for value in values
    ]
    if not any(value for _name, value in typed):
        return None
    content = json.dumps({"address": address, "fields": typed}).encode()
    if len(content) > LARGEST:
        return None
    secret = secrets.token_urlsafe(24)
    KeptForm.objects.create(
        by=by,
        address_digest=_digest(secret),
        sealed=_lock(secret).encrypt(content),
        had_files=had_files,
    )
    too_many = KeptForm.objects.filter(by=by).values_list("pk", flat=True)[MOST_KEPT:]
    KeptForm.objects.filter(pk__in=list(too_many)).delete()
    return secret


def kept_form(secret: str, user: User) -> KeptForm | None:
    """What waits at an address, if it is this person's."""
    return KeptForm.objects.filter(
        by=user,
        address_digest=_digest(secret),
        kept_at__gt=timezone.now() - KEPT_FOR,
    ).first()


def typed_in(kept: KeptForm, secret: str) -> Typed | None:
    """What was typed; None if the installation's key is another one by now."""
    try:
        content: Any = json.loads(_lock(secret).decrypt(bytes(kept.sealed)))
    except InvalidToken:
        return None
    return Typed(
        content["address"], tuple((name, value) for name, value in content["fields"])
    )


def readable(fields: Iterable[tuple[str, str]]) -> list[str]:
    """What a person typed, without what the form itself sends along."""
    return [
        value
        for name, value in fields
        if len(value) > 1 and not value.isdecimal() and "-" not in name
    ]


def forget_kept() -> None:
    """A chore: forms that nobody came back for."""
    KeptForm.objects.filter(kept_at__lte=timezone.now() - KEPT_FOR).delete()


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def _lock(secret: str) -> Fernet:
    """Half of the key is the installation's, half is in the address."""
    # Both halves are long and random, so that one keyed digest is enough.
    key = hmac.digest(settings.SECRET_KEY.encode(), secret.encode(), "sha256")
    return Fernet(base64.urlsafe_b64encode(key))
