"""Loads the home page and the pages of text."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.utils.translation import gettext as _
from wagtail.models import Page

from gerai.contentpack.format import PageText
from gerai.contentpack.loading.page_fields import PageWriter, home_to_english, set_home
from gerai.contentpack.loading.saving_pages import put_in_order
from gerai.contentpack.loading.session import Session
from gerai.contentpack.reading.problems import PackRefused, Problem
from gerai.website.models import ContentPage, SectionPage


def load_home(session: Session) -> None:
    """The home page; which services are popular is kept by the services."""
    if not session.writes("home"):
        return
    home, item = session.structure.home, session.pack.home
    set_home(home, item)
    session.saver.update(home, is_shown=True, key="home")
    # There is an English home page in any case; without words it shows Indonesian.
    english = partial(home_to_english, item=item)
    session.finish("home", home, is_shown=True, to_english=english)


def load_pages(session: Session) -> None:
    """Pages in two rounds: first all pages, then texts, which link to any of them."""
    texts = {text.path: text for text in session.pack.pages}
    sections = {text.path.rpartition("/")[0] for text in session.pack.pages}
    ordered = sorted(
        texts.values(),
        key=lambda text: (text.path.count("/"), text.head.order, text.path),
    )
    for text in ordered:
        if session.writes(f"page/{text.path}"):
            is_section = text.path in sections or text.head.section
            _ensure_page(session, text, is_section=is_section)
    writer = PageWriter(Links(session).attributes, session.files.__getitem__)
    for text in ordered:
        key = f"page/{text.path}"
        page = session.rows.get(key)
        if page is None or not session.writes(key):
            continue
        writer.set_page(page, text)
        is_shown = text.head.status == "shown"
        session.saver.update(page, is_shown=is_shown, key=key)
        english = partial(writer.to_english, text=text)
        session.finish(
            key,
            page,
            is_shown=is_shown,
            to_english=english if text.english_head else None,
        )
    _order_pages(session, ordered)


def _ensure_page(session: Session, text: PageText, *, is_section: bool) -> None:
    key = f"page/{text.path}"
    parent_path, _slash, slug = text.path.rpartition("/")
    page = session.row(key)
    if page is None and not parent_path:
        page = session.structure.pages.get(slug)
    if page is not None:
        if is_section and isinstance(page, ContentPage):
            raise PackRefused([Problem(text.file, 0, "", _needs_section())])
        page.slug = slug
        session.rows[key] = page
        return
    parent = (
        session.structure.home if not parent_path else _parent(session, parent_path)
    )
    if parent is None:
        return
    model = SectionPage if is_section else ContentPage
    page = model(title=text.head.title, slug=slug, locale=parent.locale)
    session.adopt_english(key, page, parent)
    session.rows[key] = session.saver.add(parent, page, is_shown=False, key=key)


def _needs_section() -> str:
    return _(
        "on the site this is a page of text, which can't have pages below it; delete it "
        "there first, then load again"
    )


def _parent(session: Session, path: str) -> Any:
    if "/" not in path and path in session.structure.pages:
        return session.structure.pages[path]
    return session.row(f"page/{path}")


def _order_pages(session: Session, texts: list[PageText]) -> None:
    siblings: dict[str, list[PageText]] = {}
    for text in texts:
        siblings.setdefault(text.path.rpartition("/")[0], []).append(text)
    for parent, below in siblings.items():
        if session.is_reordered(f"order/page/{parent}", [text.path for text in below]):
            rows = [session.row(f"page/{text.path}") for text in below]
            put_in_order([row for row in rows if row is not None])


class Links:
    """Attributes of links in the database."""

    def __init__(self, session: Session) -> None:
        self._files = session.files
        prefix = session.structure.home.url_path
        pages = Page.objects.descendant_of(session.structure.home, inclusive=True)
        self._pages = {
            "/" + url_path.removeprefix(prefix): key
            for key, url_path in pages.values_list("pk", "url_path")
        }

    def attributes(self, target: str) -> dict[str, str]:
        if target in self._files:
            return {"linktype": "document", "id": str(self._files[target])}
        if target in self._pages:
            return {"linktype": "page", "id": str(self._pages[target])}
        return {"href": target}
