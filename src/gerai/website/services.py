"""Writes of the room ``website``; public."""

from __future__ import annotations

from gerai.website.structure import SiteStructure, ensure_site_structure

__all__ = ["SiteStructure", "ensure_site_structure"]
