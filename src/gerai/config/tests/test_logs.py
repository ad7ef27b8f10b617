"""What a log line holds, and what it never holds."""

from __future__ import annotations

import json
import logging
import logging.config
from collections.abc import Iterator

import pytest
import structlog

from gerai.config.logs import configure_structlog, logging_configuration


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
