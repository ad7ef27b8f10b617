"""Puts ``styles/*.css`` together as ``static/theme/gerai.css``, small scripts as ``page.js``.

One file for the reader, several for us, and no build tool: run
``python -m gerai.theme.bundle`` after a change; a test fails if that was forgotten.
"""

from __future__ import annotations

import re
from pathlib import Path

from gerai.theme.tokens import Tokens, declarations

STYLES = Path(__file__).parent / "styles"
TARGET = Path(__file__).parent / "static" / "theme" / "gerai.css"
# Each does nothing on a page without its part; four requests would cost more.
SCRIPTS = ("banners.js", "search-box.js", "checklist.js", "share.js", "in-place.js")
SCRIPT_TARGET = TARGET.parent / "page.js"

_STRING = r'"[^"\n]*"'
_COMMENT = re.compile(rf"({_STRING})|/\*.*?\*/", re.DOTALL)
# Only where nothing else stands on the line: "//" may also be part of an address.
_COMMENT_LINE = re.compile(r"^[ \t]*//.*\n", re.MULTILINE)
_SPACE = re.compile(rf"({_STRING})|\s+")
_AROUND = re.compile(rf"({_STRING})| ?([{{}};,>]) ?")
_AFTER_COLON = re.compile(rf"({_STRING})|: (?=[^{{}}]*[;}}])")


def bundle() -> str:
    """The style sheet as it is served."""
    text = "".join(path.read_text("utf-8") for path in sorted(STYLES.glob("*.css")))
    tokens = Tokens()
    light, dark = tokens.light(), tokens.dark()
    both = {name: f"light-dark({value},{dark[name]})" for name, value in light.items()}
    for name, values in (
        ("default-tokens", {**light, **tokens.threads()}),
        ("default-tokens-dark", dark),
        ("default-tokens-both", both),
    ):
        text = text.replace(f"/* {name} */", f"{declarations(values)};")
    return minified(text)


def minified(text: str) -> str:
    """``text`` without comments and needless space; strings stay as they are."""
    text = _COMMENT.sub(lambda match: match[1] or "", text)
    text = _SPACE.sub(lambda match: match[1] or " ", text)
    text = _AROUND.sub(lambda match: match[1] or match[2], text)
    text = _AFTER_COLON.sub(lambda match: match[1] or ":", text)
    return text.replace(";}", "}").strip() + "\n"


def scripts() -> str:
    """The small scripts, each in a block of its own; none has imports or exports."""
    parts = [
        _COMMENT_LINE.sub("", (TARGET.parent / name).read_text("utf-8"))
        for name in SCRIPTS
    ]
    return "".join(f"{{\n{part}}}\n" for part in parts)


if __name__ == "__main__":
    TARGET.write_text(bundle(), "utf-8")
    SCRIPT_TARGET.write_text(scripts(), "utf-8")
