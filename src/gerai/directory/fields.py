"""A StreamField whose blocks can change without a migration."""

from __future__ import annotations

from typing import Any

from wagtail import blocks
from wagtail.fields import StreamField


def stream_block_of(record: Any, name: str) -> blocks.StreamBlock:
    """The block of one of a record's components, by the name of its field."""
    field = record._meta.get_field(name)
    assert isinstance(field, StreamField)  # noqa: S101
    return field.stream_block


class ComponentField(StreamField):
    """One component of a service standard: a list of items of one kind.

    Definitions of blocks stay out of migrations: the column is JSON whatever they are,
    and a changed help text must not become a schema change. In return a field of a
    block is added with a default and never renamed, because old revisions stay readable.
    """

    def __init__(self, block_types: Any = (), **kwargs: Any) -> None:
        kwargs.setdefault("blank", True)
        kwargs.setdefault("collapsed", True)
        super().__init__(block_types, **kwargs)

    @classmethod
    def of(cls, name: str, block: blocks.Block, **kwargs: Any) -> Any:
        """A field whose items are all ``block``, stored under the type ``name``."""
        return cls([(name, block)], **kwargs)

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        name, path, _args, kwargs = super().deconstruct()
        for derived in ("block_lookup", "collapsed"):
            kwargs.pop(derived, None)
        return name, path, [[]], kwargs
