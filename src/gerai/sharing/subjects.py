"""What can be shared: a page in one language, and whether visitors see it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Any

from django.conf import settings
from django.utils import timezone
from wagtail.models import Page

from gerai.directory.models import ServicePage
from gerai.newsroom.models import (
    AlbumPage,
    DocumentPage,
    EventPage,
    NewsPage,
    NoticePage,
)
from gerai.newsroom.policies import is_out_of_time
from gerai.newsroom.spans import has_ended
from gerai.website import tree
from gerai.website.visibility import is_hidden

KINDS = (ServicePage, NoticePage, NewsPage, EventPage, AlbumPage, DocumentPage)


class State(Enum):
    """Whether visitors see a page."""

    PUBLIC = "public"
    DRAFT = "draft"
    NOT_YET = "not yet"
    OVER = "over"
    HIDDEN = "hidden"


@dataclass(frozen=True, slots=True)
class Subject:
    """A page to share.

    Attributes:
        page: as visitors see it; of what isn't published, as it was saved last.
        record: the Indonesian page, on which permissions hang.
        languages: in which it can be shared.
    """

    page: Any
    record: Any
    language: str
    languages: tuple[str, ...]
    state: State

    @property
    def is_public(self) -> bool:
        return self.state is State.PUBLIC


def is_shareable(page: Page) -> bool:
    """Whether pages of this kind can be shared."""
    return issubclass(page.specific_class or Page, KINDS)


def subject_of(page: Page, language: str = "") -> Subject | None:
    """What is shared of ``page`` in a language, by default the page's own.

    None if there is nothing: another kind of page, or no page in that language.
    """
    if not is_shareable(page):
        return None
    versions = _versions(page)
    record = versions.get(settings.LANGUAGE_CODE)
    language = language or str(page.locale.language_code)
    chosen = versions.get(language)
    if record is None or chosen is None:
        return None
    state = _state(chosen)
    if state is State.DRAFT:
        shown = chosen.get_latest_revision_as_object()
    else:
        shown = chosen.specific
    return Subject(shown, record, language, tuple(versions), state)


def may_share(user: Any, subject: Subject) -> bool:
    """Whoever may see the page: what is public, everybody; the rest, who works on it."""
    if subject.is_public:
        return True
    permissions = subject.record.permissions_for_user(user)
    return bool(permissions.can_edit() or permissions.can_publish())


def _versions(page: Page) -> dict[str, Page]:
    """The page by language, the record first; of translations only published ones."""
    pages = Page.objects.filter(
        translation_key=page.translation_key, alias_of__isnull=True
    ).select_related("locale")
    found = {str(one.locale.language_code): one for one in pages}
    order = [settings.LANGUAGE_CODE, *(code for code, _name in settings.LANGUAGES)]
    return {
        code: found[code]
        for code in dict.fromkeys(order)
        if code in found and (code == settings.LANGUAGE_CODE or found[code].live)
    }


def _state(page: Page) -> State:
    if not page.live:
        return State.DRAFT
    now = timezone.now()
    if is_out_of_time(page, now):
        notice: Any = page.specific
        return State.OVER if has_ended(notice.ends_at, now) else State.NOT_YET
    if is_hidden(page) or tree.is_restricted(page):
        return State.HIDDEN
    return State.PUBLIC
