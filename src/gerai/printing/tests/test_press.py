"""The line in front of the drawing process, and what happens when that fails."""

from __future__ import annotations

import json
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from gerai.printing.drawing import MEMORY_BYTES
from gerai.printing.exceptions import (
    DrawingFailed,
    PressBusy,
    PrintingUnavailable,
)
from gerai.printing.press import Job, Press, Sheet

JOB = Job(css="", sheets=[Sheet("<html lang=id><title>a</title>", 10)], identifier="a")
READ = "import sys,json,time,os\nfor line in sys.stdin:\n    job = json.loads(line)\n"


@contextmanager
def press_with(code: str, *, seconds: float = 20, places: int = 2) -> Iterator[Press]:
    """A press whose drawing process is a few lines of Python."""
    press = Press(
        seconds=seconds, places=places, command=(sys.executable, "-u", "-c", code)
    )
    try:
        yield press
    finally:
        press.close()


def answering(message: object, after: str = "") -> str:
    return f"{READ}    print({json.dumps(message)!r})\n{after}"


def test_progress_and_file_arrive() -> None:
    code = (
        f"{READ}"
        '    print(\'{"done": 1, "of": 1}\'); sys.stdout.write(\'{"size": 5}\\n%PDF-\')\n'
        "    sys.stdout.flush()\n"
    )
    heard: list[tuple[int, int]] = []

    with press_with(code) as press:
        assert press.draw(JOB, lambda done, of: heard.append((done, of))) == b"%PDF-"
        assert press.draw(JOB) == b"%PDF-"

    assert heard == [(1, 1)]


def test_a_process_that_says_nothing_is_ended_in_time() -> None:
    with press_with(f"{READ}    time.sleep(60)\n", seconds=0.5) as press:
        started = time.monotonic()
        with pytest.raises(DrawingFailed, match="nothing was heard"):
            press.draw(JOB)
        assert time.monotonic() - started < 15
        assert press._process is None


def test_a_full_line_is_busy_at_once_and_free_again_afterwards() -> None:
    code = (
        (
            f"{READ}    time.sleep(2); sys.stdout.write('{{\"size\": 1}}\\nx'); "
            "sys.stdout.flush()\n"
        )
        .replace("{{", "{")
        .replace("}}", "}")
    )
    with press_with(code, places=1) as press:
        first = threading.Thread(target=press.draw, args=(JOB,))
        first.start()
        deadline = time.monotonic() + 10
        while press._process is None and time.monotonic() < deadline:
            time.sleep(0.01)
        with pytest.raises(PressBusy):
            press.draw(JOB)
        first.join(20)
        assert press.draw(JOB) == b"x"


def test_a_machine_without_the_library_is_named() -> None:
    message = {"error": "unavailable", "reason": "cannot load library 'libpango-1.0-0'"}

    with (
        press_with(answering(message, "    break\n")) as press,
        pytest.raises(PrintingUnavailable, match="libpango"),
    ):
        press.draw(JOB)


def test_a_machine_on_which_the_library_fails_to_load_is_told_apart() -> None:
    code = (
        "import sys; sys.modules['weasyprint'] = None\n"
        "from gerai.printing.drawing import main; main()"
    )
    with press_with(code) as press, pytest.raises(PrintingUnavailable):
        press.draw(JOB)


def test_the_drawing_process_has_bounded_memory() -> None:
    code = (
        "import resource\nfrom gerai.printing import drawing\n"
        "class Studio:\n"
        "    def draw(self, job, report):\n"
        "        return str(resource.getrlimit(resource.RLIMIT_AS)[1]).encode()\n"
        "drawing.Studio = Studio\ndrawing.main()"
    )
    with press_with(code) as press:
        assert int(press.draw(JOB)) == MEMORY_BYTES


def test_memory_that_is_used_up_is_a_failure_in_words() -> None:
    code = (
        "from gerai.printing import drawing\n"
        "class Studio:\n"
        "    def draw(self, job, report):\n"
        "        return bytearray(2 * drawing.MEMORY_BYTES)\n"
        "drawing.Studio = Studio\ndrawing.main()"
    )
    with press_with(code) as press, pytest.raises(DrawingFailed, match="memory"):
        press.draw(JOB)


@pytest.mark.parametrize(
    "code",
    [
        answering({"error": "failed", "reason": "ValueError"}),
        answering({"error": "memory"}),
        answering({"size": 10**12}),
        answering({"size": -1}),
        answering({"nothing": True}),
        f"{READ}    print('no JSON')\n",
        "raise SystemExit",
        f"{READ}    os._exit(9)\n",
    ],
)
def test_nonsense_costs_the_process_and_nothing_else(code: str) -> None:
    with press_with(code) as press:
        with pytest.raises(DrawingFailed):
            press.draw(JOB)
        assert press._process is None


def test_a_process_that_has_ended_in_peace_is_replaced(press: Press) -> None:
    press.draw(JOB)
    process = press._process
    assert process is not None
    process.kill()
    process.wait()

    assert press.draw(JOB).startswith(b"%PDF-1.7")


def test_the_drawing_process_gets_no_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GERAI_SECRET_KEY", "geheim")
    monkeypatch.setenv("DATABASE_URL", "postgresql://u:p@h/d")
    code = (
        f"{READ}    names = ' '.join(sorted(os.environ)).encode()\n"
        "    sys.stdout.write(json.dumps({'size': len(names)}) + '\\n')\n"
        "    sys.stdout.flush(); sys.stdout.buffer.write(names); sys.stdout.flush()\n"
    )

    with press_with(code) as press:
        names = press.draw(JOB).decode().split()

    assert "PATH" in names
    assert not {"GERAI_SECRET_KEY", "DATABASE_URL", "GERAI_DATA"} & set(names)


@pytest.mark.parametrize(
    "address",
    ["file:///etc/passwd", "http://127.0.0.1:9/x.png", "data:image/png;base64,AAAA"],
)
def test_nothing_is_fetched_and_a_broken_picture_leaves_its_words(
    press: Press, address: str
) -> None:
    html = (
        f'<html lang="id"><title>a</title><link rel="stylesheet" href="{address}">'
        f'<p>Sebelum</p><img alt="Lambang kota" src="{address}"><p>Sesudah</p>'
    )

    pdf = press.draw(Job(css="", sheets=[Sheet(html, 10)], identifier="b"))

    assert pdf.startswith(b"%PDF-1.7")
    assert b"root:" not in pdf


def test_too_much_to_lay_out_ends_the_process_not_the_site(press: Press) -> None:
    impatient = Press(seconds=1, places=1)
    html = "<html lang=id><title>a</title>" + "<table><tr><td>" * 4000

    try:
        with pytest.raises(DrawingFailed):
            impatient.draw(Job(css="", sheets=[Sheet(html, 10)], identifier="c"))
    finally:
        impatient.close()
