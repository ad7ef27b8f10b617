"""Uploads and a virus scanner: one that finds, one that is away, one that babbles."""

from __future__ import annotations

import socketserver
import struct
import threading
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from wagtail.documents.models import Document
from wagtail.images.models import Image

from gerai.files import checks, scanning
from gerai.files.exceptions import FileRefused
from gerai.files.tests.samples import PDF, photo

# As the test file of EICAR: harmless, and known to every scanner. In two parts, so that
# no scanner takes this file away.
HARMFUL = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR" + b"-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


class Clamd(socketserver.BaseRequestHandler):
    """Speaks as clamd does, on the parts of its protocol that we use."""

    says: bytes | None = None
    received: list[int] = []

    def handle(self) -> None:
        command = self.request.recv(10 if self.peek() != b"zP" else 6)
        if command == b"zPING\0":
            self.request.sendall(self.says or b"PONG\0")
            return
        content = b""
        while length := struct.unpack("!L", self.exactly(4))[0]:
            content += self.exactly(length)
        self.received.append(len(content))
        answer = (
            b"stream: Eicar-Signature FOUND\0"
            if HARMFUL in content
            else b"stream: OK\0"
        )
        self.request.sendall(self.says or answer)

    def peek(self) -> bytes:
        import socket

        found: bytes = self.request.recv(2, socket.MSG_PEEK)
        return found

    def exactly(self, count: int) -> bytes:
        found = b""
        while len(found) < count:
            found += self.request.recv(count - len(found))
        return found


@pytest.fixture
def clamd(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[type[Clamd]]:
    monkeypatch.setattr(Clamd, "says", None)
    monkeypatch.setattr(Clamd, "received", [])
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Clamd) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        settings.CLAMD_URL = f"tcp://127.0.0.1:{server.server_address[1]}"
        yield Clamd
        server.shutdown()


def look(content: bytes) -> None:
    scanning.refuse_infected(BytesIO(content), "surat.pdf")


def test_clean_files_come_through_and_harmful_ones_do_not(clamd: type[Clamd]) -> None:
    look(PDF)
    look(b"x" * 300_000)
    assert clamd.received == [len(PDF), 300_000]
    with pytest.raises(FileRefused, match="surat"):
        look(HARMFUL)


def test_a_file_stands_at_its_start_afterwards(clamd: type[Clamd]) -> None:
    file = BytesIO(PDF)
    scanning.refuse_infected(file, "surat.pdf")
    assert file.read() == PDF


@pytest.mark.parametrize(
    "says", [b"INSTREAM size limit exceeded. ERROR\0", b"HTTP/1.1 400\r\n\r\n\0", b"\0"]
)
def test_what_is_no_verdict_lets_nothing_in(clamd: type[Clamd], says: bytes) -> None:
    clamd.says = says
    with pytest.raises(FileRefused):
        look(PDF)
    assert checks.scanner_answers()[0].level >= 40


def test_a_scanner_that_is_away_lets_nothing_in(settings: Any, tmp_path: Path) -> None:
    for url in ("tcp://127.0.0.1:1", f"unix://{tmp_path}/clamd.ctl"):
        settings.CLAMD_URL = url
        with pytest.raises(FileRefused, match="virus"):
            look(PDF)
        problem = checks.scanner_answers()[0]
        assert "No upload is taken" in problem.msg


def test_without_a_scanner_nobody_is_asked(settings: Any) -> None:
    settings.CLAMD_URL = None
    look(HARMFUL)
    assert checks.scanner_answers()[0].level < 30


def test_the_doctor_says_that_it_answers(clamd: type[Clamd]) -> None:
    assert checks.scanner_answers()[0].level < 30


@pytest.mark.django_db
def test_pictures_and_files_of_the_desk_are_shown_to_it(
    clamd: type[Clamd], settings: Any, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = tmp_path
    client = Client()
    client.force_login(User.objects.create_superuser("pengelola"))
    infected = photo() + HARMFUL
    picture = SimpleUploadedFile("foto.jpg", infected)
    answer = client.post(
        "/admin/images/add/",
        {"title": "Ramai", "file": picture, "is_decorative": "on"},
    )
    assert "foto.jpg" in answer.content.decode()
    file = SimpleUploadedFile("surat.pdf", HARMFUL.join([PDF, b"\n%%EOF\n"]))
    client.post("/admin/documents/add/", {"title": "Surat", "file": file})

    assert len(clamd.received) == 2
    assert not Image.objects.exists()
    assert not Document.objects.exists()
