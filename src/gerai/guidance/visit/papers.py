"""What several services ask for, as one list: nothing twice, and nothing lost.

Pure arithmetic. An original is brought once, copies add up, a condition stays a
condition. The order in which the services were chosen makes no difference.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field

from gerai.directory.choices import THINGS_TO_BRING, RequirementKind
from gerai.directory.standard.values import FormFile

_KEY_LENGTH = 12
_SEPARATORS = re.compile(r"[^\w]+")
_BRACKETS = re.compile(r"^(?P<name>[^()]+?)\s*\((?P<short>[^()\s]{2,12})\)$")
# Spellings of documents that every Indonesian has; the law knows only the electronic
# identity card (UU 24/2013).
_SAME = {
    "ktp el": "ktp",
    "e ktp": "ktp",
    "ektp": "ktp",
    "ktp elektronik": "ktp",
    "kartu tanda penduduk": "ktp",
    "kartu tanda penduduk elektronik": "ktp",
    "kk": "kartu keluarga",
}


def identity_of(text: str) -> str:
    """The same for every way of writing one document; "" for a text without letters.

    Case, punctuation and an abbreviation in brackets behind the name don't count:

    >>> identity_of("Kartu Keluarga (KK)") == identity_of("kartu keluarga")
    True
    """
    plain = unicodedata.normalize("NFKC", text).strip()
    found = _BRACKETS.match(plain)
    if found and _is_short_for(found["short"], found["name"]):
        plain = found["name"]
    words = _SEPARATORS.sub(" ", plain.casefold()).strip()
    return _SAME.get(words, words)


@dataclass(frozen=True, slots=True)
class Demand:
    """What one service asks for, in one of its lines.

    Attributes:
        service: ``agency/service``.
        identity: the same for the same thing wherever it is asked for, in any language.
        position: place in the list of its service, from 0.
        condition_identity: the same for the same condition; "" if it is asked for anyway.
    """

    service: str
    text: str
    identity: str
    kind: RequirementKind = RequirementKind.DOCUMENT
    position: int = 0
    is_original: bool = False
    copies: int = 0
    condition: str = ""
    condition_identity: str = ""
    is_optional: bool = False
    note: str = ""
    form: FormFile | None = None

    @property
    def is_firm(self) -> bool:
        """Asked for whatever the situation."""
        return not self.condition_identity and not self.is_optional


@dataclass(frozen=True, slots=True)
class Paper:
    """One line of the common list.

    Attributes:
        key: stays the same while the thing is the same; names the tick on the device.
        is_original: somebody wants to see the original; it is brought once.
        copies: the sum over the services that want copies anyway (a conditional line:
            under its condition).
        condition: "" if it is to be brought anyway.
        demands: what the line stands for, of all services.
        extras: those of a firm line that ask for more under a condition.
    """

    key: str
    text: str
    kind: RequirementKind
    is_original: bool
    copies: int
    condition: str = ""
    is_optional: bool = False
    demands: tuple[Demand, ...] = ()
    extras: tuple[Demand, ...] = ()
    order: tuple[int, str, str] = field(default=(0, "", ""), repr=False)

    @property
    def is_firm(self) -> bool:
        return not self.condition and not self.is_optional

    @property
    def is_thing_to_bring(self) -> bool:
        return self.kind in THINGS_TO_BRING


def merged(demands: Iterable[Demand]) -> tuple[Paper, ...]:
    """One line per thing and condition, in the order in which services ask for them.

    Something that any service wants anyway is one line; what others want of it under a
    condition are its ``extras``. What nobody wants anyway has a line per condition.
    """
    groups: dict[tuple[str, str], list[Demand]] = {}
    for demand in sorted(demands, key=_canonical):
        groups.setdefault((_sort_of(demand.kind), demand.identity), []).append(demand)
    papers: list[Paper] = []
    for group in groups.values():
        firm = [one for one in group if one.is_firm]
        if firm:
            papers.append(_paper(firm, [one for one in group if not one.is_firm]))
            continue
        by_condition: dict[tuple[str, bool], list[Demand]] = {}
        for one in group:
            key = (one.condition_identity, one.is_optional)
            by_condition.setdefault(key, []).append(one)
        papers.extend(_paper(members, []) for members in by_condition.values())
    return tuple(sorted(papers, key=lambda paper: (not paper.is_firm, *paper.order)))


@dataclass(frozen=True, slots=True)
class Count:
    """How much there is to carry whatever the situation.

    ``others`` are things of which nobody said whether original or copy.
    """

    originals: int = 0
    copies: int = 0
    others: int = 0
    conditional: int = 0

    @property
    def things(self) -> int:
        return self.originals + self.copies + self.others


def count_of(papers: Iterable[Paper]) -> Count:
    """Originals once, copies added up; what depends on a condition is counted apart."""
    originals = copies = others = conditional = 0
    for paper in papers:
        if not paper.is_thing_to_bring:
            continue
        if not paper.is_firm:
            conditional += 1
            continue
        originals += paper.is_original
        copies += paper.copies
        others += not paper.is_original and not paper.copies
    return Count(originals, copies, others, conditional)


def _paper(members: list[Demand], others: list[Demand]) -> Paper:
    first = members[0]
    text = min((one.text for one in members), key=lambda text: (len(text), text))
    words = f"{_sort_of(first.kind)}|{first.identity}|{first.condition_identity}"
    if first.is_optional:
        words += "|optional"
    has_original = any(one.is_original for one in members)
    return Paper(
        key=hashlib.sha256(words.encode()).hexdigest()[:_KEY_LENGTH],
        text=text,
        kind=min((one.kind for one in members), key=list(RequirementKind).index),
        is_original=has_original,
        copies=sum(one.copies for one in members),
        condition=first.condition,
        is_optional=first.is_optional,
        demands=tuple(sorted([*members, *others], key=_canonical)),
        extras=tuple(one for one in others if _asks_more(one, has_original)),
        order=(
            min(one.position for one in members),
            first.identity,
            first.condition_identity,
        ),
    )


def _asks_more(demand: Demand, has_original: bool) -> bool:
    return bool(
        demand.copies or demand.note or (demand.is_original and not has_original)
    )


def _sort_of(kind: RequirementKind) -> str:
    """Things that one carries merge with each other, and with nothing else."""
    return "thing" if kind in THINGS_TO_BRING else kind.value


def _canonical(demand: Demand) -> tuple[str | int | bool, ...]:
    return (
        demand.position,
        demand.identity,
        demand.condition_identity,
        demand.is_optional,
        demand.service,
        demand.text,
        demand.condition,
        demand.kind.value,
        demand.is_original,
        demand.copies,
        demand.note,
    )


def _is_short_for(short: str, name: str) -> bool:
    """Whether the letters of ``short`` stand in ``name`` in this order."""
    letters = iter(name.casefold())
    wanted = [letter for letter in short.casefold() if letter.isalnum()]
    return bool(wanted) and short.upper() == short and all(x in letters for x in wanted)
