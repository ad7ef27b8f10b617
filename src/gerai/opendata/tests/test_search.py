"""``GET /api/v1/search``: the same ranking as on the site."""

from __future__ import annotations

import pytest
from django.test import Client

from gerai.directory.tests.factories import (
    AgencyPageFactory,
    LifeEventPageFactory,
    ServicePageFactory,
)
from gerai.finder.models import ElsewhereTopic
from gerai.guard.flood import Limiter
from gerai.opendata import api

pytestmark = pytest.mark.django_db
ADDRESS = "/api/v1/search"


@pytest.fixture(autouse=True)
def content() -> None:
    agency = AgencyPageFactory(
        title="Kantor Imigrasi", short_name="Imigrasi", slug="imigrasi"
    )
    ServicePageFactory(
        agency=agency, title="Paspor baru", summary="Untuk dewasa.", slug="paspor-baru"
    )
    ServicePageFactory(agency=agency, title="Paspor rahasia", draft=True)
    LifeEventPageFactory(title="Pergi dengan paspor")
    ElsewhereTopic.objects.create(title="Paspor kapal", words="paspor kapal")


def test_it_answers_as_the_contract_says(client: Client) -> None:
    answer = client.get(ADDRESS, {"q": "pasport bru"}).json()
    assert answer["query"] == "pasport bru"
    first = answer["results"][0]
    assert first.pop("url").endswith("/instansi/imigrasi/paspor-baru/")
    assert first == {
        "type": "service",
        "title": "Paspor baru",
        "agency": "Imigrasi",
        "snippet": "Untuk dewasa.",
    }
    assert "rahasia" not in str(answer)
    assert {one["type"] for one in answer["results"]} <= {"service", "agency", "page"}


def test_type_and_limit_narrow_it_down(client: Client) -> None:
    found = client.get(ADDRESS, {"q": "imigrasi paspor", "type": "agency"}).json()
    assert {one["type"] for one in found["results"]} == {"agency"}
    assert found["results"][0]["agency"] is None
    found = client.get(ADDRESS, {"q": "imigrasi paspor", "limit": "1"}).json()
    assert len(found["results"]) == 1
    assert client.get(ADDRESS, {"q": "paspor", "type": "news"}).json()["results"] == []


@pytest.mark.parametrize(
    "q", ["", " ", "x", "😀", "zzzqqq", "%' OR 1=1 --", "y" * 9000]
)
def test_any_text_has_an_answer(client: Client, q: str) -> None:
    response = client.get(ADDRESS, {"q": q})
    assert response.status_code == 200
    assert response.json()["results"] == []


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("type", "dragon"),
        ("limit", "0"),
        ("limit", "51"),
        ("limit", "x"),
        ("language", "fr"),
    ],
)
def test_wrong_parameters_are_named(client: Client, name: str, value: str) -> None:
    response = client.get(ADDRESS, {"q": "paspor", name: value})
    assert response.status_code == 422
    assert response.json()["field"] == name


def test_too_many_are_told_to_wait(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(api, "limiter", Limiter(burst=1, per_second=0.5))
    assert client.get(ADDRESS, {"q": "paspor"}).status_code == 200
    response = client.get(ADDRESS, {"q": "paspor"})
    assert response.status_code == 429
    assert int(response["Retry-After"]) >= 1
    assert response.json()["detail"]


def test_it_is_described(client: Client) -> None:
    paths = client.get("/openapi.json").json()["paths"]
    assert set(paths["/api/v1/search"]["get"]["responses"]) == {"200", "422", "429"}
