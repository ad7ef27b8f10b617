"""One address of each type of page, and the twelve everyday needs."""

from __future__ import annotations

from dataclasses import dataclass

LANGUAGES = ("id", "en")


@dataclass(frozen=True, slots=True)
class PageType:
    name: str
    path: str
    status: int = 200

    def path_in(self, language: str) -> str:
        return f"/en{self.path}" if language == "en" else self.path


HOME = PageType("home", "/")
AGENCY = PageType("agency", "/instansi/imigrasi/")
SERVICE = PageType("service", "/instansi/imigrasi/paspor-baru/")
ALL_SERVICES = PageType("all-services", "/layanan/")
FLOORS = PageType("floors", "/lantai/")
HOURS = PageType("hours", "/jam-buka/")
SEARCH = PageType("search", "/cari/?q=paspor")
PROFILE = PageType("profile", "/profil/sejarah/")
CONTACT = PageType("contact", "/kontak/")
LIFE_EVENT = PageType("life-event", "/peristiwa/anak-lahir/")
AGENCIES = PageType("agencies", "/instansi/")
NOT_FOUND = PageType("not-found", "/tidak-ada-di-sini/", 404)

PAGE_TYPES = (
    HOME,
    AGENCY,
    SERVICE,
    ALL_SERVICES,
    FLOORS,
    HOURS,
    SEARCH,
    PROFILE,
    CONTACT,
    LIFE_EVENT,
    AGENCIES,
    NOT_FOUND,
    PageType("referral", "/instansi/disdukcapil/"),
    PageType("life-events", "/peristiwa/"),
    PageType("no-results", "/cari/?q=zzzzqqqq"),
    PageType("first-question", "/bantu-pilih/"),
    PageType("question", "/bantu-pilih/sim/"),
    PageType("new-visit", "/siap/"),
    PageType("visit", "/siap/?layanan=imigrasi/paspor-baru&layanan=polresta/skck-baru"),
    PageType("privacy", "/privasi/"),
    PageType("accessibility", "/aksesibilitas/"),
    PageType("offline", "/luring/"),
    PageType("news", "/berita/"),
    PageType("news-page-2", "/berita/halaman/2/"),
    PageType("news-topic", "/berita/topik/jadwal/"),
    PageType(
        "news-item", "/berita/sejumlah-loket-di-mpp-samarinda-kunjungannya-rendah/"
    ),
    PageType("notices", "/pengumuman/"),
    PageType("events", "/agenda/"),
    PageType("albums", "/galeri/"),
    PageType("documents", "/dokumen/"),
    PageType("questions", "/tanya-jawab/"),
)


@dataclass(frozen=True, slots=True)
class Need:
    """What somebody types, and the page that answers."""

    words: str
    path: str
    # Not at a counter of the mall: the first thing to say is where to go instead.
    is_elsewhere: bool = False


NEEDS = (
    Need("perpanjang paspor", "/instansi/imigrasi/paspor-ganti/"),
    Need("paspor anak", "/instansi/imigrasi/paspor-anak/"),
    Need("perpanjang sim c", "/instansi/polresta/perpanjang-sim-c/"),
    Need("bikin skck", "/instansi/polresta/skck-baru/"),
    Need("dompet hilang", "/instansi/polresta/laporan-kehilangan/"),
    Need("buat npwp", "/instansi/kpp/npwp-pribadi/"),
    Need("daftar bpjs kesehatan", "/instansi/bpjskes/daftar-mandiri/"),
    Need("nib", "/instansi/dpmptsp/nib/"),
    Need("izin mendirikan bangunan", "/instansi/pupr-pbg/pbg/"),
    Need("izin praktik dokter", "/instansi/dpmptsp/sip-dokter/"),
    Need("pensiun janda", "/instansi/taspen/pensiun-janda-duda/"),
    Need("ktp hilang", "/instansi/disdukcapil/ktp-hilang/", is_elsewhere=True),
)
