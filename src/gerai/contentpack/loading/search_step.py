"""Last step of a load: words for the search."""

from __future__ import annotations

from gerai.contentpack.loading.rows import both, sync_rows
from gerai.contentpack.loading.session import Session
from gerai.contentpack.records import SEARCH_ELSEWHERE, SEARCH_WORDS
from gerai.finder.models import ElsewhereTopic, SearchWords


def load_search(session: Session) -> None:
    """Groups of words, and subjects that aren't offered; after the agencies."""
    synonyms = session.pack.synonyms
    if session.writes(SEARCH_WORDS):
        sync_rows(
            SearchWords,
            SearchWords.objects.order_by("pk"),
            [
                {"words": "\n".join(one.words), "means": "\n".join(one.means)}
                for one in synonyms.groups
            ],
            SEARCH_WORDS,
        )
    if session.writes(SEARCH_ELSEWHERE):
        sync_rows(
            ElsewhereTopic,
            ElsewhereTopic.objects.order_by("pk"),
            [
                {
                    **both(one.title, "title"),
                    **both(one.place, "place"),
                    "words": "\n".join(one.words),
                    "agency": session.row(f"agency/{one.agency}")
                    if one.agency
                    else None,
                }
                for one in synonyms.elsewhere
            ],
            SEARCH_ELSEWHERE,
        )
