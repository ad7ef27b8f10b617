"""What somebody else did to the files of the server: found by the publisher, told here.

The publisher has put the site right and kept what stood there; this room says what was
in it, writes it down, and tells managers.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import structlog
from django.conf import settings
from django.utils.translation import ngettext

from gerai.defacement.choices import Place
from gerai.defacement.gathering import own_hosts
from gerai.defacement.holding import Held
from gerai.defacement.judging import Document, examine
from gerai.defacement.models import Suspicion
from gerai.defacement.reasons import Reason
from gerai.defacement.scale import Verdict, mark_of
from gerai.defacement.services import write_down
from gerai.publishing.quarantine import Finding, Quarantine

log = structlog.get_logger(__name__)
_MOST_NAMED, _MOST_REASONS = 2, 25
_TEXT_ENDINGS = (
    ".html",
    ".htm",
    ".php",
    ".phtml",
    ".js",
    ".txt",
    ".xml",
    ".json",
    ".svg",
)
_LARGEST_TEXT = 300_000
_COPY_WEIGHT = 3.0


class Follower:
    """Remembers how far the list was read; a new process goes on after the last report."""

    def __init__(self) -> None:
        self._after = 0
        self._told_until: float | None = None

    def look(self) -> None:
        """Tell of what was found since the last look."""
        quarantine = Quarantine(settings.PUBLISHER_FOLDER)
        found, end = quarantine.findings(after=self._after)
        if self._told_until is None and found:
            self._told_until = _last_report()
        # Compressed siblings say nothing that their page doesn't.
        found = [
            one
            for one in found
            if one.found_at > (self._told_until or 0)
            and not one.name.endswith((".gz", ".br"))
        ]
        if found:
            write_down([_report(found, quarantine)])
        # Only now: without the database nothing was told yet.
        self._after, self._told_until = end, self._told_until or 0


def _last_report() -> float:
    last = Suspicion.objects.filter(place=Place.TREE).first()
    return last.created_at.timestamp() if last is not None else 0.0


follower = Follower()


def look_at_quarantine() -> None:
    """The chore; reads nothing but the end of a file when nothing happened."""
    follower.look()


def _report(found: list[Finding], quarantine: Quarantine) -> Held:
    by_name = {(one.name, one.kind, one.copy): one for one in found}
    reasons: list[Reason] = []
    for finding in list(by_name.values())[:_MOST_REASONS]:
        reasons += _reasons_of(finding, quarantine.body(finding))
    return Held(
        place=Place.TREE,
        label=_label([one.name for one in by_name.values()]),
        verdict=Verdict(round(sum(one.weight for one in reasons), 2), reasons),
        is_public=True,
        evidence=str(quarantine.folder),
    )


def _reasons_of(finding: Finding, body: bytes) -> Iterable[Reason]:
    name = finding.name
    last = Path(name).name
    kind = "foreign_file" if finding.kind == "added" else "changed_file"
    if finding.target:
        kind = "link_file"
    elif last.startswith(".ht") or last in {".user.ini", "web.config"}:
        kind = "settings_file"
    excerpt = f"{name} → {finding.target}" if finding.target else name
    yield Reason(
        kind,
        name[:120],
        excerpt[:200],
        _COPY_WEIGHT,
        mark_of(f"{kind} {name} {finding.copy}"),
    )
    verdict = examine_file(last, body)
    yield from (
        Reason(one.kind, one.found, one.excerpt, one.weight, one.mark)
        for one in verdict.reasons[:2]
    )


def examine_file(name: str, body: bytes) -> Verdict:
    """Judge a file by its name and, where it is text, by what it says."""
    text = ""
    if name.lower().endswith(_TEXT_ENDINGS) or body[:200].lstrip()[:1] == b"<":
        text = body[:_LARGEST_TEXT].decode(errors="replace")
    return examine(Document(files=(name,), texts=(text,), own=own_hosts()))


def _label(names: list[str]) -> str:
    named = ", ".join(names[:_MOST_NAMED])
    more = len(names) - _MOST_NAMED
    if more <= 0:
        return named[:200]
    rest = ngettext("and %(n)d more", "and %(n)d more", more) % {"n": more}
    return f"{named[:180]} {rest}"
