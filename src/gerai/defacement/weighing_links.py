"""Weighs where links and redirects lead, how many there are, and names of files. Pure."""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache

from gerai.defacement.addresses import Address, addresses_in, is_trusted, parse
from gerai.defacement.finding import find
from gerai.defacement.letters import plain_letters
from gerai.defacement.reading import Reading
from gerai.defacement.scale import Scale
from gerai.defacement.vocabulary import Grade
from gerai.defacement.weighing_words import (
    JARGON,
    KNOWN,
    SLIGHT,
    STRONG,
    Unit,
    worst_of,
)

_PROGRAM = 2.0
_REDIRECT = 2.5
_ODD_LINK, _MOST_ODD_LINKS = 0.7, 3.5
_GRAVE_LINK, _TRUSTED_PATH = 1.0, 1.5
_HIDDEN_LINK, _MOST_HIDDEN_LINKS = 2.0, 3
_SAME_HOST, _SAME_HOST_AT_LEAST, _SAME_HOST_PART = 2.0, 8, 0.5
_FARM, _FARM_AT_LEAST = 2.0, 12
_BRAND_HOST, _LOOKALIKE_HOST, _MOST_OF_A_HOST = 1.3, 1.5, 4.0
_EXECUTABLE = 3.0
_EXECUTABLE_NAME = re.compile(
    r"\.(?:php\d?|phtml|pht|phar|phps|asp|aspx|ashx|jsp|jspx|cgi|pl|py|sh|exe|dll|bat|cmd|ps1|vbs|hta|scr|jar|htaccess|user\.ini)(?:\.[a-z0-9]{1,5})?$|^\.ht"
)
_SHELL_NAME = re.compile(
    r"^(?:wso|alfa|c99|r57|b374k|indoxploit|shell|backdoor|webshell|marijuana|gecko|mini)\d*\."
)


# What menus lead to stands on every page.
_found_in_path = lru_cache(maxsize=8192)(find)


def weigh_links(
    scale: Scale,
    links: tuple[str, ...],
    redirects: tuple[str, ...],
    readings: list[Reading],
) -> None:
    """Where links lead, and how many of them."""
    followed: list[tuple[Address, bool]] = [(parse(one), False) for one in links]
    for reading in readings:
        followed += [(parse(one.address), one.is_hidden) for one in reading.links]
        anchored = {parse(one.address).host for one in reading.links}
        bare = (parse(one) for one in addresses_in(reading.shown))
        followed += [(one, False) for one in bare if one.host not in anchored]
        bare = (parse(one) for one in addresses_in(reading.hidden))
        followed += [(one, True) for one in bare]
    for redirect in redirects:
        target = parse(redirect)
        if target.does or not scale.is_trusted(target):
            scale.add(_REDIRECT, "redirect", redirect)
            _weigh_host(scale, target)
    foreign = []
    hidden = 0
    for address, is_hidden in followed:
        if address.does:
            scale.add(_PROGRAM, "program_link", address.path[:80])
        elif not scale.is_trusted(address):
            foreign.append(address)
            if is_hidden and hidden < _MOST_HIDDEN_LINKS:
                hidden += 1
                scale.add(_HIDDEN_LINK, "hidden_link", address.host)
    hosts = Counter(one.host for one in foreign)
    for host in hosts:
        _weigh_host(scale, next(one for one in foreign if one.host == host))
    _weigh_paths(scale, {one for one, _hidden in followed})
    _weigh_crowd(scale, hosts, len(followed))


def _weigh_host(scale: Scale, address: Address) -> None:
    words = _words_of_host(address)
    if words:
        scale.add(words, "link_name", address.name)
    odd = sum(
        reason.weight
        for (kind, _), reason in scale.reasons.items()
        if kind == "odd_link"
    )
    if address.is_grave and odd < _MOST_ODD_LINKS:
        scale.add(_GRAVE_LINK, "odd_link", address.host)
    elif address.is_odd and odd < _MOST_ODD_LINKS:
        scale.add(_ODD_LINK, "odd_link", address.host)


def _words_of_host(address: Address) -> float:
    found = find(address.name)
    weight = sum(
        STRONG if hit.term.grade is Grade.STRONG else KNOWN for hit in found.spam
    )
    weight += SLIGHT * found.count(Grade.SLIGHT)
    weight += JARGON * found.count(Grade.JARGON)
    weight += _BRAND_HOST * bool(found.brands)
    plain = plain_letters(address.name)
    if address.is_punycode and plain != address.name and plain.isascii():
        weight += _LOOKALIKE_HOST
    return min(weight, _MOST_OF_A_HOST)


def _weigh_paths(scale: Scale, addresses: set[Address]) -> None:
    """Words in the rest of addresses; what is reported about gambling has them too."""
    for address in addresses:
        unit = Unit(address.path, _found_in_path(address.path))
        strong = unit.found.count(Grade.STRONG)
        if strong and not unit.found.count(Grade.CONTEXT):
            whole = address.host + address.path
            is_ours = is_trusted(address.host, scale.own)
            weight = _TRUSTED_PATH if is_ours else STRONG
            scale.add(weight, "link_name", worst_of(unit), whole)


def _weigh_crowd(scale: Scale, hosts: Counter[str], count: int) -> None:
    unknown = Counter(
        {host: n for host, n in hosts.items() if parse(f"//{host}").is_odd}
    )
    for host, times in hosts.most_common(1):
        if times >= _SAME_HOST_AT_LEAST and times >= count * _SAME_HOST_PART:
            scale.add(_SAME_HOST, "one_host", host)
    if len(hosts) >= _FARM_AT_LEAST and (
        len(unknown) >= 4 or len(hosts) >= 2 * _FARM_AT_LEAST
    ):
        scale.add(_FARM, "farm", str(len(hosts)))


def weigh_files(scale: Scale, files: tuple[str, ...]) -> None:
    """Files that a server might run."""
    for name in files:
        last = name.rsplit("/", 1)[-1].lower()
        if _EXECUTABLE_NAME.search(last) or _SHELL_NAME.match(last):
            scale.add(_EXECUTABLE, "executable", last)
