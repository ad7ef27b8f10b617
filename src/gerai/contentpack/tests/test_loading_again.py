"""Loading again: nothing for nothing, changes for changes, and respect for staff."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.contrib.contenttypes.models import ContentType
from wagtail.models import Page, Revision

from gerai.contentpack.models import LoadedRecord
from gerai.contentpack.tests.factories import (
    EXAMPLE,
    PackFactory,
    database_state,
    load,
)
from gerai.directory.models import AgencyPage, ServicePage
from gerai.place.models import Closure, Floor, Mall, MallFact
from gerai.website.models import ContentPage, SectionPage

pytestmark = pytest.mark.django_db
DUKCAPIL = "agencies/dukcapil.yaml"


@pytest.fixture
def pack(loaded_example: None, tmp_path: Path) -> PackFactory:
    """The example pack, loaded, in a folder where it may be changed."""
    return PackFactory.create(tmp_path)


def service(slug: str, language: str = "id") -> ServicePage:
    return ServicePage.objects.get(slug=slug, locale__language_code=language)


def edit(page: Page, **fields: object) -> None:
    """As staff do it: a new revision, published."""
    for name, value in fields.items():
        setattr(page, name, value)
    page.save_revision().publish()


def test_loading_twice_changes_nothing(pack: PackFactory) -> None:
    before = database_state()
    load(pack.root)
    assert database_state() == before
    load(EXAMPLE)
    assert database_state() == before


def test_overwriting_what_is_the_same_changes_nothing(pack: PackFactory) -> None:
    before = database_state()
    load(pack.root, overwrite=True)
    assert database_state() == before


def test_only_what_changed_is_written(pack: PackFactory) -> None:
    before = database_state()
    pack.replace(DUKCAPIL, "amount: 10000", "amount: 20000")
    load(pack.root)
    page = service("akta-lahir")
    assert page.fees.raw_data[1]["value"]["amount"] == 20000
    english = service("akta-lahir", "en")
    assert english.fees.raw_data[1]["value"]["amount"] == 20000
    assert english.fees.raw_data[1]["value"]["label"] == "Late"
    after = database_state()
    changed = {
        row["id"]
        for row in after["wagtailcore.Page"]
        if row not in before["wagtailcore.Page"]
    }
    assert changed == {page.pk, english.pk}
    assert page.fees.raw_data[1]["id"] == next(
        row["fees"].raw_data[1]["id"]
        for row in before["directory.ServicePage"]
        if row["page_ptr_id"] == page.pk
    )


def test_a_changed_english_word_is_changed(pack: PackFactory) -> None:
    pack.replace(DUKCAPIL, "{id: Terlambat, en: Late}", "{id: Terlambat, en: Too late}")
    load(pack.root)
    assert service("akta-lahir", "en").fees.raw_data[1]["value"]["label"] == "Too late"


def test_an_inserted_service_stands_in_its_place(pack: PackFactory) -> None:
    pack.replace(
        DUKCAPIL,
        "services:\n",
        "services:\n  - slug: kk\n    title: Kartu keluarga\n"
        "    provenance: {trust: general}\n",
    )
    load(pack.root)
    agency = AgencyPage.objects.get(slug="dukcapil", locale__language_code="id")
    slugs = [page.slug for page in agency.get_children().order_by("path")]
    assert slugs == ["kk", "ktp-baru", "akta-lahir"]
    before = database_state()
    load(pack.root)
    assert database_state() == before


def test_pages_follow_the_order_of_the_pack(pack: PackFactory) -> None:
    pack.write("pages/profil/awal.md", "---\ntitle: Awal\norder: 1\n---\n\nTeks.\n")
    load(pack.root)
    section = SectionPage.objects.get(slug="profil", locale__language_code="id")
    assert [p.slug for p in section.get_children().order_by("path")] == [
        "awal",
        "sejarah",
    ]


def test_english_that_left_the_pack_leaves_the_site(pack: PackFactory) -> None:
    text = pack.read("agencies/polres.yaml")
    start = text.index("  - slug: surat-kehilangan")
    end = text.index("  - slug: skck")
    pack.write(
        "agencies/polres.yaml",
        text[:start] + "  - slug: surat-kehilangan\n    title: Surat kehilangan\n"
        "    provenance: {trust: general}\n" + text[end:],
    )
    load(pack.root)
    assert not service("surat-kehilangan", "en").live
    assert service("surat-kehilangan").live


def test_rows_of_a_list_keep_their_keys(pack: PackFactory) -> None:
    keys = set(MallFact.objects.values_list("pk", flat=True))
    pack.replace("mall.yaml", "value: (021) 5550100", "value: (021) 5550199")
    load(pack.root)
    now = set(MallFact.objects.values_list("pk", flat=True))
    assert len(now) == len(keys)
    assert len(now & keys) == len(keys) - 1
    closures = list(Closure.objects.order_by("pk").values())
    load(pack.root)
    assert list(Closure.objects.order_by("pk").values()) == closures


# Staff


def test_what_staff_changed_is_kept_and_reported(pack: PackFactory) -> None:
    edit(service("akta-lahir"), summary="Kata petugas.")
    pack.replace(DUKCAPIL, "amount: 10000", "amount: 20000")
    said = load(pack.root)
    assert "service/dukcapil/akta-lahir" in said
    page = service("akta-lahir")
    assert page.summary == "Kata petugas."
    assert page.fees.raw_data[1]["value"]["amount"] == 10000
    before = database_state()
    assert "service/dukcapil/akta-lahir" in load(pack.root)
    assert database_state() == before


def test_overwrite_replaces_what_staff_changed(pack: PackFactory) -> None:
    edit(service("akta-lahir"), summary="Kata petugas.")
    load(pack.root, overwrite=True)
    assert service("akta-lahir").summary == "Untuk bayi yang baru lahir."
    assert service("akta-lahir", "en").summary == "For a newborn child."
    before = database_state()
    load(pack.root)
    assert database_state() == before


def test_a_draft_in_the_works_is_kept(pack: PackFactory) -> None:
    page = service("akta-lahir")
    page.summary = "Sedang ditulis."
    page.save_revision()
    pack.replace(DUKCAPIL, "amount: 10000", "amount: 20000")
    said = load(pack.root)
    assert "service/dukcapil/akta-lahir" in said
    page = service("akta-lahir")
    assert page.has_unpublished_changes
    assert page.get_latest_revision_as_object().summary == "Sedang ditulis."


def test_an_unpublished_draft_that_staff_worked_on_is_kept(pack: PackFactory) -> None:
    page = service("skck")
    page.summary = "Sedang ditulis."
    page.save_revision()
    pack.replace("agencies/polres.yaml", "amount: 30000", "amount: 35000")
    assert "service/polres/skck" in load(pack.root)
    assert service("skck").get_latest_revision_as_object().summary == "Sedang ditulis."


def test_the_same_change_on_both_sides_is_no_conflict(pack: PackFactory) -> None:
    edit(service("skck"), title="SKCK baru")
    pack.replace("agencies/polres.yaml", "title: SKCK #", "title: SKCK baru #")
    pack.replace("agencies/polres.yaml", "    status: draft\n", "")
    assert "service/polres/skck" not in load(pack.root)


def test_changed_rows_are_kept(pack: PackFactory) -> None:
    Floor.objects.filter(number=2).update(name="Lantai dua")
    Mall.objects.update(short_name="MPP Kita")
    pack.replace(
        "places.yaml", "{id: Lantai 2, en: Second floor}", "{id: Atas, en: Up}"
    )
    said = load(pack.root)
    assert "floor/2" in said
    assert "mall" in said
    assert Floor.objects.get(number=2).name == "Lantai dua"
    load(pack.root, overwrite=True)
    assert Floor.objects.get(number=2).name == "Atas"


def test_a_page_that_staff_deleted_stays_deleted(pack: PackFactory) -> None:
    service("surat-kehilangan").delete()
    said = load(pack.root)
    assert "service/polres/surat-kehilangan" in said
    assert not ServicePage.objects.filter(slug="surat-kehilangan", live=True).exclude(
        locale__language_code="en"
    )
    load(pack.root, overwrite=True)
    assert service("surat-kehilangan").live


def test_a_deleted_agency_takes_its_services_along(pack: PackFactory) -> None:
    AgencyPage.objects.get(slug="pajak").delete()
    pack.replace("agencies/pajak.yaml", "slug: pajak-reklame", "slug: pajak-hotel")
    said = load(pack.root)
    assert "agency/pajak" in said
    assert not ServicePage.objects.filter(slug="pajak-hotel").exists()


def test_a_renamed_page_is_not_made_twice(pack: PackFactory) -> None:
    edit(service("skck"), slug="skck-baru")
    said = load(pack.root)
    assert "service/polres/skck" in said
    assert not ServicePage.objects.filter(slug="skck").exists()


def test_a_page_of_staff_under_the_same_name_is_kept(pack: PackFactory) -> None:
    section = SectionPage.objects.get(slug="profil", locale__language_code="id")
    page = ContentPage(title="Milik petugas", slug="baru", locale=section.locale)
    section.add_child(instance=page)
    page.save_revision().publish()
    pack.write("pages/profil/baru.md", "---\ntitle: Dari paket\n---\n\nTeks.\n")
    said = load(pack.root)
    assert "page/profil/baru" in said
    assert ContentPage.objects.get(slug="baru").title == "Milik petugas"


def test_pages_of_gerai_itself_may_get_words(pack: PackFactory) -> None:
    pack.write("pages/kontak.md", "---\ntitle: Hubungi kami\n---\n")
    pack.write("pages/kontak.en.md", "---\ntitle: Reach us\n---\n")
    load(pack.root)
    pages = Page.objects.filter(slug="kontak").order_by("path")
    assert [page.title for page in pages] == ["Hubungi kami", "Reach us"]


# What left the pack


def without_second_service(pack: PackFactory) -> None:
    text = pack.read(DUKCAPIL)
    pack.write(DUKCAPIL, text[: text.index("  - slug: akta-lahir")])


def test_a_page_that_left_the_pack_is_taken_off_the_site(pack: PackFactory) -> None:
    without_second_service(pack)
    said = load(pack.root)
    assert "service/dukcapil/akta-lahir" in said
    page = service("akta-lahir")
    assert not page.live
    assert not service("akta-lahir", "en").live
    before = database_state()
    assert "service/dukcapil/akta-lahir" not in load(pack.root)
    assert database_state() == before


def test_it_comes_back_with_the_pack(pack: PackFactory) -> None:
    whole = pack.read(DUKCAPIL)
    without_second_service(pack)
    load(pack.root)
    pack.write(DUKCAPIL, whole)
    load(pack.root)
    assert service("akta-lahir").live
    assert service("akta-lahir", "en").live


def test_it_stays_if_staff_changed_it(pack: PackFactory) -> None:
    edit(service("akta-lahir"), summary="Kata petugas.")
    without_second_service(pack)
    assert "service/dukcapil/akta-lahir" in load(pack.root)
    assert service("akta-lahir").live


def test_rows_that_left_the_pack_are_left_alone(pack: PackFactory) -> None:
    text = pack.read("places.yaml").replace("floor: 2\n", "floor: 1\n")
    start, end = text.index("  - number: 2"), text.index("# kind yang dikenal")
    pack.write("places.yaml", text[:start] + text[end:])
    polres = pack.read("agencies/polres.yaml")
    pack.write("agencies/polres.yaml", polres.replace("floor: 2\n", "floor: 1\n"))
    assert "floor/2" in load(pack.root)
    assert Floor.objects.filter(number=2).exists()


def test_pages_of_staff_are_never_touched(pack: PackFactory) -> None:
    agency = AgencyPage.objects.get(slug="dukcapil", locale__language_code="id")
    own = ServicePage(title="Milik petugas", slug="sendiri", locale=agency.locale)
    agency.add_child(instance=own)
    own.save_revision().publish()
    before = Revision.objects.filter(
        object_id=str(own.pk),
        base_content_type=ContentType.objects.get_for_model(Page),
    ).count()
    pack.replace(DUKCAPIL, "amount: 10000", "amount: 20000")
    load(pack.root, overwrite=True)
    own.refresh_from_db()
    assert own.live
    assert Revision.objects.filter(object_id=str(own.pk)).count() == before
    assert not LoadedRecord.objects.filter(key__endswith="sendiri").exists()
