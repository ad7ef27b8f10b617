"""Where a dump is written, and what it refuses."""

from __future__ import annotations

from io import StringIO
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from django.utils import translation
from wagtail.documents import get_document_model

from gerai.contentpack.reading.pack import read_pack
from gerai.contentpack.tests.factories import EXAMPLE, PackFactory, dump, files_of, load
from gerai.directory.models import ServicePage
from gerai.place.models import Floor, Mall

pytestmark = pytest.mark.django_db


def not_dumped(root: Path) -> list[str]:
    err = StringIO()
    with pytest.raises(CommandError), translation.override("en"):
        call_command("dump", str(root), stdout=StringIO(), stderr=err)
    return err.getvalue().splitlines()


def test_it_needs_a_folder_or_a_question() -> None:
    with pytest.raises(CommandError):
        call_command("dump")


@pytest.mark.usefixtures("loaded_example")
def test_it_does_not_write_among_other_files(tmp_path: Path) -> None:
    (tmp_path / "penting.txt").write_text("jangan hilang")
    (fault,) = not_dumped(tmp_path)
    assert "not a pack" in fault
    assert [path.name for path in tmp_path.iterdir()] == ["penting.txt"]


@pytest.mark.usefixtures("loaded_example")
def test_it_does_not_write_through_links(tmp_path: Path) -> None:
    pack = PackFactory.create(tmp_path)
    outside = tmp_path / "luar.yaml"
    outside.write_text("milik orang lain")
    (pack.root / "home.yaml").unlink()
    (pack.root / "home.yaml").symlink_to(outside)
    assert not_dumped(pack.root)
    assert outside.read_text() == "milik orang lain"
    link = tmp_path / "tautan"
    link.symlink_to(pack.root)
    assert not_dumped(link)


@pytest.mark.usefixtures("loaded_example")
def test_it_replaces_an_older_pack_and_leaves_notes(tmp_path: Path) -> None:
    pack = PackFactory.create(tmp_path)
    pack.write("agencies/lama.yaml", "slug: lama\n")
    pack.write("pages/dalam/lama.md", "x")
    pack.write(".git/config", "x")
    dump(pack.root)
    names = files_of(pack.root)
    assert "agencies/lama.yaml" not in names
    assert not (pack.root / "pages/dalam").exists()
    assert {"README.md", ".git/config", "agencies/dukcapil.yaml"} <= set(names)
    read_pack(pack.root)


@pytest.mark.usefixtures("loaded_example")
def test_a_record_that_no_pack_can_hold_is_named(tmp_path: Path) -> None:
    ServicePage.objects.filter(slug="skck").update(official_name="<b>SKCK</b>")
    page = ServicePage.objects.get(slug="skck")
    page.official_name = "<b>SKCK</b>"
    page.save_revision()
    Mall.objects.update(short_name="")
    faults = not_dumped(tmp_path / "paket")
    assert any(
        fault.startswith("agencies/polres.yaml: service/polres/skck: official_name")
        for fault in faults
    )
    assert any(fault.startswith("mall.yaml: mall: short_name") for fault in faults)
    assert not (tmp_path / "paket").exists()
    # Such a record is kept when a pack is loaded.
    assert "service/polres/skck" in load(EXAMPLE)


@pytest.mark.usefixtures("loaded_example")
def test_documents_keep_name_title_and_content(tmp_path: Path) -> None:
    dump(tmp_path / "paket")
    files = files_of(tmp_path / "paket")
    assert (
        files["files/formulir-ktp.txt"]
        == (EXAMPLE / "files/formulir-ktp.txt").read_bytes()
    )
    assert b"F-1.02" in files["files.yaml"]
    assert b"keputusan" not in files["files.yaml"]


@pytest.mark.usefixtures("loaded_example")
def test_a_lost_document_is_named(tmp_path: Path) -> None:
    document = get_document_model().objects.get(title="Keputusan contoh")
    storage, name = document.file.storage, document.file.name
    with storage.open(name) as file:
        content = ContentFile(file.read())
    storage.delete(name)
    (fault,) = not_dumped(tmp_path / "paket")
    storage.save(name, content)
    assert fault.startswith("files/keputusan-contoh.txt: ")


@pytest.mark.usefixtures("loaded_example")
def test_half_an_english_record_becomes_a_whole_one(tmp_path: Path) -> None:
    """Staff may leave a text of a floor untranslated; the pack must still load."""
    Floor.objects.filter(number=1).update(description_en="")
    dump(tmp_path / "paket")
    pack, _problems = read_pack(tmp_path / "paket")
    description = pack.places.floors[0].description
    assert description is not None
    assert description.en == description.id


def test_the_schema_is_printed() -> None:
    out = StringIO()
    call_command("dump", schema=True, stdout=out)
    assert '"ServiceItem"' in out.getvalue()
