"""News, notices, events, documents, questions and banners of a pack."""

from __future__ import annotations

from pathlib import Path

import pytest

from gerai.contentpack.tests.factories import (
    PackFactory,
    dump,
    files_of,
    load,
    refused,
)
from gerai.contentpack.texts.articles import canonical, markdown_of, site_html
from gerai.newsroom.models import (
    Banner,
    DocumentPage,
    EventPage,
    NewsPage,
    NoticePage,
    Question,
)

pytestmark = pytest.mark.django_db
FILES = ("news", "notices", "events", "documents", "faq", "banners")


@pytest.fixture
def pack(loaded_example: None, tmp_path: Path) -> PackFactory:
    return PackFactory.create(tmp_path)


def test_the_example_is_loaded_in_both_languages(loaded_example: None) -> None:
    page = NewsPage.objects.get(slug="loket-baru-dibuka", locale__language_code="id")
    assert page.agency is not None
    assert page.agency.slug == "dukcapil"
    assert "<h2>Anak judul</h2>" in page.body
    assert 'linktype="page"' in page.body
    english = NewsPage.objects.get(
        translation_key=page.translation_key, locale__language_code="en"
    )
    assert english.title == "Sample news about a new counter"
    assert "<h2>A heading</h2>" in english.body
    assert english.published_on == page.published_on
    event = EventPage.objects.get(slug="contoh-acara", locale__language_code="en")
    assert event.place == "Floor 1, waiting room"
    document = DocumentPage.objects.get(locale__language_code="id")
    assert document.versions.get().document.filename.startswith("formulir-ktp")
    assert Question.objects.get().question_en == "Do I have to come in person?"
    assert Banner.objects.count() == 1


def test_a_dump_loads_and_dumps_to_the_same_bytes(
    pack: PackFactory, tmp_path: Path
) -> None:
    dump(tmp_path / "satu")
    first = files_of(tmp_path / "satu")
    assert {f"{name}.yaml" for name in FILES} <= set(first)
    load(tmp_path / "satu", overwrite=True)
    dump(tmp_path / "dua")
    assert files_of(tmp_path / "dua") == first


def test_what_staff_changed_is_kept(pack: PackFactory) -> None:
    page = NoticePage.objects.get(locale__language_code="id")
    page.title = "Diubah petugas"
    page.save_revision().publish()
    Banner.objects.update(text="Diubah petugas")
    pack.replace("notices.yaml", "urgency: important", "urgency: urgent")
    pack.replace("banners.yaml", "kind: info", "kind: warning")
    load(pack.root)
    page.refresh_from_db()
    assert (page.title, page.urgency) == ("Diubah petugas", "important")
    assert Banner.objects.get().kind == "info"
    load(pack.root, overwrite=True)
    page.refresh_from_db()
    assert page.urgency == "urgent"
    assert Banner.objects.get().kind == "warning"


def test_a_notice_may_stand_below_its_agency(tmp_path: Path) -> None:
    pack = PackFactory.create(tmp_path / "paket")
    own = "agency: dukcapil\n  below_agency: true\n  urgency: important"
    pack.replace("notices.yaml", "urgency: important", own)
    pack.replace("notices.yaml", "slug: contoh-pengumuman", "slug: loket-pindah")
    load(pack.root)
    page = NoticePage.objects.get(locale__language_code="id", live=True)
    assert page.url_path.endswith("/instansi/dukcapil/loket-pindah/")
    dump(tmp_path / "lagi")
    assert "below_agency: true" in (tmp_path / "lagi" / "notices.yaml").read_text()


def test_a_notice_moves_below_its_agency_and_back(pack: PackFactory) -> None:
    page = NoticePage.objects.get(locale__language_code="id")
    own = "agency: dukcapil\n  below_agency: true\n  urgency: important"
    pack.replace("notices.yaml", "urgency: important", own)
    load(pack.root)
    moved = NoticePage.objects.get(pk=page.pk)
    assert moved.url_path.endswith(f"/instansi/dukcapil/{page.slug}/")
    for other in moved.get_translations():
        assert other.get_parent().slug == "dukcapil"
    pack.replace("notices.yaml", "  below_agency: true\n", "")
    load(pack.root)
    assert NoticePage.objects.get(pk=page.pk).url_path == page.url_path


def test_what_leaves_the_pack_leaves_the_site(pack: PackFactory) -> None:
    pack.delete("notices.yaml")
    load(pack.root)
    assert not NoticePage.objects.filter(live=True).exists()


@pytest.mark.parametrize(
    ("file", "old", "new", "field", "says"),
    [
        ("news.yaml", "topic: kegiatan", "topic: lain", "items[1].topic", "kegiatan"),
        ("news.yaml", "agency: dukcapil", "agency: x", "items[1].agency", "agencies/x"),
        ("news.yaml", "(/jam-buka/)", "(/tak-ada/)", "items[1].text", "leads nowhere"),
        ("news.yaml", "(/jam-buka/)", "(javascript:x)", "items[1].text", "not allowed"),
        ("news.yaml", "### A heading", "A line", "items[1].text.en", "same"),
        ("news.yaml", "slug: ringkasan-dari-media", "slug: halaman", "items[2].slug", "list"),
        ("notices.yaml", "2030-12-31", "2020-12-31", "[1].ends_at", "later"),
        ("notices.yaml", "urgency: important", "urgency: panik", "[1].urgency", "urgent"),
        ("events.yaml", "en: Floor 1, waiting room", "xx: x", "[1].place", ""),
        ("documents.yaml", "files/formulir-ktp.txt", "files/x.txt", "[1].versions[1].file", "isn't in"),
        ("documents.yaml", "information_class: anytime", "information_class: exempt", "[1].versions", "handed out"),
        ("faq.yaml", "- question:", "- service: x/y\n  question:", "[1].service", "x"),
        ("banners.yaml", "kind: info", "kind: pesta", "[1].kind", "warning"),
    ],
)  # fmt: skip
def test_faults_name_file_line_and_field(  # noqa: PLR0917
    tmp_path: Path, file: str, old: str, new: str, field: str, says: str
) -> None:
    pack = PackFactory.create(tmp_path)
    pack.replace(file, old, new)
    faults = refused(pack.root)
    (fault,) = [line for line in faults if f" {field}" in line][:1] or [str(faults)]
    assert fault.startswith(f"{file}:"), faults
    assert int(fault.split(":")[1]) > 0
    assert f": {field}" in fault
    assert says in fault


@pytest.mark.parametrize(
    "text",
    [
        "Satu paragraf.",
        "### Judul\n\nIsi **tebal** dan *miring*.",
        "- satu\n- dua\n\n1. pertama\n2. kedua",
        "#### Kecil\n\n[tautan](https://example.test/a?b=1)",
    ],
)
def test_markdown_survives_the_way_to_the_site_and_back(text: str) -> None:
    assert canonical(text) == text
    html = site_html(text, lambda target: {"href": target})
    assert markdown_of(html, lambda attributes: attributes["href"]) == text
