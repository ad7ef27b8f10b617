"""Search over everything that can be found: the question in, entries of the index out; public."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from gerai.finder.current import current
from gerai.finder.index import Entry
from gerai.finder.queries import Query
from gerai.finder.ranking import Hit, rank
from gerai.finder.sources import AGENCY, ELSEWHERE, LIFE_EVENT, SERVICE
from gerai.finder.understanding import Question, understand

MAX_SERVICES = 20
MAX_MORE = 8
MAX_OTHERS = 6
MAX_HITS = 300
SURE = 0.28
"""A document that answers less than this is near the question, and no answer."""
NEAR = 0.12
_BESIDE_THE_BEST = 0.5
_NEAR_THE_BEST = 0.25
_OTHERS_BESIDE_THE_BEST = 0.45
_TOPIC = 0.45
_CLEARLY = 0.02

_OWN_LISTS = frozenset({SERVICE, AGENCY, LIFE_EVENT, ELSEWHERE})


@dataclass(frozen=True, slots=True)
class Answer:
    """What the index says; ``roots`` are those that were looked for."""

    hits: Sequence[Hit] = ()
    corrected: str = ""
    roots: frozenset[str] = frozenset()

    def of(self, *kinds: str) -> list[Hit]:
        return [hit for hit in self.hits if hit.entry.kind in kinds]


@dataclass(frozen=True, slots=True)
class Found:
    """What a search found, each list the best first.

    Attributes:
        services: services that answer.
        more_services: services that are near, or mention it.
        elsewhere: what was asked for is this, and isn't offered here.
        others: what answers of other kinds (pages, news …).
        corrected: what was probably meant, if words were misspelt.
        roots: of words that were looked for, to be marked in texts.
    """

    services: Sequence[Entry] = ()
    more_services: Sequence[Entry] = ()
    agencies: Sequence[Entry] = ()
    life_events: Sequence[Entry] = ()
    elsewhere: Sequence[Entry] = ()
    others: Sequence[Entry] = ()
    corrected: str = ""
    roots: frozenset[str] = field(default_factory=frozenset)

    @property
    def total(self) -> int:
        """How many answers there are; what is only near doesn't count."""
        return sum(
            map(len, (self.services, self.agencies, self.life_events, self.others))
        )

    @property
    def entries(self) -> list[Entry]:
        """Everything that is shown."""
        return [
            *self.services,
            *self.more_services,
            *self.agencies,
            *self.life_events,
            *self.elsewhere,
            *self.others,
        ]


def answer(query: Query) -> Answer:
    """Ask the index; one query to the database unless something changed."""
    if not query:
        return Answer()
    state = current()
    with state.lock:
        question = understand(query.text, state.index, state.thesaurus)
        hits = rank(question, state.index, most=MAX_HITS)
        roots = _roots(question, state.index.terms)
    return Answer(hits, question.corrected, roots)


def find(query: Query) -> Found:
    """Everything that answers the query, by kind."""
    said = answer(query)
    services, more, topics = sorted_out(said)
    kinds = {hit.entry.kind for hit in said.hits}
    return Found(
        services=_entries(services),
        more_services=_entries(more),
        agencies=_entries(_beside(said, AGENCY)),
        life_events=_entries(_beside(said, LIFE_EVENT)),
        elsewhere=_entries(topics),
        others=_entries(_beside(said, *kinds - _OWN_LISTS)),
        corrected=said.corrected,
        roots=said.roots,
    )


def service_ids(query: Query) -> list[int]:
    """Keys of the service records that answer the query, the best first.

    Where none does, those that are near.
    """
    hits = answer(query).of(SERVICE)
    best = hits[0].score if hits else 0.0
    sure = [hit for hit in hits if hit.score >= max(SURE, best * _NEAR_THE_BEST)]
    return [int(hit.entry.target) for hit in sure or hits]


def sorted_out(said: Answer) -> tuple[list[Hit], list[Hit], list[Hit]]:
    """Services that answer, services that are near, and topics not offered here.

    Where the question is about something that isn't offered, no service is given out as
    the answer.
    """
    hits, topics = said.of(SERVICE), said.of(ELSEWHERE)
    best = hits[0].score if hits else 0.0
    near = [hit for hit in hits if hit.score >= max(NEAR, best * _NEAR_THE_BEST)]
    if topics and topics[0].score >= max(_TOPIC, best + _CLEARLY):
        least = topics[0].score * 0.9
        return [], near[:MAX_MORE], [hit for hit in topics if hit.score >= least][:2]
    sure = [hit for hit in hits if hit.score >= max(SURE, best * _BESIDE_THE_BEST)]
    return sure[:MAX_SERVICES], near[len(sure) :][:MAX_MORE], []


def _beside(said: Answer, *kinds: str) -> list[Hit]:
    best = said.hits[0].score if said.hits else 0.0
    least = max(SURE, best * _OTHERS_BESIDE_THE_BEST)
    return [hit for hit in said.of(*kinds) if hit.score >= least][:MAX_OTHERS]


def _entries(hits: Sequence[Hit]) -> list[Entry]:
    return [hit.entry for hit in hits]


def _roots(question: Question, terms: Sequence[str]) -> frozenset[str]:
    """Roots worth marking: of the words themselves, and of single synonyms."""
    return frozenset(
        terms[phrase[0]]
        for slot in question.slots
        for _weight, phrase in (
            *slot.others,
            *(one for word in slot.words for one in word.alternatives),
        )
        if len(phrase) == 1
    )
