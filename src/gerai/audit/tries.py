"""Tries that came to nothing: wrong passwords and codes, refusals, too many; public.

Whoever tries must not fill the disk: the first tries of an address are entries of their
own, and later ones only now and then.
"""

from __future__ import annotations

from typing import Any

from django.contrib.auth import get_user_model

from gerai.audit.scope import shortened
from gerai.audit.services import record
from gerai.guard.flood import Limiter, address_of

FAILED, WRONG_CODE = "audit.signin_failed", "audit.code_failed"
STOPPED, REFUSED = "audit.signin_stopped", "audit.refused"
_of_an_address = Limiter(burst=30, per_second=1 / 30, name="tries")
_of_all = Limiter(burst=300, per_second=1, name="all-tries")


def record_try(action: str, *, request: Any, user: Any = None, typed: str = "") -> None:
    """Note a try in the trail, unless there were many from this address.

    Args:
        user: whose account it is about, as far as that is known.
        typed: the name that was typed instead; an account of that name is looked up,
            and nothing else of it kept, since it may be a password in the wrong box.
    """
    address = address_of(request) if request is not None else ""
    if _of_an_address.seconds_to_wait(address) or _of_all.seconds_to_wait(""):
        return
    if user is None and typed:
        accounts = get_user_model().objects
        user = accounts.filter(username__iexact=typed[:150]).first()
    if user is not None:
        record(action, model="auth.user", key=user.pk, name=name_of(user))
    else:
        known = shortened(typed[:150]) if "@" in typed else ""
        record(action, model="auth.user", name=known)


def name_of(user: Any) -> str:
    """How the trail calls somebody."""
    return str(user.get_full_name() or shortened(user.get_username()))[:200]
