"""YAML as a person would write it, and always the same for the same values."""

from __future__ import annotations

from io import StringIO
from textwrap import dedent
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.scalarstring import LiteralScalarString

WIDTH = 96


def yaml_text(value: Any) -> str:
    """One document, in block style, keys in the given order."""
    yaml = YAML(typ="rt", pure=True)
    yaml.width = WIDTH
    yaml.allow_unicode = True
    yaml.default_flow_style = False
    yaml.indent(mapping=2, sequence=4, offset=2)
    stream = StringIO()
    yaml.dump(_readable(value), stream)
    text = stream.getvalue()
    # ruamel indents a list at the top as well, which nobody would.
    return dedent(text) if isinstance(value, list) and value else text


def _readable(value: Any) -> Any:
    """Texts of several lines as literal blocks."""
    if isinstance(value, dict):
        return {key: _readable(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_readable(inner) for inner in value]
    if isinstance(value, str) and "\n" in value:
        return LiteralScalarString(value)
    return value
