"""A form that is filled again with what somebody typed before; public.

Whoever lost their connection or session sends all of it once more, with ``RESTORE``
beside it: the view shows the form filled, says ``restored_notice`` and saves nothing.
"""

from __future__ import annotations

from django.utils.translation import gettext as _

RESTORE = "gerai-restore"


def restored_notice() -> str:
    """Said above a form that was filled again."""
    return _("What you wrote is back. It is not saved yet.")
