"""What an address of the web says of where it leads. Pure; asks no network."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import unquote, urlsplit

# Who registers below these must show who they are.
_REGULATED = (".go.id", ".ac.id", ".sch.id", ".mil.id", ".desa.id", ".co.id", ".or.id")
_REGULATED_MORE = (".net.id", ".ponpes.id", ".gov", ".edu", ".int", ".edu.au", ".ac.uk")
# Widely used, and of firms that answer complaints.
_KNOWN = frozenset(
    {"google.com", "googleapis.com", "gstatic.com", "goo.gl", "youtube.com"}
    | {"youtube-nocookie.com", "youtu.be", "ytimg.com", "facebook.com", "fb.com"}
    | {"fb.me", "facebook.net", "instagram.com", "threads.net", "tiktok.com"}
    | {"twitter.com", "x.com", "whatsapp.com", "wa.me", "t.me", "linkedin.com"}
    | {"wikipedia.org", "wikimedia.org", "wikidata.org", "openstreetmap.org", "w3.org"}
    | {"schema.org", "creativecommons.org", "github.com", "googletagmanager.com"}
    | {"google-analytics.com", "cloudflare.com", "jsdelivr.net", "jquery.com"}
    | {"bootstrapcdn.com", "unpkg.com", "fontawesome.com", "gravatar.com", "bing.com"}
    | {"microsoft.com", "office.com", "apple.com", "play.google.com", "apps.apple.com"}
    | {"spotify.com", "vimeo.com", "maps.app.goo.gl", "forms.gle", "g.page", "s.id"}
    | {"bit.ly", "linktr.ee", "adobe.com", "zoom.us", "archive.org", "icao.int"}
    | {"who.int", "un.org", "kompas.com", "detik.com", "tempo.co", "antaranews.com"}
    | {"tribunnews.com", "liputan6.com", "cnnindonesia.com", "prokal.co", "rri.co.id"}
    | {"kaltimpost.id", "cnbcindonesia.com", "republika.co.id", "mediaindonesia.com"}
    | {"katadata.co.id", "jawapos.com", "tirto.id", "kumparan.com", "idntimes.com"}
    | {"userway.org", "gpr.kominfo.go.id", "recaptcha.net", "addtoany.com"}
    | {"sharethis.com", "disqus.com", "twimg.com", "cdninstagram.com", "example.com"}
    | {"example.org", "localhost", "gerai.invalid", "id.wikipedia.org"}
)
_SPAM_ENDINGS = frozenset(
    {"vip", "win", "bet", "casino", "poker", "top", "icu", "cyou", "sbs", "lol", "cfd"}
    | {"buzz", "monster", "rest", "quest", "bond", "wiki", "click", "link", "fun"}
    | {"xyz", "club", "site", "online", "store", "live", "pro", "space", "website"}
    | {"shop", "info", "biz", "asia", "cc", "pw", "tk", "ml", "ga", "cf", "gq", "ws"}
    | {"lat", "autos", "beauty", "hair", "skin", "makeup", "boats", "yachts", "mom"}
    | {"ink", "life", "world", "game", "games", "bid", "loan", "men", "date", "racing"}
    | {"party", "review", "science", "stream", "trade", "webcam", "work", "ru", "su"}
)
_GRAVE_ENDINGS = frozenset(
    {"vip", "win", "bet", "casino", "poker", "cfd", "sbs", "icu", "cyou", "lol"}
)
_LINK_LISTS = frozenset(
    {"heylink.me", "heylinkme.com", "linklist.bio", "magic.ly", "lynk.id", "lit.link"}
    | {"rebrand.ly", "cutt.ly", "t.ly", "tinyurl.com", "shorturl.at", "urlgeni.us"}
    | {"solo.to", "bio.link", "beacons.ai", "taplink.cc", "mez.ink", "desty.page"}
    | {"linkr.bio", "direct.me", "is.gd", "cli.re", "short.gy", "heylink.id"}
)
_IP = re.compile(r"\d{1,3}(?:\.\d{1,3}){3}$|\[?[0-9a-f:]+:[0-9a-f:]*\]?$")
_BARE_ENDINGS = (
    r"\.(?:vip|win|bet|casino|poker|top|icu|xyz|club|cfd|sbs|cyou|lol|site|online|fun|pro"
    r"|live|asia|com|net|org|info|biz|cc|ink)(?![\w.])"
)
_MAYBE_BARE = re.compile(_BARE_ENDINGS, re.IGNORECASE)
_BARE = re.compile(
    r"(?:https?://|www\.)[^\s<>\"'()]{4,}|"
    rf"(?<![\w@./-])[a-z0-9][a-z0-9-]{{2,40}}{_BARE_ENDINGS}(?:/[^\s<>\"']*)?",
    re.IGNORECASE,
)
_SPACES = re.compile(r"[\s\x00-\x20]+")


@dataclass(frozen=True, slots=True)
class Address:
    """An address taken apart.

    Attributes:
        host: without ``www.``; empty for one on this site.
        does: the address is itself a program or a page (``javascript:``, ``data:``).
    """

    host: str = ""
    path: str = ""
    does: bool = False

    @property
    def ending(self) -> str:
        return self.host.rpartition(".")[2]

    @property
    def is_punycode(self) -> bool:
        return "xn--" in self.host

    @property
    def is_number(self) -> bool:
        return bool(_IP.match(self.host)) and not self.host.startswith("127.")

    @property
    def is_grave(self) -> bool:
        """Whether its ending is one that hardly anybody but gambling sites has."""
        return self.ending in _GRAVE_ENDINGS

    @property
    def is_odd(self) -> bool:
        """Whether its ending is cheap and often abused, or it hides where it leads."""
        return (
            self.ending in _SPAM_ENDINGS
            or self.host in _LINK_LISTS
            or self.is_punycode
            or self.is_number
        )

    @property
    def name(self) -> str:
        """The host as it is meant to be read: punycode written out."""
        if not self.is_punycode:
            return self.host
        try:
            return self.host.encode("ascii").decode("idna")
        except (UnicodeError, ValueError):
            return self.host


@lru_cache(maxsize=8192)
def parse(text: str) -> Address:
    """Take an address apart, as forgiving as browsers are."""
    tidy = _SPACES.sub("", text).replace("\\", "/")
    scheme = tidy.partition(":")[0].lower()
    if scheme in {"javascript", "vbscript"}:
        return Address(path=tidy, does=True)
    if scheme == "data":
        return Address(path=tidy, does="html" in tidy[:40] or "svg" in tidy[:40])
    if scheme in {"mailto", "tel", "sms", "geo", "whatsapp"}:
        return Address()
    if scheme in {"http", "https"} and not tidy[len(scheme) :].startswith("://"):
        tidy = f"{scheme}://{tidy[len(scheme) + 1 :].lstrip('/')}"
    if tidy.lower().startswith("www."):
        tidy = f"//{tidy}"
    try:
        parts = urlsplit(tidy)
        host = (parts.hostname or "").rstrip(".")
    except ValueError:
        return Address(host="?", path=tidy)
    path = unquote(f"{parts.path} {parts.query}")
    return Address(host=host.removeprefix("www."), path=path)


@lru_cache(maxsize=8192)
def is_trusted(host: str, own: frozenset[str]) -> bool:
    """Whether a host is ours, of the state, or of a firm that everybody knows."""
    if not host or host in own or host.startswith("127."):
        return True
    if f".{host}".endswith((*_REGULATED, *_REGULATED_MORE)):
        return True
    parts = host.split(".")
    return any(
        ".".join(parts[at:]) in _KNOWN or ".".join(parts[at:]) in own
        for at in range(len(parts))
    )


def addresses_in(text: str) -> list[str]:
    """Addresses that stand in plain text."""
    has_whole = "://" in text or "www." in text.lower()
    if not has_whole and not _MAYBE_BARE.search(text):
        return []
    return [
        found if "://" in found or found.lower().startswith("www.") else f"//{found}"
        for found in _BARE.findall(text)
    ]
