"""What can be found: each room registers its own kind of things; public.

    from gerai.finder import sources
    sources.register(sources.Findable("news", collect=…, title=_("News")))     # in apps.ready()

and, wherever such a thing changes, ``finder.keeping.refresh("news", {key, …})`` in the
same transaction. ``gerai reindex`` puts right what was changed in another way.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from gerai.finder.documents import Source

if TYPE_CHECKING:
    from wagtail.models import Page

SERVICE = "service"
AGENCY = "agency"
LIFE_EVENT = "event"
PAGE = "page"
ELSEWHERE = "elsewhere"
"""What people ask for and this mall doesn't offer: topics that staff keep."""


@dataclass(frozen=True, slots=True)
class Shown:
    """Something found, as a list of results draws it, in one language.

    It is kept with the index, so it must follow from what the index follows.

    Attributes:
        url: the path, with the language's prefix.
        text: a sentence or two; words that were looked for are marked in it.
        language: of the title, if it isn't the reader's.
        facts, badges: fields of ``theme.parts.Fact`` and ``Badge``.
        meta, plate, icon: further parts of a card or a tile.
    """

    title: str
    url: str
    text: str = ""
    agency: str = ""
    language: str = ""
    facts: Sequence[dict[str, str]] = ()
    badges: Sequence[dict[str, str]] = ()
    meta: str = ""
    plate: str = ""
    icon: str = ""


@dataclass(frozen=True, slots=True)
class Findable:
    """A kind of things.

    Attributes:
        kind: its name, and the ``type`` in the API (``news``, ``document`` …).
        collect: the things that visitors may see: all, or those of these keys (without
            the kind). Keys that are not visible are left out.
        title: heading of such results, translated lazily.
        page_model: the page type, if they are pages: they are then kept current by
            themselves (keys are translation keys) and no longer count as ``page``.
    """

    kind: str
    collect: Callable[[Collection[str] | None], Iterable[Source]]
    title: Any = ""
    page_model: type[Page] | None = None


_findables: dict[str, Findable] = {}


def register(findable: Findable) -> None:
    """Add a kind; a second one of the same name replaces the first."""
    _findables[findable.kind] = findable


def findables() -> list[Findable]:
    """All kinds by name."""
    return [_findables[kind] for kind in sorted(_findables)]


def findable(kind: str) -> Findable | None:
    """One kind."""
    return _findables.get(kind)


def page_models() -> dict[type[Page], str]:
    """Page types that are a kind of their own."""
    return {
        one.page_model: one.kind for one in findables() if one.page_model is not None
    }


def key_of(kind: str, key: object) -> str:
    """The key of a document: ``service:4c0f…``."""
    return f"{kind}:{key}"
