"""Reads the home page and the pages of text of the site."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from pydantic import ValidationError
from wagtail.models import Page

from gerai.contentpack.format import PageText
from gerai.contentpack.format.blocks import Block
from gerai.contentpack.format.pages import EnglishPageHead, HomeFile, PageHead
from gerai.contentpack.site import pages
from gerai.contentpack.site.context import SiteContext, as_saved, twin
from gerai.website.models import ContentPage, HomePage, SectionPage

PAGES_WITH_TEXT = (ContentPage, SectionPage)
# Pages of text, and those that Gerai makes itself, of which the pack may set the head.
_MODELS = (
    "contentpage",
    "sectionpage",
    "floordirectorypage",
    "openinghourspage",
    "contactpage",
    "agencyindexpage",
    "lifeeventindexpage",
    "servicelistpage",
)


def read_home(context: SiteContext, popular: list[str]) -> HomeFile:
    """The home page; ``popular`` are the services that it shows."""
    home = context.home
    data = pages.home_data(home, twin(home, context.english(HomePage)), popular)
    item = context.model("home", HomeFile, data, home)
    return item or HomeFile.model_construct()


def read_pages(context: SiteContext) -> list[PageText]:
    """All pages below the home page that a pack may write, ordered by path."""
    rows = list(
        Page.objects.descendant_of(context.home)
        .filter(content_type__model__in=_MODELS)
        .order_by("path")
        .specific()
    )
    english = {
        page.translation_key: page
        for page in Page.objects.filter(
            locale_id=context.english_id, content_type__model__in=_MODELS
        ).specific()
    }
    positions: dict[str, int] = defaultdict(int)
    parents = {page.path[: -Page.steplen] for page in rows}
    found = []
    for page in rows:
        parent = page.path[: -Page.steplen]
        positions[parent] += 1
        text = _page(
            context,
            page,
            english,
            order=positions[parent] * 10,
            has_pages=page.path in parents,
        )
        if text:
            found.append(text)
    return sorted(found, key=lambda text: text.path)


def _page(
    context: SiteContext,
    row: Any,
    english: dict[Any, Any],
    *,
    order: int,
    has_pages: bool,
) -> PageText | None:
    path = context.addresses[row.pk].strip("/")
    key = f"page/{path}"
    page = as_saved(row)
    is_section = isinstance(page, SectionPage) and not has_pages
    data = pages.page_head_data(page, is_section=is_section) | {"order": order}
    head = context.model(key, PageHead, data, page)
    other = twin(page, english)
    other_head = None
    if other is not None:
        other_data = pages.english_head_data(other)
        other_head = context.model(key, EnglishPageHead, other_data)
    if head is None:
        return None
    return PageText(
        path=path,
        head=head,
        blocks=tuple(_body(context, key, page)),
        english_head=other_head,
        english_blocks=tuple(_body(context, key, other)) if other_head else (),
    )


def _body(context: SiteContext, key: str, page: Any) -> list[Block]:
    if not isinstance(page, PAGES_WITH_TEXT):
        return []
    try:
        return pages.body_blocks(page.body, context.link_target, context.documents.name)
    except ValidationError as refused:
        context.note_faults(key, refused)
        return []
