"""No English in the Indonesian desk, and no Indonesian in the English one.

Everything that somebody can read on any screen, in any dialog, in what is said after
sending a form and in the catalogues for scripts is judged by :mod:`languages`.
"""

from __future__ import annotations

import re

import pytest
from django.db import transaction

from gerai.workspace.tests import screens
from gerai.workspace.tests.cast import make_cast
from gerai.workspace.tests.languages import foreign_words
from gerai.workspace.tests.visible_text import Text, texts_in_html

pytestmark = pytest.mark.django_db

# Names of languages, in their own language, and names of things.
NAMES = re.compile(
    r"\b(English|Bahasa Indonesia|WhatsApp|Instagram|Facebook|TikTok|YouTube"
    r"|OpenStreetMap|Google Maps|Word|Excel)\b"
)
# "directory.servicepage", "TOTAL_FORMS", "page_permissions-TOTAL_FORMS", "Asia/Jakarta"
TECHNICAL = re.compile(r"\b\w+(?:[._/]\w+|-[A-Z]+_FORMS)+\b")


def leaks(found: dict[Text, str], contents: re.Pattern[str], language: str) -> str:
    """A line for each text in the wrong language: address, element, words."""
    lines = []
    for text, address in found.items():
        words = text.words
        if not foreign_words(words, language=language):
            continue
        for not_ours in (TECHNICAL, contents, NAMES):
            words = " ".join(not_ours.sub(" ", words).split())
        foreign = foreign_words(words, language=language)
        if foreign:
            lines.append(
                f"{address}\n    {text.place} {text.words[:300]!r}\n"
                f"    in the wrong language: {', '.join(foreign)}"
            )
    return "\n".join(lines)


def test_every_screen_is_in_the_language_of_its_reader() -> None:
    """Both in one process: what is fixed at the first request shows at the second."""
    cast = make_cast()
    screens.fill(cast)
    contents = screens.contents()
    user = cast.people["administrator"]
    wanted = screens.addresses()
    found = {}
    for language in ("id", "en"):
        point = transaction.savepoint()
        visitor = screens.Visitor(user, language=language)
        found[language] = visitor.look_around(wanted)
        transaction.savepoint_rollback(point)
        seen = [
            address for address, status in visitor.statuses.items() if status == 200
        ]
        assert len(seen) > 250

    told = {language: leaks(found[language], contents, language) for language in found}

    assert not told["id"], f"English in the Indonesian desk:\n{told['id']}"
    assert not told["en"], f"Indonesian in the English desk:\n{told['en']}"


@pytest.mark.parametrize(
    ("language", "html", "foreign"),
    [
        ("id", "<p>Halaman ini sudah terbit.</p>", False),
        ("id", "<p>Sorry, this page is not here.</p>", True),
        ("id", "<button>Save</button>", True),
        ("id", "<button>Simpan</button>", False),
        ("id", '<a aria-label="Page locked" href="#">Masuk</a>', True),
        ("id", '<input type="submit" value="Search">', True),
        ("id", '<div data-w-x-text-value="Save draft">Isi</div>', True),
        ("id", '<script type="application/json">{"a": ["Save draft"]}</script>', True),
        ("id", "<script>const word = 'Save draft';</script>", False),
        ("id", '<p lang="en">Save draft</p><p>Isi</p>', False),
        ("id", '<div><p lang="en">Isi</p></div><p>Save draft</p>', True),
        ("en", "<p>Sorry, this page is not here.</p>", False),
        ("en", "<p>Halaman ini sudah terbit.</p>", True),
        ("en", "<button>Simpan</button>", True),
        ("en", "<button>Save</button>", False),
    ],
)
def test_languages_are_told_apart(language: str, html: str, foreign: bool) -> None:
    found = dict.fromkeys(texts_in_html(html), "/admin/")

    assert bool(leaks(found, re.compile("(?!)"), language)) is foreign
