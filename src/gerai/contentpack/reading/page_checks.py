"""Pages of text: their place among the site's addresses, their links and files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _

from gerai.contentpack.format import PageText
from gerai.contentpack.reading.file_checks import missing_file
from gerai.contentpack.reading.names import Sources
from gerai.contentpack.reading.problems import Problems
from gerai.contentpack.texts.links import targets_of

# Pages that every site has, and addresses that other rooms of Gerai answer.
SITE_PAGES = frozenset(
    {"layanan", "instansi", "peristiwa", "lantai", "jam-buka", "kontak", "profil"}
)
WITHOUT_TEXT = SITE_PAGES - {"profil"}
OTHER_ROOMS = frozenset(
    {
        "admin", "agenda", "akun", "antrean", "api", "bantu-pilih", "berita", "cari", "data",
        "dokumen", "en", "feed", "galeri", "healthz", "kios", "loket", "media", "openapi.json",
        "pengaduan", "pengumuman", "ppid", "readyz", "siap", "static", "survei",
        "tanya-jawab",
    }
)  # fmt: skip


def check_pages(
    pages: Sequence[PageText], sources: Sources, problems: Problems, used: set[str]
) -> None:
    known = _known_addresses(sources)
    by_path = {page.path: page for page in pages}
    for page in pages:
        for text in _place_faults(page, by_path):
            problems.add(page.file, 0, "", text)
        for name, blocks in (
            (page.file, page.blocks),
            (page.english_file, page.english_blocks),
        ):
            for target in targets_of(blocks):
                if target.startswith("files/"):
                    used.add(target)
                    if target not in sources.files:
                        problems.add(name, 0, "body", missing_file(target))
                elif target.startswith("/") and not _is_known(target, known):
                    problems.add(
                        name,
                        0,
                        "body",
                        _("the link %(target)s leads nowhere: no page of this pack has "
                          "that address")
                        % {"target": target},
                    )  # fmt: skip


def _place_faults(page: PageText, by_path: Mapping[str, PageText]) -> list[str]:
    """Why a page can't stand where its file stands."""
    first, slash, _rest = page.path.partition("/")
    if first in OTHER_ROOMS or (first in WITHOUT_TEXT and slash):
        return [
            _("addresses below /%(path)s/ belong to Gerai itself; choose another name")
            % {"path": first}
        ]
    if first in WITHOUT_TEXT and page.blocks:
        return [
            _("/%(path)s/ is made by Gerai: only its title and summary can be set here, "
              "so leave the text out")
            % {"path": first}
        ]  # fmt: skip
    parent = page.path.rpartition("/")[0]
    above = by_path.get(parent)
    if not parent or (parent in SITE_PAGES and above is None):
        return []
    if above is None:
        return [
            _("the page above is missing; add pages/%(path)s.md") % {"path": parent}
        ]
    if page.english_head and not above.english_head:
        return [
            _("has an English text, but the page above has none; add "
              "pages/%(path)s.en.md")
            % {"path": parent}
        ]  # fmt: skip
    return []


def is_known_address(target: str, sources: Sources) -> bool:
    """Whether some page of this pack, or of Gerai itself, has the address."""
    return _is_known(target, _known_addresses(sources))


def _known_addresses(sources: Sources) -> set[str]:
    known = {f"/{path}/" for path in sources.pages} | {"/"}
    known |= {f"/instansi/{name}/" for name in sources.agencies | sources.services}
    return known | {f"/peristiwa/{name}/" for name in sources.life_events}


def _is_known(target: str, known: set[str]) -> bool:
    path = target.partition("#")[0].partition("?")[0]
    first, _slash, rest = path.strip("/").partition("/")
    if path in known or (first in SITE_PAGES and not rest):
        return True
    return first in OTHER_ROOMS
