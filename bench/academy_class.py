"""Trainees at work, in a process of their own for ``bench.academy``.

``python -m bench.academy_class BASE_URL PAUSE``, their sessions on the first line of
standard input as JSON. Says ``at work`` when all have begun; when standard input ends,
it prints how long each screen took since, in seconds, as JSON.

Browsers are elsewhere: here they must not take the interpreter of the visitor who is
measured.
"""

from __future__ import annotations

import http.client
import json
import random
import sys
import threading
import time
from dataclasses import dataclass, field
from urllib.parse import urlsplit

SCREENS = (
    "/latihan/admin/",
    "/latihan/admin/tugas/tutup/",
    "/latihan/admin/tugas/koreksi/",
    "/latihan/admin/persetujuan/",
    "/latihan/",
    "/latihan/instansi/",
)


@dataclass
class Lesson:
    """What the trainees share: their pause, when to end, and what they met."""

    server: str
    pause: float
    ending: threading.Event = field(default_factory=threading.Event)
    waits: list[float] = field(default_factory=list)
    refused: list[int] = field(default_factory=list)


def main() -> None:
    """See the module."""
    lesson = Lesson(urlsplit(sys.argv[1]).netloc, float(sys.argv[2]))
    sessions: list[str] = json.loads(sys.stdin.readline())
    trainees = [
        threading.Thread(target=_practise, args=(one, lesson)) for one in sessions
    ]
    for trainee in trainees:
        trainee.start()
    time.sleep(lesson.pause)
    lesson.waits.clear()
    print("at work", flush=True)
    sys.stdin.read()
    waits = list(lesson.waits)
    lesson.ending.set()
    for trainee in trainees:
        trainee.join()
    print(json.dumps({"waits": waits, "refused": lesson.refused}))


def _practise(session: str, lesson: Lesson) -> None:
    chance = random.Random()  # noqa: S311 - nobody guesses it
    lesson.ending.wait(chance.uniform(0, lesson.pause))
    while not lesson.ending.is_set():
        connection = http.client.HTTPConnection(lesson.server, timeout=60)
        started = time.perf_counter()
        cookie = {"Cookie": f"sessionid={session}"}
        connection.request("GET", chance.choice(SCREENS), headers=cookie)
        answer = connection.getresponse()
        answer.read()
        connection.close()
        if answer.status != 200:
            # Who isn't signed in properly is led away, which costs next to nothing.
            lesson.refused.append(answer.status)
            return
        lesson.waits.append(time.perf_counter() - started)
        lesson.ending.wait(chance.uniform(0.5, 1.5) * lesson.pause)


if __name__ == "__main__":
    main()
