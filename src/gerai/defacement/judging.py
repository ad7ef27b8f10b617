"""Weighs what was read: a score, and reasons that a person can check. Pure.

One word decides nothing. A sentence counts by what it sells, less where it reports or
warns; disguise, hiding and leading elsewhere count by themselves, since honest texts
have no use for them.
"""

from __future__ import annotations

from dataclasses import dataclass

from gerai.defacement.reading import read
from gerai.defacement.scale import Scale, Verdict
from gerai.defacement.weighing_links import weigh_files, weigh_links
from gerai.defacement.weighing_programs import weigh_programs
from gerai.defacement.weighing_words import units_of, weigh_words, weigh_writing


@dataclass(frozen=True, slots=True)
class Document:
    """What is to be judged together.

    Attributes:
        names: titles, slugs, names of files and people.
        texts: text or HTML.
        links: addresses that a reader can follow.
        redirects: addresses that readers are led to by themselves.
        files: names of files.
        own: hosts of this site.
        allowed: marks of evidence that somebody has allowed (``Reason.mark``).
    """

    names: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    redirects: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    own: frozenset[str] = frozenset()
    allowed: frozenset[str] = frozenset()


def examine(document: Document) -> Verdict:
    """Judge a document.

    >>> examine(Document(texts=("Slot gacor maxwin, daftar sekarang",))).is_suspicious
    True
    >>> examine(Document(texts=("Polisi menangkap bandar judi online",))).is_suspicious
    False
    """
    readings = [read(text) for text in document.texts]
    scale = Scale(document.own, document.allowed)
    names = [*document.names, *document.files]
    units = list(units_of(names, is_name=True))
    for reading in readings:
        units += units_of(reading.names, is_name=True)
        units += units_of([reading.shown, *reading.data])
        units += units_of([reading.hidden, *reading.scripts], is_hidden=True)
    weigh_words(scale, units)
    for text in (*names, *document.texts):
        weigh_writing(scale, text)
    for reading in readings:
        weigh_programs(scale, reading)
    weigh_links(scale, document.links, document.redirects, readings)
    weigh_files(scale, document.files)
    return scale.verdict()
