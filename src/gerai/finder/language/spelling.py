"""How far two words are apart for somebody who types with a thumb."""

from __future__ import annotations

_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
FAR = 9.0


def _neighbours() -> frozenset[str]:
    places = {
        letter: (column + 0.5 * number, number)
        for number, row in enumerate(_ROWS)
        for column, letter in enumerate(row)
    }
    return frozenset(
        first + second
        for first, (x, y) in places.items()
        for second, (u, v) in places.items()
        if first != second and abs(y - v) <= 1 and abs(x - u) <= 1
    )


NEIGHBOURS = _neighbours()
_CHEAP = 0.75


def allowed(length: int) -> int:
    """How many slips a word of this length may have."""
    if length < 4:
        return 0
    return 1 if length < 7 else 2


def distance(first: str, second: str, limit: int) -> float:
    """Slips between two words: letters missing, too many, swapped or hit beside.

    Two letters swapped, a letter doubled or halved, and a neighbouring key count less
    than another letter. ``FAR`` if there are more than ``limit``.
    """
    if abs(len(first) - len(second)) > limit:
        return FAR
    before: list[float] = []
    last = [float(j) for j in range(len(second) + 1)]
    for i, a in enumerate(first, start=1):
        row = [float(i)]
        for j, b in enumerate(second, start=1):
            best = min(
                last[j - 1] + _replaced(a, b),
                last[j] + _lost(first, i),
                row[j - 1] + _lost(second, j),
            )
            if i > 1 and j > 1 and a == second[j - 2] and first[i - 2] == b:
                best = min(best, before[j - 2] + _CHEAP)
            row.append(best)
        if min(row) > limit:
            return FAR
        before, last = last, row
    return last[-1] if last[-1] <= limit else FAR


def _replaced(a: str, b: str) -> float:
    if a == b:
        return 0.0
    return _CHEAP if a + b in NEIGHBOURS else 1.0


def _lost(word: str, position: int) -> float:
    is_double = position > 1 and word[position - 1] == word[position - 2]
    return _CHEAP if is_double else 1.0
