"""Pictures of the steps, taken from the running product by ``make manual``.

They are kept with the static files, so that every installation has them. A picture is
named by what its step does, not by its number: where the office puts a step in, takes one
out or gives it other words, the others keep theirs.
"""

from __future__ import annotations

import json
from functools import lru_cache
from hashlib import sha256
from importlib.resources import files

from django.utils.translation import get_language

from gerai.academy.lessons.format import Step

FOLDER = "academy/pictures"
LANGUAGES = ("id", "en")


def picture_name(key: str, step: Step, language: str) -> str:
    """The file of a step of the lesson ``key``."""
    does = json.dumps([step.at, step.target, step.do, step.value])
    return f"{key}-{sha256(does.encode()).hexdigest()[:8]}-{language}.webp"


def picture_of(key: str, step: Step) -> str:
    """The static path of a step's picture in the active language; empty without one."""
    active = str(get_language() or LANGUAGES[0]).partition("-")[0]
    for language in (active, *LANGUAGES):
        name = picture_name(key, step, language)
        if name in _known():
            return f"{FOLDER}/{name}"
    return ""


@lru_cache(maxsize=1)
def _known() -> frozenset[str]:
    folder = files("gerai.academy") / "static" / "academy" / "pictures"
    return (
        frozenset(one.name for one in folder.iterdir())
        if folder.is_dir()
        else frozenset()
    )
