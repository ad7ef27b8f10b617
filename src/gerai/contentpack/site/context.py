"""What the steps of reading the site share: lookups, English twins, and notes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from django.conf import settings
from pydantic import BaseModel, ValidationError
from wagtail.models import Locale, Page

from gerai.contentpack.components import Lookup
from gerai.contentpack.reading.faults import faults_of
from gerai.contentpack.reading.problems import Problem
from gerai.contentpack.site.documents import DocumentNames
from gerai.contentpack.site.place import Schedules
from gerai.contentpack.texts.links import site_target
from gerai.directory.models import LifeEventPage, Regulation
from gerai.guidance.models import QuestionPage
from gerai.website.models import HomePage

M = TypeVar("M", bound=BaseModel)
ENGLISH = "en"


@dataclass(slots=True)
class Notes:
    """What is noticed about records while they are read, by their keys.

    Attributes:
        unreadable: faults of records that no pack can hold.
        changed: published pages with a newer draft.
        pristine: pages that Gerai made itself and nobody ever edited.
        rows: the row of each record.
    """

    unreadable: dict[str, list[Problem]] = field(default_factory=dict)
    changed: set[str] = field(default_factory=set)
    pristine: set[str] = field(default_factory=set)
    rows: dict[str, Any] = field(default_factory=dict)


class SiteContext:
    """Lookups into the site, read once."""

    def __init__(self, home: HomePage, document_names: Mapping[int, str]) -> None:
        self.home = home
        self.notes = Notes()
        self.documents = DocumentNames(document_names)
        self.regulations = {row.pk: row for row in Regulation.objects.order_by("slug")}
        self.schedules = Schedules()
        self.lookup = Lookup(
            document=self.documents.name, regulation=self._regulation_slug
        )
        self.english_id = (
            Locale.objects.filter(language_code=ENGLISH)
            .values_list("pk", flat=True)
            .first()
        )
        self.addresses = self._page_addresses()
        self.service_paths: dict[int, str] = {}

    def model(self, key: str, model: type[M], data: Any, row: Any = None) -> M | None:
        """The record as the pack's model, or ``None`` after noting why it isn't one."""
        if row is not None:
            self.note_row(key, row)
        try:
            return model.model_validate(data)
        except ValidationError as refused:
            self.note_faults(key, refused)
            return None

    def note_faults(self, key: str, refused: ValidationError) -> None:
        self.notes.unreadable.setdefault(key, []).extend(faults_of(refused, key))

    def note_row(self, key: str, row: Any) -> None:
        self.notes.rows[key] = row
        if not isinstance(row, Page):
            return
        if row.live and row.has_unpublished_changes:
            self.notes.changed.add(key)
        if row.latest_revision_id is None:
            self.notes.pristine.add(key)

    def pages(self, queryset: Any) -> list[Any]:
        """Indonesian pages in the order of the tree; a draft as it was last saved."""
        rows = queryset.filter(
            locale__language_code=settings.LANGUAGE_CODE
        ).select_related("latest_revision")
        return [as_saved(page) for page in rows.order_by("path")]

    def english(self, model: type[Page]) -> dict[Any, Any]:
        """English pages by the key that they share with their Indonesian ones."""
        rows = model.objects.filter(locale_id=self.english_id).select_related(
            "latest_revision"
        )
        if model is LifeEventPage:
            rows = rows.prefetch_related("services", "handovers")
        elif model is QuestionPage:
            rows = rows.prefetch_related("answers")
        return {page.translation_key: page for page in rows}

    def link_target(self, attributes: dict[str, str]) -> str:
        """Where a link of the database leads, as the pack writes it."""
        kind, key = attributes.get("linktype"), attributes.get("id", "")
        if kind == "page" and key.isdigit():
            return self.addresses.get(int(key), "")
        if kind == "document" and key.isdigit():
            return self.documents.name(int(key)) or ""
        return site_target(attributes.get("href", ""))

    def _regulation_slug(self, key: Any) -> str | None:
        row = self.regulations.get(key)
        return row.slug if row else None

    def _page_addresses(self) -> dict[int, str]:
        prefix = self.home.url_path
        found = Page.objects.descendant_of(self.home, inclusive=True)
        return {
            key: "/" + url_path.removeprefix(prefix)
            for key, url_path in found.values_list("pk", "url_path")
        }


def as_saved(page: Any) -> Any:
    """A published page as it is, a draft as it was last saved."""
    if page.live or page.latest_revision is None:
        return page
    return page.latest_revision.as_object()


def twin(page: Any, english: dict[Any, Any]) -> Any:
    """The English version that a reader can see beside ``page``, if there is one."""
    found = english.get(page.translation_key)
    if found is None or (page.live and not found.live):
        return None
    return found if page.live else as_saved(found)


def present(items: Iterable[M | None]) -> list[M]:
    return [item for item in items if item is not None]
