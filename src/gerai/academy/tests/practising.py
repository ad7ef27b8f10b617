"""A supervisor with two processes on demand, started by ``test_handing_over``.

Prints the addresses, and goes on until it is ended. What answers is no part of the site.
"""

from __future__ import annotations

import hashlib
import json
import os
import signal
import sys
import threading
import time
from collections.abc import Iterable
from functools import partial
from typing import Any

import django

django.setup()

# What a copy is can be imported only now.
from gerai.academy.practice.process import answer_with  # noqa: E402
from gerai.operations.on_demand import (  # noqa: E402
    address_of,
    on_demand_beside,
    register_on_demand,
)

LARGE = 3 * 1024 * 1024


def application(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    """Tells what it was asked; some addresses take long, or say much."""
    body = environ["wsgi.input"].read()
    path = environ["PATH_INFO"]
    if path.endswith("/slow"):
        time.sleep(2)
    if path.endswith("/large"):
        start_response("200 OK", [("Content-Length", str(LARGE))])
        return [b"x" * LARGE]
    told = {
        "method": environ["REQUEST_METHOD"],
        "path": path.encode("latin-1").decode(),
        "query": environ["QUERY_STRING"],
        "cookie": environ.get("HTTP_COOKIE"),
        "connection": [
            environ[name] for name in ("REMOTE_ADDR", "SERVER_NAME", "SERVER_PORT")
        ],
        "request_id": environ["HTTP_X_REQUEST_ID"],
        "bytes": len(body),
        "sha256": hashlib.sha256(body).hexdigest(),
        "pid": os.getpid(),
        "priority": os.getpriority(os.PRIO_PROCESS, 0),
    }
    start_response("200 OK", [("Set-Cookie", "a=1"), ("Set-Cookie", "b=2")])
    return [json.dumps(told).encode()]


answer_at = partial(answer_with, application)
answer_shortly_at = partial(answer_with, application, seconds_idle=0.1)


def main() -> None:
    """See the module."""
    here = "gerai.academy.tests.practising"
    register_on_demand("practice", f"{here}.answer_at")
    register_on_demand("shortly", f"{here}.answer_shortly_at")
    ending = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: ending.set())
    with on_demand_beside():
        sys.stdout.write(f"{address_of('practice')} {address_of('shortly')}\n")
        sys.stdout.flush()
        ending.wait()


if __name__ == "__main__":
    main()
