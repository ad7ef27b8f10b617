"""The index is what the content says, in the moment of each change."""

from __future__ import annotations

from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from pytest_django import Settings
from wagtail.models import PageViewRestriction

from gerai.directory.choices import Presence
from gerai.directory.models import AgencyPage, ServicePage
from gerai.directory.tests.factories import (
    AgencyPageFactory,
    LifeEventPageFactory,
    ServicePageFactory,
)
from gerai.finder import keeping
from gerai.finder.current import current
from gerai.finder.models import ElsewhereTopic, IndexStamp, SearchDocument, SearchWords
from gerai.finder.queries import read_query
from gerai.finder.searching import answer, find
from gerai.finder.sources import SERVICE
from gerai.finder.suggestions import suggestion_data
from gerai.publishing.models import Change

pytestmark = pytest.mark.django_db


def titles(text: str) -> list[str]:
    return [page.title for page in find(read_query(text)).services]


@pytest.fixture
def passport() -> ServicePage:
    agency = AgencyPageFactory(title="Kantor Imigrasi", short_name="Imigrasi")
    service: ServicePage = ServicePageFactory(
        agency=agency, title="Paspor baru", other_names="buku hijau"
    )
    return service


def fresh(service: ServicePage) -> ServicePage:
    return ServicePage.objects.get(pk=service.pk)


def assert_current() -> None:
    assert not keeping.differences()


def test_it_follows_every_change_of_a_service(passport: ServicePage) -> None:
    assert titles("hijau") == ["Paspor baru"]
    assert_current()

    page = fresh(passport)
    page.other_names = "buku perjalanan"
    page.save_revision().publish()
    assert titles("hijau") == []
    assert titles("perjalanan") == ["Paspor baru"]

    fresh(passport).unpublish()
    assert titles("perjalanan") == []
    assert_current()

    fresh(passport).save_revision().publish()
    assert titles("paspor") == ["Paspor baru"]

    fresh(passport).delete()
    assert titles("paspor") == []
    assert_current()


def test_a_draft_is_never_found(passport: ServicePage) -> None:
    page = fresh(passport)
    page.other_names = "rahasia negara"
    page.save_revision()
    assert titles("rahasia") == []
    assert "rahasia" not in str(list(SearchDocument.objects.values_list("content")))


def test_services_follow_their_agency(passport: ServicePage) -> None:
    agency = AgencyPage.objects.get(path=fresh(passport).path[: -ServicePage.steplen])
    agency.short_name = "Kanim"
    agency.save_revision().publish()
    assert titles("kanim paspor") == ["Paspor baru"]
    assert_current()

    agency.presence = Presence.UNKNOWN
    agency.save_revision().publish()
    assert titles("paspor") == []
    assert_current()

    agency.presence = Presence.AT_MALL
    agency.save_revision().publish()
    assert titles("paspor") == ["Paspor baru"]

    agency.unpublish()
    assert titles("paspor") == []
    assert_current()


def test_a_move_changes_the_agency(passport: ServicePage) -> None:
    other = AgencyPageFactory(title="Kantor Pos", short_name="Pos")
    fresh(passport).move(AgencyPage.objects.get(pk=other.pk), pos="last-child")
    assert titles("paspor pos") == ["Paspor baru"]
    assert_current()


def test_what_is_private_is_not_found(passport: ServicePage) -> None:
    restriction = PageViewRestriction.objects.create(
        page=fresh(passport).get_parent(),
        restriction_type=PageViewRestriction.LOGIN,
    )
    assert titles("paspor") == []
    assert_current()
    restriction.delete()
    assert titles("paspor") == ["Paspor baru"]


def test_what_is_taken_back_leaves_no_trace(passport: ServicePage) -> None:
    titles("paspor")
    with transaction.atomic():
        page = fresh(passport)
        page.other_names = "buku merah"
        page.save()
        assert titles("merah") == ["Paspor baru"]
        transaction.set_rollback(True)
    assert titles("merah") == []
    assert titles("hijau") == ["Paspor baru"]
    assert_current()


def test_words_of_staff_count_at_once(passport: ServicePage) -> None:
    assert titles("pelesir") == []
    group = SearchWords.objects.create(words="pelesir\njalan-jalan", means="paspor")
    assert titles("pelesir") == ["Paspor baru"]
    group.delete()
    assert titles("pelesir") == []


def test_what_is_not_offered_is_said_and_no_service_given_out(
    passport: ServicePage, client: Any
) -> None:
    ElsewhereTopic.objects.create(
        title="Pajak kendaraan", words="stnk\npajak motor", place="di Samsat"
    )
    found = find(read_query("perpanjang stnk"))
    assert [topic.title for topic in found.elsewhere] == ["Pajak kendaraan"]
    assert list(found.services) == []
    response = client.get("/cari/?q=perpanjang+stnk").content.decode()
    assert "Pajak kendaraan" in response
    assert "di Samsat" in response
    assert titles("paspor") == ["Paspor baru"]
    assert_current()


def test_a_topic_never_leads_to_a_hidden_agency(client: Any) -> None:
    hidden = AgencyPageFactory(title="Kantor Samsat", draft=True)
    ElsewhereTopic.objects.create(
        title="Pajak kendaraan",
        words="stnk",
        agency=AgencyPage.objects.get(pk=hidden.pk),
    )
    response = client.get("/cari/?q=stnk").content.decode()
    assert "Pajak kendaraan" in response
    assert "Kantor Samsat" not in response


def test_a_bulk_change_is_put_right(passport: ServicePage) -> None:
    LifeEventPageFactory(title="Pergi jauh")
    ServicePage.objects.filter(pk=passport.pk).update(other_names="buku biru")
    SearchDocument.objects.filter(kind="event").delete()
    wrong = keeping.differences()
    assert len(wrong.changed) == len(wrong.missing) == 1
    with pytest.raises(CommandError, match="2"):
        call_command("reindex", check=True, stdout=StringIO())
    out = StringIO()
    call_command("reindex", stdout=out)
    assert str(passport.translation_key) in out.getvalue()
    assert titles("biru") == ["Paspor baru"]
    assert_current()
    call_command("reindex", check=True, stdout=StringIO())


def test_nothing_is_written_when_nothing_differs(passport: ServicePage) -> None:
    before = IndexStamp.objects.get().stamp
    assert keeping.refresh(SERVICE) == 0
    assert not keeping.refresh_all()
    assert IndexStamp.objects.get().stamp == before


def test_what_the_browser_gets_rests_on_names_alone(passport: ServicePage) -> None:
    def stored() -> SearchDocument:
        return SearchDocument.objects.get(key=f"service:{passport.translation_key}")

    before, data = stored(), suggestion_data("id")
    page = fresh(passport)
    page.summary = "Untuk perjalanan ke luar negeri"
    page.save_revision().publish()
    assert stored().content != before.content
    assert stored().suggested == before.suggested
    assert suggestion_data("id") == data

    page.title = "Paspor pertama"
    page.save_revision().publish()
    assert stored().suggested != before.suggested
    assert suggestion_data("id") != data


def test_documents_from_before_an_update_are_left_out_until_they_are_written(
    passport: ServicePage,
) -> None:
    SearchDocument.objects.update(suggested={}, digest="of another code")
    assert suggestion_data("id")["docs"] == []
    assert keeping.refresh_all()
    assert [one[0] for one in suggestion_data("id")["docs"]] == [
        "Kantor Imigrasi", "Paspor baru"
    ]  # fmt: skip


def test_many_changes_are_written_once(
    passport: ServicePage, django_assert_num_queries: Any
) -> None:
    with keeping.deferred():
        before = IndexStamp.objects.get().stamp
        for word in ("satu", "dua", "tiga"):
            page = fresh(passport)
            page.other_names = f"buku {word}"
            page.save()
        assert IndexStamp.objects.get().stamp == before
    assert IndexStamp.objects.get().stamp != before
    assert titles("tiga") == ["Paspor baru"]


def test_a_search_asks_for_one_value_while_nothing_changes(
    passport: ServicePage, django_assert_num_queries: Any
) -> None:
    current()
    with django_assert_num_queries(1):
        assert answer(read_query("paspor")).hits


def test_collecting_takes_as_many_queries_for_many_as_for_few(
    passport: ServicePage, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(60) as few:
        keeping.differences()
    for number in range(4):
        ServicePageFactory(title=f"Layanan {number}")
    with django_assert_max_num_queries(len(few)):
        keeping.differences()


def test_the_index_of_a_process_equals_one_built_anew(passport: ServicePage) -> None:
    from gerai.finder import current as current_module

    for number in range(5):
        ServicePageFactory(title=f"Izin usaha {number}", other_names=f"nama {number}")
        titles("izin usaha")
    ServicePage.objects.get(title="Izin usaha 2").delete()

    def scores() -> list[list[tuple[str, float]]]:
        return [
            [
                (hit.entry.key, round(hit.score, 6))
                for hit in answer(read_query(text)).hits
            ]
            for text in ("izin usaha", "nama 3", "paspor", "usha 4", "imigrasi")
        ]

    grown = scores()
    current_module._current = current_module.Current()
    assert scores() == grown
    assert connection.vendor in {"sqlite", "postgresql"}


def test_the_publisher_is_told_where_to_look_first(
    passport: ServicePage, settings: Settings, tmp_path: Path
) -> None:
    settings.PUBLISHER_FOLDER = tmp_path  # as once something has been published
    page = fresh(passport)
    page.other_names = "buku perjalanan"
    page.save_revision().publish()
    tables = set(Change.objects.values_list("table", flat=True))
    assert SearchDocument._meta.db_table in tables
