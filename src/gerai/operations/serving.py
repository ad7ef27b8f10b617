"""The web server: Granian's processes around the ASGI application."""

from __future__ import annotations

import errno
import gc
import os
import signal
import socket
import threading
import time
import warnings
from collections import deque
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from importlib import import_module
from typing import Any

from django.conf import settings
from django.core.management import (
    CommandError,
    get_commands,
    load_command_class,
)
from django.db import connections
from django.urls import get_resolver
from django.utils.module_loading import import_string
from granian import Granian
from granian.constants import Interfaces
from granian.http import HTTP1Settings
from granian.log import LogLevels

from gerai.files.elsewhere import uploads_are_on_this_disk
from gerai.operations.backups.installation import serving
from gerai.operations.backups.problems import BackupProblem
from gerai.operations.beside import (
    BACKUPS,
    CHORES,
    KEEPER,
    PUBLISHER,
    backups_beside,
    chores_beside,
    publisher_beside,
)
from gerai.operations.leaving import SECONDS as SECONDS_TO_LEAVE
from gerai.operations.leaving import leave
from gerai.operations.on_demand import load_on_demand, on_demand_beside

# Method, path and outcome; neither address nor query string of the visitor.
ACCESS_LOG_FORMAT = "%(method)s %(path)s %(status)d %(dt_ms).1f ms"
SECONDS_TO_FINISH = 10
MOST_CONNECTIONS = 4096
"""Of one process; a reader more waits until another has gone."""
MOST_DEATHS = 5
SECONDS_OF_DEATHS = 10.0
"""As many dead workers in this time are a fault that one more doesn't mend."""
# As nginx has it: who sends a letter a minute to keep a connection is not waited for.
MILLISECONDS_FOR_HEADERS = 15_000


def default_workers() -> int:
    """Processes that keep one another's caches true: more than one needs Valkey."""
    return 2 if "redis" in settings.CACHES["default"]["BACKEND"] else 1


def refuse_taken_port(host: str, port: int) -> None:
    """Stop with one line if the address can't be listened on.

    Granian's sockets share a port, so a second server would start without a word and
    take half of the first one's visitors.

    Raises:
        CommandError: the port is in use, not allowed, or the host is not this machine.
    """
    try:
        found = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )
        family, kind, protocol, _, address = found[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
            probe.listen(1)
    except OSError as problem:
        if problem.errno == errno.EADDRINUSE:
            raise CommandError(
                f"Port {port} on {host} is in use. Stop the other program or choose "
                "another port, for example: make run PORT=8001"
            ) from problem
        reason = problem.strerror or problem
        raise CommandError(
            f"Can't listen on {host}, port {port}: {reason}."
        ) from problem


class Deaths:
    """When workers died."""

    def __init__(self) -> None:
        self._last: deque[float] = deque(maxlen=MOST_DEATHS)

    def are_too_many(self, now: float) -> bool:
        """Note one more; True if they die as quickly as they are replaced."""
        self._last.append(now)
        is_full = len(self._last) == MOST_DEATHS
        return is_full and now - self._last[0] <= SECONDS_OF_DEATHS


class _Server(Granian):
    """Granian, which sends requests elsewhere before it stops if it is one of several.

    Granian ends all of it when a worker dies twice within seconds. That costs readers a
    whole start, so here it takes more deaths.
    """

    is_one_of_several = False

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._deaths = Deaths()

    def _respawn_workers(self, *args: Any, **options: Any) -> None:
        super()._respawn_workers(*args, **options)
        if not self._deaths.are_too_many(time.monotonic()):
            self.respawned_wrks.clear()  # the next death is none that ends the server

    def shutdown(self, exit_code: int = 0) -> None:
        if self.is_one_of_several:
            leave()
            time.sleep(SECONDS_TO_LEAVE)
        super().shutdown(exit_code)


def serve(
    *,
    host: str,
    port: int,
    workers: int,
    access_log: bool,
    publish: bool = True,
    with_worker: bool = True,
) -> None:
    """Serve until interrupted; a worker or publisher that dies is replaced.

    Args:
        publish: answer from the published tree; what is not published yet is rendered.
        with_worker: publish, do the chores and make backups beside. Without it this is
            one of several servers: ``gerai worker`` does the rest for all of them, and
            requests that come while this one stops are sent to the others.

    Raises:
        SystemExit: with 1 if workers die again and again.
    """
    # Files leave Wagtail's document view as ordinary iterators; that is fine here.
    warnings.filterwarnings("ignore", message="StreamingHttpResponse must consume")
    _load_once()
    module, _, name = settings.ASGI_APPLICATION.rpartition(".")
    if publish:
        name = "published"
    if not with_worker:
        name = "one_of_several" if publish else "one_of_several_unpublished"
    server = _Server(
        f"{module}:{name}",
        host,
        port,
        interface=Interfaces.ASGINL,
        workers=workers,
        respawn_failed_workers=True,
        workers_kill_timeout=SECONDS_TO_FINISH,
        backlog=MOST_CONNECTIONS,
        backpressure=MOST_CONNECTIONS,
        http1_settings=HTTP1Settings(header_read_timeout=MILLISECONDS_FOR_HEADERS),
        log_level=LogLevels.warning,
        log_dictconfig=settings.LOGGING,
        log_access=access_log,
        log_access_format=ACCESS_LOG_FORMAT,
    )
    server.is_one_of_several = not with_worker
    supervisor = os.getpid()
    os.register_at_fork(after_in_child=lambda: _end_with(supervisor))
    with _no_restore(), ExitStack() as beside:
        beside.enter_context(on_demand_beside())
        if with_worker:
            beside.enter_context(publisher_beside() if publish else chores_beside())
            if settings.GERAI_BACKUP_URL:
                beside.enter_context(backups_beside())
        server.serve()


def work(ending: threading.Event) -> None:
    """Publish, do the chores and make backups for all servers, until told to end."""
    _load_once()
    with _no_restore(), ExitStack() as beside:
        beside.enter_context(publisher_beside())
        if settings.GERAI_BACKUP_URL:
            beside.enter_context(backups_beside())
        ending.wait()


@contextmanager
def _no_restore() -> Iterator[None]:
    try:
        with serving(settings.GERAI_DATA):
            yield
    except BackupProblem as problem:
        raise CommandError(str(problem)) from problem


def _end_with(supervisor: int) -> None:
    """In a worker: end when the supervisor was killed and can't say so."""
    # What runs beside looks itself, and must stay without a second thread.
    if os.getppid() != supervisor or threading.current_thread().name == KEEPER:
        return

    def watch() -> None:
        while os.getppid() == supervisor:
            time.sleep(1)
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(SECONDS_TO_FINISH)
        os._exit(1)

    threading.Thread(target=watch, name="supervisor-watch", daemon=True).start()


def _load_once() -> None:
    """Load the application here, so that its forks share the memory."""
    import_string(settings.ASGI_APPLICATION)
    get_resolver().resolve("/")
    _load_what_settings_name()
    for command in (PUBLISHER, CHORES, BACKUPS):
        load_command_class(get_commands()[command], command)
    load_on_demand()
    for connection in connections.all(initialized_only=True):
        connection.close()
        if hasattr(connection, "close_pool"):
            connection.close_pool()
    gc.freeze()  # nearly nothing of it is garbage, and looking costs a quarter second


def _load_what_settings_name() -> None:
    """Not by the first requests: two threads that import one package may both fail."""
    named = {"redis": settings.VALKEY_URL, "boto3": not uploads_are_on_this_disk()}
    for package in (name for name, is_needed in named.items() if is_needed):
        try:
            import_module(package)
        except ImportError as problem:
            raise CommandError(
                f"{package} is missing. Install requirements/production.txt."
            ) from problem
