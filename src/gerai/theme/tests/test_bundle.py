from __future__ import annotations

import gzip
import re

from gerai.theme.bundle import (
    SCRIPT_TARGET,
    STYLES,
    TARGET,
    bundle,
    minified,
    scripts,
)
from gerai.theme.mark import ICONS, favicon_svg
from gerai.theme.tokens import (
    DARK_PAPER,
    DARK_SUNKEN,
    LIGHT_PAPER,
    LIGHT_SUNKEN,
    Tokens,
)

STATIC = TARGET.parent


def test_the_bundle_is_up_to_date() -> None:
    message = "run: python -m gerai.theme.bundle"
    assert TARGET.read_text("utf-8") == bundle(), message
    assert SCRIPT_TARGET.read_text("utf-8") == scripts(), message


def test_the_favicon_is_up_to_date() -> None:
    message = "run: python -m gerai.theme.mark"
    written = (ICONS / "favicon.svg").read_text("utf-8")
    assert written == favicon_svg(Tokens()), message


def test_sizes_stay_within_the_budget() -> None:
    def compressed(name: str) -> int:
        return len(gzip.compress((STATIC / name).read_bytes(), 9))

    assert compressed("gerai.css") <= 14_000
    assert compressed("page.js") <= 3_000


def test_strings_survive_minifying() -> None:
    css = '@layer a {\n  /* gone */ .b::before { content: "/* a : b; */  c" ; }\n}\n'
    assert minified(css) == '@layer a{.b::before{content:"/* a : b; */  c"}}\n'


def test_selectors_survive_minifying() -> None:
    assert minified(".a :is(b, c) > d { e: f }") == ".a :is(b,c)>d{e:f}\n"


def test_every_property_that_is_used_is_set() -> None:
    css = bundle()
    used = set(re.findall(r"var\((--[a-z0-9-]+)", css))
    assert used - set(re.findall(r"(--[a-z0-9-]+):", css)) == set()


def test_braces_are_balanced_in_each_file() -> None:
    for path in STYLES.glob("*.css"):
        text = path.read_text("utf-8")
        assert text.count("{") == text.count("}"), path.name


def test_contrast_is_measured_on_the_grounds_that_are_drawn() -> None:
    css = bundle()
    assert f"--paper:light-dark({LIGHT_PAPER},{DARK_PAPER})" in css
    assert f"--sunken:light-dark({LIGHT_SUNKEN},{DARK_SUNKEN})" in css
    assert f"--structure:{Tokens().structure};" in css


def test_nothing_is_fetched_from_elsewhere() -> None:
    assert "url(" not in bundle()
    assert "@import" not in bundle()
