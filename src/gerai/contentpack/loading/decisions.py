"""What happens to each record of a pack when it is loaded into a site."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from gerai.contentpack.canonical import fingerprint
from gerai.contentpack.models import LoadedRecord
from gerai.contentpack.records import Records
from gerai.contentpack.site.reader import SiteContents


class Decision(StrEnum):
    """``KEEP_…`` records stay as staff left them, and are reported."""

    CREATE = "create"
    UPDATE = "update"
    SAME = "same"
    KEEP_CHANGED = "changed"
    KEEP_DELETED = "deleted"
    KEEP_FOREIGN = "foreign"

    @property
    def writes(self) -> bool:
        return self in {Decision.CREATE, Decision.UPDATE}


@dataclass(slots=True)
class Decisions:
    """The decision for each key of the pack, and what the site no longer gets."""

    by_key: dict[str, Decision] = field(default_factory=dict)
    vanished: list[str] = field(default_factory=list)

    def writes(self, key: str) -> bool:
        decision = self.by_key.get(key)
        return decision is not None and decision.writes

    def keys(self, *wanted: Decision) -> list[str]:
        return [key for key, decision in self.by_key.items() if decision in wanted]


def decide(
    *,
    wanted: Records,
    present: Records,
    site: SiteContents | None,
    loaded: Mapping[str, LoadedRecord],
    overwrite: bool,
) -> Decisions:
    """Compare pack, site and the last load, record by record.

    Args:
        wanted: records of the pack.
        present: records of the site.
        site: the site as it was read, ``None`` before the first load.
        loaded: what the last load left behind, by key.
        overwrite: replace what staff changed.
    """
    decisions = Decisions()
    unreadable = set(site.notes.unreadable) if site else set()
    drafts = site.notes.changed if site else set()
    # Pages that Gerai made itself and nobody ever edited.
    pristine = site.notes.pristine if site else set()
    for key, value in wanted.items():
        is_present = key in present or key in unreadable
        decisions.by_key[key] = _decide(
            mark=fingerprint(value),
            site_mark=fingerprint(present[key]) if key in present else "",
            record=loaded.get(key),
            is_present=is_present,
            is_in_the_works=key in drafts or key in unreadable,
            overwrite=overwrite or key in pristine,
        )
    _keep_below_deleted(decisions.by_key)
    decisions.vanished = sorted(key for key in loaded if key not in wanted)
    return decisions


def _keep_below_deleted(by_key: dict[str, Decision]) -> None:
    """What stands below something that staff deleted can't be put anywhere."""
    deleted = {
        key for key, decision in by_key.items() if decision is Decision.KEEP_DELETED
    }
    for key, decision in by_key.items():
        kind, _slash, rest = key.partition("/")
        above = rest.rpartition("/")[0]
        parent = f"agency/{above}" if kind == "service" else f"{kind}/{above}"
        if decision is Decision.CREATE and parent in deleted:
            by_key[key] = Decision.KEEP_DELETED
            deleted.add(key)


def _decide(
    *,
    mark: str,
    site_mark: str,
    record: LoadedRecord | None,
    is_present: bool,
    is_in_the_works: bool,
    overwrite: bool,
) -> Decision:
    if not is_present:
        was_loaded = record is not None and not overwrite
        return Decision.KEEP_DELETED if was_loaded else Decision.CREATE
    if mark == site_mark and not is_in_the_works:
        return Decision.SAME
    if record is None:
        return Decision.UPDATE if overwrite else Decision.KEEP_FOREIGN
    is_untouched = site_mark == record.site_fingerprint and not is_in_the_works
    if is_untouched:
        return Decision.SAME if mark == record.fingerprint else Decision.UPDATE
    return Decision.UPDATE if overwrite else Decision.KEEP_CHANGED
