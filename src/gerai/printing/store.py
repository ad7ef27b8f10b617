"""Finished sheets on disk, see ``gerai.files.finished``."""

from __future__ import annotations

from gerai.files.finished import FinishedFiles

sheets = FinishedFiles("printing", ".pdf", most_bytes=256 * 1024 * 1024)
folder, kept, keep = sheets.folder, sheets.kept, sheets.keep
