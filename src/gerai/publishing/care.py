"""How closely it is looked whether a page can stay as it is, or nearly so."""

from __future__ import annotations

from enum import Enum, auto


class Care(Enum):
    """What may be left out when a page is made.

    ``AFRESH``: nothing; it is rendered.
    ``WHOLE``: a page stands if all that it rests on is answered as it was, asked again.
    ``BY_COLUMNS``: of its own rows only columns count that were noted as read.
    ``AS_KNOWN``: besides, nothing is asked again: the search that named the page has
    looked for all that a change is likely to affect, so the rest counts as it was.

    The last two are for pages that somebody waits for. A sweep follows and looks again,
    so that what they overlook is stale no longer than if nobody had hurried.
    """

    AFRESH = auto()
    WHOLE = auto()
    BY_COLUMNS = auto()
    AS_KNOWN = auto()
