"""Whatever a standard holds, every word of it stands on the leaflet."""

from __future__ import annotations

import string
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gerai.directory.models import ServicePage
from gerai.directory.tests.factories import (
    case,
    channel,
    duration,
    fee,
    item,
    management,
    requirement,
    step,
)
from gerai.printing.choices import SheetKind
from gerai.printing.press import Press
from gerai.printing.services import sheet_job
from gerai.printing.tests.reading import letters_of, text_of

pytestmark = pytest.mark.django_db
# Ligatures and hyphens of the font aside, what Indonesian clerks type.
words = st.text(
    string.ascii_letters + string.digits + "()/.,&<>'\"éñ", min_size=1, max_size=24
)
texts = st.lists(words, min_size=1, max_size=30).map(" ".join)
cases = st.sampled_from([[], ["hilang"], ["rusak"], ["hilang", "rusak"]])


def few(of: Any, most: int = 6) -> Any:
    return st.lists(of, max_size=most)


standards = st.fixed_dictionaries(
    {
        "title": texts.map(lambda text: text[:200]),
        "requirements": few(
            st.builds(
                requirement,
                texts,
                cases=cases,
                note=st.just("") | texts,
                condition=st.just("") | words,
            ),
            most=20,
        ),
        "steps": few(st.builds(step, texts, cases=cases)),
        "fees": few(
            st.builds(
                fee,
                st.integers(1, 10**10),
                label=texts,
                cases=cases,
                note=st.just("") | texts,
            )
        ),
        "durations": few(st.builds(duration, st.integers(1, 999), cases=cases)),
        "products": few(st.builds(lambda name: item("product", name=name), texts)),
        "complaint_channels": few(st.builds(channel, texts)),
        "management": few(
            st.builds(management, st.sampled_from(["facilities", "safety"]), texts)
        ),
    }
)


@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(content=standards)
def test_every_word_is_on_the_leaflet(
    press: Press, service: ServicePage, content: dict[str, Any]
) -> None:
    page = ServicePage.objects.get(pk=service.pk)
    page.cases = [case("hilang"), case("rusak")]
    for name, value in content.items():
        setattr(page, name, value)

    pdf = press.draw(sheet_job(page, SheetKind.LEAFLET, "id"))

    letters = letters_of(text_of(pdf))
    assert letters_of(content.pop("title")) in letters
    for name, items in content.items():
        for one in items:
            for key in ("text", "label", "note", "condition", "name", "value"):
                expected = letters_of(str(one["value"].get(key) or ""))
                if key == "condition":
                    expected = expected.rstrip(": ")
                assert expected in letters, (name, key)
            if amount := one["value"].get("amount"):
                assert f"Rp{amount:,}".replace(",", ".") in letters
