"""What can go wrong between a record and its sheet."""

from __future__ import annotations


class PrintingError(Exception):
    """No sheet could be made; the record and the site are well."""


class PrintingUnavailable(PrintingError):
    """This machine lacks a library that the drawing process needs."""


class PressBusy(PrintingError):
    """Too many sheets are wanted at this moment; asking later helps."""


class DrawingFailed(PrintingError):
    """The sheet couldn't be drawn within the time and memory that it may use."""
