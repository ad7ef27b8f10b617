"""The desk is exactly as lax as docs/security.md says, and no laxer."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client, override_settings

from gerai.guard.desk_headers import DESK_HEADERS, DESK_POLICY
from gerai.publishing.headers import CONTENT_SECURITY_POLICY, SECURITY_HEADERS

# What the desk may that a public page may not. Whoever adds a line here writes its
# reason into docs/security.md.
EXCEPTIONS = {
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "frame-src 'self'",
    "frame-ancestors 'self'",
}
STRICTER_IN_PUBLIC = {
    "style-src 'self'",
    "img-src 'self' data:",
    "frame-ancestors 'none'",
    "worker-src 'self'",
    "require-trusted-types-for 'script'",
    "trusted-types gerai-worker",
}
DOCUMENT = Path(__file__).resolve().parents[4] / "docs" / "security.md"


def directives(policy: str) -> set[str]:
    return {part.strip() for part in policy.split(";")}


def test_the_exceptions_are_the_known_ones() -> None:
    public, desk = directives(CONTENT_SECURITY_POLICY), directives(DESK_POLICY)

    assert desk - public == EXCEPTIONS
    assert public - desk == STRICTER_IN_PUBLIC


@pytest.mark.skipif(not DOCUMENT.is_file(), reason="not in a source checkout")
def test_each_exception_is_written_down() -> None:
    text = DOCUMENT.read_text("utf-8")
    for exception in EXCEPTIONS:
        assert f"`{exception}`" in text, exception


def test_nobody_may_run_what_stands_in_a_page() -> None:
    for policy in (CONTENT_SECURITY_POLICY, DESK_POLICY):
        assert "default-src 'none'" in policy
        assert "script-src 'self';" in policy
        assert "unsafe-eval" not in policy
        assert "http" not in policy
        assert "*" not in policy
        assert "base-uri 'none'" in policy
        assert "form-action 'self'" in policy


@pytest.mark.django_db
def test_every_answer_of_the_desk_has_them() -> None:
    for path in ("/admin/", "/admin/login/", "/admin/tidak-ada/", "/admin/jsi18n/"):
        answer = Client().get(path)
        for name, value in DESK_HEADERS.items():
            assert answer.headers[name] == value, path


@pytest.mark.django_db
@override_settings(SECURE_SSL_REDIRECT=True, SECURE_HSTS_SECONDS=31_536_000)
def test_tls_is_asked_for_and_promised_only_over_tls() -> None:
    plain = Client().get("/admin/login/")
    assert plain.status_code == 301
    assert plain["Location"].startswith("https://")
    assert "Strict-Transport-Security" not in plain.headers

    secure = Client().get("/admin/login/", secure=True)
    assert secure["Strict-Transport-Security"] == "max-age=31536000"


def test_public_answers_promise_nothing_to_other_sites() -> None:
    assert SECURITY_HEADERS["Cross-Origin-Opener-Policy"] == "same-origin"
    assert SECURITY_HEADERS["Cross-Origin-Resource-Policy"] == "same-origin"
    assert SECURITY_HEADERS["X-Content-Type-Options"] == "nosniff"


def test_cookies_are_out_of_reach_of_scripts_and_other_sites() -> None:
    assert settings.SESSION_COOKIE_HTTPONLY
    assert settings.CSRF_COOKIE_HTTPONLY
    assert settings.SESSION_COOKIE_SAMESITE == "Lax"
    assert settings.CSRF_COOKIE_SAMESITE == "Lax"
