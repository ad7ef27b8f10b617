"""Pasted text is tidied; its structure stays."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gerai.newsroom.cleaning import clean_line, clean_rich_text, clean_text

WORDS = st.text(alphabet="ab *_-1.\u00a0\u200b\n<>&👩\u200d⚕️", max_size=40)


@pytest.mark.parametrize(
    ("pasted", "tidy"),
    [
        ("  Judul\u00a0\u200bpanjang \n", "Judul panjang"),
        ("Tutup\u202ehari ini", "Tutuphari ini"),
        ("Layanan 👩\u200d⚕️ baru", "Layanan 👩\u200d⚕️ baru"),
        ("Baris\r\nkedua", "Baris kedua"),
        ("", ""),
    ],
)
def test_titles_become_one_clean_line(pasted: str, tidy: str) -> None:
    assert clean_line(pasted) == tidy


@pytest.mark.parametrize(
    ("pasted", "tidy"),
    [
        ("<p>*Tutup* besok</p>", "<p><b>Tutup</b> besok</p>"),
        ("<p>_miring_ dan *tebal*</p>", "<p><i>miring</i> dan <b>tebal</b></p>"),
        ("<p>2 * 3 * 4</p>", "<p>2 * 3 * 4</p>"),
        ("<p>nama_berkas_baru.pdf</p>", "<p>nama_berkas_baru.pdf</p>"),
        (
            "<p>Bawa:</p><p>- KTP</p><p>- KK</p><p>Terima kasih</p>",
            "<p>Bawa:</p><ul><li>KTP</li><li>KK</li></ul><p>Terima kasih</p>",
        ),
        (
            "<p>1. Ambil nomor</p><p></p><p>2) Tunggu</p>",
            "<ol><li>Ambil nomor</li><li>Tunggu</li></ol>",
        ),
        ("<p>- satu saja</p>", "<p>- satu saja</p>"),
        (
            "<p>Satu<br/>• Dua<br/>• Tiga</p>",
            "<p>Satu</p><ul><li>Dua</li><li>Tiga</li></ul>",
        ),
        ("<p>\u00a0</p><p>isi</p><ul></ul>", "<p>isi</p>"),
        ('<p><a href="https://a_b_c.id/">a_b_c</a></p>',) * 2,
        ("<h2>Judul</h2><p>isi</p>",) * 2,
    ],
)
def test_rich_text_is_tidied(pasted: str, tidy: str) -> None:
    assert clean_rich_text(pasted) == tidy


@given(st.lists(WORDS, max_size=5))
def test_tidy_text_stays_as_it_is(parts: list[str]) -> None:
    from html import escape

    html = "".join(f"<p>{escape(part)}</p>" for part in parts)
    once = clean_rich_text(html)
    assert clean_rich_text(once) == once
    assert "\u200b" not in once
    text = clean_text("\n".join(parts))
    assert clean_text(text) == text
