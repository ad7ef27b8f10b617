"""Somebody who edits: a process that makes the changes it is told, one a line.

Reads ``["kind", seed]`` from standard input, answers ``[is_made, time of commit, file of
the service that was published last]``. The kinds are those of the test of the law (``gerai.config.tests.changes``).
"""

from __future__ import annotations

import json
import logging
import os
import sys
import time

import django

django.setup()

from gerai.config.tests.changes import CHANGES, make  # noqa: E402
from gerai.directory.models import ServicePage  # noqa: E402


def main() -> None:
    logging.disable()
    # Only answers go to standard output; commands that changes run may print, too.
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "w")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    print(json.dumps(sorted(CHANGES)), file=answers, flush=True)
    for line in sys.stdin:
        kind, seed = json.loads(line)
        try:
            is_made = make(kind, seed)
        except Exception as problem:  # noqa: BLE001 - the bench says which kind it was
            answer = [f"{type(problem).__name__}: {problem}", 0, ""]
        else:
            answer = [is_made, time.time(), _file_of_last_service()]
        print(json.dumps(answer), file=answers, flush=True)


def _file_of_last_service() -> str:
    pages = ServicePage.objects.live().filter(locale__language_code="id")
    url_path = (
        pages.exclude(last_published_at=None)
        .order_by("-last_published_at", "pk")
        .values_list("url_path", flat=True)
        .first()
    )
    _home, _, path = (url_path or "").strip("/").partition("/")
    return f"{path}/index.html"


if __name__ == "__main__":
    main()
