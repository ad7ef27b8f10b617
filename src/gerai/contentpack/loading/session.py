"""What the steps of one load share."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from wagtail.models import Page

from gerai.contentpack.components import Lookup
from gerai.contentpack.format import Pack
from gerai.contentpack.loading.decisions import Decision, Decisions
from gerai.contentpack.loading.documents import DocumentWriter
from gerai.contentpack.loading.saving_pages import PageSaver
from gerai.contentpack.loading.translating import Translations
from gerai.contentpack.models import LoadedRecord
from gerai.website.services import SiteStructure


@dataclass(slots=True)
class Session:
    """One load: the pack, what was decided, and the rows found or made so far.

    ``is_reordered(key, names)`` tells whether the pack lists siblings in another order
    than the last time.
    """

    pack: Pack
    at: datetime
    decisions: Decisions
    structure: SiteStructure
    documents: DocumentWriter
    loaded: dict[str, LoadedRecord]
    rows: dict[str, Any]
    saver: PageSaver
    translations: Translations
    is_reordered: Callable[[str, list[str]], bool]
    files: dict[str, int] = field(default_factory=dict)
    regulations: dict[str, int] = field(default_factory=dict)

    @property
    def lookup(self) -> Lookup:
        return Lookup(
            document=self.files.__getitem__, regulation=self.regulations.__getitem__
        )

    def row(self, key: str) -> Any:
        """The row of a record: by its name, else the one that was loaded under it."""
        if key in self.rows:
            return self.rows[key]
        record = self.loaded.get(key)
        if record is None or record.content_type is None:
            return None
        model: Any = record.content_type.model_class()
        return model.objects.filter(pk=record.object_id).first()

    def adopt_english(self, key: str, page: Page, parent: Page) -> None:
        """Make a page that comes back the original of its English version.

        Deleting a page in the desk may leave its English version behind.
        """
        if key not in self.loaded:
            return
        above = parent.get_translations().values_list("path", flat=True)
        orphan = Page.objects.filter(
            slug=page.slug,
            depth=parent.depth + 1,
            path__startswith=above.first() or "-",
        ).first()
        if orphan is not None and orphan.get_translations().count() == 0:
            page.translation_key = orphan.translation_key

    def writes(self, key: str) -> bool:
        return self.decisions.writes(key)

    def finish(
        self,
        key: str,
        page: Page,
        *,
        is_shown: bool,
        to_english: Callable[[Any], None] | None,
    ) -> None:
        """Note a page that is complete and saved, and its English words if it has any."""
        is_new = self.decisions.by_key.get(key) is Decision.CREATE
        self.saver.finish(page, is_new=is_new, is_shown=is_shown)
        if to_english is not None:
            self.translations.add(page, to_english, is_shown=is_shown, key=key)
        else:
            self.translations.leave(page)
        self.rows[key] = page
