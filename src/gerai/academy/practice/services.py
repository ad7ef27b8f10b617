"""Writes on copies; public. All are called on the real site, never within a copy."""

from __future__ import annotations

import secrets
import shutil
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.contrib.sessions.backends.db import SessionStore
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from gerai.academy.practice import places
from gerai.academy.practice.connecting import inside, using_database
from gerai.academy.practice.exceptions import CopyGone, NoRoom
from gerai.academy.practice.models import Copy
from gerai.academy.practice.people import (
    PERSONA,
    Persona,
    Trainee,
    settle_people,
    trainee_of,
)
from gerai.academy.practice.selectors import copy_of
from gerai.academy.practice.state import note_beginning
from gerai.academy.practice.template import fresh_template
from gerai.rehearsal.current import current_rehearsal

KEPT_UNUSED = timedelta(days=30)
"""A copy that nobody opened for so long is removed; the screens say so."""
SPARED_WHEN_FULL = timedelta(days=2)
"""Where there is no room, those that rested longer make room."""
MOST_COPIES = 200
LEAST_FREE_BYTES = 300 * 1024 * 1024
SESSION_KEY = "practice"
NOTED_EVERY = timedelta(minutes=10)


def prepare_copy(user: Any) -> Copy:
    """The person's copy, made if there is none; work in it is kept.

    Raises:
        NoRoom: there are too many copies, or the disk is nearly full.
    """
    _refuse_within()
    copy = copy_of(user)
    if copy is not None:
        note_use(copy)
        return copy
    row = Copy.objects.filter(user_id=user.pk).first()
    if row is not None:
        return _begin_anew(row, user)
    _make_room()
    now = timezone.now()
    row = Copy(user_id=user.pk, key=secrets.token_hex(16))
    row.prepared_at = row.used_at = now
    _write(row, trainee_of(user))
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        # The other tab was first.
        shutil.rmtree(places.folder_of_person(row), ignore_errors=True)
        return Copy.objects.get(user_id=user.pk)
    return row


def reset_copy(user: Any) -> Copy:
    """Begin anew: everything that was done in the copy is gone.

    Whoever is at work in it in this moment, in another tab or a check, finds it gone.

    Raises:
        NoRoom: the disk is nearly full.
    """
    _refuse_within()
    row = Copy.objects.filter(user_id=user.pk).first()
    return prepare_copy(user) if row is None else _begin_anew(row, user)


def remove_copy(user: Any) -> None:
    """Put the copy away; nothing happens if there is none."""
    _refuse_within()
    for row in Copy.objects.filter(user_id=user.pk):
        _remove(row)


def remove_unused(now: datetime | None = None) -> int:
    """Put away what nobody used for a month, whose owner left, or that nobody owns.

    Returns:
        how many were put away.
    """
    moment = now or timezone.now()
    old = Copy.objects.filter(used_at__lt=moment - KEPT_UNUSED)
    left = Copy.objects.filter(user__is_active=False)
    rows = list((old | left).distinct())
    for row in rows:
        _remove(row)
    return len(rows) + _sweep(moment)


def note_use(copy: Copy, at: datetime | None = None) -> None:
    """Keep a copy from being put away; written once in ten minutes at most."""
    moment = at or timezone.now()
    if moment - copy.used_at < NOTED_EVERY:
        return
    Copy.objects.filter(pk=copy.pk).update(used_at=moment)
    copy.used_at = moment


def become(copy: Copy, persona: Persona) -> None:
    """Go on in the copy as oneself or as one of the colleagues.

    Raises:
        CopyGone: the copy was begun anew or removed meanwhile.
    """
    with inside(copy):
        session = session_of_copy()
        session[PERSONA] = persona.value
        session.save()


def persona_of(copy: Copy) -> Persona:
    """As whom the trainee works in the copy at the moment.

    Raises:
        CopyGone: the copy was begun anew or removed meanwhile.
    """
    with inside(copy):
        return Persona(session_of_copy().get(PERSONA, Persona.SELF.value))


def session_of_copy() -> SessionStore:
    """The one session of a copy; called within it. No cookie names it."""
    session = SessionStore(session_key=SESSION_KEY)
    if not session.exists(SESSION_KEY):
        session.create()
        session.delete()
        session = SessionStore(session_key=SESSION_KEY)
        session._session_key = SESSION_KEY
        session.save(must_create=True)
    return session


def _begin_anew(row: Copy, user: Any) -> Copy:
    _require_disk()
    before = row.generation
    row.generation = before + 1
    row.prepared_at = row.used_at = timezone.now()
    _write(row, trainee_of(user))
    changed = Copy.objects.filter(pk=row.pk, generation=before).update(
        generation=F("generation") + 1, prepared_at=row.prepared_at, used_at=row.used_at
    )
    if not changed:
        # Begun anew, or put away, in another tab meanwhile: that one counts.
        found = Copy.objects.filter(user_id=user.pk).first()
        return found if found is not None else prepare_copy(user)
    _drop_others(row)
    return row


def _write(copy: Copy, trainee: Trainee) -> None:
    """Lay out the folder of a copy; it appears whole or not at all."""
    template = fresh_template()
    person = places.folder_of_person(copy)
    beside = person / f".new-{secrets.token_hex(4)}"
    beside.mkdir(parents=True, mode=0o700)
    try:
        database = beside / places.DATABASE
        shutil.copyfile(template, database)
        database.chmod(0o600)
        with using_database(database):
            settle_people(trainee)
            note_beginning(beside)
        (beside / places.CODE).write_text(places.code_stamp())
        with suppress(OSError):  # another tab has laid out the same one
            beside.rename(places.folder_of(copy))
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def _drop_others(copy: Copy) -> None:
    keep = places.folder_of(copy).name
    for folder in _folders(places.folder_of_person(copy)):
        if folder.name != keep and not folder.name.startswith("."):
            shutil.rmtree(folder, ignore_errors=True)


def _remove(row: Copy) -> None:
    row.delete()
    shutil.rmtree(places.root() / row.key, ignore_errors=True)


def _sweep(now: datetime) -> int:
    """Folders that no row names, such as those of accounts that were deleted."""
    known = set(Copy.objects.values_list("key", flat=True))
    found = [
        folder
        for folder in _folders(places.root())
        if folder.name not in known
        and now.timestamp() - folder.stat().st_mtime > NOTED_EVERY.total_seconds()
    ]
    for folder in found:
        shutil.rmtree(folder, ignore_errors=True)
    return len(found)


def _folders(folder: Path) -> list[Path]:
    return [one for one in folder.iterdir() if one.is_dir()] if folder.exists() else []


def _make_room() -> None:
    _require_disk()
    if Copy.objects.count() < MOST_COPIES:
        return
    rested = Copy.objects.filter(used_at__lt=timezone.now() - SPARED_WHEN_FULL)
    oldest = rested.order_by("used_at").first()
    if oldest is None:
        raise NoRoom(
            _(
                "Too many colleagues are practising at the moment. Try again tomorrow, "
                "or ask a colleague to put their practice mall away."
            )
        )
    _remove(oldest)


def _require_disk() -> None:
    places.root().mkdir(parents=True, exist_ok=True, mode=0o700)
    if shutil.disk_usage(places.root()).free < LEAST_FREE_BYTES:
        raise NoRoom(
            _("The disk of the server is nearly full. Tell your technician, please.")
        )


def _refuse_within() -> None:
    if current_rehearsal() is not None:
        raise RuntimeError("Copies are made and removed on the real site.")


__all__ = [
    "CopyGone",
    "NoRoom",
    "become",
    "note_use",
    "persona_of",
    "prepare_copy",
    "remove_copy",
    "remove_unused",
    "reset_copy",
    "session_of_copy",
]
