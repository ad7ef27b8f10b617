"""Links within texts that editors write, in the reader's language."""

from __future__ import annotations

import re
from typing import Any

from django.conf import settings
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from wagtail.models import Page
from wagtail.rich_text import RichText, expand_db_html
from wagtail.rich_text.pages import PageLinkHandler

from gerai.publishing.reading import each_once
from gerai.theme.addresses import localized_path, localized_url

_INTERNAL = re.compile(r'(<a [^>]*?href=")(/(?!/)[^"]*)')
# Files and machines have one address for all languages.
_WITHOUT_LANGUAGE = ("/dokumen/berkas/", "/media/", "/static/", "/api/", "/admin/")


class SitePageLinkHandler(PageLinkHandler):
    """Links to pages keep the reader's language, translated or not.

    Wagtail's own handler asks the database for each link's translation, and leads out
    of English where there is none. A link to a page that isn't public any more is left
    as plain words.
    """

    @classmethod
    def expand_db_attributes_many(cls, attrs_list: list[dict[str, Any]]) -> list[str]:
        """Opening tags for stored links; one query, in a snapshot one for each page."""
        language = get_language() or settings.LANGUAGE_CODE
        keys = [str(attrs.get("id") or "") for attrs in attrs_list]
        pages = each_once(_public_pages, (key for key in keys if key))
        urls = (
            localized_url(pages[key], language) if key in pages else "" for key in keys
        )
        return [f'<a href="{escape(url)}">' if url else "<a>" for url in urls]


def _public_pages(keys: list[str]) -> dict[str, Page]:
    # Many texts lead to the same page: nothing else of it may be asked for.
    found = Page.objects.live().filter(pk__in=keys).only("url_path").order_by("pk")
    return {str(page.pk): page for page in found}


def site_html(text: RichText | str | None) -> SafeString:
    """Stored rich text as HTML, its links in the reader's language.

    Safe: Wagtail lets only the allowed tags of an editor into stored rich text, and
    contentpack writes the same set.
    """
    source = text.source if isinstance(text, RichText) else text or ""
    html = str(expand_db_html(source))
    language = get_language() or settings.LANGUAGE_CODE
    if language != settings.LANGUAGE_CODE:
        html = _INTERNAL.sub(lambda match: _localized(match, language), html)
    return SafeString(html)


def _localized(match: re.Match[str], language: str) -> str:
    before, path = match.groups()
    if path.startswith(_WITHOUT_LANGUAGE):
        return match[0]
    return before + localized_path(path, language)
