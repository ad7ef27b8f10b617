"""Measures inside the application; see ``bench.health``. Prints one line of JSON."""

from __future__ import annotations

import json
import statistics
import time
from collections.abc import Callable

import django

django.setup()

from django.contrib.auth.models import User  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402

from gerai.directory.models import ServicePage  # noqa: E402
from gerai.guard.tests.signing_in import with_factor  # noqa: E402
from gerai.truth import services  # noqa: E402

ROUNDS = 5


def main() -> None:
    services.look_at_everything()
    with CaptureQueriesContext(connection) as captured:
        report = seconds(services.look_at_everything)
    client = Client(headers={"host": "127.0.0.1"})
    with_factor(client, User.objects.filter(is_superuser=True).earliest("pk"))
    service = ServicePage.objects.filter(slug="layanan-0").get()

    def list_after_a_change() -> None:
        services.note_change(service)
        client.get("/admin/jaga-isi/")

    print(
        json.dumps(
            {
                "the whole report": report,
                "queries": len(captured),
                "the list": 1000 * typical(lambda: client.get("/admin/jaga-isi/")),
                "the list, a service just changed": 1000 * typical(list_after_a_change),
                "the home screen": 1000 * typical(lambda: client.get("/admin/")),
                "what readers say": 1000
                * typical(lambda: client.get("/admin/suara-pembaca/")),
            }
        )
    )


def seconds(act: Callable[[], object]) -> float:
    started = time.process_time()
    act()
    return time.process_time() - started


def typical(act: Callable[[], object]) -> float:
    act()
    return statistics.median(seconds(act) for _ in range(ROUNDS))


if __name__ == "__main__":
    main()
