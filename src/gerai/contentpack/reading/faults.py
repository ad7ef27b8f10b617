"""Says pydantic's errors in the words of the person who wrote the file."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from django.utils.translation import gettext as _
from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from gerai.contentpack.reading.problems import Problem, Problems
from gerai.contentpack.reading.yaml_files import Path, YamlDocument

M = TypeVar("M", bound=BaseModel)


def _given(details: ErrorDetails) -> str:
    value = details.get("input")
    if value is None:
        return _("nothing")
    if isinstance(value, dict):
        return _("a group of fields")
    if isinstance(value, list):
        return _("a list")
    if value is True or value is False:
        return str(value).lower()
    return f"“{str(value)[:60]}”"


def _missing(details: ErrorDetails) -> str:
    return _("is missing; add this field")


def _extra(details: ErrorDetails) -> str:
    if details.get("input") is None:
        return _(
            "is not a field here; a text with a comma between { } needs quotation marks"
        )
    return _("is not a field here; check the spelling or remove it")


def _choices(details: ErrorDetails) -> str:
    expected = str(_context(details)["expected"])
    return _("%(given)s is not possible here; write one of: %(choices)s") % {
        "given": _given(details),
        "choices": expected.replace("'", "").replace(" or ", ", "),
    }


def _too_long(details: ErrorDetails) -> str:
    return _("is %(length)d characters long; at most %(limit)d fit") % {
        "length": len(str(details.get("input"))),
        "limit": _context(details)["max_length"],
    }


def _context(details: ErrorDetails) -> dict[str, Any]:
    return dict(details.get("ctx") or {})


def _whole(details: ErrorDetails) -> str:
    return _("must be a whole number without dots or commas, not %(given)s") % {
        "given": _given(details)
    }


def _text(details: ErrorDetails) -> str:
    return _("must be text, not %(given)s") % {"given": _given(details)}


def _list(details: ErrorDetails) -> str:
    return _("must be a list (lines that begin with “- ”), not %(given)s") % {
        "given": _given(details)
    }


def _group(details: ErrorDetails) -> str:
    return _("must be a group of fields (name: value), not %(given)s") % {
        "given": _given(details)
    }


def _switch(details: ErrorDetails) -> str:
    return _("must be true or false, not %(given)s") % {"given": _given(details)}


def _too_small(details: ErrorDetails) -> str:
    return _("%(given)s is too small; at least %(limit)s") % {
        "given": details.get("input"),
        "limit": _context(details)["ge"],
    }


def _too_large(details: ErrorDetails) -> str:
    return _("%(given)s is too large; at most %(limit)s") % {
        "given": details.get("input"),
        "limit": _context(details)["le"],
    }


_WORDINGS: dict[str, Callable[[ErrorDetails], str]] = {
    "pack": lambda details: str(_context(details)["text"]),
    "missing": _missing,
    "extra_forbidden": _extra,
    "literal_error": _choices,
    "string_too_long": _too_long,
    "greater_than_equal": _too_small,
    "less_than_equal": _too_large,
    "int_type": _whole,
    "int_from_float": _whole,
    "int_parsing": _whole,
    "string_type": _text,
    "bool_type": _switch,
    "list_type": _list,
    "dict_type": _group,
    "model_type": _group,
    "model_attributes_type": _group,
}


def _wording(details: ErrorDetails) -> str:
    """One sentence for one error: what is wrong, and what to write."""
    wording = _WORDINGS.get(details["type"])
    return wording(details) if wording else str(details["msg"])


def check(
    model: type[M], document: YamlDocument, file: str, problems: Problems
) -> M | None:
    """The validated model, or ``None`` after noting every fault with its line."""
    try:
        return model.model_validate(document.data)
    except ValidationError as found:
        for details in found.errors(include_url=False):
            path = _path_in_file(details, document)
            problems.add(
                file, document.line_of(path), field_name(path), _wording(details)
            )
    return None


def faults_of(refused: ValidationError, file: str) -> list[Problem]:
    """The faults of values that don't come from a file of a pack."""
    return [
        Problem(file, 0, field_name(details["loc"]), _wording(details))
        for details in refused.errors(include_url=False)
    ]


def _path_in_file(details: ErrorDetails, document: YamlDocument) -> Path:
    """Pydantic's path, without the steps that only the models have.

    A plain text stands for ``{id: …}``, so the step ``id`` isn't in the file.
    """
    path: Path = ()
    for part in details["loc"]:
        is_plain = part == "id" and not isinstance(document.value_of(path), dict)
        if part != "[key]" and not is_plain:
            path = (*path, part)
    return path


def field_name(path: tuple[str | int, ...]) -> str:
    """``services[2].fees[0].amount``: positions counted from 1, as people do."""
    name = ""
    for part in path:
        if isinstance(part, int):
            name += f"[{part + 1}]"
        else:
            name += f".{part}" if name else part
    return name
