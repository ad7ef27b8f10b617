"""Invented values with which the gallery and the tests draw each component."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.paginator import Paginator

from gerai.theme.frame import Frame, LanguageChoice, LinkGroup
from gerai.theme.parts import (
    Badge,
    Choice,
    ChoiceGroup,
    ContactLine,
    DayRow,
    Fact,
    FactRow,
    Feature,
    FeeRow,
    FloorPlan,
    FloorTile,
    FormFile,
    Link,
    RequirementGroup,
    RequirementItem,
    StepItem,
)

PHONE = "(0541) 000000"

BANNERS = tuple(
    {
        "key": kind,
        "kind": kind,
        "text": text,
        "url": url,
        "starts": 0,
        "ends": 0,
        "language": "",
    }
    for kind, text, url in (
        ("closed", "Hari ini tutup pukul 12.00 karena listrik padam.", "#"),
        ("warning", "Lift rusak. Petugas di lantai 1 membantu Anda.", ""),
        ("info", "Antrean daring mulai dicoba pekan ini.", ""),
    )
)

CONTACT = (
    ContactLine(
        "map-pin", "Alamat", "Jalan Contoh 1, Samarinda", "#", "belum dikonfirmasi"
    ),
    ContactLine("phone", "Telepon", PHONE, "tel:0541000000"),
    ContactLine("mail", "Surel", "halo@contoh.test", "mailto:halo@contoh.test"),
)

FACTS = (
    Fact("bring", "Bawa", "KTP, KK, akta lahir, dan 2 dokumen lain", href="#bawa"),
    Fact(
        "money",
        "Biaya",
        "Rp 350.000–950.000",
        "menurut jenis dan masa berlaku",
        "#biaya",
    ),
    Fact("timer", "Lama", "4 hari kerja", "setelah foto dan wawancara", "#langkah"),
    Fact("map-pin", "Tempat", "Lantai 2, loket 12", href="#tempat"),
    Fact("clock", "Jam", "Senin–Kamis 08.00–15.00", href="#jam", pill_key="sample"),
)

UNKNOWN_FACTS = (
    Fact("bring", "Bawa", "Belum diisi oleh instansi", is_unknown=True),
    Fact("money", "Biaya", "Gratis"),
    Fact("timer", "Lama", "Belum diisi oleh instansi", is_unknown=True),
    Fact("map-pin", "Tempat", "Lantai belum diketahui", is_unknown=True),
    Fact("clock", "Jam", "Belum diketahui", f"telepon {PHONE}", is_unknown=True),
)

REQUIREMENTS = (
    RequirementGroup(
        items=(
            RequirementItem("ktp", "KTP elektronik", marks=("asli", "1 fotokopi")),
            RequirementItem(
                "akta",
                "Akta kelahiran, ijazah, atau buku nikah",
                marks=("asli",),
                note="Pilih salah satu. Nama dan tanggal lahir harus sama dengan KTP.",
            ),
            RequirementItem(
                "formulir",
                "Formulir permohonan",
                form=FormFile("#", "Unduh formulir", "PDF", "120 KB"),
            ),
        ),
    ),
    RequirementGroup(
        "Jika paspor lama hilang",
        "Urus dulu surat kehilangan di lantai 1.",
        (
            RequirementItem("lapor", "Surat tanda lapor kehilangan", marks=("asli",)),
            RequirementItem(
                "nama",
                "Penetapan ganti nama",
                condition="Jika pernah ganti nama",
                is_optional=True,
            ),
        ),
        "hilang",
    ),
)

STEPS = (
    StepItem("Daftar dan pilih tanggal.", "Anda", "Daring", "10 menit", "globe"),
    StepItem(
        "Ambil nomor antrean.", "Anda", "Lantai 1, meja informasi", "5 menit", "map-pin"
    ),
    StepItem(
        "Periksa berkas, foto, wawancara.", "Petugas", "Lantai 2, loket 12", "30 menit"
    ),
    StepItem("Bayar dengan kode billing.", "Anda", "Bank atau kantor pos", icon="card"),
)

FEES = (
    FeeRow(
        "Paspor 5 tahun", "Rp 350.000", "per paspor", basis="PP 45/2024", basis_url="#"
    ),
    FeeRow(
        "Paspor elektronik 10 tahun", "Rp 950.000", "per paspor", basis="PP 45/2024"
    ),
    FeeRow(
        "Denda", "Rp 1.000.000", condition="Jika hilang", note="Kecuali karena bencana."
    ),
    FeeRow("Ubah alamat", "Gratis", is_free=True),
)

WEEK = (
    DayRow("Senin", ("08.00–12.00", "13.00–15.00"), weekday=1),
    DayRow("Jumat", ("08.00–11.00",), weekday=5),
    DayRow("Sabtu", weekday=6),
    DayRow("Minggu", weekday=7, is_unknown=True),
)

CLOSURES = (
    DayRow("Jumat, 25 Desember 2026", note="Hari Raya Natal"),
    DayRow("Rabu, 6 Januari 2027", ("10.00–15.00",), "Rapat seluruh gerai"),
)

FLOORS = (
    FloorPlan(
        "2",
        "Lantai 2",
        "Identitas dan perjalanan",
        (
            FloorTile("Imigrasi", "#", "Loket 12", "", "sample", "Senin–Kamis"),
            FloorTile("Kementerian Agama", "#", "Loket 13", "hanya Rabu"),
            FloorTile("BPJS Kesehatan", "#", "Loket 14"),
        ),
        (
            Feature("lift", "Lift", "pakai tangga timur", is_out=True),
            Feature("nursing", "Ruang laktasi"),
        ),
        anchor="lantai-2",
    ),
    FloorPlan(
        "1",
        "Lantai 1",
        tiles=(FloorTile("Meja informasi"), FloorTile("Polresta", "#", "Loket 1–2")),
        note="Letak loket belum dikonfirmasi.",
        anchor="lantai-1",
    ),
)

ROW_FACTS = (Fact("money", "", "Rp 350.000"), Fact("timer", "", "4 hari kerja"))
BADGES = (
    Badge("Bisa daring", icon="globe"),
    Badge("Gratis", "good", "check"),
    Badge("Perlu janji", "warm"),
)
LINKS = (
    Link("Semua layanan", "#", icon="list"),
    Link("Telepon kami", "#", icon="phone"),
)
CRUMBS = (
    Link("Beranda", "#"),
    Link("Instansi", "#"),
    Link("Imigrasi", "#"),
    Link("Paspor baru", ""),
)
SOURCED = (
    FactRow(
        "Alamat", "Jalan Contoh 1", "#", "local", "kabar contoh, Januari 2026", "#"
    ),
    FactRow("Telepon", PHONE, "", "general", "standar pelayanan, sebelum 2021"),
    FactRow("Surel", ""),
)
FILTERS = (
    ChoiceGroup(
        "Biaya",
        (Choice("Semua", "#", is_current=True), Choice("Gratis", "#", count=12)),
    ),
    ChoiceGroup("Cara", (Choice("Bisa daring", "#", count=31),)),
)

LONG_TITLE = (
    "Surat Keterangan Tempat Penyimpanan Sementara Limbah Bahan Berbahaya dan Beracun "
    "bagi Usaha Menengah Tinggi"
)

FRAME = Frame(
    site_name=lambda: "Mal Pelayanan Publik Contoh",
    short_name=lambda: "MPP Contoh",
    tagline=lambda: "Semua urusan di satu gedung",
    search_url="#",
    menu=lambda: (
        Link("Layanan", "#"),
        Link("Instansi", "#", is_current=True),
        Link("Jam buka", "#"),
    ),
    footer_groups=lambda: (
        LinkGroup("Mal ini", (Link("Profil", "#"), Link("Kontak", "#"))),
    ),
    contact_lines=lambda: CONTACT,
    operator=lambda: "Dinas Contoh",
    language="id",
    languages=(
        LanguageChoice("id", "Bahasa Indonesia", "#", is_current=True),
        LanguageChoice("en", "English", "#"),
    ),
    hours_key="sample",
    hours_fallback=lambda: "Senin–Kamis 08.00–15.00",
    is_indexed=False,
)


class SampleForm(forms.Form):
    """A form with two fields, so that it can be wrong."""

    name = forms.CharField(label="Nama")
    email = forms.EmailField(label="Surel")


def sample_context() -> dict[str, Any]:
    """Names that the examples of the gallery use."""
    return {
        "frame": FRAME,
        "banners": BANNERS,
        "facts": FACTS,
        "unknown_facts": UNKNOWN_FACTS,
        "requirements": REQUIREMENTS,
        "steps": STEPS,
        "fees": FEES,
        "week": WEEK,
        "closures": CLOSURES,
        "floors": FLOORS,
        "row_facts": ROW_FACTS,
        "badges": BADGES,
        "links": LINKS,
        "crumbs": CRUMBS,
        "sourced": SOURCED,
        "filters": FILTERS,
        "contact": CONTACT,
        "features": FLOORS[0].features,
        "long_title": LONG_TITLE,
        "form": SampleForm({"email": "bukan surel"}),
        "page_of_ten": Paginator(range(100), 10).page(3),
    }
