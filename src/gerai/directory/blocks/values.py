"""Small blocks: facts that are the same in every language, money, counts, cases."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, TypeAlias

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from gerai.directory.standard.wording import rupiah
from gerai.place.provenance import validate_partial_date

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

Text: TypeAlias = "str | _StrPromise"

MAX_RUPIAH = 1_000_000_000_000
MAX_COPIES = 50
MAX_COUNT = 10_000

_RUPIAH = re.compile(
    r"(?:rp\.?)?\s*(\d+|\d{1,3}(?:\.\d{3})+)(?:,(?:-|00))?", re.IGNORECASE | re.ASCII
)


class SharedMixin:
    """For texts that are facts, not words: the same in every language.

    wagtail-localize asks blocks for these two methods.
    """

    def get_translatable_segments(self, value: Any) -> list[Any]:
        return []

    def restore_translated_segments(self, value: Any, segments: Any) -> Any:
        return value


class WordsMixin:
    """For texts that are translated; what is missing in old data is an empty text.

    wagtail-localize doesn't know how to translate None.
    """

    def get_default(self) -> str:
        return ""

    def to_python(self, value: Any) -> str:
        return value if isinstance(value, str) else ""

    def bulk_to_python(self, values: Iterable[Any]) -> list[str]:
        return [self.to_python(value) for value in values]

    def normalize(self, value: Any) -> str:
        return self.to_python(value)


class LineBlock(WordsMixin, blocks.CharBlock):
    """A line of words for readers."""


class WordsBlock(WordsMixin, blocks.TextBlock):
    """Some words for readers."""


class SharedCharBlock(SharedMixin, blocks.CharBlock):
    """A line that is not translated."""


class SharedTextBlock(SharedMixin, blocks.TextBlock):
    """A text that is not translated."""


class PartialDateBlock(SharedCharBlock):
    """A year, a month or a day as ``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD``."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=10, validators=[validate_partial_date], **kwargs)


class CaseKeyBlock(SharedMixin, blocks.RegexBlock):
    """The name by which other items refer to a case."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            regex=r"^[a-z0-9]+(-[a-z0-9]+)*$",
            max_length=80,
            error_messages={
                "invalid": _("Use small letters, digits and hyphens only: hilang.")
            },
            **kwargs,
        )


class CaseKeysField(forms.CharField):
    """Words with commas between them; the clean value is a list of them."""

    def to_python(self, value: Any) -> Any:
        words = value.split(",") if isinstance(value, str) else value or []
        return _distinct(words)

    def has_changed(self, initial: Any, data: Any) -> bool:
        return bool(self.to_python(initial) != self.to_python(data))

    def prepare_value(self, value: Any) -> Any:
        return ", ".join(value) if isinstance(value, list | tuple) else value

    def run_validators(self, value: Any) -> None:
        """A list is not one long string; the page checks it against its cases."""

    def validate(self, value: Any) -> None:
        if self.required and not value:
            raise ValidationError(self.error_messages["required"], code="required")


class CaseKeysBlock(SharedMixin, blocks.FieldBlock):
    """The cases to which an item belongs; none means all of them.

    Stored as a list of case keys. Staff may write a case's label instead: the page turns
    it into the key when it is cleaned.
    """

    def __init__(self, required: bool = False, **kwargs: Any) -> None:
        help_text = kwargs.pop(
            "help_text",
            _("Leave empty if it counts for every case. Otherwise: baru, hilang."),
        )
        self.field = CaseKeysField(required=required, help_text=help_text)
        super().__init__(**kwargs)

    def get_default(self) -> list[str]:
        return []

    def to_python(self, value: Any) -> list[str]:
        return _distinct(value or [])

    def get_prep_value(self, value: Any) -> list[str]:
        return _distinct(value or [])

    class Meta:
        icon = "tag"
        label = _("only for the cases")


class RupiahField(forms.IntegerField):
    """Whole rupiah, written as people write them: 350000, 350.000, Rp 350.000,00."""

    default_error_messages = {
        "invalid": _("Write whole rupiah, for example 350.000."),
    }

    def to_python(self, value: Any) -> int | None:
        if value in self.empty_values:
            return None
        if isinstance(value, bool | float) and value != int(value):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        text = str(int(value) if isinstance(value, float) else value).strip()
        is_negative = text.startswith("-")
        match = _RUPIAH.fullmatch(text.removeprefix("-").strip())
        if match is None:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        amount = int(match.group(1).replace(".", ""))
        return -amount if is_negative else amount


class RupiahInput(forms.TextInput):
    """Shows an amount as people write it: ``Rp 150.000``."""

    def format_value(self, value: Any) -> str | None:
        if isinstance(value, int) and value >= 0:
            return rupiah(value)
        return super().format_value(value)


class RupiahBlock(blocks.FieldBlock):
    """An amount of money in whole rupiah."""

    def __init__(
        self, required: bool = False, help_text: Text = "", **kwargs: Any
    ) -> None:
        self.field = RupiahField(
            required=required,
            help_text=help_text,
            widget=RupiahInput(attrs={"inputmode": "numeric"}),
            validators=[
                MinValueValidator(1, _("An amount is more than zero.")),
                MaxValueValidator(MAX_RUPIAH, _("This amount is too large.")),
            ],
        )
        super().__init__(**kwargs)

    def get_form_state(self, value: Any) -> Any:
        """The amount as the desk's own script puts it into the field."""
        return rupiah(value) if isinstance(value, int) and value >= 0 else value

    class Meta:
        icon = "decimal"


class CountBlock(blocks.IntegerBlock):
    """A whole number that is not negative."""

    def __init__(
        self,
        *,
        largest: int = MAX_COUNT,
        smallest: int = 0,
        required: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(
            required=required,
            validators=[
                MinValueValidator(smallest, _below_message(smallest)),
                MaxValueValidator(largest, _("This number is too large.")),
            ],
            **kwargs,
        )
        self.field.error_messages["invalid"] = _("Write a whole number.")


def _below_message(smallest: int) -> Text:
    if smallest == 0:
        return _("The number can't be less than zero.")
    return _("The number must be one or more.")


def _distinct(words: Iterable[Any]) -> list[str]:
    found: dict[str, None] = {}
    for word in words:
        text = str(word).strip()
        if text:
            found[text] = None
    return list(found)


def struct_error(
    **messages: Sequence[Text] | Text,
) -> blocks.StructBlockValidationError:
    """An error of a struct block, by field; several fields may be named."""
    return blocks.StructBlockValidationError(
        block_errors={
            name: ValidationError(
                [message] if isinstance(message, str | Promise) else list(message)
            )
            for name, message in messages.items()
        }
    )
