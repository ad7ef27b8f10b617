"""What publishing costs: processor time a page, a full render, a change, no change.

Runs in a process of its own, on a copy of the data. Alone: ``python -m bench.publishing
DATA``. Processor time is that of all its processes together; compare within one run.
"""

from __future__ import annotations

import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bench.table import Row, print_table

SECONDS = 540


def measure(data: Path) -> list[Row]:
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "data"
        ignored = shutil.ignore_patterns("server-*.log", "published", "publisher")
        shutil.copytree(data, copy, ignore=ignored)
        done = subprocess.run(
            [sys.executable, "-m", "bench.publishing"],
            env={
                **os.environ,
                "GERAI_DATA": str(copy),
                "DJANGO_SETTINGS_MODULE": "gerai.config.settings.base",
            },
            stdout=subprocess.PIPE,
            text=True,
            timeout=SECONDS,
            check=True,
        )
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    rate = 1000 / found["page"]
    group = f"Publishing, {found['addresses']} addresses"
    return [
        Row(group, "pages a second of one processor, in a sweep", rate, "/s"),
        Row(group, "of it, a page", found["page"], "ms cpu"),
        Row(group, "a shared picture, drawn", found["drawn"], "ms cpu"),
        Row(group, "a shared picture, unchanged", found["kept"], "ms cpu"),
        Row(group, "full render from nothing", found["full"][0], "s", 10.0),
        Row(group, "the same, all processes", found["full"][1], "s cpu"),
        Row(group, "sweep that changes nothing", found["quiet"][0], "s"),
        Row(group, "files that it touched", found["touched"], "", 0),
        Row(group, "telephone number, all pages", found["shell"][0], "s", 5.0),
        Row(group, "pages that it changed", found["shell_pages"], ""),
        Row(
            group,
            "of them a second of one processor",
            found["shell_pages"] / found["shell"][1],
            "/s",
            200.0,
            "at least",
        ),
        Row(group, "a title in the menu, all pages", found["menu"][0], "s", 5.0),
        Row(group, "pages that it changed", found["menu_pages"], ""),
        Row(group, "a fee, until its pages are right", found["fee_right"], "s", 1.0),
        Row(group, "until all that might show it was looked at", found["fee"][0], "s"),
        Row(group, "pages rendered for it", found["fee_rendered"], ""),
        Row(group, "of them changed", found["fee_pages"], ""),
    ]


def _timed(act: Callable[[], Any]) -> tuple[Any, list[float]]:
    """The result, with seconds that passed and seconds of processor."""
    wall, cpu = time.perf_counter(), _processor()
    result = act()
    return result, [time.perf_counter() - wall, _processor() - cpu]


def _processor() -> float:
    both = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    used = [resource.getrusage(who) for who in both]
    return sum(one.ru_utime + one.ru_stime for one in used)


def main() -> None:
    """Measure inside the application; prints one line of JSON."""
    import django  # noqa: PLC0415

    django.setup()
    from wagtail.models import Page  # noqa: PLC0415

    from gerai.directory.models import ServicePage  # noqa: PLC0415
    from gerai.place.models import MallFact  # noqa: PLC0415
    from gerai.publishing.addresses import address_book, file_of  # noqa: PLC0415
    from gerai.publishing.publisher import Publisher  # noqa: PLC0415
    from gerai.publishing.services import (  # noqa: PLC0415
        published_record,
        rendering_processes,
    )

    record = published_record()
    publisher = Publisher(record, address_book, processes=rendering_processes())
    found: dict[str, Any] = {}
    report, found["full"] = _timed(publisher.sweep)
    found["addresses"] = report.pages
    before = _stamps(record.tree.root)
    _, found["quiet"] = _timed(publisher.sweep)
    found["touched"] = len(before.items() ^ _stamps(record.tree.root).items())
    found |= _by_kind(publisher)

    service = ServicePage.objects.live().filter(locale__language_code="id")
    page = service.exclude(fees=[]).order_by("path").first()
    if page is not None:
        page.fees[0].value["label"] = "Biaya menurut bench"
        page.save()
    begun = time.time()
    report, found["fee"] = _timed(publisher.publish_changes)
    found["fee_rendered"], found["fee_pages"] = report.rendered, len(report.written)
    files = (record.tree.root / file_of(address) for address in report.written)
    found["fee_right"] = max(file.stat().st_ctime for file in files) - begun

    for fact in MallFact.objects.filter(kind="phone"):
        fact.value = "0541-000000"
        fact.save()
    found["shell_pages"], found["shell"] = _timed(lambda: _followed(publisher))
    # Nothing stands below it, so that only the menu and the foot show its title.
    in_menu = Page.objects.live().filter(depth=3, show_in_menus=True, numchild=0)
    titled = in_menu.filter(locale__language_code="id").order_by("path").first()
    if titled is not None:
        titled = titled.specific
        titled.title = "Menurut bench"
        titled.save_revision().publish()
    found["menu_pages"], found["menu"] = _timed(lambda: _followed(publisher))
    print(json.dumps(found))


def _followed(publisher: Any) -> int:
    """Do what the publisher's loop does after a change; how many pages it changed."""
    written = set(publisher.publish_changes().written)
    return len(written.union(publisher.sweep().written))


def _by_kind(publisher: Any) -> dict[str, float]:
    """Milliseconds of processor for a page and for a picture, in this process."""
    from contextlib import ExitStack  # noqa: PLC0415

    from gerai.publishing.drawn import drawings_kept_in  # noqa: PLC0415

    addresses = publisher.record.addresses
    pages = [one for one in addresses if one.endswith("/")]
    pictures = [one for one in addresses if one.endswith(".png")]
    found = {}
    for name, chosen in (("page", pages), ("drawn", pictures), ("kept", pictures)):
        with ExitStack() as view, tempfile.TemporaryDirectory() as empty:
            publisher._open_snapshot(view)
            if name == "drawn":
                view.enter_context(drawings_kept_in(Path(empty)))
            _, (_, cpu) = _timed(lambda chosen=chosen: publisher.maker.render(chosen))  # type: ignore[misc]
        found[name] = 1000 * cpu / max(len(chosen), 1)
    return found


def _stamps(folder: Path) -> dict[str, int]:
    return {str(path): path.stat().st_mtime_ns for path in folder.rglob("*")}


if __name__ == "__main__":
    if len(sys.argv) > 1:
        print_table(measure(Path(sys.argv[1])))
    else:
        main()
