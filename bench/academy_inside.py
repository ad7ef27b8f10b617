"""Trainees with their copies, made in a process of its own for ``bench.academy``.

Prints one line of JSON: seconds and bytes of each copy, and a session for each trainee.
"""

from __future__ import annotations

import json
import os
import sys
import time

import django


def main() -> None:
    os.environ["GERAI_DATA"] = sys.argv[1]
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gerai.config.settings.base")
    django.setup()
    print(json.dumps(_trainees(int(sys.argv[2]))))


def _trainees(number: int) -> dict[str, object]:
    # Models can be imported only now.
    from django.contrib.auth.models import User  # noqa: PLC0415
    from django.test import Client  # noqa: PLC0415

    from gerai.academy.practice.places import template  # noqa: PLC0415
    from gerai.academy.practice.selectors import bytes_of  # noqa: PLC0415
    from gerai.academy.practice.services import reset_copy  # noqa: PLC0415
    from gerai.academy.practice.template import make_template  # noqa: PLC0415
    from gerai.guard.roles import Role  # noqa: PLC0415
    from gerai.guard.services import invite  # noqa: PLC0415
    from gerai.guard.tests.signing_in import with_factor  # noqa: PLC0415

    started = time.perf_counter()
    make_template(template())
    found: dict[str, object] = {"template_seconds": time.perf_counter() - started}
    seconds, sizes, sessions = [], [], []
    for one in range(number):
        email = f"peserta-{one}@contoh.go.id"
        user = User.objects.filter(username=email).first()
        if user is None:
            user = invite(email=email, role=Role.MANAGER).member.user
        started = time.perf_counter()
        copy = reset_copy(user)
        seconds.append(time.perf_counter() - started)
        sizes.append(bytes_of(copy))
        sessions.append(with_factor(Client(), user).session.session_key)
    return found | {"seconds": seconds, "bytes": sizes, "sessions": sessions}


if __name__ == "__main__":
    main()
