"""What all blocks of items have in common.

Names of fields are stored in pages and in content packs: add, never rename.
"""

from __future__ import annotations

from typing import Any

from wagtail import blocks

SHORT = 160
LONG = 2000


class ItemBlock(blocks.StructBlock):
    """A struct block that checks its fields against each other once each is right.

    A draft may lack things; what contradicts itself is refused in drafts, too.
    """

    @property
    def is_draft(self) -> bool:
        return bool(getattr(self, "is_deferred_validation", False))

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        self.check_item(cleaned)
        return cleaned

    def check_item(self, item: Any) -> None:
        """Raise a :class:`StructBlockValidationError` if the fields contradict."""
