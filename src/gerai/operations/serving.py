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
from contextlib import ExitStack

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

# Method, path and outcome; neither address nor query string of the visitor.
ACCESS_LOG_FORMAT = "%(method)s %(path)s %(status)d %(dt_ms).1f ms"
SECONDS_TO_FINISH = 10
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


def serve(
    *, host: str, port: int, workers: int, access_log: bool, publish: bool = True
) -> None:
    """Serve until interrupted; a worker or publisher that dies is replaced.

    Args:
        publish: answer from the published tree, and run its publisher beside; what is
            not published yet is rendered.

    Raises:
        SystemExit: with 1 if a worker dies again at once.
    """
    # Files leave Wagtail's document view as ordinary iterators; that is fine here.
    warnings.filterwarnings("ignore", message="StreamingHttpResponse must consume")
    _load_once()
    module, _, name = settings.ASGI_APPLICATION.rpartition(".")
    if publish:
        name = "published"
    server = Granian(
        f"{module}:{name}",
        host,
        port,
        interface=Interfaces.ASGINL,
        workers=workers,
        respawn_failed_workers=True,
        workers_kill_timeout=SECONDS_TO_FINISH,
        http1_settings=HTTP1Settings(header_read_timeout=MILLISECONDS_FOR_HEADERS),
        log_level=LogLevels.warning,
        log_dictconfig=settings.LOGGING,
        log_access=access_log,
        log_access_format=ACCESS_LOG_FORMAT,
    )
    supervisor = os.getpid()
    os.register_at_fork(after_in_child=lambda: _end_with(supervisor))
    with ExitStack() as beside:
        try:
            beside.enter_context(serving(settings.GERAI_DATA))
        except BackupProblem as problem:
            raise CommandError(str(problem)) from problem
        beside.enter_context(publisher_beside() if publish else chores_beside())
        if settings.GERAI_BACKUP_URL:
            beside.enter_context(backups_beside())
        server.serve()


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
    for command in (PUBLISHER, CHORES, BACKUPS):
        load_command_class(get_commands()[command], command)
    for connection in connections.all(initialized_only=True):
        connection.close()
        if hasattr(connection, "close_pool"):
            connection.close_pool()
    gc.collect()
    gc.freeze()
