"""Every kind of change that a site knows, each as a function of a random source.

They work on whatever content is there, so that a test can try them on the example pack
and a benchmark on a whole city. Importing this package registers all of them.
"""

from gerai.config.tests.changes import (
    building,
    bulk,
    directory,
    files,
    languages,
    pages,
    records,
    schedules,
    site,
)
from gerai.config.tests.changes.registry import CHANGES, Change, NotNow, make

__all__ = [
    "CHANGES",
    "Change",
    "NotNow",
    "building",
    "bulk",
    "directory",
    "files",
    "languages",
    "make",
    "pages",
    "records",
    "schedules",
    "site",
]
