"""How well search answers Samarinda's people, here and in the browser."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import brotli
import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.db import transaction
from wagtail.models import Page

from gerai.contentpack.tests.factories import SAMARINDA, load
from gerai.directory.models import AgencyPage, ServicePage
from gerai.directory.policies import visible_services
from gerai.finder import current as current_module
from gerai.finder.keeping import differences
from gerai.finder.queries import read_query
from gerai.finder.ranking import rank
from gerai.finder.searching import answer, find
from gerai.finder.sources import SERVICE
from gerai.finder.suggestions import compact_index, core_documents, suggestion_data
from gerai.finder.tests.relevance import judged_queries, quality
from gerai.finder.understanding import understand

NODE = shutil.which("node")
JUDGED = judged_queries()
LARGEST_FILE = 60_000
pytestmark = pytest.mark.skipif(not SAMARINDA.exists(), reason="no Samarinda")


@pytest.fixture(scope="module")
def samarinda(django_db_setup: Any, django_db_blocker: Any) -> Iterator[dict[int, str]]:
    """Samarinda's services by key, as ``agency/service``; loaded once for all tests."""
    with django_db_blocker.unblock(), transaction.atomic():
        load(SAMARINDA)
        agencies = dict(AgencyPage.objects.values_list("path", "slug"))
        yield {
            pk: f"{agencies[path[: -Page.steplen]]}/{slug}"
            for pk, path, slug in ServicePage.objects.filter(
                locale__language_code=settings.LANGUAGE_CODE
            ).values_list("pk", "path", "slug")
        }
        transaction.set_rollback(True)
    current_module._current = current_module.Current()


def order_of(text: str, paths: dict[int, str]) -> list[str]:
    return [paths[int(h.entry.target)] for h in answer(read_query(text)).of(SERVICE)]


def test_every_judgement_names_a_service_that_visitors_see(
    samarinda: dict[int, str],
) -> None:
    visible = {samarinda[pk] for pk in visible_services().values_list("pk", flat=True)}
    assert {path for one in JUDGED for path in one.grades} <= visible
    assert len(JUDGED) >= 200
    assert len({one.query for one in JUDGED}) == len(JUDGED)


@pytest.mark.parametrize("is_held_out", [False, True])
def test_people_find_their_service(
    samarinda: dict[int, str], *, is_held_out: bool
) -> None:
    half = [one for one in JUDGED if one.is_held_out == is_held_out]
    got = quality(half, lambda text: order_of(text, samarinda))
    assert got.questions > 80
    assert got.first >= 0.93, got
    assert got.first_three >= 0.97, got
    assert got.ndcg >= 0.93, got


def test_what_is_not_offered_is_never_given_out_as_offered(
    samarinda: dict[int, str],
) -> None:
    for one in JUDGED:
        if not one.grades:
            found = find(read_query(one.query))
            assert not found.services, one.query
            assert found.elsewhere, one.query


def test_drafts_leak_nowhere(samarinda: dict[int, str]) -> None:
    hidden = set(samarinda) - set(visible_services().values_list("pk", flat=True))
    assert hidden
    held = {
        int(entry.target)
        for entry in current_module.current().index.documents
        if entry.kind == SERVICE
    }
    assert held.isdisjoint(hidden)
    slugs = {samarinda[pk].partition("/")[2] for pk in hidden}
    urls = {
        doc[1].strip("/").rpartition("/")[2] for doc in suggestion_data("id")["docs"]
    }
    assert urls.isdisjoint(slugs - {samarinda[pk].partition("/")[2] for pk in held})


def test_the_index_is_the_one_built_from_nothing(samarinda: dict[int, str]) -> None:
    assert not differences()


@pytest.mark.parametrize("language", ["id", "en"])
def test_the_browser_gets_a_small_file(
    samarinda: dict[int, str], language: str
) -> None:
    data = suggestion_data(language)
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    # Twice as many services would still have to fit: 200 of them in all.
    most = LARGEST_FILE * visible_services().count() / 200
    assert len(brotli.compress(text.encode(), quality=11)) <= most + 6_000
    assert data == suggestion_data(language)
    prefix = "/en/" if language == "en" else "/"
    assert all(doc[1].startswith(prefix) for doc in data["docs"])


@pytest.mark.skipif(NODE is None, reason="node is not installed; it runs suggest.js")
def test_the_browser_ranks_as_the_server_does(
    samarinda: dict[int, str], tmp_path: Path
) -> None:
    documents = core_documents()
    index, thesaurus = compact_index(documents)
    questions: list[tuple[str, bool]] = [
        (text, is_typing)
        for one in JUDGED
        for is_typing in (False, True)
        for text in (one.query, one.query[: len(one.query) * 2 // 3])
    ]
    expected: list[list[tuple[str, float]]] = [
        [
            (hit.entry.key, round(hit.score, 4))
            for hit in rank(
                understand(text, index, thesaurus, is_typing=is_typing), index
            )[:8]
        ]
        for text, is_typing in questions
    ]
    keys = [one.key for one in documents]
    got = [
        [(keys[number], score) for number, score in hits]
        for hits in _in_node(suggestion_data("id"), questions, tmp_path)
    ]
    different = [
        (question, want[:2], have[:2])
        for question, want, have in zip(questions, expected, got, strict=True)
        if [key for key, _score in want] != [key for key, _score in have]
        or any(
            abs(first[1] - second[1]) > 0.0002
            for first, second in zip(want, have, strict=True)
        )
    ]
    assert different == []
    services = {
        f"{one.key}": samarinda[int(one.target)]
        for one in documents
        if one.kind == SERVICE
    }
    by_query = {
        question[0]: [services[key] for key, _score in hits if key in services]
        for question, hits in zip(questions, got, strict=True)
        if not question[1]
    }
    assert quality(JUDGED, by_query.__getitem__).first >= 0.93


def _in_node(
    data: dict[str, Any], questions: list[tuple[str, bool]], folder: Path
) -> list[list[tuple[int, float]]]:
    module = folder / "suggest.mjs"
    module.write_text(Path(str(finders.find("finder/suggest.js"))).read_text())
    program = folder / "ask.mjs"
    program.write_text(
        'import fs from "node:fs";\n'
        'import { rank, readIndex } from "./suggest.mjs";\n'
        'const { data, questions } = JSON.parse(fs.readFileSync(0, "utf8"));\n'
        "const index = readIndex(data);\n"
        "const hits = questions.map(([text, isTyping]) =>\n"
        "  rank(text, index, isTyping).map(({ number, score }) => [number, score]));\n"
        "process.stdout.write(JSON.stringify(hits));\n"
    )
    done = subprocess.run(
        [str(NODE), str(program)],
        input=json.dumps({"data": data, "questions": questions}),
        stdout=subprocess.PIPE,
        text=True,
        timeout=120,
        check=True,
    )
    found: list[list[tuple[int, float]]] = json.loads(done.stdout)
    return found
