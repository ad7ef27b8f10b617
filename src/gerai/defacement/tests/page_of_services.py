"""A page of 20 KB as the site has them, made up; each number gives another."""

from __future__ import annotations

_SERVICE = """
<li class="service-card"><article>
<h3><a href="/instansi/dinas-{n}/layanan-{n}/">Perpanjangan izin usaha nomor {n}</a></h3>
<p class="facts"><span>Gratis</span> <span>5 hari kerja</span> <span>Loket {n}, lantai 2</span></p>
<p>Bawa KTP asli, fotokopi kartu keluarga dua lembar, dan surat pengantar — pemohon
datang sendiri atau memberi kuasa bermeterai kepada anggota keluarga.</p>
<details><summary>Syarat lengkap</summary><ol><li>KTP asli</li><li>Kartu keluarga</li>
<li>Nomor induk berusaha</li></ol></details></article></li>"""


def page_of_services(number: int) -> str:
    """HTML of a list of services."""
    rows = "".join(_SERVICE.format(n=number * 1000 + n) for n in range(38))
    return (
        "<!doctype html><html lang='id'><head><title>Layanan</title>"
        "<meta name='description' content='Semua layanan'>"
        "<link rel='stylesheet' href='/static/a.css'></head><body>"
        f"<main><h1>Semua layanan</h1><ul>{rows}</ul></main></body></html>"
    )
