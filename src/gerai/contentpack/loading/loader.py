"""Loads a pack into the site: all of it in one transaction, or nothing."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from wagtail.models import Locale, Page

from gerai.audit.acting import in_bulk
from gerai.audit.services import record
from gerai.contentpack.canonical import fingerprint
from gerai.contentpack.format import Pack
from gerai.contentpack.loading.decisions import Decision, decide
from gerai.contentpack.loading.directory_step import (
    load_agencies,
    load_life_events,
    load_services,
)
from gerai.contentpack.loading.documents import DocumentWriter
from gerai.contentpack.loading.indexing import deferred_indexing, index_rows
from gerai.contentpack.loading.newsroom_step import load_newsroom
from gerai.contentpack.loading.pages_step import load_home, load_pages
from gerai.contentpack.loading.place_step import (
    load_files,
    load_place,
    load_regulations,
)
from gerai.contentpack.loading.questions_step import load_questions
from gerai.contentpack.loading.saving_pages import PageSaver, pause_translations
from gerai.contentpack.loading.search_step import load_search
from gerai.contentpack.loading.session import Session
from gerai.contentpack.loading.translating import Translations
from gerai.contentpack.models import LoadedRecord
from gerai.contentpack.records import Records, records_of
from gerai.contentpack.site.reader import SiteContents, read_site
from gerai.defacement.services import trusting
from gerai.finder import keeping
from gerai.guidance.models import FIRST_SLUG
from gerai.website.services import ensure_site_structure


@dataclass(slots=True)
class LoadReport:
    """What a load did, by keys of records."""

    created: list[str] = field(default_factory=list)
    updated: list[str] = field(default_factory=list)
    unchanged: int = 0
    kept: dict[str, Decision] = field(default_factory=dict)
    unpublished: list[str] = field(default_factory=list)
    left_behind: list[str] = field(default_factory=list)

    @property
    def changed_anything(self) -> bool:
        return bool(self.created or self.updated or self.unpublished)


def load_pack(pack: Pack, *, at: datetime, overwrite: bool = False) -> LoadReport:
    """Make the site say what ``pack`` says.

    Args:
        pack: a pack that was read without faults.
        at: the moment of loading, kept beside each record.
        overwrite: replace records that staff changed since they were loaded.

    Raises:
        PackRefused: if a row's own rules refuse a value; nothing is changed then.
    """
    documents = DocumentWriter()
    try:
        # What the terminal loads is trusted; what looks odd is reported.
        with (
            trusting(),
            transaction.atomic(),
            deferred_indexing(),
            keeping.deferred(),
            in_bulk(),
        ):
            report = _Load(pack, documents, at=at, overwrite=overwrite).run()
            if report.changed_anything:
                record("audit.load", name=pack.mall.name)
            return report
    except BaseException:
        documents.take_back()
        raise


class _Load:
    def __init__(
        self, pack: Pack, documents: DocumentWriter, *, at: datetime, overwrite: bool
    ) -> None:
        self._at, self._overwrite = at, overwrite
        self._site = read_site()
        self._present = self._site.records() if self._site else {}
        self._wanted = records_of(pack)
        records = LoadedRecord.objects.select_related("content_type").order_by("key")
        loaded = {record.key: record for record in records}
        self._orders: dict[str, str] = {}
        self._session = Session(
            pack=pack,
            at=at,
            decisions=decide(
                wanted=self._wanted,
                present=self._present,
                site=self._site,
                loaded=loaded,
                overwrite=overwrite,
            ),
            structure=ensure_site_structure(),
            documents=documents,
            loaded=loaded,
            rows=dict(self._site.notes.rows) if self._site else {},
            saver=PageSaver(at),
            translations=Translations(at),
            is_reordered=self._is_reordered,
        )

    def run(self) -> LoadReport:
        session = self._session
        indonesian = Locale.objects.get(language_code=settings.LANGUAGE_CODE)
        load_files(session)
        load_place(session)
        load_regulations(session, indonesian=indonesian)
        load_agencies(session)
        load_services(session)
        load_life_events(session)
        load_questions(session)
        load_home(session)
        load_pages(session)
        load_newsroom(session)
        load_search(session)
        self._finish_pages()
        report = self._report()
        self._leave_vanished(report)
        self._remember(report)
        return report

    def _finish_pages(self) -> None:
        """Revisions, then English pages, then both indexes, for all records at once."""
        session = self._session
        pause_translations(session.translations.records())
        saved = session.saver.close()
        saved += session.translations.save(session.saver)
        session.saver.close()
        keys = session.decisions.keys(Decision.CREATE, Decision.UPDATE)
        rows = [session.rows.get(key) for key in keys]
        snippets = [
            row for row in rows if row is not None and not isinstance(row, Page)
        ]
        index_rows([*saved, *snippets])

    def _is_reordered(self, key: str, names: list[str]) -> bool:
        """Whether the pack's order differs from the one that was loaded last."""
        self._orders[key] = fingerprint(names)
        record = self._session.loaded.get(key)
        return record is None or record.fingerprint != self._orders[key]

    def _report(self) -> LoadReport:
        decisions = self._session.decisions
        return LoadReport(
            created=decisions.keys(Decision.CREATE),
            updated=decisions.keys(Decision.UPDATE),
            unchanged=len(decisions.keys(Decision.SAME)),
            kept={
                key: decision
                for key, decision in decisions.by_key.items()
                if decision is not Decision.SAME and not decision.writes
            },
        )

    def _leave_vanished(self, report: LoadReport) -> None:
        """Unpublish pages that the pack made earlier and no longer names."""
        for key in self._session.decisions.vanished:
            row = self._session.rows.get(key)
            if row is None or key.startswith("order/"):
                continue
            if not isinstance(row, Page) or self._is_changed(key):
                report.left_behind.append(key)
            elif key == f"question/{FIRST_SLUG}":
                # Every site has it; without questions it shows the other ways.
                report.left_behind.append(key)
            elif row.live:
                row.unpublish(log_action=True)
                report.unpublished.append(key)

    def _is_changed(self, key: str) -> bool:
        if self._overwrite or self._site is None:
            return False
        present = self._present.get(key)
        mark = fingerprint(present) if present is not None else ""
        is_draft = key in self._site.notes.changed
        return is_draft or mark != self._session.loaded[key].site_fingerprint

    def _remember(self, report: LoadReport) -> None:
        """Keep the fingerprints of what was loaded; nothing is written if none differ."""
        site: SiteContents | None = self._site
        present: Records = self._present
        if report.changed_anything or site is None:
            names = {key: name for name, key in self._session.files.items()}
            site = read_site(names)
            present = site.records() if site else {}
        rows = site.notes.rows if site else {}
        for key, value in self._wanted.items():
            if key not in report.kept:
                self._keep_mark(
                    key, fingerprint(value), present.get(key), rows.get(key)
                )
        for key in report.unpublished:
            # No mark: whatever the pack says when it names the page again is new.
            self._keep_mark(key, "", present.get(key), rows.get(key))
        for key, mark in self._orders.items():
            self._keep_mark(key, mark, None, None)

    def _keep_mark(self, key: str, mark: str, present: Any, row: Any) -> None:
        record = self._session.loaded.get(key) or LoadedRecord(key=key)
        content_type = ContentType.objects.get_for_model(row) if row else None
        values = {
            "fingerprint": mark,
            "site_fingerprint": fingerprint(present) if present is not None else "",
            "content_type_id": content_type.pk if content_type else None,
            "object_id": row.pk if row else None,
        }
        if all(getattr(record, name) == value for name, value in values.items()):
            return
        for name, value in values.items():
            setattr(record, name, value)
        record.loaded_at = self._at
        record.save()
