"""synonyms.yaml: in, out, and what is refused."""

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
from gerai.finder.keeping import differences
from gerai.finder.models import ElsewhereTopic, SearchWords
from gerai.finder.queries import read_query
from gerai.finder.searching import find

pytestmark = pytest.mark.django_db
FILE = "synonyms.yaml"


def test_words_come_in_count_and_go_out(tmp_path: Path) -> None:
    pack = PackFactory.create(tmp_path)
    load(pack.root)
    assert not differences()
    group = SearchWords.objects.get(means="surat kehilangan")
    assert group.word_list == ["dompet", "tas"]
    topic = ElsewhereTopic.objects.get(title="Pajak kendaraan")
    assert (topic.title_en, topic.place) == ("Vehicle tax", "di kantor Samsat")
    assert find(read_query("perpanjang stnk")).elsewhere[0].title == topic.title
    dump(tmp_path / "satu")
    dump(tmp_path / "dua")
    written = files_of(tmp_path / "satu")
    assert b"Vehicle tax" in written[FILE]
    assert files_of(tmp_path / "dua") == written


def test_what_staff_changed_is_kept(tmp_path: Path) -> None:
    pack = PackFactory.create(tmp_path)
    load(pack.root)
    SearchWords.objects.create(words="puskesmas\nklinik")
    pack.replace(FILE, "[dompet, tas]", "[dompet, tas, ransel]")
    load(pack.root)
    assert SearchWords.objects.filter(words="puskesmas\nklinik").exists()
    load(pack.root, overwrite=True)
    assert not SearchWords.objects.filter(words="puskesmas\nklinik").exists()
    assert SearchWords.objects.filter(words="dompet\ntas\nransel").exists()


def test_a_pack_may_do_without(tmp_path: Path) -> None:
    pack = PackFactory.create(tmp_path)
    pack.delete(FILE)
    load(pack.root)
    assert not SearchWords.objects.exists()
    dump(tmp_path / "satu")
    assert FILE not in files_of(tmp_path / "satu")


def test_a_site_that_was_loaded_before_gets_the_words(tmp_path: Path) -> None:
    pack = PackFactory.create(tmp_path)
    text = pack.read(FILE)
    pack.delete(FILE)
    load(pack.root)
    pack.write(FILE, text)
    load(pack.root)
    assert ElsewhereTopic.objects.count() == 2


@pytest.mark.parametrize(
    ("old", "new", "field", "says"),
    [
        ("[dompet, tas]", "[dompet, dompet]", "groups[2].words[2]", "already"),
        ("[dompet, tas]", "[]", "groups[2].words", "at least one word"),
        ("[dompet, tas]", "[dompet, <b>tas</b>]", "groups[2].words[2]", "HTML"),
        ("    means: [surat kehilangan]", "    arti: [surat]", "groups[2].arti", ""),
        ("[kantor desa, kelurahan, balai desa]", "[desa]", "groups[1]", "second word"),
        (
            "    place: {id:",
            "    agency: tidak-ada\n    place: {id:",
            "elsewhere[1].agency",
            "there is no agencies/tidak-ada.yaml",
        ),
        (", en: at a Samsat office}", "}", "elsewhere[1].place", "English"),
    ],
)
def test_faults_have_their_line_and_field(
    tmp_path: Path, old: str, new: str, field: str, says: str
) -> None:
    pack = PackFactory.create(tmp_path)
    pack.replace(FILE, old, new)
    lines = refused(pack.root, check=True)
    assert any(
        line.startswith(f"{FILE}:") and field in line and says in line for line in lines
    ), lines
