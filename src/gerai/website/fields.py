"""A StreamField whose blocks can change without a migration."""

from __future__ import annotations

from typing import Any

from wagtail.fields import StreamField


class ContentField(StreamField):
    """Keeps the definitions of its blocks out of migrations.

    The column is JSON whatever the blocks are; a changed help text must not become a
    schema change. The other side: a block's fields are added with defaults and never
    silently renamed, because old revisions stay readable.
    """

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        name, path, _args, kwargs = super().deconstruct()
        kwargs.pop("block_lookup", None)
        return name, path, [[]], kwargs
