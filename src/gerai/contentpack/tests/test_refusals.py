"""A broken pack is refused with file, line and field, and changes nothing."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import pytest

from gerai.contentpack.tests.factories import PackFactory, database_state, refused

pytestmark = pytest.mark.django_db


class Case(NamedTuple):
    """``old`` becomes ``new`` in ``file``; then ``field`` on the line of ``at`` is wrong."""

    name: str
    file: str
    old: str
    new: str
    field: str
    says: str
    at: str = ""


DUKCAPIL = "agencies/dukcapil.yaml"
CASES = [
    Case("wrong version", "pack.yaml", "format: 1", "format: 2", "format", "format 1"),
    Case("boolean version", "pack.yaml", "format: 1", "format: true", "format", "format 1"),
    Case("no languages", "pack.yaml", "[id, en]", "[en]", "languages", "[id, en]", "languages:"),
    Case("unknown field", "mall.yaml", "city: Kota", "kota: Kota", "kota", "spelling"),
    Case("missing field", "mall.yaml", "city: Kota Contoh\n", "", "city", "missing", "name: Mal"),
    Case("time zone", "mall.yaml", "Asia/Jakarta", "Asia/Tokyo", "timezone", "Asia/Makassar"),
    Case("low contrast", "mall.yaml", "#3b3a78", "#f0f0a0", "theme.structure", "4.5"),
    Case("no colour", "mall.yaml", "#3b3a78", "biru", "theme.structure", "#0b5a5e"),
    Case("unknown colour", "mall.yaml", "  accent:", "  aksen:", "theme.aksen", "accent"),
    Case("two shown facts", "mall.yaml", "shown: false", "shown: true", "facts", "two facts", "facts:"),
    Case("phone", "mall.yaml", "(021) 5550100", "tanya satpam", "facts[3].value", ""),
    Case("date", "mall.yaml", 'as_of: "2019"', 'as_of: "2019-13"', "facts[2].provenance.as_of", "exists"),
    Case("trust", "mall.yaml", "trust: local # ", "trust: yakin # ", "facts[1].provenance.trust", "uniform"),
    Case(
        "confirmed by nobody", "mall.yaml", "trust: local # ", "trust: confirmed # ",
        "facts[1].provenance.confirmed_by", "local", "provenance:",
    ),
    Case("duplicate floor", "places.yaml", "number: 2", "number: 1", "floors[2].number", "line",
         "number: 1\n    name: {id: Lantai 2"),
    Case("floor of a facility", "places.yaml", "floor: 2", "floor: 7", "facilities[2].floor", "places.yaml"),
    Case("overlap", "hours.yaml", '"08.00-12.00", "13.00-15.00"', '"08.00-12.00", "11.00-15.00"',
         "schedule.weekly.mon", "overlap"),
    Case("closes first", "hours.yaml", "13.00-15.00", "15.00-13.00", "schedule.weekly.mon[2]", "before"),
    Case("midnight", "hours.yaml", "13.00-15.00", "20.00-02.00", "schedule.weekly.mon[2]", "midnight"),
    Case("no such time", "hours.yaml", "13.00-15.00", "13.00-25.00", "schedule.weekly.mon[2]", "08.00-15.30"),
    Case("no such minute", "hours.yaml", "13.00-15.00", "13.00-15.75", "schedule.weekly.mon[2]", "08.00-15.30"),
    Case("no such day", "hours.yaml", '"2026-12-31"', '"2026-11-31"', "closures[1].first_day", "exists"),
    Case("last before first", "hours.yaml", 'last_day: "2027-01-19"', 'last_day: "2027-01-17"',
         "closures[2].last_day", "before"),
    Case("until before from", "hours.yaml", 'until: "15.00"', 'until: "11.00"', "closures[1].until", "later"),
    Case("moved nowhere", "hours.yaml", '    moved_to: "2027-12-27"\n', "", "holidays[2].moved_to", "new day",
         "- action: move"),
    Case("hours of nobody", "hours.yaml", "weekly: unknown # kapan", "weekly: nanti # kapan", "seasons[2].weekly", "unknown"),
    Case("duplicate regulation", "regulations.yaml", "perwali-contoh-7-2025", "perda-contoh-1-2024",
         "[2].slug", "line 3", "slug: perda-contoh-1-2024\n  title: Perwali"),
    Case("script address", "regulations.yaml", "https://jdih.kotacontoh.example/perda-1-2024",
         "javascript:alert(1)", "[1].url", "https://"),
    Case("slug is not the file", DUKCAPIL, "slug: dukcapil\n", "slug: capil\n", "slug", "file's name"),
    Case("bad slug", DUKCAPIL, "slug: ktp-baru", "slug: KTP Baru", "services[1].slug", "hyphens"),
    Case("duplicate service", DUKCAPIL, "slug: akta-lahir", "slug: ktp-baru", "services[2].slug", "line",
         "slug: ktp-baru\n    title: {id: Akta"),
    Case("counter elsewhere", DUKCAPIL, "counter: dukcapil-1\n", "counter: polres-1\n", "services[1].counter",
         "dukcapil-1"),
    Case("unknown floor", DUKCAPIL, "floor: 1\nsummary", "floor: 9\nsummary", "floor", "places.yaml"),
    Case("HTML", DUKCAPIL, "id: KTP, kartu keluarga", "id: <script>x</script> KTP, kartu keluarga",
         "summary.id", "HTML"),
    Case("half a tag", DUKCAPIL, "id: KTP, kartu keluarga", "id: </p> KTP, kartu keluarga", "summary.id", "HTML"),
    Case("no English summary", DUKCAPIL, "{id: Untuk bayi yang baru lahir., en: For a newborn child.}",
              "Untuk bayi.", "services[2].summary", "English"),
    Case("no English in an item", DUKCAPIL, "{id: Paspor, en: Passport}", "Paspor",
         "services[1].requirements[5].text", "English"),
    Case("no Indonesian", DUKCAPIL, "{id: Paspor, en: Passport}", "{en: Passport}",
         "services[1].requirements[5].text.id", "missing"),
    Case("case", DUKCAPIL, "cases: [hilang]", "cases: [dicuri]", "services[1].requirements[2].cases[1]", "baru"),
    Case("form", DUKCAPIL, "form: files/formulir-ktp.txt", "form: files/lain.pdf",
         "services[1].requirements[3].form", "files/lain.pdf"),
    Case("form outside", DUKCAPIL, "form: files/formulir-ktp.txt", "form: ../../etc/passwd",
         "services[1].requirements[3].form", "files/"),
    Case("copies", DUKCAPIL, "copies: 1", "copies: banyak", "services[1].requirements[1].copies", "whole number"),
    Case("requirement kind", DUKCAPIL, "kind: document #", "kind: surat #", "services[1].requirements[1].kind",
         "document"),
    Case("wrong unit", DUKCAPIL, "unit: working_days", "unit: hari kerja", "services[1].durations[2].unit",
         "working_days"),
    Case("no unit", DUKCAPIL, "        unit: working_days\n", "", "services[1].durations[2].unit", "needed",
         "- maximum: 14"),
    Case("minimum over maximum", DUKCAPIL, "minimum: 30", "minimum: 90", "services[1].durations[1].maximum",
         "less", "maximum: 60"),
    Case("free with amount", DUKCAPIL, "- kind: free #", "- amount: 5000\n        kind: free #",
         "services[1].fees[1].amount", "free"),
    Case("negative fee", DUKCAPIL, "amount: 10000", "amount: -10000", "services[2].fees[2].amount", "small"),
    Case("fee with comma", DUKCAPIL, "amount: 10000", "amount: 10000.5", "services[2].fees[2].amount", "whole number"),
    Case("fee as text", DUKCAPIL, "amount: 10000", 'amount: "Rp 10.000"', "services[2].fees[2].amount",
         "whole number"),
    Case("fee range", DUKCAPIL, "amount_maximum: 50000", "amount_maximum: 5000",
         "services[2].fees[2].amount_maximum", "more than"),
    Case("fee of zero", "agencies/polres.yaml", "amount: 30000", "amount: 0", "services[2].fees[1].amount", "free"),
    Case("formula unexplained", "agencies/pajak.yaml", "        note: Luas × lama × nilai sewa × 25 persen.\n", "",
         "services[1].fees[1].note", "calculated", "- kind: formula"),
    Case("duration of nothing", "agencies/pajak.yaml", "- note: Menurut antrean di kantor Bapenda.",
         "- upper_limit: false", "services[1].durations[1].note", "needed"),
    Case("fee basis", DUKCAPIL, "        basis: perda-contoh-1-2024\n    products", "        basis: uu-1\n    products",
         "services[1].fees[1].basis", "regulations.yaml", "basis: uu-1"),
    Case("legal basis", DUKCAPIL, "legal_basis: [perda-contoh-1-2024]", "legal_basis: [uu-1]",
         "services[1].legal_basis[1]", "regulations.yaml"),
    Case("related", DUKCAPIL, "related: [polres/surat-kehilangan]", "related: [polres/sim]",
         "services[1].related[1]", "agencies/polres.yaml"),
    Case("related agency", DUKCAPIL, "related: [polres/surat-kehilangan]", "related: [kodim/sim]",
         "services[1].related[1]", "agencies/kodim.yaml"),
    Case("related form", DUKCAPIL, "related: [polres/surat-kehilangan]", "related: [surat-kehilangan]",
         "services[1].related[1]", "agency and service"),
    Case("review", DUKCAPIL, 'next_review_on: "2027-01-15"', 'next_review_on: "2025-01-15"',
         "services[1].next_review_on", "later"),
    Case("e-mail", DUKCAPIL, "email: dukcapil@kotacontoh.example", "email: dukcapil",
         "owner.email", "e-mail"),
    Case("counter twice", "agencies/polres.yaml", "services:\n", "counters: [{slug: dukcapil-1, name: X}]\nservices:\n",
         "counters[1].slug", "", "counters:"),
    Case("English below Indonesian", "agencies/pajak.yaml", "title: Pajak reklame",
         "title: {id: Pajak reklame, en: Billboard tax}", "services[1].title", "English agency"),
    Case("life event", "life-events.yaml", "service: dukcapil/ktp-baru", "service: dukcapil/ktp-lama",
         "[1].services[2].service", "no such service"),
    Case("life event case", "life-events.yaml", "case: hilang", "case: dicuri", "[1].services[2].case",
         "not a case here"),
    Case("life event need", "life-events.yaml", "        - service: polres/surat-kehilangan\n          what",
         "        - service: dukcapil/kk\n          what", "[1].services[2].needs[1].service", "comes first",
         "- service: dukcapil/kk\n          what"),
    Case("question nowhere", "questions.yaml", "question: hilang", "question: lupa", "[1].answers[1].question",
         "isn't there"),
    Case("question twice", "questions.yaml", "service: dukcapil/ktp-baru", "question: hilang",
         "[1].answers[2].question", "one place only", "question: hilang\n    - text: {id: Pajak,"),
    Case("question service", "questions.yaml", "service: dukcapil/ktp-baru", "service: dukcapil/ktp-lama",
         "[1].answers[2].service", "no such service"),
    Case("question agency", "questions.yaml", "agency: pajak", "agency: kodim", "[1].answers[3].agency",
         "agencies/kodim.yaml"),
    Case("question event", "questions.yaml", "life_event: dompet-hilang", "life_event: nikah",
         "[2].answers[1].life_event", "life-events.yaml"),
    Case("first question", "questions.yaml", "- slug: bantu-pilih", "- slug: mulai", "[1].slug", "bantu-pilih"),
    Case("popular", "home.yaml", "polres/surat-kehilangan]", "polres/sim]", "popular[2]", "no such service",
         "popular:"),
    Case("comma in braces", "home.yaml", "title: {id: MPP Kota Contoh, en:", "title: {id: MPP, Kota Contoh, en:",
         "title.Kota Contoh", "quotation marks"),
    Case("page HTML", "pages/profil.md", "Mal ini **contoh**.", "Mal ini <b onclick='x'>contoh</b>.", "body", "HTML"),
    Case("page script", "pages/profil.md", "(/jam-buka/)", "(javascript:alert)", "body", "not allowed",
         "(javascript:alert)"),
    Case("page data", "pages/profil.md", "(/jam-buka/)", "(data:text/html,x)", "body", "not allowed", "(data:"),
    Case("page elsewhere", "pages/profil.md", "(/jam-buka/)", "(//jahat.example/)", "body", "not allowed",
         "(//jahat"),
    Case("page heading", "pages/profil.md", "## Yang bisa", "# Yang bisa", "body", "##"),
    Case("page field", "pages/profil.md", "order: 10", "urutan: 10", "urutan", "spelling"),
    Case("page order", "pages/profil.md", "order: 10", "order: pertama", "order", "whole number"),
    Case("fact", "pages/profil.md", "  trust: general #", "  trust: pasti #", "[1].trust", "uniform"),
]  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_it_is_refused_with_file_line_and_field(case: Case, tmp_path: Path) -> None:
    pack = PackFactory.create(tmp_path)
    pack.replace(case.file, case.old, case.new)
    line = pack.line_of(case.file, case.at or case.new)
    before = database_state()
    faults = refused(pack.root)
    start = f"{case.file}:{line}: {case.field}: "
    matching = [fault for fault in faults if fault.startswith(start)]
    assert matching, f"expected {start}…, got:\n" + "\n".join(faults)
    assert case.says in matching[0]
    assert database_state() == before


def test_all_faults_are_told_at_once(tmp_path: Path) -> None:
    pack = PackFactory.create(tmp_path)
    pack.replace("mall.yaml", "Asia/Jakarta", "Asia/Tokyo")
    pack.replace(DUKCAPIL, "copies: 1", "copies: x")
    pack.replace(DUKCAPIL, "amount: 10000", "amount: -1")
    pack.replace("life-events.yaml", "dukcapil/ktp-baru", "dukcapil/lain")
    files = {fault.partition(":")[0] for fault in refused(pack.root)}
    assert files == {"mall.yaml", DUKCAPIL, "life-events.yaml"}
    assert len(refused(pack.root)) == 4


def test_one_wrong_field_does_not_make_references_wrong(tmp_path: Path) -> None:
    pack = PackFactory.create(tmp_path)
    pack.replace("agencies/polres.yaml", "kind: vertical", "kind: polisi")
    assert len(refused(pack.root)) == 1


def test_an_english_text_follows_its_original(tmp_path: Path) -> None:
    pack = PackFactory.create(tmp_path)
    pack.replace("pages/profil.en.md", "- Ask at the *information desk*.\n", "")
    (fault,) = refused(pack.root)
    assert fault.startswith("pages/profil.en.md: body: ")


def test_english_needs_the_language(tmp_path: Path) -> None:
    pack = PackFactory.create(tmp_path)
    pack.replace("pack.yaml", "[id, en]", "[id]")
    faults = refused(pack.root)
    assert any(fault.startswith("places.yaml:5: floors[1].name: ") for fault in faults)
    assert any(fault.startswith("pages/profil.en.md") for fault in faults)


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("pages/admin.md", "belong to Gerai"),
        ("pages/instansi/lain.md", "belong to Gerai"),
        ("pages/kontak.md", "title and summary"),
        ("pages/ada/tiada.md", "pages/ada.md"),
        ("pages/Profil Kami.md", "small letters"),
    ],
)
def test_a_page_in_the_wrong_place(name: str, says: str, tmp_path: Path) -> None:
    pack = PackFactory.create(tmp_path)
    pack.write(name, "---\ntitle: X\n---\n\nTeks.\n")
    (fault,) = refused(pack.root)
    assert fault.startswith(f"{name}: ")
    assert says in fault
