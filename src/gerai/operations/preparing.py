"""Makes an installation ready to serve: idempotent, and quick when nothing changed."""

from __future__ import annotations

import fcntl
import hashlib
import os
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from pkgutil import iter_modules
from urllib.parse import urlsplit

from django.apps import apps
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.password_validation import validate_password
from django.contrib.staticfiles.finders import get_finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.utils import translation
from wagtail.models import Site

from gerai.audit.services import continue_after_restore
from gerai.finder.keeping import refresh_after_update
from gerai.operations.backups.restoring import RESTORED_NOTE
from gerai.operations.messages import compile_catalogues
from gerai.operations.static_files import CompressedOnceStaticFilesStorage
from gerai.place.selectors import current_mall

ADMINISTRATOR = "admin"

Say = Callable[[str], None]

_more: list[Callable[[Say], None]] = []


def also_prepare(work: Callable[[Say], None]) -> None:
    """Let ``prepare`` do something of a room above (from ``apps.ready``).

    It runs after the content was loaded; it must be idempotent, and quick when nothing
    changed.
    """
    if work not in _more:
        _more.append(work)


def prepare(*, content: Path | None, say: Say) -> None:
    """Bring messages, database, static files, content and first account up to date.

    Args:
        content: the pack that fills an empty installation; ``None`` leaves it empty.
        say: is told, in a sentence, about each thing that was done.

    Raises:
        CommandError: from the command that could not do its part; what was done
            before it stays done, and the next run goes on from there.
    """
    with _alone():
        if compiled := compile_catalogues():
            say(f"Compiled {len(compiled)} message catalogues.")
        if unapplied_migrations():
            say("Bringing the database up to date …")
            call_command("migrate", interactive=False, verbosity=0)
        _keep_database_private()
        _continue_trail()
        if not get_user_model().objects.exists():
            # Rather now than after the minute that content takes.
            _refuse_guessable(settings.GERAI_ADMIN_PASSWORD)
        if not static_files_are_current():
            say("Collecting and compressing static files …")
            call_command("collectstatic", interactive=False, verbosity=0)
            _static_stamp().write_text(_static_fingerprint())
        if isinstance(staticfiles_storage, CompressedOnceStaticFilesStorage):
            staticfiles_storage.read_manifest_again()
        if content is not None and current_mall() is None:
            _load(content, say)
        if refresh_after_update():
            say("Wrote the search index anew.")
        for work in _more:
            work(say)
        _follow_base_url()
        _first_administrator(say)


def _refuse_guessable(password: str | None) -> None:
    """The first account opens everything: the rules of all others hold for it, too.

    Raises:
        CommandError: which says what is wrong with ``GERAI_ADMIN_PASSWORD``.
    """
    if password is None:
        return
    with translation.override("en"):
        try:
            validate_password(password, get_user_model()(username=ADMINISTRATOR))
        except ValidationError as problem:
            raise CommandError(
                f"GERAI_ADMIN_PASSWORD can't be used: {' '.join(problem.messages)} Take "
                "another one, or remove the variable to have one made."
            ) from problem


@contextmanager
def _alone() -> Iterator[None]:
    """Wait for another ``prepare`` on the same data folder."""
    with (settings.GERAI_DATA / "prepare.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _keep_database_private() -> None:
    """The web server's account may read the folder; the database is none of its."""
    if connection.vendor == "sqlite":
        path = Path(str(connection.settings_dict["NAME"]))
        if path.is_file() and path.stat().st_uid == os.getuid():
            path.chmod(0o600)


def _continue_trail() -> None:
    """A backup was put back: the trail of changes says so, and goes on from there."""
    note = Path(settings.GERAI_DATA) / RESTORED_NOTE
    if note.is_file():
        continue_after_restore(note=note.read_text())
        note.unlink()


def unapplied_migrations() -> list[str]:
    """Names of the migrations that the database lacks, in the order of applying."""
    # Where one that replaces others isn't known by its own name, Django has to tell.
    applied = MigrationRecorder(connection).applied_migrations().keys()
    if applied >= set(known_migrations()):
        return []
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _ in plan]


def known_migrations() -> list[tuple[str, str]]:
    """App label and name of every migration of the installed code; loads none."""
    found = []
    for app in apps.get_app_configs():
        package, _ = MigrationLoader.migrations_module(app.label)
        spec = find_spec(package) if package else None
        places = spec.submodule_search_locations if spec else None
        found += [
            (app.label, module.name)
            for module in iter_modules(places or ())
            if not module.ispkg and module.name[0] not in "_~"
        ]
    return found


def static_files_are_current() -> bool:
    """True if the collected files are those of the installed code."""
    stamp = _static_stamp()
    manifest = Path(settings.STATIC_ROOT) / "staticfiles.json"
    return (
        manifest.exists()
        and stamp.exists()
        and stamp.read_text() == _static_fingerprint()
    )


def _static_stamp() -> Path:
    return Path(settings.GERAI_DATA) / "static.stamp"


def _static_fingerprint() -> str:
    digest = hashlib.sha256()
    for finder in get_finders():
        for path, storage in sorted(
            finder.list(["CVS", ".*", "*~"]), key=lambda found: found[0]
        ):
            state = Path(storage.path(path)).stat()
            digest.update(f"{path}\0{state.st_size}\0{state.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def _load(content: Path, say: Say) -> None:
    if not content.is_dir():
        say(f"There is no content pack {content}: the site stays empty.")
        return
    say(f"Loading the content of {content} …")
    call_command("load", str(content))


def _follow_base_url() -> None:
    """Let Wagtail's site have the address that the environment names."""
    parts = urlsplit(settings.GERAI_BASE_URL)
    port = parts.port or (443 if parts.scheme == "https" else 80)
    site = Site.objects.filter(is_default_site=True).first()
    if site and (site.hostname, site.port) != (parts.hostname, port):
        site.hostname, site.port = parts.hostname or site.hostname, port
        site.save()


def _first_administrator(say: Say) -> None:
    users = get_user_model()
    if users.objects.filter(is_superuser=True).exists():
        return
    if users.objects.filter(username=ADMINISTRATOR).exists():
        say(f'No administrator is left. Run "gerai changepassword {ADMINISTRATOR}".')
        return
    given = settings.GERAI_ADMIN_PASSWORD
    _refuse_guessable(given)
    password = given or secrets.token_urlsafe(12)
    users.objects.create_superuser(username=ADMINISTRATOR, email="", password=password)
    shown = (
        "the password from GERAI_ADMIN_PASSWORD" if given else f"password {password}"
    )
    say(
        f"First sign-in at {settings.GERAI_BASE_URL}/admin/ as {ADMINISTRATOR}, "
        f"{shown}" + ("." if given else "   (shown only this once)")
    )
