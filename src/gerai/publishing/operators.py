"""In which language commands speak to the person at the terminal."""

from __future__ import annotations

import os
from collections.abc import Mapping


def operators_language(variables: Mapping[str, str] | None = None) -> str:
    """English if the terminal's locale is English, else Indonesian.

    >>> operators_language({"LANG": "en_GB.UTF-8"})
    'en'
    >>> operators_language({"LANG": "C.UTF-8"})
    'id'
    """
    given = os.environ if variables is None else variables
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if value := given.get(name):
            return "en" if value.lower().startswith("en") else "id"
    return "id"
