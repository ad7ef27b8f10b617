"""What the commands say."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gerai.contentpack.dumping import DumpReport
from gerai.contentpack.format import Pack
from gerai.contentpack.loading.decisions import Decision
from gerai.contentpack.loading.loader import LoadReport

MAX_NAMES = 12


def fault_line(count: int) -> str:
    return ngettext(
        "%(count)d fault; nothing was changed.",
        "%(count)d faults; nothing was changed.",
        count,
    ) % {"count": count}


def check_line(pack: Pack) -> str:
    return _("%(title)s is in order: %(contents)s.") % {
        "title": pack.head.title,
        "contents": _contents(pack),
    }


def load_lines(pack: Pack, report: LoadReport) -> list[str]:
    """A short account of a load."""
    lines = [
        _("%(title)s: %(contents)s.")
        % {"title": pack.head.title, "contents": _contents(pack)}
    ]
    lines.append(
        _("New: %(new)d, changed: %(changed)d, unchanged: %(same)d.")
        % {
            "new": len(report.created),
            "changed": len(report.updated),
            "same": report.unchanged,
        }
    )
    for decision, text in _kept_texts().items():
        keys = [key for key, kept in report.kept.items() if kept is decision]
        if keys:
            lines.append(text % {"names": _names(keys)})
    if report.unpublished:
        lines.append(
            _("No longer in the pack, so taken off the site: %(names)s")
            % {"names": _names(report.unpublished)}
        )
    if report.left_behind:
        lines.append(
            _("No longer in the pack, but left on the site: %(names)s")
            % {"names": _names(report.left_behind)}
        )
    return lines


def _kept_texts() -> dict[Decision, str]:
    return {
        Decision.KEEP_CHANGED: _(
            "Changed in the desk since the last load, so kept (--overwrite replaces "
            "them): %(names)s"
        ),
        Decision.KEEP_DELETED: _(
            "Deleted or renamed in the desk, so not loaded again (--overwrite brings "
            "them back): %(names)s"
        ),
        Decision.KEEP_FOREIGN: _(
            "Made in the desk under the same name, so kept (--overwrite replaces "
            "them): %(names)s"
        ),
    }


def _contents(pack: Pack) -> str:
    agencies = len(pack.agencies)
    services = sum(len(agency.services) for agency in pack.agencies)
    events, pages = len(pack.life_events.root), len(pack.pages)
    questions = len(pack.questions.root)
    news = len(pack.newsroom.news)
    return ", ".join(
        [
            ngettext("%(count)d agency", "%(count)d agencies", agencies)
            % {"count": agencies},
            ngettext("%(count)d service", "%(count)d services", services)
            % {"count": services},
            ngettext("%(count)d life event", "%(count)d life events", events)
            % {"count": events},
            ngettext("%(count)d question", "%(count)d questions", questions)
            % {"count": questions},
            ngettext("%(count)d page", "%(count)d pages", pages) % {"count": pages},
            ngettext("%(count)d news item", "%(count)d news items", news)
            % {"count": news},
        ]
    )


def _names(keys: Sequence[str]) -> str:
    shown = ", ".join(keys[:MAX_NAMES])
    rest = len(keys) - MAX_NAMES
    return (
        _("%(names)s and %(count)d more") % {"names": shown, "count": rest}
        if rest > 0
        else shown
    )


def dump_line(folder: Path, report: DumpReport) -> str:
    return _("%(folder)s: %(contents)s in %(count)d files.") % {
        "folder": folder,
        "contents": _contents(report.pack),
        "count": report.files,
    }
