"""Cases are declared once and referred to by key; staff may write their names."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.text import slugify
from django.utils.translation import gettext as _
from wagtail.blocks import StreamBlockValidationError, StructBlockValidationError

from gerai.directory.choices import ComponentName

REFERRING: tuple[ComponentName, ...] = (
    ComponentName.REQUIREMENTS,
    ComponentName.STEPS,
    ComponentName.DURATIONS,
    ComponentName.FEES,
)


def settle_cases(record: Any, inherited: Iterable[Any] = ()) -> None:
    """Give each case its key, turn names of cases into keys, refuse unknown ones.

    Args:
        record: an agency or a service; its component lists are changed in place.
        inherited: case blocks that the record may refer to beside its own.

    Raises:
        ValidationError: by field, for a key that two cases share or none declares.
    """
    own = [child.value for child in record.cases]
    for case in own:
        if not case.get("key"):
            case["key"] = slugify(case.get("label") or "")
    errors: dict[str, Any] = {}
    if doubled := _doubled([case["key"] for case in own]):
        errors["cases"] = _case_errors(doubled)
    names = {
        spelling.casefold(): case["key"]
        for case in [*(child.value for child in inherited), *own]
        for spelling in (case["key"], case.get("label") or "")
        if spelling
    }
    for component in REFERRING:
        found = _settle_references(getattr(record, component.value), names)
        if found:
            errors[component.value] = StreamBlockValidationError(block_errors=found)
    if errors:
        raise ValidationError(errors)


def _settle_references(stream: Any, names: dict[str, str]) -> dict[int, Any]:
    errors: dict[int, Any] = {}
    for index, child in enumerate(stream):
        written = child.value.get("cases") or []
        unknown = [word for word in written if word.casefold() not in names]
        if unknown:
            errors[index] = StructBlockValidationError(
                block_errors={"cases": ValidationError(_unknown(unknown[0], names))}
            )
        elif written:
            child.value["cases"] = list(
                dict.fromkeys(names[word.casefold()] for word in written)
            )
    return errors


def _unknown(word: str, names: dict[str, str]) -> str:
    known = ", ".join(sorted(set(names.values())))
    if not known:
        return _(
            "“%(word)s” is not among the cases, because no cases are listed above."
        ) % {"word": word}
    return _("“%(word)s” is not among the cases: %(known)s.") % {
        "word": word,
        "known": known,
    }


def _doubled(keys: list[str]) -> dict[int, str]:
    return {
        index: key for index, key in enumerate(keys) if not key or key in keys[:index]
    }


def _case_errors(doubled: dict[int, str]) -> StreamBlockValidationError:
    return StreamBlockValidationError(
        block_errors={
            index: StructBlockValidationError(
                block_errors={
                    "key": ValidationError(
                        _("Another case has the short name “%(key)s” already.")
                        % {"key": key}
                        if key
                        else _("Write a name for the case.")
                    )
                }
            )
            for index, key in doubled.items()
        }
    )
