"""All catalogues of a language in one dictionary.

Django means to merge catalogues with the same rule for plurals, but compares a function
with its code, which are never equal. So each word was looked for in one dictionary after
another, more than sixty of them. A candidate for upstream.
"""

from __future__ import annotations

from typing import Any

from django.utils.translation import trans_real


def merge_catalogues() -> None:
    """Let what is loaded from now on, and what was loaded already, be merged."""
    django: Any = trans_real
    django.TranslationCatalog.update = _update
    django._translations = {}


def _update(catalogue: Any, added: Any) -> None:
    # What is added last wins: no dictionary that is looked into before has its words.
    for at, plural in enumerate(catalogue._plurals):
        if added.plural.__code__ == plural.__code__:
            for earlier in catalogue._catalogs[:at]:
                for words in added._catalog:
                    earlier.pop(words, None)
            catalogue._catalogs[at].update(added._catalog)
            return
    catalogue._catalogs.insert(0, added._catalog.copy())
    catalogue._plurals.insert(0, added.plural)
