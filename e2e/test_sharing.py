"""A photo from a phone, and telling people about it."""

from __future__ import annotations

import re
import secrets
from pathlib import Path

import pytest
from PIL import Image
from pillow_heif import register_heif_opener
from playwright.sync_api import Page, expect

from e2e.browser import accessibility_problems, too_wide, visit
from e2e.conftest import ContextMaker
from e2e.signing_in import sign_in

GPS = 0x8825

register_heif_opener()


@pytest.fixture
def desk(new_context: ContextMaker) -> Page:
    """A manager at a phone."""
    page = new_context(size=(360, 740)).new_page()
    sign_in(page)
    return page


def photo(folder: Path) -> Path:
    """A picture that nobody sent before, with its place, as an iPhone stores it."""
    red, green, blue = secrets.token_bytes(3)
    image = Image.new("RGB", (1600, 1200), (red, green, blue))
    exif = Image.Exif()
    exif.get_ifd(GPS).update({1: "S", 2: (0.0, 30.0, 0.0)})
    path = folder / "IMG_2201.heic"
    image.save(path, "HEIF", exif=exif)
    return path


def test_a_photo_from_a_phone_asks_for_its_words(desk: Page, tmp_path: Path) -> None:
    sent = photo(tmp_path)
    visit(desk, "/admin/images/add/")
    desk.set_input_files("[name=file]", sent)
    desk.fill("[name=title]", "Loket Sabtu")
    submit = desk.locator("main form button[type=submit], main form [type=submit]")
    submit.first.click()

    expect(desk.get_by_text("Tuliskan isi fotonya").first).to_be_visible()
    assert desk.input_value("[name=title]") == "Loket Sabtu"
    assert too_wide(desk) == []
    assert accessibility_problems(desk, "#main form") == []

    desk.set_input_files("[name=file]", sent)
    desk.fill("#id_description", "Warga menunggu di loket pada hari Sabtu")
    submit.first.click()
    desk.wait_for_url(re.compile(r"/admin/images/$"))
    desk.get_by_role("link", name=re.compile("Loket Sabtu")).first.click()
    shown = desk.locator(".focal-point-chooser img").first
    expect(shown).to_have_attribute("data-original-width", "1600")
    expect(shown).to_have_attribute("src", re.compile(r"\.jpg$"))


def test_sharing_a_service_from_a_phone(desk: Page) -> None:
    visit(desk, "/admin/pages/")
    number = desk.evaluate(
        """async () => {
            const found = await fetch(
                "/admin/api/main/pages/?slug=paspor-baru&limit=1&format=json");
            return (await found.json()).items[0].id;
        }"""
    )
    visit(desk, f"/admin/bagikan/{number}/")

    message = desk.input_value("#share-message-text")
    assert message.startswith("*")
    send = desk.get_by_role("link", name="Kirim lewat WhatsApp")
    assert (send.get_attribute("href") or "").startswith("https://wa.me/?text=")
    for image in desk.locator(".share-kit__pictures img").all():
        image.scroll_into_view_if_needed()
        expect(image).to_have_js_property("complete", True)
        assert image.evaluate("(one) => one.naturalWidth") >= 1080
    with desk.expect_download() as download:
        desk.get_by_role("link", name=re.compile("Unduh.*Persegi")).click()
    with Image.open(download.value.path()) as drawn:
        assert drawn.size == (1080, 1080)
    assert too_wide(desk) == []
    assert accessibility_problems(desk, ".share-kit") == []
