"""Logs go to standard error: readable lines, or one JSON object a line.

No personal data: neither addresses of visitors nor what they typed, tracebacks without
the values of variables, and what looks like somebody's address or number is left out of
the words of others' programs. Nobody can write a line of the log, or move the cursor of
whoever reads it, by what they send us.
"""

from __future__ import annotations

import re
import sys
from typing import Any

import structlog
from structlog.typing import EventDict, Processor

# Line ends, what terminals obey, and what turns the direction of writing.
_CONTROLS = {
    code: f"\\x{code:02x}" for code in (*range(32), *range(127, 160), 0x2028, 0x2029)
} | {
    code: f"\\u{code:04x}"
    for code in (0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A))
}
_CONTROLS_OF_TRACEBACKS = {code: to for code, to in _CONTROLS.items() if code != 10}
# An e-mail address; a phone number or the number of an identity card.
_PERSON = re.compile(
    r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+|(?<!\w)\+?\d(?:[ -]?\d){8,18}(?![\w.])"
)
_OURS = frozenset({"timestamp", "level", "logger", "request_id", "release"})


def clean(logger: Any, name: str, event: EventDict) -> EventDict:
    """One event is one line, plain, and about nobody; tracebacks are indented."""
    for key, value in event.items():
        if key == "exception":
            lines = str(value).translate(_CONTROLS_OF_TRACEBACKS).splitlines()
            event[key] = _PERSON.sub("…", "\n  ".join(lines))
        elif key not in _OURS and isinstance(value, str):
            event[key] = _PERSON.sub("…", value.translate(_CONTROLS))
    return event


_SHARED: tuple[Processor, ...] = (
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
)


def logging_configuration(log_format: str) -> dict[str, Any]:
    """The ``LOGGING`` setting for ``GERAI_LOG`` = ``text`` or ``json``."""
    renderers: list[Processor] = (
        [structlog.processors.JSONRenderer()]
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
                    # Plain tracebacks: the structured ones would hold local variables.
                    structlog.processors.format_exc_info,
                    clean,
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
