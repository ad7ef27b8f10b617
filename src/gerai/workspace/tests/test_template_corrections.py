"""Each correction of somebody else's template is still needed, and still a template."""

from __future__ import annotations

import pytest
from django.template import Engine
from django.template.loader import get_template
from django.template.loaders.app_directories import Loader

from gerai.workspace.language.templates import CORRECTIONS


@pytest.mark.parametrize("name", CORRECTIONS)
def test_the_words_still_stand_there(name: str) -> None:
    plain = Loader(Engine(app_dirs=True))
    sources = list(plain.get_template_sources(name))
    existing = next(origin for origin in sources if _exists(plain, origin))
    source = plain.get_contents(existing)

    useless = [early for early, _right in CORRECTIONS[name] if early not in source]

    assert not useless, f"{existing.name} no longer has {useless}"


def _exists(loader: Loader, origin: object) -> bool:
    try:
        loader.get_contents(origin)  # type: ignore[arg-type]
    except Exception:  # noqa: BLE001  # whichever way a loader says that it has none
        return False
    return True


@pytest.mark.parametrize("name", CORRECTIONS)
def test_the_corrected_template_compiles(name: str) -> None:
    assert get_template(name) is not None
