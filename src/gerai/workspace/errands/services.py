"""Preparing, doing and undoing a task; each in one transaction."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q
from django.dispatch import Signal
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import ReferenceIndex

from gerai.guard.roles import READ_ONLY_ROLES
from gerai.guard.sections import role_of
from gerai.workspace.errands.kinds import ErrandKind, kind_of
from gerai.workspace.exceptions import ErrandRefused
from gerai.workspace.models import Errand, UnfinishedUpload

KEPT = timedelta(days=90)
"""How long a task is kept after it was prepared; it names who did what."""

STORED_BEFORE = timedelta(hours=1)
"""A file may be sent so long before the rest of its form is right."""

UNFINISHED_FOR = timedelta(days=1)
"""How long a file waits for the rest of its form."""

AT_ONCE = 100

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
    for errand in abandoned.order_by("pk")[:AT_ONCE]:
        _forget_abandoned(errand)
    unfinished = UnfinishedUpload.objects.filter(stored_at__lt=now - UNFINISHED_FOR)
    for upload in unfinished.select_related("image", "document")[:AT_ONCE]:
        _settle_upload(upload)
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
        if stored is not None and not _is_used(stored, besides=errand):
            stored.delete()
    errand.delete()


@transaction.atomic
def _settle_upload(upload: UnfinishedUpload) -> None:
    """Delete a file whose form was never right; forget that it was one if it was."""
    if not _is_used(upload.file):
        upload.file.delete()
    upload.delete()


def _is_used(stored: Any, *, besides: Errand | None = None) -> bool:
    """Whether a page, or a task, has this file; a colleague may have taken it over."""
    if ReferenceIndex.get_references_to(stored).exists():
        return True
    tasks = Errand.objects.filter(
        Q(by=stored.uploaded_by_user_id) | Q(done_at__isnull=True)
    )
    if besides is not None:
        tasks = tasks.exclude(pk=besides.pk)
    return any(
        (type(stored), stored.pk) in kind_of(one).uploads(one.given) for one in tasks
    )


def _refuse_readers(user: User) -> None:
    if role_of(user) in READ_ONLY_ROLES:
        raise PermissionDenied
