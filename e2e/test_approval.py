"""From an agency's draft to the published page, and back once; each step's mail."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from datetime import UTC, datetime

from playwright.sync_api import Page, expect

from e2e.browser import accessibility_problems, too_wide, visit
from e2e.conftest import ContextMaker
from e2e.mail import wait_for_mail
from e2e.site import MAILS, Site

PASSWORD = "sungai-mahakam-tenang"  # noqa: S105
AGENCY = "disdukcapil"


def invitation(site: Site, *arguments: str) -> str:
    """The link for a new member of staff, from the command line."""
    run = subprocess.run(
        [sys.executable, "-m", "gerai.config.cli", "staff", "add", *arguments],
        env=os.environ
        | {
            "GERAI_DATA": str(site.data),
            "GERAI_BASE_URL": site.base_url,
            "EMAIL_URL": f"filemail:///{site.data / MAILS}",
        },
        check=True,
        capture_output=True,
        text=True,
    )
    return run.stdout.strip()


def joined(page: Page, link: str, name: str) -> None:
    visit(page, link)
    page.fill("[name=name]", name)
    page.fill("[name=password]", PASSWORD)
    page.fill("[name=again]", PASSWORD)
    page.click("button[type=submit]")
    page.wait_for_url("**/admin/")


def is_well(page: Page) -> None:
    assert accessibility_problems(page, "main") == []
    assert too_wide(page) == []


def test_an_editor_hands_in_and_a_manager_decides(
    new_context: ContextMaker, site: Site
) -> None:
    tail = f"{datetime.now(tz=UTC):%H%M%S%f}"
    editor_mail, manager_mail = (
        f"{name}-{tail}@example.go.id" for name in ("siti", "budi")
    )
    editor, manager = new_context().new_page(), new_context().new_page()
    joined(
        editor,
        invitation(site, editor_mail, "--role", "editor", "--agency", AGENCY),
        "Siti",
    )
    joined(manager, invitation(site, manager_mail, "--role", "manager"), "Budi")

    # On a phone the editor changes the agency's page and hands it in.
    visit(editor, f"/instansi/{AGENCY}/")
    key = re.search(r"/admin/pages/(\d+)/", editor.content())
    if key is None:
        visit(editor, "/admin/pages/")
        key = re.search(r"/admin/pages/(\d+)/edit/", editor.content())
    assert key is not None
    draft = f"/admin/naskah/{key.group(1)}/"
    edit = f"/admin/pages/{key.group(1)}/edit/"
    visit(editor, edit)
    title = editor.input_value("[name=title]")
    wanted = f"{title} {tail}"
    editor.fill("[name=title]", wanted)
    editor.locator("footer button[aria-expanded]").last.click()
    editor.locator("[name=action-submit]").click()
    editor.wait_for_url(lambda url: "/edit/" not in url)

    # The manager is told, and sends it back: without a reason it doesn't go.
    text = wait_for_mail(site.data, manager_mail, wanted)
    assert draft in text
    visit(manager, "/admin/")
    expect(
        manager.locator("#needs-attention-section, #needs-attention")
    ).to_be_visible()
    is_well(manager)
    visit(manager, "/admin/persetujuan/")
    is_well(manager)
    manager.get_by_role("link", name=wanted).click()
    is_well(manager)
    manager.locator("button[value=send-back]").click()
    expect(manager.get_by_role("alert")).to_be_visible()
    is_well(manager)
    manager.fill("[name=text]", "Nama resminya tanpa angka")
    manager.locator("button[value=send-back]").click()
    manager.wait_for_url("**/admin/persetujuan/")

    # The reason reaches the author, who corrects it and hands it in again.
    text = wait_for_mail(site.data, editor_mail, "dikembalikan")
    assert "Nama resminya tanpa angka" in text
    visit(editor, "/admin/")
    expect(editor.get_by_text("Nama resminya tanpa angka")).to_be_visible()
    is_well(editor)
    visit(editor, edit)
    editor.fill("[name=title]", title)
    editor.locator("[name=short_name]").fill(f"Capil {tail}"[:40])
    editor.locator("footer button[aria-expanded]").last.click()
    editor.locator("[name=action-submit]").click()
    editor.wait_for_url(lambda url: "/edit/" not in url)

    visit(manager, draft)
    manager.fill("[name=text]", "Terima kasih, sudah benar")
    manager.locator("button[value=approve]").click()
    manager.wait_for_url("**/admin/persetujuan/")
    text = wait_for_mail(site.data, editor_mail, "sudah disetujui")
    assert "Terima kasih, sudah benar" in text
    visit(editor, "/admin/pemberitahuan/")
    expect(editor.get_by_text("sudah disetujui").first).to_be_visible()
    is_well(editor)
    visit(editor, draft)
    is_well(editor)
