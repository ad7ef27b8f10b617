"""What isn't a row: signing in, signing out, trying to. And when tables are changing."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.signals import (
    user_logged_in,
    user_logged_out,
    user_login_failed,
)
from django.db.models.signals import post_migrate, pre_migrate

from gerai.audit.acting import pause, resume
from gerai.audit.scope import shortened
from gerai.audit.services import record
from gerai.guard.flood import Limiter, address_of

SIGNED_IN, SIGNED_OUT, FAILED = "audit.signin", "audit.signout", "audit.signin_failed"
# Whoever tries passwords must not fill the disk: the first tries of an address are
# entries of their own, and later ones only now and then.
_tries = Limiter(burst=30, per_second=1 / 30, name="tries")
_all_tries = Limiter(burst=300, per_second=1, name="all-tries")
UID = "gerai.audit"


def connect() -> None:
    """Attach the receivers (called once, when Django starts)."""
    user_logged_in.connect(_signed_in, dispatch_uid=f"{UID}.in")
    user_logged_out.connect(_signed_out, dispatch_uid=f"{UID}.out")
    user_login_failed.connect(_failed, dispatch_uid=f"{UID}.failed")
    pre_migrate.connect(_before_migrating, dispatch_uid=f"{UID}.before")
    post_migrate.connect(_after_migrating, dispatch_uid=f"{UID}.after")


def _signed_in(sender: Any, request: Any, user: Any, **_: Any) -> None:
    record(SIGNED_IN, **_of(user))


def _signed_out(sender: Any, request: Any, user: Any, **_: Any) -> None:
    if user is not None:
        record(SIGNED_OUT, **_of(user))


def _failed(
    sender: Any, credentials: dict[str, Any], request: Any = None, **_: Any
) -> None:
    address = address_of(request) if request is not None else ""
    if _tries.seconds_to_wait(address) or _all_tries.seconds_to_wait(""):
        return
    tried = str(
        credentials.get("username")
        or credentials.get("email")
        or credentials.get("login")
        or ""
    )[:150]
    user = get_user_model().objects.filter(username__iexact=tried).first()
    if user is not None:
        record(FAILED, model="auth.user", key=user.pk, name=_name(user))
    else:
        # Somebody may have typed a password into the wrong box.
        known = shortened(tried) if "@" in tried else ""
        record(FAILED, model="auth.user", name=known)


def _of(user: Any) -> dict[str, Any]:
    name = _name(user)
    return {
        "model": "auth.user",
        "key": user.pk,
        "name": name,
        "person": {"id": user.pk, "name": name},
    }


def _name(user: Any) -> str:
    return str(user.get_full_name() or shortened(user.get_username()))[:200]


def _before_migrating(**_: Any) -> None:
    pause()


def _after_migrating(**_: Any) -> None:
    """The first of these comes when all tables are made."""
    from django.db import connection  # noqa: PLC0415

    from gerai.audit.models import Head  # noqa: PLC0415

    if Head._meta.db_table in connection.introspection.table_names():
        resume()
