"""New members of staff, as a test needs them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import Any

from playwright.sync_api import Page

from e2e.browser import visit
from e2e.signing_in import put_off
from e2e.site import MAILS, Site

PASSWORD = "sungai-mahakam-tenang"  # noqa: S105


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


def crowd(site: Site, act: str) -> dict[str, Any]:
    """Let 120 people ``come`` into the office, or ``leave``; see ``e2e.crowd``."""
    run = subprocess.run(
        [sys.executable, "-m", "e2e.crowd", act],
        env=os.environ
        | {
            "GERAI_DATA": str(site.data),
            "GERAI_BASE_URL": site.base_url,
            "DJANGO_SETTINGS_MODULE": "gerai.config.settings.base",
        },
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    return dict(json.loads(run.stdout or "{}"))
