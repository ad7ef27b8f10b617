"""From a record to a file, and from many records to one file; public."""

from __future__ import annotations

from collections.abc import Sequence

from gerai.directory.models import ServicePage
from gerai.printing import store
from gerai.printing.choices import SheetKind
from gerai.printing.exceptions import PrintingUnavailable
from gerai.printing.libraries import can_print
from gerai.printing.press import Job, Press, Progress
from gerai.printing.sheets.cover import cover_sheet
from gerai.printing.sheets.documents import job_of, service_sheets

public_press = Press(seconds=20, places=6)
"""For visitors: one at a time, five wait, the others are told to come back."""

desk_press = Press(seconds=40, places=4)
"""For staff, so that a large file and visitors don't wait for one another."""


def sheet_job(
    service: ServicePage, kind: SheetKind, language: str, *, is_draft: bool = False
) -> Job:
    """What is to be drawn for one service; its identifier changes with the record."""
    return job_of(service_sheets([service], kind, language, is_draft=is_draft))


def drawn(job: Job, press: Press, progress: Progress | None = None) -> bytes:
    """The file of a job, from the disk if it was drawn before.

    Raises:
        PrintingUnavailable: this machine can't draw.
        PressBusy: too many ask at this moment.
        DrawingFailed: it took too long or too much memory.
    """
    known = store.kept(job.identifier)
    if known is not None:
        return known
    if not can_print():
        raise PrintingUnavailable
    pdf = press.draw(job, progress)
    store.keep(job.identifier, pdf)
    return pdf


def agency_file_job(
    services: Sequence[ServicePage], kind: SheetKind, language: str, *, is_draft: bool
) -> Job:
    """One file of many services: a cover with their pages, then a sheet of each."""
    sheets = service_sheets(
        services, kind, language, is_draft=is_draft, is_numbered=True
    )
    cover = cover_sheet(services, kind, language, is_draft=is_draft)
    return job_of([cover, *sheets])
