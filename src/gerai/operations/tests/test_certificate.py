"""What the doctor says of certificates; servers of this machine present them."""

from __future__ import annotations

import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from django.core.checks import ERROR, INFO, WARNING, CheckMessage

from gerai.operations.checks import certificate


def made(folder: Path, name: str, days: float) -> Path:
    """A certificate that signs itself, with its key in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    issuer = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    signed = (
        x509.CertificateBuilder()
        .subject_name(issuer)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=90))
        .not_valid_after(now + timedelta(days=days))
        .add_extension(
            x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False
        )
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = folder / "both.pem"
    path.write_bytes(
        signed.public_bytes(serialization.Encoding.PEM)
        + key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return path


Look = Callable[..., CheckMessage]


@pytest.fixture
def look(
    settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Look]:
    """Asks the doctor about a server with a certificate."""
    doors: list[socket.socket] = []

    def ask(name: str, days: float, *, is_known: bool = True) -> CheckMessage:
        path = made(tmp_path, name, days)
        monkeypatch.setenv("SSL_CERT_FILE", str(path if is_known else tmp_path / "no"))
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(path)
        door = socket.create_server(("127.0.0.1", 0))
        doors.append(door)

        def answer() -> None:
            try:
                visitor, _ = door.accept()
                with visitor, context.wrap_socket(visitor, server_side=True) as secured:
                    secured.recv(1)
            except OSError:
                pass

        threading.Thread(target=answer, daemon=True).start()
        settings.GERAI_BASE_URL = f"https://localhost:{door.getsockname()[1]}"
        (message,) = certificate.certificate_holds()
        return message

    yield ask
    for door in doors:
        door.close()


@pytest.mark.parametrize(
    ("days", "level", "words"),
    [
        (60, INFO, "59 more days"),
        (15, WARNING, "14 more days"),
        (3, ERROR, "2 more days"),
        (-1, ERROR, "expired"),
    ],
)
def test_the_end_of_a_certificate_is_seen_coming(
    look: Look, days: float, level: int, words: str
) -> None:
    message = look("localhost", days)
    assert message.level == level
    assert words in str(message.msg)


def test_browsers_refuse_another_name_and_an_unknown_signer(look: Look) -> None:
    assert "ostname mismatch" in str(look("mpp.example.go.id", 60).msg)
    message = look("localhost", 60, is_known=False)
    assert (message.level, message.id) == (ERROR, "certificate.A1")


def test_who_does_not_answer_is_not_waited_for(
    settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(certificate, "SECONDS_TO_ANSWER", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        settings.GERAI_BASE_URL = f"https://127.0.0.1:{silent.getsockname()[1]}"
        started = time.monotonic()
        (message,) = certificate.certificate_holds()
    assert time.monotonic() - started < 3
    assert (message.level, message.id) == (WARNING, "certificate.A2")
    settings.GERAI_BASE_URL = "http://127.0.0.1:8000"
    assert certificate.certificate_holds() == []
