"""Records that say which of their columns are read.

Rows are mostly read whole, and most pages show little of them. What is noted here tells
the memory in which pages a change can show, so that these are rendered first. Nothing
but promptness rests on it: a sweep compares whole answers.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

from django.apps import apps
from django.db.models import Model
from django.db.models.fields.related_descriptors import ForeignKeyDeferredAttribute
from django.db.models.query import ModelIterable
from django.db.models.query_utils import DeferredAttribute
from wagtail.blocks import StreamValue
from wagtail.fields import Creator

from gerai.publishing.columns import NO_COLUMNS, number_columns, set_of
from gerai.publishing.reading import Notes, Reading, current_reading

_NOTES = "_gerai_notes"


class _Noted(DeferredAttribute):
    """A column of a record that says when it is read.

    Django keeps the value where it always does; it only is asked for here each time.
    """

    def __init__(self, field: Any) -> None:
        super().__init__(field)
        self._name = field.attname
        self._column = set_of(field.column)

    def __get__(self, instance: Any, cls: Any = None) -> Any:
        if instance is None:
            return self
        values = instance.__dict__
        notes = values.get(_NOTES)
        if notes is not None:
            notes.read(self._column)
        try:
            return values[self._name]
        except KeyError:
            return super().__get__(instance, cls)

    def __set__(self, instance: Any, value: Any) -> None:
        instance.__dict__[self._name] = value


class _NotedKey(_Noted, ForeignKeyDeferredAttribute):
    """As ``_Noted``, for a foreign key."""

    def __set__(self, instance: Any, value: Any) -> None:
        ForeignKeyDeferredAttribute.__set__(self, instance, value)


class _NotedBlocks(Creator):
    """As ``_Noted``, for Wagtail's blocks, which are unpacked when somebody reads them."""

    def __init__(self, field: Any) -> None:
        super().__init__(field)
        self._name = field.attname
        self._column = set_of(field.column)

    def __get__(self, instance: Any, cls: Any = None) -> Any:
        if instance is None:
            return self
        values = instance.__dict__
        notes = values.get(_NOTES)
        if notes is not None:
            notes.read(self._column)
        value = values.get(self._name)
        if value is None:
            return super().__get__(instance, cls)
        if not isinstance(value, StreamValue):
            value = values[self._name] = self.field.to_python(value)
        return value

    def __set__(self, instance: Any, value: Any) -> None:
        instance.__dict__[self._name] = value


_NOTED: dict[type, type[DeferredAttribute | Creator]] = {
    DeferredAttribute: _Noted,
    ForeignKeyDeferredAttribute: _NotedKey,
    Creator: _NotedBlocks,
}
_records_of = ModelIterable.__iter__


def note_what_is_read() -> None:
    """Let all records that this process reads in a snapshot say what is read of them.

    For processes that publish. Columns that Django reads in a way of its own, such as
    pictures, are left alone and count as read.
    """
    for model in apps.get_models(include_auto_created=True):
        fields: Any = model._meta.local_concrete_fields
        number_columns(field.column for field in fields)
        for field in fields:
            noted = _NOTED.get(type(model.__dict__.get(field.attname)))
            if noted is not None:
                setattr(model, field.attname, noted(field))
    _always_read.cache_clear()
    ModelIterable.__iter__ = _noted_records_of  # type: ignore[method-assign]


def with_notes(records: Iterable[Any], notes: Notes) -> Iterator[Any]:
    """The same records; what is read of them is noted from now on."""
    for record in records:
        _give(record, notes)
        yield record


def _give(record: Any, notes: Notes) -> None:
    values = record.__dict__
    if _NOTES not in values:
        notes.read(_always_read(record.__class__))
        values[_NOTES] = notes
        for related in record._state.fields_cache.values():
            if isinstance(related, Model):
                _give(related, notes)


@cache
def _always_read(model: Any) -> int:
    columns = NO_COLUMNS
    for field in model._meta.concrete_fields:
        if type(getattr(model, field.attname)) not in _NOTED.values():
            columns |= set_of(field.column)
    return columns


def _noted_records_of(records: ModelIterable[Any]) -> Iterator[Any]:
    reading = current_reading()
    found = iter(_records_of(records))
    return found if reading is None else _noted(found, reading)


def _noted(found: Iterator[Any], reading: Reading) -> Iterator[Any]:
    with reading.expecting_records() as notes:
        first = next(found, None)  # asks for all of them
    if first is not None:
        _give(first, notes)
        yield first
        yield from with_notes(found, notes)
