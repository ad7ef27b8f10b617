"""The picture of a page for where it is shared."""

from __future__ import annotations

from django.utils import translation
from wagtail.models import Page

from gerai.directory.models import ServicePage
from gerai.directory.standard.five_facts import facts_in_lists
from gerai.place.models import Mall
from gerai.place.selectors import current_mall
from gerai.publishing.drawn import drawn_once
from gerai.theme.og import SharedFact, open_graph_image
from gerai.theme.paper import drawing_id
from gerai.theme.tokens import TokenError, Tokens
from gerai.website.addresses import og_image_path


def open_graph_image_of(page: Page) -> bytes:
    """A PNG in the page's own language; of a service, with what it costs and takes."""
    mall = current_mall()
    with translation.override(page.locale.language_code):
        facts = _facts(page)
    name, tokens = mall.name if mall else "", tokens_of(mall)
    return drawn_once(
        og_image_path(page),
        [drawing_id(), page.title, name, repr(facts), repr(tokens)],
        lambda: open_graph_image(
            title=page.title, mall_name=name, facts=facts, tokens=tokens
        ),
    )


def _facts(page: Page) -> list[SharedFact]:
    if not isinstance(page, ServicePage):
        return []
    (facts,) = facts_in_lists([page])
    return [SharedFact(str(fact.label), str(fact.value)) for fact in facts]


def tokens_of(mall: Mall | None) -> Tokens:
    """The colours of a mall; those of the theme where it has none that can be used."""
    try:
        return Tokens.from_mapping(mall.theme if mall else {})
    except TokenError:
        return Tokens()
