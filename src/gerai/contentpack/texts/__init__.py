"""Texts of pages: Markdown in the pack, blocks and rich text in the site."""
