"""Who visits the second shape, and who works in its desk: through nginx, like anybody."""

from __future__ import annotations

import re
import threading
import time
import urllib.parse
import urllib.request
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from http.client import HTTPException
from http.cookiejar import CookieJar

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value

from gerai.operations.tests.second_shape import (
    PASSWORD,
    Shape,
    ask,
    status_of,
    wait_until,
)
from gerai.operations.tests.server_killing import pages_that_ask

READ = ("/", "/en/", "/layanan/", "/jam-buka/?fbclid=1", "/sitemap.xml")
ASKED = ("/cari/?q=ktp", "/api/v1/agencies", "/api/v1/search?q=kk")


@dataclass(slots=True)
class Crowd:
    """Visitors who read, ask and write until told to stop; remembers every outcome."""

    shape: Shape
    asks: bool = True
    writes: bool = True
    outcomes: list[tuple[str, object]] = field(default_factory=list)
    thanks: list[str] = field(default_factory=list)
    pages: list[str] = field(default_factory=list)
    _answered: Counter[int | None] = field(default_factory=Counter)
    _threads: list[threading.Thread] = field(default_factory=list)
    _ending: threading.Event = field(default_factory=threading.Event)

    @contextmanager
    def at_work(self) -> Iterator[Crowd]:
        # Each takes two hundred answers a day.
        self.pages = pages_that_ask(self.shape.data / "published")
        acts: list[Callable[[], None]] = [self._read, self._read]
        acts += [self._ask, self._ask] if self.asks else []
        acts += [self._write, self._write] if self.writes else []
        self._threads = [
            threading.Thread(target=self._repeat, args=(act,)) for act in acts
        ]
        for thread in self._threads:
            thread.start()
        try:
            yield self
        finally:
            self._ending.set()
            for thread in self._threads:
                thread.join()

    def wait_for_answers(self) -> None:
        """Until nobody waits any more for an answer that they wait for now."""
        before = self._answered.copy()

        def all_have_another() -> bool:
            idents = [thread.ident for thread in self._threads]
            return all(self._answered[one] > before[one] for one in idents)

        wait_until(all_have_another, "an answer for each visitor")

    def failed(self, *accepted: int) -> list[tuple[str, object]]:
        return [one for one in self.outcomes if one[1] not in accepted]

    def _repeat(self, act: Callable[[], None]) -> None:
        while not self._ending.is_set():
            act()
            time.sleep(0.02)

    def _read(self) -> None:
        for path in READ:
            self._note(path, partial(status_of, self.shape.port, path))

    def _ask(self) -> None:
        for path in ASKED:
            self._note(path, partial(status_of, self.shape.port, path))

    def _write(self) -> None:
        for page in self.pages:
            self._note(f"POST {page}", partial(self._answer, page))
            time.sleep(0.05)

    def _answer(self, page: str) -> int:
        status, headers, _ = ask(
            self.shape.port,
            "/survei/halaman/",
            method="POST",
            body=urllib.parse.urlencode({"halaman": page, "jawaban": "ya"}),
            headers={
                "Origin": self.shape.environment["GERAI_BASE_URL"],
                "Content-Type": "application/x-www-form-urlencoded",
            },
        )
        if status == 303:
            self.thanks.append(headers["location"])
        return status

    def _note(self, what: str, act: Callable[[], int]) -> None:
        try:
            outcome: object = act()
        except (OSError, HTTPException) as problem:
            outcome = problem
        self.outcomes.append((what, outcome))
        self._answered[threading.get_ident()] += 1


class Desk:
    """A browser of somebody who works in the desk, through nginx."""

    def __init__(self, shape: Shape) -> None:
        self._base = shape.environment["GERAI_BASE_URL"]
        self._opener = urllib.request.build_opener(
            urllib.request.HTTPCookieProcessor(CookieJar())
        )

    def get(self, path: str) -> str:
        with self._opener.open(self._base + path, timeout=60) as answer:
            return str(answer.read().decode())

    def sign_in(self) -> None:
        """The first time, so that an app has to be set up."""
        self.post("/akun/masuk/", {"login": "admin", "password": PASSWORD})
        # Each look at this form has another key.
        self.post("/akun/keamanan/aplikasi/", _code_that_is_asked_for)

    def post(
        self,
        path: str,
        fields: dict[str, str] | Callable[[str], dict[str, str]],
        *,
        file: tuple[str, bytes] | None = None,
    ) -> str:
        """Fill in a form and send it; the page that it led to."""
        page = self.get(path)
        found = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)
        assert found is not None, page[:500]
        filled = fields(page) if callable(fields) else fields
        body, kind = _encoded({"csrfmiddlewaretoken": found[1], **filled}, file)
        request = urllib.request.Request(  # noqa: S310 - our own address
            self._base + path,
            data=body,
            headers={
                "Content-Type": kind,
                "Origin": self._base,
                "Referer": self._base + path,
            },
        )
        with self._opener.open(request, timeout=60) as answer:
            return str(answer.read().decode())


def _code_that_is_asked_for(page: str) -> dict[str, str]:
    found = re.search(r"secret=(\w+)", page)
    assert found is not None, page[:500]
    return {"code": format_hotp_value(hotp_value(found[1], int(time.time()) // 30))}


def _encoded(
    fields: dict[str, str], file: tuple[str, bytes] | None
) -> tuple[bytes, str]:
    if file is None:
        return (
            urllib.parse.urlencode(fields).encode(),
            "application/x-www-form-urlencoded",
        )
    edge = "gerai-form"
    parts = [
        f'--{edge}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n'
        f"{value}\r\n".encode()
        for name, value in fields.items()
    ]
    name, content = file
    parts.append(
        f"--{edge}\r\nContent-Disposition: form-data; "
        f'name="file"; filename="{name}"\r\nContent-Type: image/png\r\n\r\n'.encode()
        + content
        + f"\r\n--{edge}--\r\n".encode()
    )
    return b"".join(parts), f"multipart/form-data; boundary={edge}"
