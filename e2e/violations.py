"""What a page's Content-Security-Policy had to refuse."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import BrowserContext, ConsoleMessage, WebError

_LISTEN = """addEventListener("securitypolicyviolation", (event) => window.gerai_refused?.(
    `${event.effectiveDirective} ${event.blockedURI} ${event.sample} `
    + `(${event.sourceFile ?? ""}:${event.lineNumber}) on ${location.pathname}`));"""


def watch_violations(context: BrowserContext) -> list[str]:
    """Collect what any page of this profile, and any frame in it, is refused.

    Faults of scripts are collected too: a call that was refused often shows only there.
    """
    found: list[str] = []

    def refused(_source: Any, text: str) -> None:
        found.append(text)

    def said(message: ConsoleMessage) -> None:
        if message.type == "error" and "Content Security Policy" in message.text:
            found.append(message.text)

    def failed(error: WebError) -> None:
        found.append(f"{error.page.url if error.page else ''}: {error.error}")

    context.expose_binding("gerai_refused", refused)
    context.add_init_script(_LISTEN)
    context.on("console", said)
    context.on("weberror", failed)
    return found
