"""Weighs what was read: a score, and reasons that a person can check. Pure.

One word decides nothing. A sentence counts by what it sells, less where it reports or
warns; disguise, hiding and leading elsewhere count by themselves, since honest texts
have no use for them.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from gerai.defacement.addresses import Address, addresses_in, is_trusted, parse
from gerai.defacement.finding import (
    Found,
    find,
    find_pulled_apart,
    find_reversed,
)
from gerai.defacement.letters import has_turned_text, plain_letters
from gerai.defacement.reading import Reading, read
from gerai.defacement.reasons import Reason
from gerai.defacement.vocabulary import Grade, Topic, foreign_terms

SUSPICIOUS = 2.0
"""From this score on something is held back."""

_WITHIN_A_LINE = re.compile(r"[.!?](?=\s)|[|•;»★☆✓✅🔥⭐➤▶]")
_SINGLE_LETTERS = re.compile(r"(?<![^\W_])[^\W_](?:[\W_]{1,6}[^\W_](?![^\W_])){3,}")
_LONGEST_EXCERPT = 160
_LONGEST_FOUND = 120

_STRONG, _KNOWN, _JARGON, _SLIGHT, _MOST_SLIGHT = 2.0, 1.0, 0.7, 0.4, 1.6
_MOST_JARGON, _JARGON_AT_LEAST = 4, 2
_AGAIN = 0.3
_MOST_OF_A_KIND = 6.0
_NAME = 1.5
_DISGUISED, _MOST_DISGUISED = 2.0, 3
_HIDDEN_WORDS = 2.0
_REPORTING = (1.0, 0.3, 0.1)
_CROWDED, _CROWDED_AT_LEAST = 5, 0.35
_REPORTS = 3
_REPORTED_ELSEWHERE_KNOWN, _REPORTED_ELSEWHERE = 0.3, 0.6
_FOREIGN, _MOST_FOREIGN = 2.0, 3
_FOREIGN_SCRIPT, _MANY_FOREIGN_LETTERS = 1.0, 40
_TURNED = 1.5

_SCRIPT, _OBFUSCATED, _LEADING, _HANDLER, _FRAME = 2.0, 2.5, 3.0, 2.0, 2.0
_SOFT_HANDLER = 0.0
_REDIRECT, _TARGET = 2.5, 2.0
_ODD_LINK, _MOST_ODD_LINKS = 0.7, 3.5
_GRAVE_LINK, _TRUSTED_PATH = 1.0, 1.5
_HIDDEN_LINK, _MOST_HIDDEN_LINKS = 2.0, 3
_SAME_HOST, _SAME_HOST_AT_LEAST, _SAME_HOST_PART = 2.0, 8, 0.5
_FARM, _FARM_AT_LEAST = 2.0, 12
_BRAND_HOST, _LOOKALIKE_HOST, _MOST_OF_A_HOST = 1.3, 1.5, 4.0
_EXECUTABLE = 3.0

_LEADS_AWAY = re.compile(
    r"(?:(?:window|document|top|parent|self)\s*\.\s*)?\blocation\b(?:\s*\.\s*href)?\s*=(?!=)"
    r"|location\s*\.\s*(?:replace|assign)\s*\(|location\s*\[|window\s*\.\s*open\s*\("
    r"|\.\s*navigate\s*\(|http-equiv"
)
_VEILED = re.compile(
    r"eval\s*\(|atob\s*\(|unescape\s*\(|fromCharCode|Function\s*\(|decodeURIComponent\s*\(\s*escape"
    r"|(?:\\x[0-9a-fA-F]{2}){4}|(?:\\u00[0-9a-fA-F]{2}){4}|_0x[0-9a-f]{4}|\[\]\[\(!\[\]"
)
_WRITES = re.compile(
    r"document\s*\.\s*write|createElement\s*\(\s*['\"](?:script|iframe)|innerHTML\s*="
    r"|insertAdjacentHTML|document\s*\.\s*cookie|sendBeacon|importScripts|import\s*\("
)
_CLOAKS = re.compile(
    r"referrer|userAgent|googlebot|navigator\s*\.\s*language", re.IGNORECASE
)
_ADDRESS_IN_SCRIPT = re.compile(r"(?:https?:)?//[^\s'\"`<>\\)]+")
_HANDLER_ACTS = re.compile(
    r"location|eval|atob|fetch\s*\(|document\s*\.\s*(?:write|cookie)|script|http|fromCharCode|alert\s*\(|import\s*\(|innerHTML|XMLHttp"
)
_EXECUTABLE_NAME = re.compile(
    r"\.(?:php\d?|phtml|pht|phar|phps|asp|aspx|ashx|jsp|jspx|cgi|pl|py|sh|exe|dll|bat|cmd|ps1|vbs|hta|scr|jar|htaccess|user\.ini)(?:\.[a-z0-9]{1,5})?$|^\.ht"
)
_SHELL_NAME = re.compile(
    r"^(?:wso|alfa|c99|r57|b374k|indoxploit|shell|backdoor|webshell|marijuana|gecko|mini)\d*\."
)
_FOREIGN_LETTER = re.compile("[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


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


@dataclass(slots=True)
class Verdict:
    """The score, and why; the heaviest reason first."""

    score: float = 0.0
    reasons: list[Reason] = field(default_factory=list)

    @property
    def is_suspicious(self) -> bool:
        return self.score >= SUSPICIOUS


@dataclass(frozen=True, slots=True)
class _Unit:
    """A sentence, or what stands on a line of its own."""

    text: str
    found: Found
    is_name: bool = False
    is_hidden: bool = False

    @property
    def jargon(self) -> float:
        """The weight of gamblers' talk; one word of it says nothing."""
        count = self.found.count(Grade.JARGON) + self.found.brands
        if count < _JARGON_AT_LEAST and not self.found.spam:
            return 0.0
        return min(count, _MOST_JARGON) * _JARGON

    @property
    def is_about_spam(self) -> bool:
        return bool(self.found.spam) or self.jargon > 0


def examine(document: Document) -> Verdict:
    """Judge a document.

    >>> examine(Document(texts=("Slot gacor maxwin, daftar sekarang",))).is_suspicious
    True
    >>> examine(Document(texts=("Polisi menangkap bandar judi online",))).is_suspicious
    False
    """
    readings = [read(text) for text in document.texts]
    scale = _Scale(document.own, document.allowed)
    names = [*document.names, *document.files]
    units = list(_units(names, is_name=True))
    for reading in readings:
        units += _units(reading.names, is_name=True)
        units += _units([reading.shown, *reading.data])
        units += _units([reading.hidden, *reading.scripts], is_hidden=True)
    scale.weigh_words(units)
    for text in (*names, *document.texts):
        scale.weigh_writing(text)
    for reading in readings:
        scale.weigh_programs(reading)
    scale.weigh_links(document, readings)
    scale.weigh_files(document.files)
    return scale.verdict()


def _units(
    texts: Iterable[str], *, is_name: bool = False, is_hidden: bool = False
) -> Iterator[_Unit]:
    for text in texts:
        if has_turned_text(text):
            yield _Unit(text, find_reversed(text), is_hidden=True)
        for run in _SINGLE_LETTERS.finditer(text):
            for written, found in find_pulled_apart(run[0]):
                yield _Unit(written, found)
        for line in text.splitlines():
            for part in _WITHIN_A_LINE.split(line) if line else ():
                if tidy := part.strip():
                    yield _Unit(tidy, find(tidy), is_name, is_hidden)


class _Scale:
    """Adds up evidence."""

    def __init__(self, own: frozenset[str], allowed: frozenset[str]) -> None:
        self._own = own
        self._allowed = allowed
        self._score = 0.0
        self._reasons: dict[tuple[str, str], Reason] = {}
        self._seen: Counter[str] = Counter()
        self._disguised: set[str] = set()

    def verdict(self) -> Verdict:
        reasons = sorted(self._reasons.values(), key=lambda one: -one.weight)
        return Verdict(round(self._score, 2), reasons)

    def _add(
        self, weight: float, kind: str, found: str = "", excerpt: str = ""
    ) -> None:
        if weight <= 0:
            return
        mark = mark_of(excerpt or found or kind)
        if mark in self._allowed:
            return
        self._score += weight
        key = (kind, mark)
        known = self._reasons.get(key)
        self._reasons[key] = Reason(
            kind,
            known.found if known else found[:_LONGEST_FOUND],
            known.excerpt if known else _shortened(excerpt, found),
            round(weight + (known.weight if known else 0), 2),
            mark,
        )

    def weigh_words(self, units: list[_Unit]) -> None:
        about = [unit for unit in units if unit.is_about_spam]
        if not about:
            return
        reported = {
            hit.term
            for unit in units
            if not unit.is_hidden
            for hit in unit.found.hits
            if hit.term.grade is Grade.CONTEXT
        }
        for unit in about:
            self._weigh_unit(unit, reports=len(reported) >= _REPORTS)

    def _weigh_unit(self, unit: _Unit, *, reports: bool) -> None:
        strong = unit.found.count(Grade.STRONG)
        known = unit.found.count(Grade.KNOWN)
        weight = 0.0
        for hit in unit.found.spam:
            base = _STRONG if hit.term.grade is Grade.STRONG else _KNOWN
            again = self._seen[hit.term.text]
            self._seen[hit.term.text] += 1
            if (
                hit.is_disguised
                and hit.written not in self._disguised
                and len(self._disguised) < _MOST_DISGUISED
            ):
                self._disguised.add(hit.written)
                self._add(_DISGUISED, "disguised", hit.written, unit.text)
            weight += base * (
                1 if not again else _AGAIN if again < _MOST_OF_A_KIND else 0
            )
        slight = min(unit.found.count(Grade.SLIGHT) * _SLIGHT, _MOST_SLIGHT)
        weight += slight + unit.jargon
        if unit.is_hidden:
            self._add(
                weight + _HIDDEN_WORDS * bool(strong or known > 1),
                "hidden_words",
                self._worst(unit),
                unit.text,
            )
            return
        if unit.is_name:
            weight *= _NAME
        weight *= _reporting(unit, strong, slight, reports=reports)
        self._add(weight, self._topic(unit), self._worst(unit), unit.text)

    @staticmethod
    def _worst(unit: _Unit) -> str:
        if not unit.found.spam:
            talk = [
                hit.written for hit in unit.found.hits if hit.term.grade is Grade.JARGON
            ]
            return talk[0] if talk else unit.text
        return min(
            unit.found.spam,
            key=lambda hit: (hit.term.grade is not Grade.STRONG, -len(hit.written)),
        ).written

    @staticmethod
    def _topic(unit: _Unit) -> str:
        topics = Counter(str(hit.term.topic) for hit in unit.found.spam)
        return topics.most_common(1)[0][0] if topics else str(Topic.GAMBLING)

    def weigh_writing(self, text: str) -> None:
        """Other alphabets, and text that runs the other way."""
        if text.isascii():
            return
        for found in list(dict.fromkeys(foreign_terms(text)))[:_MOST_FOREIGN]:
            self._add(_FOREIGN, "foreign", found, text)
        if len(_FOREIGN_LETTER.findall(text)) >= _MANY_FOREIGN_LETTERS:
            self._add(_FOREIGN_SCRIPT, "foreign_script", "", text)
        if has_turned_text(text):
            self._add(_TURNED, "turned")

    def weigh_programs(self, reading: Reading) -> None:
        """What acts by itself or shows something from elsewhere."""
        for address in reading.refreshes:
            if not self._is_trusted(parse(address)):
                self._add(_LEADING, "refresh", address)
        for script in reading.scripts:
            self._weigh_script(script)
        for handler in reading.handlers:
            if _HANDLER_ACTS.search(handler):
                self._add(_HANDLER, "handler", handler[:80])
        self._weigh_sources(reading.sources, _OBFUSCATED, "foreign_script_source")
        self._weigh_sources(reading.frames, _FRAME, "frame")
        self._weigh_sources(reading.targets, _TARGET, "target")
        if reading.is_reversed:
            self._add(_TURNED, "turned")

    def _weigh_sources(self, addresses: list[str], weight: float, kind: str) -> None:
        for address in addresses:
            if not self._is_trusted(parse(address)):
                self._add(weight, kind, address)

    def _weigh_script(self, script: str) -> None:
        addresses = [parse(found) for found in _ADDRESS_IN_SCRIPT.findall(script)]
        foreign = [one for one in addresses if not self._is_trusted(one)]
        weight = 0.0
        if _LEADS_AWAY.search(script):
            weight += _LEADING if foreign else 0.5
            weight += _SCRIPT if _CLOAKS.search(script) else 0
        if _VEILED.search(script):
            weight += _OBFUSCATED
        if _WRITES.search(script):
            weight += _SCRIPT if foreign else 0.3
        self._add(weight, "script", foreign[0].host if foreign else "", script)

    def weigh_links(self, document: Document, readings: list[Reading]) -> None:
        """Where links lead, and how many of them."""
        followed: list[tuple[Address, bool]] = [
            (parse(one), False) for one in document.links
        ]
        for reading in readings:
            followed += [(parse(one.address), one.is_hidden) for one in reading.links]
            anchored = {parse(one.address).host for one in reading.links}
            bare = (parse(one) for one in addresses_in(reading.shown))
            followed += [(one, False) for one in bare if one.host not in anchored]
            bare = (parse(one) for one in addresses_in(reading.hidden))
            followed += [(one, True) for one in bare]
        for redirect in document.redirects:
            target = parse(redirect)
            if target.does or not self._is_trusted(target):
                self._add(_REDIRECT, "redirect", redirect)
                self._weigh_host(target)
        foreign = []
        hidden = 0
        for address, is_hidden in followed:
            if address.does:
                self._add(_SCRIPT, "program_link", address.path[:80])
            elif not self._is_trusted(address):
                foreign.append(address)
                if is_hidden and hidden < _MOST_HIDDEN_LINKS:
                    hidden += 1
                    self._add(_HIDDEN_LINK, "hidden_link", address.host)
        hosts = Counter(one.host for one in foreign)
        for host in hosts:
            self._weigh_host(next(one for one in foreign if one.host == host))
        self._weigh_paths({one for one, _hidden in followed})
        self._weigh_crowd(hosts, len(followed))

    def _weigh_host(self, address: Address) -> None:
        words = self._words_of_host(address)
        if words:
            self._add(words, "link_name", address.name)
        odd = sum(
            reason.weight
            for (kind, _), reason in self._reasons.items()
            if kind == "odd_link"
        )
        if address.is_grave and odd < _MOST_ODD_LINKS:
            self._add(_GRAVE_LINK, "odd_link", address.host)
        elif address.is_odd and odd < _MOST_ODD_LINKS:
            self._add(_ODD_LINK, "odd_link", address.host)

    @staticmethod
    def _words_of_host(address: Address) -> float:
        found = find(address.name)
        weight = sum(
            _STRONG if hit.term.grade is Grade.STRONG else _KNOWN for hit in found.spam
        )
        weight += _SLIGHT * found.count(Grade.SLIGHT)
        weight += _JARGON * found.count(Grade.JARGON)
        weight += _BRAND_HOST * bool(found.brands)
        plain = plain_letters(address.name)
        if address.is_punycode and plain != address.name and plain.isascii():
            weight += _LOOKALIKE_HOST
        return min(weight, _MOST_OF_A_HOST)

    def _weigh_paths(self, addresses: set[Address]) -> None:
        """Words in the rest of addresses; what is reported about gambling has them too."""
        for address in addresses:
            unit = _Unit(address.path, find(address.path))
            strong = unit.found.count(Grade.STRONG)
            if strong and not unit.found.count(Grade.CONTEXT):
                whole = address.host + address.path
                is_ours = is_trusted(address.host, self._own)
                weight = _TRUSTED_PATH if is_ours else _STRONG
                self._add(weight, "link_name", self._worst(unit), whole)

    def _weigh_crowd(self, hosts: Counter[str], count: int) -> None:
        unknown = Counter(
            {host: n for host, n in hosts.items() if parse(f"//{host}").is_odd}
        )
        for host, times in hosts.most_common(1):
            if times >= _SAME_HOST_AT_LEAST and times >= count * _SAME_HOST_PART:
                self._add(_SAME_HOST, "one_host", host)
        if len(hosts) >= _FARM_AT_LEAST and (
            len(unknown) >= 4 or len(hosts) >= 2 * _FARM_AT_LEAST
        ):
            self._add(_FARM, "farm", str(len(hosts)))

    def weigh_files(self, files: tuple[str, ...]) -> None:
        """Files that a server might run."""
        for name in files:
            last = name.rsplit("/", 1)[-1].lower()
            if _EXECUTABLE_NAME.search(last) or _SHELL_NAME.match(last):
                self._add(_EXECUTABLE, "executable", last)

    def _is_trusted(self, address: Address) -> bool:
        return not address.does and is_trusted(address.host, self._own)


def _reporting(unit: _Unit, strong: int, slight: float, *, reports: bool) -> float:
    """What part of its weight is left to a sentence that reports or warns."""
    inside = unit.found.count(Grade.CONTEXT)
    if inside:
        left = _REPORTING[min(inside, len(_REPORTING) - 1)]
        return max(left, _CROWDED_AT_LEAST) if strong >= _CROWDED else left
    if not reports:
        return 1.0
    if strong == 0:
        return _REPORTED_ELSEWHERE_KNOWN
    return _REPORTED_ELSEWHERE if strong == 1 and slight < 2 * _SLIGHT else 1.0


def mark_of(text: str) -> str:
    """What stays the same of some wording or address however it is dressed up."""
    tidy = " ".join(plain_letters(text).split())
    return hashlib.sha256(tidy.encode(errors="replace")).hexdigest()[:32]


def _shortened(text: str, found: str) -> str:
    """Some words around what was found."""
    line = " ".join(text.split())
    at = (
        max(0, line.lower().find(found.lower()) - _LONGEST_EXCERPT // 3) if found else 0
    )
    part = line[at : at + _LONGEST_EXCERPT]
    return (
        ("…" if at else "") + part + ("…" if at + _LONGEST_EXCERPT < len(line) else "")
    )
