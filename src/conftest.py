"""What tests of every room may use."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import mkdtemp
from typing import TYPE_CHECKING

import pytest
from _pytest.runner import runtestprotocol
from pytest_django.plugin import DjangoDbBlocker

from gerai.publishing.roomy import with_room

if TYPE_CHECKING:
    from gerai.config.tests.kept_tables import KeptTables

# Tests stand deeper in the stack than requests do.
with_room(runtestprotocol)

ROOMS = Path(__file__).parent / "gerai"
BEGUN_FIRST = (
    "operations/tests/test_second_shape.py",
    "config/tests/test_published_law.py",
    "contentpack/tests/test_round_trip.py",
    "workspace/tests/test_reach.py",
    "workspace/tests/test_languages.py",
    "publishing/tests/test_killing.py",
    "operations/tests/test_upgrading.py",
    "publishing/tests/test_outages.py",
    "operations/tests/test_server_killing.py",
)
"""Files that take a minute or more."""


def pytest_configure() -> None:
    """Tests read what visitors read: in a fresh checkout nothing is compiled yet."""
    from gerai.operations.messages import compile_catalogues  # noqa: PLC0415

    compile_catalogues()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes long, so that no worker waits for another at the end.

    What empties the database comes last, as pytest-django has it.
    """
    places = {ROOMS / name: place for place, name in enumerate(BEGUN_FIRST)}
    items.sort(key=lambda item: places.get(item.path, len(places)))
    emptying = {item.path for item in items if _empties_the_database(item)}
    for item in items:
        if item.path in emptying and not _empties_the_database(item):
            # A worker takes whole files, and others would come after.
            raise pytest.UsageError(
                f"{item.nodeid} shares its file with tests that empty the database"
            )


def _empties_the_database(item: pytest.Item) -> bool:
    marker = item.get_closest_marker("django_db")
    return marker is not None and bool(marker.kwargs.get("transaction"))


@pytest.fixture(scope="session")
def _kept_tables(
    request: pytest.FixtureRequest,
    django_db_modify_db_settings: None,
    django_db_blocker: DjangoDbBlocker,
) -> KeptTables | None:
    """Those of an earlier run, in place before Django makes its database for tests."""
    from gerai.config.tests.kept_tables import KeptTables  # noqa: PLC0415

    cache = getattr(request.config, "cache", None)
    if cache is None:
        return None
    tables = KeptTables(cache.mkdir("tables"))
    with django_db_blocker.unblock():
        tables.fill()
    return tables


@pytest.fixture(scope="session")
def django_db_setup(
    _kept_tables: KeptTables | None,
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
) -> None:
    if _kept_tables is not None:
        with django_db_blocker.unblock():
            _kept_tables.keep()


@pytest.fixture(scope="session", autouse=True)
def _search_waits_for_what_is_made() -> None:
    """While a factory makes a page; rooms below search can't say so themselves."""
    from gerai.finder.keeping import deferred  # noqa: PLC0415
    from gerai.guard.tests.once import while_making  # noqa: PLC0415

    while_making.append(deferred)


@pytest.fixture(autouse=True)
def _indonesian() -> Iterator[None]:
    """A request for an English page leaves English behind in its thread."""
    from django.utils import translation  # noqa: PLC0415

    translation.deactivate()
    yield
    translation.deactivate()


@pytest.fixture(autouse=True)
def _signed_in_with_a_factor(monkeypatch: pytest.MonkeyPatch) -> None:
    """``Client.force_login`` proves as much as the sign-in asks of anybody."""
    from django.test import Client  # noqa: PLC0415

    from gerai.guard.tests.signing_in import force_login  # noqa: PLC0415

    monkeypatch.setattr(Client, "force_login", force_login)


@pytest.fixture(scope="session")
def s3() -> Iterator[str]:
    """A small storage that speaks S3: its address, without a bucket."""
    from moto.server import ThreadedMotoServer  # noqa: PLC0415 - slow to load

    server = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"s3+http://key:s%2Fecret@{host}:{port}"
    server.stop()


@dataclass(frozen=True, slots=True)
class PostgreSQL:
    """A real server of the tests' own, on a free port of this machine."""

    programs: Path
    folder: Path
    user: str
    port: int

    def create(self, database: str, *, like: str = "template0") -> str:
        """Make a database, empty or like another; its address for ``DATABASE_URL``."""
        place = ("-h", str(self.folder), "-p", str(self.port))
        self._run("createdb", *place, "--template", like, database)
        return f"postgresql://{self.user}@127.0.0.1:{self.port}/{database}"

    def start(self) -> None:
        self._run("pg_ctl", "-D", str(self.data), "-w", "-l", str(self.log), "start")

    def stop(self) -> None:
        """At once, as if the machine had lost its power."""
        self._run("pg_ctl", "-D", str(self.data), "-w", "-m", "immediate", "stop")

    @property
    def data(self) -> Path:
        return self.folder / "data"

    @property
    def log(self) -> Path:
        return self.folder / "log"

    def initialise(self) -> None:
        self._run(
            "initdb", "-D", str(self.data), "-A", "trust", "-E", "UTF8", "--no-sync"
        )
        with (self.data / "postgresql.conf").open("a") as settings:
            settings.write(
                f"listen_addresses = '127.0.0.1'\nport = {self.port}\n"
                f"unix_socket_directories = '{self.folder}'\n"
                "fsync = off\nfull_page_writes = off\nmax_connections = 60\n"
            )

    def _run(self, program: str, *arguments: str) -> None:
        account = self.user if os.getuid() == 0 else None
        subprocess.run(  # noqa: S603
            [str(self.programs / program), *arguments],
            check=True,
            user=account,
            group=pwd.getpwnam(account).pw_gid if account else None,
            extra_groups=[] if account else None,
            cwd=self.folder,
            stdout=subprocess.DEVNULL,
            stderr=(self.folder / "errors").open("a"),
            timeout=120,
        )


@pytest.fixture(scope="session")
def postgresql() -> Iterator[PostgreSQL]:
    """PostgreSQL from Debian's packages, started for this session."""
    programs = _postgresql_programs()
    if programs is None:
        pytest.skip("PostgreSQL is not installed")
    # Not below pytest's folder: a socket's path must be short.
    folder = Path(mkdtemp(prefix="gerai-pg-"))
    user = pwd.getpwuid(os.getuid()).pw_name
    if os.getuid() == 0:
        user = "postgres"
        shutil.chown(folder, user, user)
    (folder / "errors").touch()
    (folder / "errors").chmod(0o666)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    server = PostgreSQL(programs, folder, user, port)
    server.initialise()
    server.start()
    try:
        yield server
    finally:
        if (server.data / "postmaster.pid").exists():
            server.stop()
        time.sleep(0.1)
        shutil.rmtree(folder, ignore_errors=True)


def _postgresql_programs() -> Path | None:
    found = shutil.which("pg_ctl")
    if found is not None and (Path(found).resolve().parent / "initdb").exists():
        return Path(found).resolve().parent
    versions = Path("/usr/lib/postgresql").glob("*/bin/initdb")
    return max((path.parent for path in versions), default=None, key=str)
