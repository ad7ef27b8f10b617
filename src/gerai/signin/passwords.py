"""Rules on passwords that keep guessers out and get in nobody's way otherwise.

Length, nothing that others guess first, nothing about the person or the place. No
required digits or signs, no change every few months: both make people choose worse ones
(NIST SP 800-63B).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gerai.place.selectors import current_mall
from gerai.signin.digests import DIGEST_BYTES, digest_of, plain

SHORTEST_PASSWORD = 10
"""As the settings have it; what is guessed first is measured by it."""
BREACHED = Path(__file__).parent / "data" / "breached.bin"
SHORTEST_NAME = 4
# What people put around a word and take for a secret.
_TRIMMINGS = re.compile(r"^[\W\d_]+|[\W\d_]+$")
_LOOKALIKES = str.maketrans("013457@$!", "oieastasi")
_ALWAYS_GUESSED = (
    *("gerai", "mpp", "mal", "mall", "pelayanan", "publik", "layanan", "admin"),
    *("administrator", "petugas", "pengelola", "kantor", "dinas", "instansi"),
    *("pemkot", "kota", "kabupaten", "indonesia", "merdeka", "rahasia", "sandi"),
    *("kata", "masuk", "password", "login", "sistem", "website", "situs"),
)


@lru_cache(maxsize=1)
def _breached() -> bytes:
    return BREACHED.read_bytes()


class _Digests:
    """The list as a sequence, for bisect; it is never split into objects."""

    def __len__(self) -> int:
        return len(_breached()) // DIGEST_BYTES

    def __getitem__(self, index: int) -> bytes:
        start = index * DIGEST_BYTES
        return _breached()[start : start + DIGEST_BYTES]


_DIGESTS = _Digests()


def is_breached(password: str) -> bool:
    """Whether the list of passwords from known leaks has it, in any letter case."""
    wanted = digest_of(password)
    at = bisect_left(_DIGESTS, wanted)
    return at < len(_DIGESTS) and _DIGESTS[at] == wanted


def core_of(password: str) -> str:
    """The word inside: ``Samarinda2026!`` and ``5@m4r1nda`` are ``samarinda``."""
    bare = _TRIMMINGS.sub("", plain(password))
    return bare.translate(_LOOKALIKES)


class NotBreachedValidator:
    """No password that stands in leaked lists, with or without digits around it."""

    def validate(self, password: str, user: Any = None) -> None:
        """Refuse it with advice.

        Raises:
            ValidationError: it is known.
        """
        core = core_of(password)
        # Digits and signs around a known word are guessed next.
        is_known = is_breached(password) or (
            len(core) < SHORTEST_PASSWORD + 2 and core and is_breached(core)
        )
        if is_known or len(set(plain(password))) < 5:
            raise ValidationError(
                _(
                    "Others know this password: it stands in lists that thieves try "
                    "first. Take three or four words that have nothing to do with one "
                    "another."
                ),
                code="password_breached",
            )

    def get_help_text(self) -> str:
        """What to do instead."""
        return _(
            "Three or four words that have nothing to do with one another are easy to "
            "remember and hard to guess, such as what you see from three windows."
        )


def _one_form(text: str) -> str:
    """For comparing: a 1 is an i or an l, so both are one."""
    return plain(text).translate(_LOOKALIKES).replace("l", "i")


class _NamesValidator:
    """No password that is little more than a name that a stranger can look up."""

    message: Any = ""
    help_text: Any = ""

    def names(self, user: Any) -> Iterator[str]:
        raise NotImplementedError

    def validate(self, password: str, user: Any = None) -> None:
        """Refuse a password of which little is left without the names.

        Raises:
            ValidationError: less than half of a shortest password is left.
        """
        rest = _one_form(password)
        words = {
            _one_form(word)
            for name in self.names(user)
            for word in re.split(r"[\W_]+", name)
            if len(word) >= SHORTEST_NAME
        }
        found = False
        for word in sorted(words, key=len, reverse=True):
            found = found or word in rest
            rest = rest.replace(word, "")
        if found and len(re.sub(r"[\W\d_]", "", rest)) < SHORTEST_PASSWORD / 2:
            raise ValidationError(self.message, code="password_name")

    def get_help_text(self) -> str:
        """What not to take."""
        return str(self.help_text)


class NotAboutYouValidator(_NamesValidator):
    """Not one's own name or address."""

    message = gettext_lazy(
        "This is your own name or address with a little around it. Others try that first."
    )
    help_text = gettext_lazy("Not your own name or address.")

    def names(self, user: Any) -> Iterator[str]:
        """Name and address of the account."""
        for attribute in ("username", "email", "first_name", "last_name"):
            yield str(getattr(user, attribute, "") or "")


class NotAboutThisPlaceValidator(_NamesValidator):
    """Not the name of the mall, the city or the kind of work."""

    message = gettext_lazy(
        "This is made of words that everybody connects with this office. Take others."
    )
    help_text = gettext_lazy("Not what everybody connects with this office.")

    def names(self, user: Any) -> Iterator[str]:
        """Names of this mall, and words of every office."""
        yield from _ALWAYS_GUESSED
        mall = current_mall()
        if mall is not None:
            yield from (mall.name, mall.short_name, mall.city, mall.operator_name)
