"""Every screen of the desk that is ours and needs no record: accessible, none too wide."""

from __future__ import annotations

import pytest

from e2e.browser import DESK, PHONE, accessibility_problems, too_wide
from e2e.conftest import ContextMaker
from e2e.signing_in import sign_in

# Screens with a record, and forms that were filled in wrongly, are looked at where
# they are worked with (test_approval.py, test_editing.py, test_everyday_tasks.py …); those of
# the academy in test_academy_screens.py.
SCREENS = [
    "/admin/",
    "/admin/cetak/",
    "/admin/jaga-isi/",
    "/admin/jejak/",
    "/admin/kecurigaan/",
    "/admin/laporan/cadangan/",
    "/admin/laporan/data-layanan/",
    "/admin/laporan/pencarian/",
    "/admin/laporan/terbitan/",
    "/admin/localize/reports/translations/",
    "/admin/panduan/",
    "/admin/pemberitahuan/",
    "/admin/persetujuan/",
    "/admin/staf/",
    "/admin/staf/undang/",
    "/admin/suara-pembaca/",
    "/admin/tugas/berita/",
    "/admin/tugas/formulir/",
    "/admin/tugas/jam/",
    "/admin/tugas/komentar/",
    "/admin/tugas/koreksi/",
    "/admin/tugas/lama/",
    "/admin/tugas/pengumuman/mal/",
    "/admin/tugas/ponsel/",
    "/admin/tugas/serah-terima/",
    "/admin/tugas/tutup/",
]


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_screens_are_accessible(
    new_context: ContextMaker, size: tuple[int, int]
) -> None:
    page = new_context(size=size).new_page()
    sign_in(page)

    problems = []
    for screen in SCREENS:
        answer = page.goto(screen, wait_until="domcontentloaded")
        assert answer is not None
        if answer.status != 200 or not page.url.endswith(screen):
            problems.append(f"{screen} answers {answer.status} at {page.url}")
        problems += [f"{screen} too wide: {what}" for what in too_wide(page)]
        problems += [
            f"{screen}: {line}" for line in accessibility_problems(page, "main")
        ]

    assert problems == []
