"""From an agency's draft to the published page, and back once; each step's mail."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import UTC, datetime

from playwright.sync_api import Page, expect

from e2e.browser import accessibility_problems, too_wide, visit
from e2e.conftest import ContextMaker
from e2e.mail import wait_for_mail
from e2e.signing_in import put_off
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
    page.click("form[method=post] button")
    put_off(page)


def is_well(page: Page) -> None:
    assert accessibility_problems(page, "main") == []
    assert too_wide(page) == []


def own_page(page: Page) -> tuple[str, str]:
    """The editor and the draft of the agency's own page, in the desk."""
    found = page.request.get(
        f"/admin/api/main/pages/?type=directory.AgencyPage&slug={AGENCY}&locale=id"
    ).json()["items"]
    key = found[0]["id"]
    return f"/admin/pages/{key}/edit/", f"/admin/naskah/{key}/"


def hand_in(page: Page, edit: str, **values: str) -> None:
    """Change the page on a phone, and hand it in."""
    visit(page, edit)
    for name, value in values.items():
        page.fill(f"[name={name}]", value)
    page.locator("footer button[aria-expanded]").last.click()
    page.locator("[name=action-submit]").click()
    page.wait_for_url(lambda url: "/edit/" not in url)


def send_back(page: Page, title: str, reason: str) -> None:
    """The manager's way from the first screen; without a reason nothing happens."""
    visit(page, "/admin/")
    is_well(page)
    visit(page, "/admin/persetujuan/")
    is_well(page)
    page.get_by_role("link", name=title).click()
    is_well(page)
    page.locator("button[value=send-back]").click()
    expect(page.get_by_role("alert")).to_be_visible()
    is_well(page)
    page.fill("[name=text]", reason)
    page.locator("button[value=send-back]").click()
    page.wait_for_url("**/admin/persetujuan/")


def approve(page: Page, draft: str, comment: str) -> None:
    visit(page, draft)
    page.fill("[name=text]", comment)
    page.locator("button[value=approve]").click()
    page.wait_for_url("**/admin/persetujuan/")


def test_an_editor_hands_in_and_a_manager_decides(
    new_context: ContextMaker, site: Site
) -> None:
    tail = f"{datetime.now(tz=UTC):%H%M%S%f}"
    siti, budi = (f"{name}-{tail}@example.go.id" for name in ("siti", "budi"))
    editor, manager = new_context().new_page(), new_context().new_page()
    joined(
        editor, invitation(site, siti, "--role", "editor", "--agency", AGENCY), "Siti"
    )
    joined(manager, invitation(site, budi, "--role", "manager"), "Budi")
    edit, draft = own_page(editor)
    visit(editor, edit)
    title = editor.input_value("[name=title]")

    hand_in(editor, edit, title=f"{title} {tail}")
    assert draft in wait_for_mail(site.data, budi, tail)
    send_back(manager, f"{title} {tail}", "Nama resminya tanpa angka")

    reason = wait_for_mail(site.data, siti, "dikembalikan")
    assert "Nama resminya tanpa angka" in reason
    visit(editor, "/admin/")
    expect(editor.get_by_text("Nama resminya tanpa angka")).to_be_visible()
    is_well(editor)

    hand_in(editor, edit, title=title)
    approve(manager, draft, "Terima kasih, sudah benar")
    text = wait_for_mail(site.data, siti, "sudah disetujui")
    assert "Terima kasih, sudah benar" in text
    for address in ("/admin/pemberitahuan/", draft):
        visit(editor, address)
        expect(editor.get_by_text(title).first).to_be_visible()
        is_well(editor)
