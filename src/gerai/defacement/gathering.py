"""Takes from a record what readers will see of it, for whatever model it is."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from functools import cache
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import models
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel, get_all_child_relations
from wagtail.documents.models import AbstractDocument
from wagtail.fields import StreamField

from gerai.defacement.file_contents import contents_of
from gerai.defacement.judging import Document

_NAMES = frozenset(
    {"title", "seo_title", "name", "label", "slug", "username", "first_name"}
    | {"last_name", "heading", "question", "hostname", "site_name"}
)
# Never shown to anybody, or made by the machine.
_LEFT_OUT = frozenset(
    {
        "password",
        "path",
        "url_path",
        "draft_title",
        "file_hash",
        "content_hash",
        "digest",
    }
    | {"translation_key", "token", "token_hash", "locked_by", "search_index"}
)
_REDIRECTS = frozenset({"wagtailredirects.redirect"})
_LOOKS_LIKE_ADDRESS = ("http://", "https://", "//", "javascript:", "data:")


def own_hosts() -> frozenset[str]:
    """Hosts of this site."""
    base = urlsplit(settings.GERAI_BASE_URL).hostname or ""
    allowed = (host.lstrip(".") for host in settings.ALLOWED_HOSTS if host != "*")
    return frozenset({base, *allowed, "localhost"} - {""})


def document_of(
    instance: models.Model,
    *,
    only: Collection[str] | None = None,
    allowed: frozenset[str] = frozenset(),
) -> Document:
    """What readers see of a record, its child records and its new file included.

    Args:
        only: names of fields; all without it.
        allowed: marks of evidence that was allowed.
    """
    parts: dict[str, list[str]] = {key: [] for key in _KINDS}
    _gather(instance, parts, only)
    if only is None and isinstance(instance, ClusterableModel):
        for child in _children(instance):
            _gather(child, parts, None)
    if isinstance(instance, AbstractDocument):
        for key, said in contents_of(instance).items():
            parts[key] += said
    return Document(
        **{key: tuple(found) for key, found in parts.items()},
        own=own_hosts(),
        allowed=allowed,
    )


_KINDS = ("names", "texts", "links", "redirects", "files")


@cache
def watched_fields(
    model: type[models.Model],
) -> tuple[tuple[str, models.Field[Any, Any]], ...]:
    """The fields of a model that hold words or addresses, with what they are."""
    return tuple(
        (kind, field)
        for field in model._meta.concrete_fields
        if (kind := _kind_of(model, field)) is not None
    )


def _kind_of(model: type[models.Model], field: models.Field[Any, Any]) -> str | None:
    if field.name in _LEFT_OUT or field.choices or field.primary_key:
        return None
    if isinstance(field, models.FileField):
        return "files"
    if isinstance(field, models.URLField) or field.name == "redirect_link":
        return "redirects" if model._meta.label_lower in _REDIRECTS else "links"
    if isinstance(field, StreamField | models.JSONField):
        return "tree"
    if not isinstance(field, models.CharField | models.TextField):
        return None
    is_name = isinstance(field, models.SlugField) or field.name in _NAMES
    return "names" if is_name else "texts"


def _gather(
    instance: models.Model, parts: dict[str, list[str]], only: Collection[str] | None
) -> None:
    for kind, field in watched_fields(type(instance)):
        if only is not None and field.name not in only:
            continue
        if field.attname in instance.get_deferred_fields():
            continue
        value = field.value_from_object(instance)
        if not value:
            continue
        if kind == "tree":
            for text in _strings(_as_data(field, instance)):
                is_address = text.startswith(_LOOKS_LIKE_ADDRESS)
                parts["links" if is_address else "texts"].append(text)
        elif kind == "files":
            parts["files"].append(PurePosixPath(str(value)).name)
        elif isinstance(field, models.SlugField):
            parts["names"].append(str(value).replace("-", " ").replace("_", " "))
        else:
            parts[kind].append(str(value))


def _as_data(field: models.Field[Any, Any], instance: models.Model) -> Any:
    if isinstance(field, StreamField):
        return json.loads(field.value_to_string(instance) or "[]")
    return field.value_from_object(instance)


def _strings(data: Any) -> Iterator[str]:
    if isinstance(data, str):
        # Identifiers and kinds of blocks say nothing.
        if len(data) > _SHORTEST:
            yield data
    elif isinstance(data, dict):
        for key, value in data.items():
            if key not in {"id", "type"}:
                yield from _strings(value)
    elif isinstance(data, list | tuple):
        for value in data:
            yield from _strings(value)


_SHORTEST = 3


def _children(instance: ClusterableModel) -> Iterator[models.Model]:
    for relation in get_all_child_relations(type(instance)):
        yield from getattr(instance, relation.get_accessor_name()).all()


@cache
def parent_field(model: type[models.Model]) -> str:
    """The field that makes a record part of another one; empty if there is none."""
    for field in model._meta.concrete_fields:
        if isinstance(field, ParentalKey):
            return field.name
    return ""
