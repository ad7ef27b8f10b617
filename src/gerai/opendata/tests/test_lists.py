"""Agencies and services for machines: shape, paging, what stays hidden."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from gerai.directory.tests.factories import (
    AgencyPageFactory,
    FloorFactory,
    ServicePageFactory,
    requirement,
)

pytestmark = pytest.mark.django_db


def get(client: Client, url: str, **question: Any) -> Any:
    response = client.get(url, question)
    assert response.status_code == 200, response.content
    return response.json()


def test_an_agency_as_visitors_see_it(client: Client) -> None:
    AgencyPageFactory(
        title="Kantor Imigrasi",
        slug="imigrasi",
        short_name="Imigrasi",
        kind="vertical",
        floor=FloorFactory(number=2),
        floor_is_inferred=True,
        summary="Paspor.",
        source="https://contoh.go.id/a\nKoran",
        source_as_of="2025-12-30",
    )

    answer = get(client, "/api/v1/agencies")

    url = answer["results"][0].pop("url")
    assert url.startswith("http")
    assert url.endswith("/instansi/imigrasi/")
    assert answer == {
        "count": 1,
        "results": [
            {
                "slug": "imigrasi",
                "name": "Kantor Imigrasi",
                "short_name": "Imigrasi",
                "kind": "vertical",
                "presence": "at_mall",
                "floor": 2,
                "floor_is_inferred": True,
                "summary": "Paspor.",
                "office": None,
                "language": "id",
                "provenance": {
                    "trust": "local",
                    "sources": ["https://contoh.go.id/a", "Koran"],
                    "as_of": "2025-12-30",
                    "confirmed_at": None,
                },
            }
        ],
    }


def test_a_referral_carries_its_office(client: Client) -> None:
    AgencyPageFactory(elsewhere=True)

    (agency,) = get(client, "/api/v1/agencies")["results"]

    assert agency["presence"] == "elsewhere"
    assert agency["office"]["address"] == "Jalan Contoh 1"


def test_drafts_and_unknown_agencies_stay_hidden_with_their_services(
    client: Client,
) -> None:
    ServicePageFactory(agency=AgencyPageFactory(draft=True), slug="a")
    ServicePageFactory(agency=AgencyPageFactory(unknown=True), slug="b")
    ServicePageFactory(slug="c", draft=True)

    assert get(client, "/api/v1/services") == {"count": 0, "results": []}
    assert get(client, "/api/v1/agencies")["count"] == 1


def test_services_are_paged(client: Client) -> None:
    agency = AgencyPageFactory(slug="imigrasi")
    for title in "CADBE":
        ServicePageFactory(agency=agency, title=title)

    first = get(client, "/api/v1/services", limit=2)
    middle = get(client, "/api/v1/services", limit=2, offset=2)
    beyond = get(client, "/api/v1/services", offset=99)

    assert first["count"] == middle["count"] == beyond["count"] == 5
    assert [one["name"] for one in first["results"]] == ["A", "B"]
    assert [one["name"] for one in middle["results"]] == ["C", "D"]
    assert beyond["results"] == []


@pytest.mark.parametrize(
    "question",
    [{"limit": 0}, {"limit": 501}, {"limit": "x"}, {"offset": -1}, {"offset": 10**30}],
)
def test_a_page_that_cant_be_is_refused_in_json(
    client: Client, question: dict[str, str | int]
) -> None:
    response = client.get("/api/v1/services", question)

    assert response.status_code == 422
    assert response.json()["field"] == next(iter(question))


def test_a_service_with_its_standard(client: Client) -> None:
    agency = AgencyPageFactory(slug="imigrasi", title="Imigrasi")
    service = ServicePageFactory(
        agency=agency,
        slug="paspor-baru",
        title="Paspor baru",
        complete=True,
        other_names="bikin paspor\n\nbuat paspor",
    )
    (listed,) = get(client, "/api/v1/services")["results"]

    found = get(client, f"/api/v1/services/{listed['slug']}")

    assert listed["slug"] == "imigrasi/paspor-baru"
    assert {key: found[key] for key in listed} == listed
    assert found["other_names"] == ["bikin paspor", "buat paspor"]
    standard = found["standard"]
    fees = standard["fees"]
    assert fees["origin"] == "service"
    assert fees["provenance"]["as_of"] == "2022-11"
    assert (fees["items"][0]["kind"], fees["items"][0]["amount"]) == ("fixed", 350_000)
    (duration,) = standard["durations"]["items"]
    assert duration["length"] == {
        "unit": "working_days",
        "minimum": None,
        "maximum": 3,
    }
    assert len(standard["management"]) == 7
    assert service.title == found["name"]


def test_what_is_inherited_names_its_origin_and_what_is_missing_is_empty(
    client: Client,
) -> None:
    agency = AgencyPageFactory(slug="kpp", requirements=[requirement("KTP")])
    ServicePageFactory(agency=agency, slug="npwp")

    standard = get(client, "/api/v1/services/kpp/npwp")["standard"]

    assert standard["requirements"]["origin"] == "agency"
    assert standard["requirements"]["items"][0]["text"] == "KTP"
    assert standard["fees"] == {"origin": None, "provenance": None, "items": []}


@pytest.mark.parametrize("slug", ["kpp/tidak-ada", "npwp", "a/b/c", "..%2f..", "%00"])
def test_an_unknown_service_is_refused_in_json(client: Client, slug: str) -> None:
    AgencyPageFactory(slug="kpp")

    response = client.get(f"/api/v1/services/{slug}")

    assert response.status_code == 404
    if slug != "%00":
        assert response.json()["field"] == "slug"


@pytest.mark.parametrize("url", ["/api/v1/services", "/api/v1/agencies"])
def test_queries_dont_grow_with_the_list(
    client: Client, url: str, django_assert_max_num_queries: Any
) -> None:
    ServicePageFactory(complete=True)
    get(client, url)
    with django_assert_max_num_queries(12) as few:
        get(client, url)
    for _ in range(4):
        ServicePageFactory(complete=True)

    with django_assert_max_num_queries(len(few)):
        assert get(client, url)["count"] == 5


def test_the_standard_is_described(client: Client) -> None:
    description = client.get("/openapi.json").json()

    schemas = description["components"]["schemas"]
    assert {"Fee", "Requirement", "Duration", "ServiceDetail"} <= set(schemas)
    responses = description["paths"]["/api/v1/services/{slug}"]["get"]["responses"]
    assert set(responses) == {"200", "404", "422"}
