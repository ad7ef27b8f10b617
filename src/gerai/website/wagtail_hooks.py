"""What this room adds to Wagtail."""

from __future__ import annotations

from typing import Any

from wagtail import hooks

from gerai.website.links import SitePageLinkHandler


@hooks.register("register_rich_text_features", order=1)
def register_page_links(features: Any) -> None:
    """Replace Wagtail's handler of links to pages; order 1 comes after its own."""
    features.register_link_type(SitePageLinkHandler)
