"""What can go wrong, in words for the person who sees it."""

from __future__ import annotations


class PageUnknown(Exception):
    """No page that visitors may read has this address."""


class TooManyAnswers(Exception):
    """The page has enough answers for a day."""


class TextRefused(Exception):
    """The sentence can't be taken; the text says why and what to do."""


class LinkInvalid(Exception):
    """A signed link is used up, too old, replaced, or was never ours."""


class ReviewRefused(Exception):
    """The page can't be confirmed as it is; the text says why."""
