"""Weighs what acts by itself: scripts, handlers, frames, refreshes. Pure."""

from __future__ import annotations

import re

from gerai.defacement.addresses import parse
from gerai.defacement.reading import Reading
from gerai.defacement.scale import Scale

_TURNED = 1.5
_SCRIPT, _OBFUSCATED, _LEADING, _HANDLER, _FRAME = 2.0, 2.5, 3.0, 2.0, 2.0
_TARGET = 2.0
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


def weigh_programs(scale: Scale, reading: Reading) -> None:
    """What acts by itself or shows something from elsewhere."""
    for address in reading.refreshes:
        if not scale.is_trusted(parse(address)):
            scale.add(_LEADING, "refresh", address)
    for script in reading.scripts:
        _weigh_script(scale, script)
    for handler in reading.handlers:
        if _HANDLER_ACTS.search(handler):
            scale.add(_HANDLER, "handler", handler[:80])
    _weigh_sources(scale, reading.sources, _OBFUSCATED, "foreign_script_source")
    _weigh_sources(scale, reading.frames, _FRAME, "frame")
    _weigh_sources(scale, reading.targets, _TARGET, "target")
    if reading.is_reversed:
        scale.add(_TURNED, "turned")


def _weigh_sources(
    scale: Scale, addresses: list[str], weight: float, kind: str
) -> None:
    for address in addresses:
        if not scale.is_trusted(parse(address)):
            scale.add(weight, kind, address)


def _weigh_script(scale: Scale, script: str) -> None:
    addresses = [parse(found) for found in _ADDRESS_IN_SCRIPT.findall(script)]
    foreign = [one for one in addresses if not scale.is_trusted(one)]
    weight = 0.0
    if _LEADS_AWAY.search(script):
        weight += _LEADING if foreign else 0.5
        weight += _SCRIPT if _CLOAKS.search(script) else 0
    if _VEILED.search(script):
        weight += _OBFUSCATED
    if _WRITES.search(script):
        weight += _SCRIPT if foreign else 0.3
    scale.add(weight, "script", foreign[0].host if foreign else "", script)
