"""Words for the search as synonyms.yaml says them."""

from __future__ import annotations

from gerai.contentpack.format.search import ElsewhereItem, SynonymsFile, WordGroup
from gerai.contentpack.records import SEARCH_ELSEWHERE, SEARCH_WORDS
from gerai.contentpack.site.common import one_line, without_nothing, words
from gerai.contentpack.site.context import SiteContext, present
from gerai.finder.models import ElsewhereTopic, SearchWords


def read_synonyms(context: SiteContext) -> SynonymsFile:
    """Both lists, in an order that follows from their content."""
    groups = [
        context.model(
            SEARCH_WORDS,
            WordGroup,
            without_nothing({"words": row.word_list, "means": row.means_list}),
        )
        for row in sorted(
            SearchWords.objects.all(), key=lambda row: (row.word_list, row.means_list)
        )
    ]
    topics = [
        context.model(
            SEARCH_ELSEWHERE,
            ElsewhereItem,
            without_nothing(
                {
                    "title": words(one_line(row.title), one_line(row.title_en)),
                    "words": row.word_list,
                    "place": words(one_line(row.place), one_line(row.place_en)),
                    "agency": row.agency.slug if row.agency else None,
                }
            ),
        )
        for row in sorted(
            ElsewhereTopic.objects.select_related("agency"),
            key=lambda row: (one_line(row.title), row.pk),
        )
    ]
    return SynonymsFile.model_construct(
        groups=present(groups), elsewhere=present(topics)
    )
