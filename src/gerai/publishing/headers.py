"""The headers of public answers, said once for both servers and for live pages.

``deploy/nginx`` repeats them; a test compares the two.
"""

from __future__ import annotations

_SOURCES = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; manifest-src 'self'; worker-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
# No script of ours makes code or markup out of text, with one exception that says so:
# the address of the worker for phones without a signal (offline.js).
CONTENT_SECURITY_POLICY = (
    f"{_SOURCES}; require-trusted-types-for 'script'; trusted-types gerai-worker"
)
SECURITY_HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": (
        "camera=(), microphone=(), geolocation=(), payment=(), usb=(), "
        "browsing-topics=()"
    ),
}
# The desk shows what isn't published yet in a frame of the same site.
PREVIEW_HEADERS = SECURITY_HEADERS | {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY.replace(
        "frame-ancestors 'none'", "frame-ancestors 'self'"
    ),
    "X-Frame-Options": "SAMEORIGIN",
}
ALWAYS_ASK = "no-cache"


def security_headers_of(name: str) -> dict[str, str]:
    """Security headers of what answers ``/name``, published or live."""
    if name.startswith("og/"):
        # Shown by messengers and search engines on their own sites.
        return SECURITY_HEADERS | {"Cross-Origin-Resource-Policy": "cross-origin"}
    return SECURITY_HEADERS


def headers_of(name: str) -> dict[str, str]:
    """Cache and security headers of a published file.

    Pages are always asked for again (and answered with 304 when unchanged), so nobody
    with a connection reads a stale page.
    """
    return {
        "Cache-Control": ALWAYS_ASK,
        "Vary": "Accept-Encoding",
        **security_headers_of(name),
    }
