"""The one place where the browser tests and the benchmarks sign people in."""

from __future__ import annotations

import base64
import hmac
import struct
import time
from hashlib import sha1

from playwright.sync_api import Page

from e2e.site import ADMIN_PASSWORD

STEP_SECONDS = 30


def sign_in(page: Page, name: str = "admin", password: str = ADMIN_PASSWORD) -> None:
    """From the sign-in, or any page of the desk that led there, to what was wanted.

    The site runs on this machine's own address, so a second factor may wait.
    """
    if "/akun/masuk/" not in page.url:
        page.goto("/admin/login/")
    page.fill("[name=login]", name)
    page.fill("[name=password]", password)
    page.click("form.form button[type=submit]")
    put_off(page)


def put_off(page: Page) -> None:
    """Go on without a second factor, as one may on a trial."""
    page.wait_for_url("**/akun/keamanan/aplikasi/")
    page.click(".signin__trial button")
    page.wait_for_url(lambda url: "/akun/" not in url)


def code_of(secret: str, *, later: int = 0) -> str:
    """What an authenticator app shows now, or some steps later (RFC 6238)."""
    counter = struct.pack(">Q", int(time.time()) // STEP_SECONDS + later)
    digest = hmac.new(base64.b32decode(secret), counter, sha1).digest()
    at = digest[-1] & 15
    number = struct.unpack(">I", digest[at : at + 4])[0] & 0x7FFFFFFF
    return f"{number % 1_000_000:06}"
