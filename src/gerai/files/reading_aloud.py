"""What of a PDF can be read aloud. A program of its own: a file may be malicious.

``python -m gerai.files.reading_aloud < file.pdf`` prints one line of JSON. It has no
database, no settings, little memory and little time.
"""

from __future__ import annotations

import io
import json
import resource
import sys

from pypdf import PdfReader

MOST_PAGES = 10
"""From the front; a scan has no words on any of them."""
ENOUGH_LETTERS = 20
MEMORY = 1024 * 1024 * 1024
SECONDS = 15


def legibility_of(content: bytes) -> dict[str, bool]:
    """Whether a PDF has words, and tags that say what they are.

    Raises:
        pypdf.errors.PyPdfError: it can't be read.
    """
    reader = PdfReader(io.BytesIO(content))
    letters = 0
    for page in reader.pages[:MOST_PAGES]:
        letters += sum(map(str.isalnum, page.extract_text()))
        if letters >= ENOUGH_LETTERS:
            break
    root = reader.root_object
    marks = root.get("/MarkInfo")
    is_marked = bool(marks and marks.get_object().get("/Marked"))
    return {
        "has_text": letters >= ENOUGH_LETTERS,
        "has_structure": is_marked and "/StructTreeRoot" in root,
    }


def main() -> None:
    """Read standard input within narrow limits."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    sys.stdout.write(json.dumps(legibility_of(sys.stdin.buffer.read())))


if __name__ == "__main__":
    main()
