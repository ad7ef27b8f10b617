"""Logs go to standard error: readable lines, or one JSON object a line.

No personal data: neither addresses of visitors nor what they typed, and tracebacks
without the values of variables.
"""

from __future__ import annotations

import sys
from typing import Any

import structlog
from structlog.typing import EventDict, Processor

_CONTROLS = {code: f"\\x{code:02x}" for code in (*range(32), 127, 0x85, 0x2028, 0x2029)}


def one_line(logger: Any, name: str, event: EventDict) -> EventDict:
    """Nobody can write a line of the log by what they send us."""
    event["event"] = str(event.get("event", "")).translate(_CONTROLS)
    return event


_SHARED: tuple[Processor, ...] = (
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    one_line,
)


def logging_configuration(log_format: str) -> dict[str, Any]:
    """The ``LOGGING`` setting for ``GERAI_LOG`` = ``text`` or ``json``."""
    renderers: list[Processor] = (
        [
            # Plain tracebacks: the structured ones would hold local variables.
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(),
        ]
        if log_format == "json"
        else [
            structlog.dev.ConsoleRenderer(
                colors=sys.stderr.isatty(),
                exception_formatter=structlog.dev.plain_traceback,
            )
        ]
    )
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "gerai": {
                "()": structlog.stdlib.ProcessorFormatter,
                "foreign_pre_chain": _SHARED,
                "processors": [
                    structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                    *renderers,
                ],
            }
        },
        "handlers": {
            "console": {"class": "logging.StreamHandler", "formatter": "gerai"}
        },
        "root": {"handlers": ["console"], "level": "WARNING"},
        "loggers": {
            "gerai": {"level": "INFO"},
            # Replaces Django's own handlers, one of which sends mail.
            "django": {"handlers": [], "level": "WARNING", "propagate": True},
            # Unknown addresses are no event; failures are.
            "django.request": {"level": "ERROR"},
            "_granian": {"level": "WARNING"},
            "granian.access": {"level": "INFO"},
        },
    }


def configure_structlog() -> None:
    """Send structlog's events through the standard library's handlers."""
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *_SHARED,
            structlog.stdlib.PositionalArgumentsFormatter(),
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
