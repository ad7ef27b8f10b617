"""What can go wrong with a copy; the texts are for people."""


class PracticeError(Exception):
    """Something about a copy doesn't work; the text says what to do."""


class CopyGone(PracticeError):
    """The copy was begun anew or removed meanwhile."""


class NoRoom(PracticeError):
    """No copy can be made: too many, too little disk, or nothing to practise with."""
