"""The Content-Security-Policy refuses nothing that the site's own pages need."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from e2e.browser import DESK
from e2e.conftest import ContextMaker
from e2e.signing_in import sign_in
from e2e.site import Site
from e2e.violations import watch_violations

# One screen of each kind: what Wagtail, its plug-ins and our own rooms draw.
SCREENS = [
    "/admin/",
    "/admin/pages/",
    "/admin/images/multiple/add/",
    "/admin/documents/",
    "/admin/snippets/directory/counter/",
    "/admin/snippets/newsroom/banner/add/",
    "/admin/snippets/place/mall/",
    "/admin/reports/site-history/",
    "/admin/pages/usage/website/homepage/",
    "/admin/redirects/add/",
    "/admin/users/",
    "/admin/workflows/add/",
    "/admin/staf/",
    "/admin/komponen/",
    "/admin/account/",
]


@pytest.fixture
def watched(new_context: ContextMaker) -> tuple[Page, list[str]]:
    context = new_context(size=DESK)
    refused = watch_violations(context)
    page = context.new_page()
    sign_in(page)
    return page, refused


def test_the_screens_of_the_desk_run(watched: tuple[Page, list[str]]) -> None:
    page, refused = watched
    for screen in SCREENS:
        answer = page.goto(screen)
        assert answer is not None
        assert answer.status == 200, screen
    assert refused == []


def test_what_wagtail_starts_in_the_page_is_started(
    watched: tuple[Page, list[str]],
) -> None:
    """Rows, dates, choosers in their window, the editor, the preview in its frame."""
    page, refused = watched
    page.goto("/admin/pages/")
    page.goto("/admin/snippets/newsroom/banner/add/")
    page.locator("#id_starts_at").click()
    expect(page.locator(".xdsoft_datetimepicker:visible")).to_be_visible()

    page.goto("/admin/public_documents/choose_parent/")
    page.wait_for_load_state()
    if "choose_parent" in page.url:
        page.locator("form [type=submit]").last.click()
    page.locator("#id_title").fill("Formulir")
    rows = page.locator("#id_versions-TOTAL_FORMS")
    before = int(rows.input_value())
    page.locator("#id_versions-ADD").click()
    expect(rows).to_have_value(str(before + 1))
    page.locator(f"#id_versions-{before}-issued_on").click()
    expect(page.locator(".xdsoft_datetimepicker:visible")).to_be_visible()
    page.keyboard.press("Escape")
    page.locator(
        f"#id_versions-{before}-document-chooser [data-chooser-action-choose]"
    ).first.click()
    expect(page.locator(".modal-body")).to_be_visible()
    expect(page.locator(".modal-body [role=tab]").first).to_be_visible()
    assert refused == []


def test_a_preview_stands_in_its_frame(
    watched: tuple[Page, list[str]], site: Site
) -> None:
    page, refused = watched
    page.goto("/admin/pages/3/edit/")
    page.get_by_role("button", name="Pratinjau").first.click()
    frame = page.frame_locator("iframe[title]").first
    expect(frame.locator("h1").first).to_be_visible()
    assert refused == []


def test_public_pages_run_under_their_policy(new_context: ContextMaker) -> None:
    """Trusted types included; test_page_types.py hears all other pages complain."""
    context = new_context(service_workers="allow")
    refused = watch_violations(context)
    page = context.new_page()
    page.goto("/luring/")
    page.goto("/")
    assert (
        page.evaluate(
            "navigator.serviceWorker.ready.then((one) => new URL(one.active.scriptURL).pathname)"
        )
        == "/sw.js"
    )
    assert refused == []


def test_smuggled_code_does_not_run(new_context: ContextMaker) -> None:
    """What a hole in a template would let in stays dead, on public pages and the desk."""
    page = new_context().new_page()
    for path in ("/", "/admin/login/"):
        page.goto(path)
        page.evaluate(
            """() => {
                const tries = [
                    () => { document.body.innerHTML += "<img src=/x.png onerror='window.smuggled = 1'>"; },
                    () => {
                        const script = document.createElement("script");
                        script.append("window.smuggled = 1");
                        document.body.append(script);
                    },
                    () => {
                        const far = document.createElement("script");
                        far.src = "https://example.org/x.js";
                        far.onload = () => { window.smuggled = 1; };
                        document.body.append(far);
                    },
                    () => {
                        const far = document.createElement("img");
                        far.onload = () => { window.smuggled = 1; };
                        far.src = "https://example.org/x.png";
                        document.body.append(far);
                    },
                    () => {
                        const frame = document.createElement("iframe");
                        frame.srcdoc = "<script>parent.smuggled = 1</" + "script>";
                        document.body.append(frame);
                    },
                    () => {
                        const form = document.createElement("form");
                        form.action = "https://example.org/";
                        document.body.append(form);
                        form.submit();
                    },
                ];
                // A refusal may come at once, as a fault.
                for (const one of tries) try { one(); } catch { /* as it should */ }
            }"""
        )
        page.wait_for_timeout(300)
        assert page.evaluate("window.smuggled") is None
        assert "example.org" not in page.url
