"""What a log line holds, and what it never holds."""

from __future__ import annotations

import json
import logging
import logging.config
from collections.abc import Iterator

import pytest
import structlog
from django.http import HttpRequest, HttpResponse
from django.test import Client

from gerai.config.logs import configure_structlog, logging_configuration
from gerai.operations.request_ids import HEADER, RequestIDMiddleware


@pytest.fixture
def restored_logging() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers, root.level = handlers, level
    logging.config.dictConfig(logging_configuration("text"))


def log_failure(visitor_name: str) -> None:
    try:
        raise ValueError("broken")
    except ValueError:
        logging.getLogger("django.request").exception("Failed: %s", "/instansi/")


@pytest.mark.parametrize("log_format", ["text", "json"])
@pytest.mark.usefixtures("restored_logging")
def test_traceback_has_no_values_of_variables(
    log_format: str, capsys: pytest.CaptureFixture[str]
) -> None:
    logging.config.dictConfig(logging_configuration(log_format))

    log_failure("Siti Aminah")

    logged = capsys.readouterr().err
    assert "ValueError: broken" in logged
    assert "Failed: /instansi/" in logged
    assert "Siti" not in logged


@pytest.mark.usefixtures("restored_logging")
def test_json_is_one_object_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    logging.config.dictConfig(logging_configuration("json"))
    configure_structlog()

    structlog.stdlib.get_logger("gerai.operations").info("page_published", pages=3)
    log_failure("Siti Aminah")

    first, second = capsys.readouterr().err.splitlines()
    event = json.loads(first)
    assert (event["event"], event["pages"], event["level"]) == (
        "page_published",
        3,
        "info",
    )
    assert json.loads(second)["exception"].startswith("Traceback")


@pytest.mark.usefixtures("restored_logging")
def test_unknown_addresses_are_no_event(capsys: pytest.CaptureFixture[str]) -> None:
    logging.config.dictConfig(logging_configuration("text"))

    logging.getLogger("django.request").warning("Not Found: /rahasia/081234567890")

    assert capsys.readouterr().err == ""


FORGED = "x\r\n2026-01-01T00:00:00Z [info] admin signed in\x1b[2K\x9b2K\u2028\u202ey"
CONTROLS = ("\r", "\x1b", "\x9b", "\u2028", "\u202e")


@pytest.mark.parametrize("log_format", ["text", "json"])
@pytest.mark.usefixtures("restored_logging")
def test_what_visitors_send_is_neither_a_line_nor_a_command(
    log_format: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """In the words, in a value, and in what others' programs say of it."""
    logging.config.dictConfig(logging_configuration(log_format))
    configure_structlog()

    structlog.get_logger("gerai.test").warning("odd name", user=FORGED, agent=FORGED)
    logging.getLogger("granian.access").info("GET /%s 404", FORGED)
    try:
        raise ValueError(FORGED)
    except ValueError:
        logging.getLogger("django.request").exception("Internal error: /%s", FORGED)

    logged = capsys.readouterr().err
    assert not [sign for sign in CONTROLS if sign in logged]
    lines = logged.splitlines()
    assert not [line for line in lines if line.startswith("2026-01-01")]
    if log_format == "json":
        assert len(lines) == 3
        assert all(json.loads(line)["timestamp"] for line in lines)


@pytest.mark.parametrize("log_format", ["text", "json"])
@pytest.mark.usefixtures("restored_logging")
def test_words_of_other_programs_name_nobody(
    log_format: str, capsys: pytest.CaptureFixture[str]
) -> None:
    logging.config.dictConfig(logging_configuration(log_format))
    try:
        raise ValueError("Key (email)=(siti.aminah@example.go.id) already exists")
    except ValueError:
        logging.getLogger("django.request").exception(
            "Failed for %s, %s", "+62 812-3456-7890", "6472014505900001"
        )

    logged = capsys.readouterr().err
    assert "already exists" in logged
    for hidden in ("siti", "3456", "6472"):
        assert hidden not in logged


@pytest.mark.usefixtures("restored_logging")
def test_lines_of_a_request_and_its_answer_have_one_name(
    capsys: pytest.CaptureFixture[str],
) -> None:
    logging.config.dictConfig(logging_configuration("json"))
    configure_structlog()
    log = structlog.get_logger("gerai.test")

    def view(request: HttpRequest) -> HttpResponse:
        log.warning("in the view")
        logging.getLogger("django.security").error("in Django")
        return HttpResponse()

    given = "0123456789abcdef" * 2
    request = HttpRequest()
    request.META["HTTP_X_REQUEST_ID"] = given
    answer = RequestIDMiddleware(view)(request)
    log.warning("outside")

    first, second, outside = map(json.loads, capsys.readouterr().err.splitlines())
    assert answer[HEADER] == first["request_id"] == second["request_id"] == given
    assert "request_id" not in outside


@pytest.mark.django_db
@pytest.mark.parametrize(
    "given", ["", "x", "a" * 33, "0" * 31 + "G", "\r\nX: 1", "é" * 32]
)
def test_a_name_that_nginx_did_not_make_is_replaced(given: str) -> None:
    answer = Client().get("/healthz", headers={HEADER: given})
    assert len(answer[HEADER]) == 32
    assert answer[HEADER] != given
