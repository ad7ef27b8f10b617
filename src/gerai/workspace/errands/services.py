"""Preparing, doing and undoing a task; each in one transaction."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.dispatch import Signal
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import ReferenceIndex

from gerai.guard.roles import READ_ONLY_ROLES
from gerai.guard.sections import role_of
from gerai.workspace.errands.kinds import ErrandKind, kind_of
from gerai.workspace.exceptions import ErrandRefused
from gerai.workspace.models import Errand

KEPT = timedelta(days=90)
"""How long a task is kept after it was prepared; it names who did what."""

STORED_BEFORE = timedelta(hours=1)
"""A file may be sent so long before the rest of its form is right."""

ABANDONED_AT_ONCE = 100

UNDO_WITHIN = timedelta(days=7)
"""How long the home screen offers to undo."""

errand_done = Signal()
"""Sent after a task was done and stored, with ``errand``; others tell people of it."""


@transaction.atomic
def prepare(
    *,
    kind: ErrandKind,
    user: User,
    target: Any,
    given: dict[str, Any],
    found: dict[str, Any],
    errand: Errand | None = None,
) -> Errand:
    """Keep what was typed; ``errand`` is the same task, corrected before it was done."""
    _refuse_readers(user)
    kind.refuse(user, target)
    if errand is None or errand.done_at is not None:
        errand = Errand(kind=kind.key, by=user)
    errand.given, errand.found = given, found
    errand.title = kind.name(given, target)[:200]
    errand.save()
    return errand


@transaction.atomic
def perform(*, pk: int, user: User) -> Errand:
    """Do a prepared task; a second press does nothing more.

    Raises:
        Errand.DoesNotExist: it isn't this user's.
        PermissionDenied: the user may not do it (any more).
        ErrandRefused: it can't be done any more; the text says why.
    """
    _refuse_readers(user)
    errand = Errand.objects.select_for_update().get(pk=pk, by=user)
    if errand.done_at is not None:
        return errand
    kind = kind_of(errand)
    target = kind.target(user, kind.key_of(errand.given))
    kind.refuse(user, target)
    if kind.found(target) != errand.found:
        raise ErrandRefused(
            _(
                "Somebody changed this while you were writing. Nothing of yours is "
                "lost: look at how it is now, then correct yours."
            )
        )
    errand.outcome = carry_out(errand, target, user=user)
    errand.done_at = timezone.now()
    errand.save()
    transaction.on_commit(lambda: errand_done.send(sender=Errand, errand=errand))
    return errand


def carry_out(
    errand: Errand, target: Any, *, user: User, as_preview: bool = False
) -> dict[str, Any]:
    """What its kind does, within the caller's transaction; returns the outcome.

    Raises:
        PermissionDenied: the user may not do it.
        ErrandRefused: it can't be done any more, or wouldn't be valid.
    """
    try:
        return kind_of(errand).perform(errand, target, user=user, as_preview=as_preview)
    except ValidationError as problem:
        raise ErrandRefused(" ".join(problem.messages)) from problem


@transaction.atomic
def undo(*, pk: int, user: User) -> Errand:
    """Take a task back; a second press does nothing more.

    Raises:
        Errand.DoesNotExist: it isn't this user's.
        PermissionDenied: the user may not do it (any more).
        ErrandRefused: it can't be taken back any more; the text says why.
    """
    _refuse_readers(user)
    errand = Errand.objects.select_for_update().get(pk=pk, by=user)
    if errand.undone_at is not None:
        return errand
    if errand.done_at is None:
        raise ErrandRefused(_("This was never done, so nothing has to be undone."))
    kind = kind_of(errand)
    target = kind.target(user, kind.key_of(errand.given))
    kind.undo(errand, target, user=user)
    errand.undone_at = timezone.now()
    errand.save(update_fields=["undone_at"])
    return errand


def forget_old() -> None:
    """A chore: tasks that nobody needs any more, and files of those never done."""
    now = timezone.now()
    abandoned = Errand.objects.filter(
        done_at__isnull=True, prepared_at__lt=now - UNDO_WITHIN
    )
    for errand in abandoned.order_by("pk")[:ABANDONED_AT_ONCE]:
        _forget_abandoned(errand)
    Errand.objects.filter(prepared_at__lt=now - KEPT).delete()


@transaction.atomic
def _forget_abandoned(errand: Errand) -> None:
    """Delete a task that was never done, with what was stored for it alone."""
    for model, key in kind_of(errand).uploads(errand.given):
        # What was in the library before was only chosen again.
        stored = model.objects.filter(
            pk=key,
            uploaded_by_user=errand.by_id,
            created_at__gte=errand.prepared_at - STORED_BEFORE,
        ).first()
        if stored is not None and not _is_used_elsewhere(stored, errand):
            stored.delete()
    errand.delete()


def _is_used_elsewhere(stored: Any, errand: Errand) -> bool:
    """Whether a page, or another task, has the same file."""
    if ReferenceIndex.get_references_to(stored).exists():
        return True
    others = Errand.objects.filter(kind=errand.kind, by=errand.by_id)
    return any(
        (type(stored), stored.pk) in kind_of(one).uploads(one.given)
        for one in others.exclude(pk=errand.pk)
    )


def _refuse_readers(user: User) -> None:
    if role_of(user) in READ_ONLY_ROLES:
        raise PermissionDenied
