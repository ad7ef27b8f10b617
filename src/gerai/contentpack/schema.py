"""The format as JSON Schema, for editors that check while one types."""

from __future__ import annotations

import json
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from gerai.contentpack.format.directory import AgencyFile
from gerai.contentpack.format.pages import EnglishPageHead, PageHead
from gerai.contentpack.reading.pack import MODELS

_FILES: dict[str, type[BaseModel]] = {
    **MODELS,
    "agencies/<slug>.yaml": AgencyFile,
    "pages/<path>.md": PageHead,
    "pages/<path>.en.md": EnglishPageHead,
}


def pack_schema() -> dict[str, Any]:
    """One schema; ``properties`` names the files and points to their definitions."""
    references, definitions = models_json_schema(
        [(model, "validation") for model in _FILES.values()],
        ref_template="#/$defs/{model}",
    )
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Gerai content pack, format 1",
        "description": "Made by `gerai dump --schema`; one property for each file.",
        "type": "object",
        "properties": {
            name: references[(model, "validation")] for name, model in _FILES.items()
        },
        "$defs": _used(definitions["$defs"]),
    }


def _used(definitions: dict[str, Any]) -> dict[str, Any]:
    """Without definitions that nothing refers to."""
    text = json.dumps(definitions)
    files = {model.__name__ for model in _FILES.values()}
    return {
        name: definition
        for name, definition in definitions.items()
        if name in files or f'"#/$defs/{name}"' in text
    }


def pack_schema_text() -> str:
    """The schema as it stands in ``docs/reference/content-pack.schema.json``."""
    return (
        json.dumps(pack_schema(), indent=2, ensure_ascii=False, sort_keys=True) + "\n"
    )
