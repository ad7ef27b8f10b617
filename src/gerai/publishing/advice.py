"""What to do about a page that can't be published, or a publisher that has stopped."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

_PICTURE = (
    "UnidentifiedImageError",
    "cannot identify image",
    "SourceImageIOError",
    "image file is truncated",
    "DecompressionBomb",
)

TROUBLES: dict[str, tuple[str | Promise, str | Promise]] = {
    "database": (
        _("The database does not answer. Readers get what was published last."),
        _(
            "Start the database or put its file back; publishing then goes on by itself."
        ),
    ),
    "content": (
        _(
            "The database holds no content, so the published pages are left as they are."
        ),
        _("Restore the last backup, or load the content pack with gerai load."),
    ),
    "disk": (
        _("The disk is full. Readers get what was published last."),
        _("Free space on the disk of GERAI_DATA; publishing then goes on by itself."),
    ),
    "folder": (
        _("The published folder can't be written."),
        _(
            "Give GERAI_DATA to the user that runs Gerai, on a disk that can be written."
        ),
    ),
    "other": (
        _("Publishing has stopped."),
        _("Look into the log of gerai serve, or ask whoever looks after the program."),
    ),
}


def advice_for(reason: str) -> str | Promise:
    """One or two sentences for somebody who isn't a programmer.

    Args:
        reason: as in ``FailedPage.reason``.
    """
    if reason.startswith("UnsafeAddress"):
        return _(
            "The address of the page is too long or has characters that a file can't "
            "have. Give the page a shorter, simpler slug."
        )
    if any(sign in reason for sign in _PICTURE):
        return _(
            "A picture on the page can't be read. Replace it with one that opens on "
            "your own computer."
        )
    if reason.startswith("the answer is 4") or reason.startswith("the answer is 302"):
        return _(
            "The page is listed but can't be read by everybody. Publish it again, or "
            "make it public."
        )
    if reason.startswith(("the answer sets a cookie", "it moved to")):
        return _("The page differs from reader to reader. Tell your technician.")
    return _(
        "The page meets a fault of the program. Undo your last change of it if that "
        "began then; else show your technician the reason."
    )
