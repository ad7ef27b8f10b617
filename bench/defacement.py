"""``python -m bench defacement``: how well and how fast hijacked texts are told apart.

On the labelled set, its two halves apart, beside a plain list of words; and the time of
the processor for a page of 20 KB.
"""

from __future__ import annotations

import re
import time

from bench.table import Row
from gerai.defacement.judging import Document, examine
from gerai.defacement.tests.labelled import Quality, quality, read_examples
from gerai.defacement.tests.page_of_services import page_of_services

GROUP = "Defacement watch"
FLOOR = 0.98
MILLISECONDS = 5.0
PAGES = 60
# What many sites have: some words, looked for as they stand.
PLAIN_LIST = re.compile(
    r"\b(?:judi|slot|gacor|togel|maxwin|poker|casino|kasino|sbobet|taruhan|jackpot|bandar"
    r"|scatter|rtp|viagra|cialis|levitra|tramadol|cytotec|bokep|hacked)\b",
    re.IGNORECASE,
)


def run(arguments: list[str]) -> list[Row]:
    """The rows of ``python -m bench defacement``; there is nothing to choose."""
    return measure()


def measure() -> list[Row]:
    """Quality on both halves, and time."""
    examples = read_examples()
    halves = {
        "built with": [one for one in examples if one.half == "built"],
        "held out": [one for one in examples if one.half == "held"],
    }
    rows = []
    for name, half in halves.items():
        rows += _rows(f"{name} ({len(half)})", quality(half, _is_suspicious))
    plain = quality(examples, _has_listed_word)
    rows += [
        Row(GROUP, "a plain list of words: recall", plain.recall),
        Row(GROUP, "a plain list of words: precision", plain.precision),
        Row(
            GROUP, "one page of 20 KB, processor", _seconds() * 1000, "ms", MILLISECONDS
        ),
    ]
    return rows


def _rows(name: str, found: Quality) -> list[Row]:
    return [
        Row(GROUP, f"{name}: recall", found.recall, "", FLOOR, "at least"),
        Row(GROUP, f"{name}: precision", found.precision, "", FLOOR, "at least"),
    ]


def _is_suspicious(document: Document) -> bool:
    return examine(document).is_suspicious


def _has_listed_word(document: Document) -> bool:
    parts = (document.names, document.texts, document.files, document.links)
    texts = " ".join(text for part in (*parts, document.redirects) for text in part)
    return PLAIN_LIST.search(texts) is not None


def _seconds() -> float:
    pages = [page_of_services(number) for number in range(PAGES)]
    started = time.process_time()
    for page in pages:
        examine(Document(texts=(page,)))
    return (time.process_time() - started) / PAGES
