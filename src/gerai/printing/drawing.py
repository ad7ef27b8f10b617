"""The drawing process: from HTML to a tagged PDF, away from the web server.

``python -m gerai.printing.drawing`` reads jobs from standard input, one JSON object a
line, and answers on standard output with lines of JSON; after ``{"size": n}`` come the
n bytes of the PDF. It knows neither Django nor a database, fetches nothing but
``data:`` addresses, may use a bounded amount of memory, and ends by itself when nobody
has asked for a while. So whatever a text does to the layout, the site goes on.

A job::

    {"css": …, "identifier": …,
     "sheets": [{"html": …, "size": 10, "scales": [1, 0.9], "one_page_css": …}]}

Of the scales, the largest is taken that needs no more pages than the smallest does.
``⟦3⟧`` in the first sheet stands for the page on which the sheet with index 3 begins.
"""

from __future__ import annotations

import gc
import json
import logging
import os
import re
import resource
import select
import sys
from collections.abc import Callable, Sequence
from typing import IO, Any

MEMORY_BYTES = 1536 * 1024 * 1024
IDLE_SECONDS = 60.0
FONT_DATE = "1700000000"
END = "akhir"
"""The ``id`` of the last thing on a sheet; tells how full its last page is."""
_KEPT_STYLES = 8
_PAGE_MARK = re.compile(r"⟦(\d{1,6})⟧")

Report = Callable[[dict[str, Any]], None]


class Studio:
    """WeasyPrint with its fonts, kept between jobs."""

    def __init__(self) -> None:
        """Load the library.

        Raises:
            ImportError: the package is not installed.
            OSError: the machine lacks one of its system libraries.
        """
        # Fonts are written with the moment of their last change in them.
        os.environ["SOURCE_DATE_EPOCH"] = FONT_DATE
        # A layout is many objects that live as long as it does; looking through all of
        # them again and again costs a tenth of the time.
        gc.set_threshold(100_000, 50, 1000)
        import weasyprint  # noqa: PLC0415
        from weasyprint.text.fonts import FontConfiguration  # noqa: PLC0415
        from weasyprint.urls import URLFetcher  # noqa: PLC0415

        self._library = weasyprint
        self._fonts = FontConfiguration()
        self._fetcher = URLFetcher(allowed_protocols=("data",), allow_redirects=False)
        self._styles: dict[str, Any] = {}

    def draw(self, job: dict[str, Any], report: Report) -> bytes:
        """The PDF of a job; ``report`` hears how many sheets are laid out."""
        from gerai.printing.tagging import complete_tags  # noqa: PLC0415

        css = self._style(job["css"])
        sheets = job["sheets"]
        drawn: list[Any] = [None] * len(sheets)
        # The first sheet may name the pages of the others, so it comes last.
        for number in [*range(1, len(sheets)), 0]:
            sheet = sheets[number]
            if number == 0 and len(sheets) > 1:
                drawn[0] = self._cover(sheet, css, drawn[1:])
            else:
                drawn[number] = self._fitted(sheet, css)
            report({"done": sum(one is not None for one in drawn), "of": len(sheets)})
        pages = [page for document in drawn for page in document.pages]
        pdf = (
            drawn[0]
            .copy(pages)
            .write_pdf(
                pdf_variant="pdf/ua-1",
                pdf_identifier=str(job["identifier"]).encode("ascii"),
                finisher=complete_tags,
            )
        )
        assert isinstance(pdf, bytes)  # noqa: S101
        return pdf

    def _style(self, css: str) -> Any:
        if css not in self._styles:
            while len(self._styles) >= _KEPT_STYLES:
                del self._styles[next(iter(self._styles))]
            self._styles[css] = self._library.CSS(
                string=css, font_config=self._fonts, url_fetcher=self._fetcher
            )
        return self._styles[css]

    def _cover(self, sheet: dict[str, Any], css: Any, others: Sequence[Any]) -> Any:
        html = sheet["html"]
        own = 1
        for _attempt in range(3):
            named = _with_pages(html, _starts(own, others))
            document = self._fitted({**sheet, "html": named}, css)
            if len(document.pages) == own:
                break
            own = len(document.pages)
        return document

    def _fitted(self, sheet: dict[str, Any], css: Any) -> Any:
        """The sheet at the largest scale that saves as many pages as the smallest."""
        scale, document = self._largest(sheet, css)
        extra = sheet.get("one_page_css", "")
        if not extra or len(document.pages) > 1:
            return document
        settled = self._laid_out(sheet, css, scale, extra)
        return settled if len(settled.pages) == 1 else document

    def _largest(self, sheet: dict[str, Any], css: Any) -> tuple[float, Any]:
        scales = sheet["scales"]
        document = self._laid_out(sheet, css, scales[0])
        if _is_hopeless(document, scales[-1] / scales[0]):
            return scales[0], document
        smallest = self._laid_out(sheet, css, scales[-1])
        if len(smallest.pages) == len(document.pages):
            return scales[0], document
        low, high, best = 1, len(scales) - 2, (scales[-1], smallest)
        while low <= high:
            middle = (low + high) // 2
            attempt = self._laid_out(sheet, css, scales[middle])
            if len(attempt.pages) == len(smallest.pages):
                best, high = (scales[middle], attempt), middle - 1
            else:
                low = middle + 1
        return best

    def _laid_out(
        self, sheet: dict[str, Any], css: Any, scale: float, extra: str = ""
    ) -> Any:
        size = self._library.CSS(
            string=f"html{{font-size:{sheet['size'] * scale:.3f}pt}}{extra}"
        )
        return self._library.HTML(
            string=sheet["html"], url_fetcher=self._fetcher
        ).render(stylesheets=[css, size], font_config=self._fonts)


def _is_hopeless(document: Any, shrunk: float) -> bool:
    """Whether letters of ``shrunk`` times the size save no page for certain.

    What letters cover shrinks with the square of their size, and margins don't shrink,
    so a page is saved only if more than that lies on the last one.
    """
    pages = document.pages
    if len(pages) == 1 or shrunk >= 1:
        return True
    if END not in pages[-1].anchors:
        return False
    filled = pages[-1].anchors[END][1] / pages[-1].height
    return bool((len(pages) - 1 + filled) * shrunk**2 > len(pages) - 1)


def _starts(own: int, others: Sequence[Any]) -> list[int]:
    """The page on which each sheet begins; the first one has ``own`` pages."""
    starts = [1, own + 1]
    for document in others:
        starts.append(starts[-1] + len(document.pages))
    return starts


def _with_pages(html: str, starts: Sequence[int]) -> str:
    def page(match: re.Match[str]) -> str:
        number = int(match.group(1))
        return str(starts[number]) if number < len(starts) else match.group()

    return _PAGE_MARK.sub(page, html)


def main() -> int:
    """Answer jobs until nobody asks any more; the exit code is 0."""
    answers = os.fdopen(os.dup(1), "wb")
    # The library prints advice for people; nobody reads it here.
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    logging.getLogger("weasyprint").addHandler(logging.NullHandler())
    logging.getLogger("fontTools").setLevel(logging.ERROR)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))

    def report(message: dict[str, Any]) -> None:
        answers.write(json.dumps(message).encode() + b"\n")
        answers.flush()

    try:
        studio = Studio()
    except (ImportError, OSError) as problem:
        report({"error": "unavailable", "reason": str(problem)[:200]})
        return 0
    jobs = sys.stdin.buffer
    while _is_asked(jobs) and (line := jobs.readline()):
        try:
            pdf = studio.draw(json.loads(line), report)
        except MemoryError:
            # What is left of the memory is nobody's guess: make room for a new process.
            report({"error": "memory"})
            return 0
        except Exception as problem:  # noqa: BLE001 - any text may upset the layout
            report({"error": "failed", "reason": f"{type(problem).__name__}"})
        else:
            report({"size": len(pdf)})
            answers.write(pdf)
            answers.flush()
        gc.collect()
    return 0


def _is_asked(jobs: IO[bytes]) -> bool:
    return bool(select.select([jobs], [], [], IDLE_SECONDS)[0])


if __name__ == "__main__":
    sys.exit(main())
