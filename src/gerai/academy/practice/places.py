"""Where copies lie on the disk."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.db.migrations.loader import MigrationLoader

from gerai.academy.practice.models import Copy
from gerai.rehearsal.current import Rehearsal

DATABASE = "db.sqlite3"
CODE = "code"


def root() -> Path:
    """All copies, and the template that they are made from."""
    return Path(settings.GERAI_DATA) / "practice"


def template() -> Path:
    """The database that every copy begins with."""
    return root() / "template.sqlite3"


def folder_of_person(copy: Copy) -> Path:
    """Everything that one trainee ever did; one folder for each new beginning."""
    return root() / copy.key


def folder_of(copy: Copy) -> Path:
    """The copy as it is now."""
    return folder_of_person(copy) / str(copy.generation)


def database_of(copy: Copy) -> Path:
    """The database file of a copy."""
    return folder_of(copy) / DATABASE


def rehearsal_of(copy: Copy) -> Rehearsal:
    """How the rooms below know the copy."""
    return Rehearsal(key=f"{copy.key}-{copy.generation}", folder=folder_of(copy))


@cache
def code_stamp() -> str:
    """Changes when the tables do: a copy of before can't be used any more."""
    names = sorted(MigrationLoader(None, ignore_no_migrations=True).disk_migrations)
    digest = hashlib.blake2b(digest_size=12)
    digest.update(repr(names).encode())
    digest.update(repr(sorted(one.label for one in apps.get_app_configs())).encode())
    return digest.hexdigest()


def is_usable(copy: Copy) -> bool:
    """Whether the files of a copy are there and fit this version of the software."""
    try:
        stamp = (folder_of(copy) / CODE).read_text()
    except OSError:
        return False
    return stamp == code_stamp() and database_of(copy).is_file()
