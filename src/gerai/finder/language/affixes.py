"""Which roots a word may come from, by the rules of Indonesian affixes alone.

The index holds roots from a dictionary (``stemming``). A question isn't stemmed: each
of these candidates is looked up among the words that the index knows, so a rule that
goes too far does no harm. The same rules run in the browser (``suggest.js``), where
there is no room for a dictionary.
"""

from __future__ import annotations

_PARTICLES = ("lah", "kah", "pun", "nya", "ku", "mu")
_SUFFIXES = ("kan", "an", "in", "i", "s")
# Prefix, and what the root may have lost behind it.
_PREFIXES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("memper", ("",)),
    ("diper", ("",)),
    ("menge", ("",)),
    ("penge", ("",)),
    ("meng", ("", "k")),
    ("peng", ("", "k")),
    ("meny", ("s",)),
    ("peny", ("s",)),
    ("mem", ("", "p")),
    ("pem", ("", "p")),
    ("men", ("", "t")),
    ("pen", ("", "t")),
    ("nge", ("",)),
    ("ber", ("", "r")),
    ("ter", ("", "r")),
    ("per", ("", "r")),
    ("bel", ("",)),
    ("pel", ("",)),
    ("di", ("",)),
    ("ke", ("",)),
    ("se", ("",)),
    ("be", ("",)),
    ("me", ("",)),
    ("pe", ("",)),
    ("te", ("",)),
    ("ng", ("", "k")),
    ("ny", ("s", "c")),
    ("n", ("t", "")),
    ("m", ("p",)),
)
SHORTEST_ROOT = 3
_LONGEST_WORD = 24
_MOST_CANDIDATES = 60


def roots(word: str) -> list[str]:
    """Candidates for the root of ``word``, those that lose least first.

    The word itself is none of them.
    """
    if len(word) > _LONGEST_WORD:
        return []
    found: dict[str, None] = {word: None}
    queue = [word]
    for step in (_without_particle, _without_suffix, _without_prefix, _without_prefix):
        queue = [*queue, *(new for one in queue for new in step(one))]
        for one in queue:
            found.setdefault(one)
    found.pop(word)
    return list(found)[:_MOST_CANDIDATES]


def _without_particle(word: str) -> list[str]:
    return [
        word[: -len(end)]
        for end in _PARTICLES
        if word.endswith(end) and len(word) - len(end) >= SHORTEST_ROOT
    ]


def _without_suffix(word: str) -> list[str]:
    return [
        word[: -len(end)]
        for end in _SUFFIXES
        if word.endswith(end) and len(word) - len(end) >= SHORTEST_ROOT
    ]


def _without_prefix(word: str) -> list[str]:
    found = []
    for prefix, lost in _PREFIXES:
        rest = word[len(prefix) :]
        if word.startswith(prefix) and len(rest) >= SHORTEST_ROOT - 1:
            found += [
                letter + rest for letter in lost if len(letter + rest) >= SHORTEST_ROOT
            ]
    return found
