"""Text pages: blocks, links, sources, translations."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.files.base import ContentFile
from django.test import TestCase
from wagtail.documents import get_document_model
from wagtail_localize.models import StringSegment, TranslationSource

from gerai.directory.services import translate_record
from gerai.publishing.basis import collecting
from gerai.publishing.reading import reading_once
from gerai.website.blocks import BodyBlock
from gerai.website.models import ContentPage
from gerai.website.structure import SiteStructure
from gerai.website.tests.factories import make_content_page, make_site, text_block


def block(kind: str, value: Any) -> dict[str, Any]:
    """The stored form of a block."""
    return {"type": kind, "id": f"{kind}-1", "value": value}


def items(*values: dict[str, Any]) -> list[dict[str, Any]]:
    """The stored form of the items of a list block."""
    return [
        {"type": "item", "id": f"item-{number}", "value": value}
        for number, value in enumerate(values)
    ]


FACTS = block(
    "facts",
    {
        "heading": "Dalam angka",
        "items": items(
            {
                "label": "Loket",
                "value": "44",
                "source": "https://koran.example/loket",
                "as_of": "2025-12-30",
                "trust": "local",
            },
            {"label": "Kursi", "value": "12", "source": "", "as_of": "", "trust": ""},
        ),
    },
)
TABLE = block(
    "table",
    {
        "data": [["Tahun", "Loket"], ["2019", "26"], ["2025", None]],
        "first_row_is_table_header": True,
        "first_col_is_header": True,
        "table_caption": "Loket tiap tahun",
        "table_header_choice": "both",
        "cell": [],
        "mergeCells": [],
    },
)
FAQ = block(
    "faq",
    {
        "heading": "",
        "items": items({"question": "Gratis?", "answer": "<p>Sebagian besar.</p>"}),
    },
)


class ContentTests(TestCase):
    """A page with each kind of block."""

    structure: ClassVar[SiteStructure]
    page: ClassVar[ContentPage]

    @classmethod
    def setUpTestData(cls) -> None:
        cls.structure = make_site()
        document = get_document_model().objects.create(
            title="Standar", file=ContentFile(b"%PDF-1.4", name="standar.pdf")
        )
        contact = cls.structure.pages["kontak"].pk
        draft = make_content_page(cls.structure.home, "draf", live=False)
        links = (
            f'<p><a linktype="page" id="{contact}">Kontak</a> '
            '<a href="/jam-buka/#besok">Jam</a> '
            f'<a linktype="document" id="{document.pk}">Berkas</a> '
            '<a href="https://example.go.id/">Luar</a> '
            '<a linktype="page" id="999999">Hilang</a> '
            f'<a linktype="page" id="{draft.pk}">Draf</a></p>'
        )
        cls.page = make_content_page(
            cls.structure.pages["profil"],
            body=[
                text_block("Awal mula", f"<p>Dibuka pada 2019.</p>{links}"),
                FACTS,
                TABLE,
                block(
                    "documents",
                    {
                        "heading": "Unduh",
                        "items": items({"document": document.pk, "label": "Standar"}),
                    },
                ),
                FAQ,
            ],
            sources=[
                block(
                    "source",
                    {
                        "source": "https://koran.example/sejarah",
                        "as_of": "2022",
                        "trust": "local",
                    },
                )
            ],
        )

    def html(self, path: str = "/profil/sejarah/") -> str:
        return self.client.get(path).content.decode()

    def test_every_block_is_drawn(self) -> None:
        html = self.html()

        for piece in (
            "<h2>Awal mula</h2>",
            "Dibuka pada 2019.",
            "https://koran.example/loket",
            "<caption>Loket tiap tahun</caption>",
            '<th scope="col">Tahun</th>',
            '<th scope="row">2019</th>',
            "PDF",
            "<summary>Gratis?</summary>",
            "https://koran.example/sejarah",
        ):
            self.assertIn(piece, html)

    def test_links_keep_the_language(self) -> None:
        indonesian, english = self.html(), self.html("/en/profil/sejarah/")

        self.assertIn('<a href="/kontak/">Kontak</a>', indonesian)
        self.assertIn('<a href="/jam-buka/#besok">Jam</a>', indonesian)
        self.assertIn('<a href="/en/kontak/">Kontak</a>', english)
        self.assertIn('<a href="/en/jam-buka/#besok">Jam</a>', english)
        for html in (indonesian, english):
            self.assertIn('<a href="https://example.go.id/">Luar</a>', html)
            self.assertRegex(html, r'<a href="/dokumen/berkas/\d+/[^"]*">Berkas</a>')
            self.assertIn("<a>Hilang</a>", html)
            self.assertIn("<a>Draf</a>", html)

    def test_each_page_rests_on_the_pages_that_its_text_leads_to(self) -> None:
        contact = self.structure.pages["kontak"]
        text = f'<p><a linktype="page" id="{contact.pk}">Kontak</a></p>'
        for slug in ("satu", "dua"):
            make_content_page(
                self.structure.home, slug, body=[text_block("Teks", text)]
            )
        with reading_once():
            for slug in ("satu", "dua"):
                with self.subTest(slug):
                    with collecting() as basis:
                        self.assertIn('<a href="/kontak/">', self.html(f"/{slug}/"))
                    links = [
                        sql
                        for sql, values in basis.own
                        if contact.pk in values and '"url_path"' in sql
                    ]
                    self.assertEqual(len(links), 1)
                    # Another title is nothing to them.
                    self.assertNotIn('"title"', links[0])

    def test_a_section_lists_its_pages_translated_or_not(self) -> None:
        make_content_page(self.structure.pages["profil"], "visi", title="Visi")
        make_content_page(self.structure.pages["profil"], "draf", live=False)
        translate_record(record=self.page, language="en", texts={"title": "History"})

        html = self.html("/en/profil/")

        self.assertIn('href="/en/profil/sejarah/">History', html)
        self.assertIn('href="/en/profil/visi/">Visi', html)
        self.assertNotIn("draf", html)

    def test_words_are_translated_and_facts_are_not(self) -> None:
        source, _ = TranslationSource.update_or_create_from_instance(self.page)
        segments = StringSegment.objects.filter(source=source)
        paths = set(segments.values_list("context__path", flat=True))

        self.assertIn("body.table-1.caption", paths)
        self.assertIn("body.table-1.0,1", paths)
        self.assertFalse({path for path in paths if "source" in path})
        self.assertFalse({path for path in paths if "as_of" in path})

        translate_record(
            record=self.page,
            language="en",
            texts={"title": "History", "body.table-1.0,1": "Counters"},
        )
        html = self.html("/en/profil/sejarah/")
        self.assertIn('<th scope="col">Counters</th>', html)
        self.assertIn('<th scope="row">2019</th>', html)

    def test_publishing_the_original_updates_the_translation(self) -> None:
        translate_record(record=self.page, language="en", texts={"title": "History"})
        body = self.page.body.get_prep_value()
        body[1]["value"]["items"][0]["value"]["value"] = "45"
        self.page.body = BodyBlock().to_python(body)
        self.page.save_revision().publish()

        self.assertIn("45", self.html("/en/profil/sejarah/"))


def test_a_table_needs_a_caption() -> None:
    from django.core.exceptions import ValidationError

    table = BodyBlock().child_blocks["table"]
    try:
        table.clean({**TABLE["value"], "table_caption": " "})
    except ValidationError:
        return
    raise AssertionError("a table without a caption was accepted")


def test_an_old_revision_with_a_broken_date_still_renders() -> None:
    fact = BodyBlock().child_blocks["facts"].child_blocks["items"].child_block
    value = fact.to_python(
        {
            "label": "x",
            "value": "y",
            "source": "z",
            "as_of": "kemarin",
            "trust": "local",
        }
    )
    assert value.provenance is not None
    assert value.provenance.as_of is None
