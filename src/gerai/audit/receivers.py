"""What isn't a row: signing in, signing out, trying to. And when tables are changing."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.signals import (
    user_logged_in,
    user_logged_out,
    user_login_failed,
)
from django.db.models.signals import post_migrate, pre_migrate

from gerai.audit.acting import pause, resume
from gerai.audit.services import record
from gerai.audit.tries import FAILED, name_of, record_try

SIGNED_IN, SIGNED_OUT = "audit.signin", "audit.signout"
# Where allauth keeps what a session has proved.
_PROOFS = "account_authentication_methods"
UID = "gerai.audit"


def connect() -> None:
    """Attach the receivers (called once, when Django starts)."""
    user_logged_in.connect(_signed_in, dispatch_uid=f"{UID}.in")
    user_logged_out.connect(_signed_out, dispatch_uid=f"{UID}.out")
    user_login_failed.connect(_failed, dispatch_uid=f"{UID}.failed")
    pre_migrate.connect(_before_migrating, dispatch_uid=f"{UID}.before")
    post_migrate.connect(_after_migrating, dispatch_uid=f"{UID}.after")


def _signed_in(sender: Any, request: Any, user: Any, **_: Any) -> None:
    session = getattr(request, "session", {})
    proofs = [
        str(proof.get("type") or proof.get("method"))[:40]
        for proof in session.get(_PROOFS, ())
    ]
    record(SIGNED_IN, **_of(user), proofs=proofs)


def _signed_out(sender: Any, request: Any, user: Any, **_: Any) -> None:
    if user is not None:
        record(SIGNED_OUT, **_of(user))


def _failed(
    sender: Any, credentials: dict[str, Any], request: Any = None, **_: Any
) -> None:
    typed = (credentials.get(key) for key in ("username", "email", "login"))
    record_try(FAILED, request=request, typed=str(next(filter(None, typed), "")))


def _of(user: Any) -> dict[str, Any]:
    name = name_of(user)
    return {
        "model": "auth.user",
        "key": user.pk,
        "name": name,
        "person": {"id": user.pk, "name": name},
    }


def _before_migrating(**_: Any) -> None:
    pause()


def _after_migrating(**_: Any) -> None:
    """The first of these comes when all tables are made."""
    from django.db import connection  # noqa: PLC0415

    from gerai.audit.models import Head  # noqa: PLC0415

    if Head._meta.db_table in connection.introspection.table_names():
        resume()
