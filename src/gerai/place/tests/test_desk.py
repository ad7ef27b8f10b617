"""The desk's screens, as staff use them."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import Any

import pytest
import time_machine
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse

from gerai.place.choices import HolidayAction, TrustLevel
from gerai.place.models import (
    Closure,
    Facility,
    Floor,
    HolidayChange,
    Mall,
    MallFact,
    Schedule,
    Season,
)
from gerai.place.tests.factories import (
    FacilityFactory,
    FloorFactory,
    MallFactFactory,
    MallFactory,
    ScheduleFactory,
    SeasonFactory,
)

pytestmark = pytest.mark.django_db

MODELS = [Mall, MallFact, Floor, Facility, Schedule, HolidayChange]


def url(model: Any, action: str, *args: Any) -> str:
    name = model.snippet_viewset.get_url_name(action)
    return reverse(name, args=args)


def inline(prefix: str, *rows: dict[str, str]) -> dict[str, str]:
    data = {
        f"{prefix}-TOTAL_FORMS": str(len(rows)),
        f"{prefix}-INITIAL_FORMS": "0",
        f"{prefix}-MIN_NUM_FORMS": "0",
        f"{prefix}-MAX_NUM_FORMS": "1000",
    }
    for number, row in enumerate(rows):
        cells = {"id": "", "ORDER": str(number + 1), "DELETE": "", **row}
        data |= {f"{prefix}-{number}-{key}": value for key, value in cells.items()}
    return data


def schedule_data(**changes: Any) -> dict[str, str]:
    seasons, closures = changes.pop("seasons", ()), changes.pop("closures", ())
    return {
        "label": "Mal",
        "weekly_mon": "08.00-12.00, 13.00-15.00",
        "weekly_tue": "",
        "weekly_wed": "",
        "weekly_thu": "",
        "weekly_fri": "08.00-11.00",
        "weekly_sat": "",
        "weekly_sun": "",
        "note": "",
        "note_en": "",
        "source": "",
        "source_as_of": "2026",
        "trust": "local",
        "provenance_note": "",
        **inline("seasons", *seasons),
        **inline("closures", *closures),
        **changes,
    }


def season_row(**changes: str) -> dict[str, str]:
    return {
        "name": "Ramadan",
        "name_en": "",
        "first_day": "2027-02-08",
        "last_day": "2027-03-07",
        "weekly_mon": "08.00-14.00",
        "source": "",
        "source_as_of": "",
        "trust": "general",
        "provenance_note": "",
        **changes,
    }


def closure_row(**changes: str) -> dict[str, str]:
    return {
        "first_day": "2026-12-01",
        "last_day": "2026-12-01",
        "from_time": "",
        "until_time": "",
        "reason": "rapat",
        "reason_en": "",
        **changes,
    }


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_every_record_has_a_list_and_a_form(desk: Client, model: Any) -> None:
    assert desk.get(url(model, "list")).status_code == 200
    assert desk.get(url(model, "add")).status_code == 200


@pytest.mark.parametrize(
    "factory",
    [MallFactory, MallFactFactory, FloorFactory, FacilityFactory, ScheduleFactory],
)
def test_every_record_can_be_opened(desk: Client, factory: Any) -> None:
    record = factory()

    assert desk.get(url(type(record), "edit", record.pk)).status_code == 200


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_strangers_are_kept_out(client: Client, model: Any) -> None:
    assert client.get(url(model, "list")).status_code == 302

    client.force_login(get_user_model().objects.create_user(username="budi"))
    assert client.get(url(model, "add")).status_code == 302


def test_an_editor_of_hours_sees_the_hours_and_nothing_else(client: Client) -> None:
    editor = get_user_model().objects.create_user(username="budi")
    editor.user_permissions.set(
        Permission.objects.filter(codename__in=["access_admin", "change_schedule"])
    )
    client.force_login(editor)

    assert client.get(url(Schedule, "list")).status_code == 200
    assert client.get(url(Schedule, "add")).status_code == 302
    assert client.get(url(MallFact, "list")).status_code == 302


def test_there_is_no_second_mall_and_the_first_stays(desk: Client) -> None:
    mall = MallFactory()

    assert desk.get(url(Mall, "add")).status_code == 302
    assert desk.post(url(Mall, "delete", mall.pk)).status_code == 302
    assert Mall.objects.filter(pk=mall.pk).exists()


def test_hours_with_a_season_and_a_closure_are_saved(desk: Client) -> None:
    response = desk.post(
        url(Schedule, "add"),
        schedule_data(
            seasons=[season_row()],
            closures=[closure_row(from_time="13:00", until_time="14:00")],
        ),
    )

    assert response.status_code == 302, response.context["form"].errors
    schedule = Schedule.objects.get()
    assert schedule.weekly == {
        "mon": [["08:00", "12:00"], ["13:00", "15:00"]],
        "fri": [["08:00", "11:00"]],
    }
    assert Season.objects.get().weekly == {"mon": [["08:00", "14:00"]]}
    assert Closure.objects.get().from_time == time(13)


def errors_of(response: Any) -> str:
    assert response.status_code == 200
    form = response.context["form"]
    texts = [str(form.errors)]
    texts += [str(formset.errors) for formset in form.formsets.values()]
    assert not Schedule.objects.exists()
    return " ".join(texts)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"weekly_mon": "08.00-12.00, 11.00-15.00"}, "Senin: 08.00-12.00 dan"),
        ({"weekly_fri": "11.00-08.00"}, "Jumat: 11.00-08.00: tutup sebelum buka"),
        ({"weekly_tue": "20.00-02.00"}, "melewati tengah malam"),
        ({"weekly_tue": "pagi"}, "Selasa: “pagi” bukan waktu buka"),
        ({"follows_parent": "on"}, "hapus centang"),
        ({"source_as_of": "2026-02-30"}, "bukan tanggal"),
        ({"closures": [closure_row(last_day="2026-11-30")]}, "berakhir sebelum"),
        ({"closures": [closure_row(first_day="2026-02-30")]}, "tanggal yang benar"),
        (
            {"closures": [closure_row(from_time="15:00", until_time="13:00")]},
            "berakhir sebelum",
        ),
        ({"seasons": [season_row(last_day="2027-02-01")]}, "berakhir sebelum"),
        (
            {"seasons": [season_row(), season_row(name="Lain", last_day="2027-02-08")]},
            "sudah punya jam",
        ),
        ({"seasons": [season_row(weekly_mon="08.00-25.00")]}, "tengah malam"),
    ],
)
def test_a_mistake_is_named_and_nothing_is_saved(
    desk: Client, changes: dict[str, Any], words: str
) -> None:
    response = desk.post(url(Schedule, "add"), schedule_data(**changes))

    assert words in errors_of(response)


def test_what_was_typed_stays_in_the_form(desk: Client) -> None:
    response = desk.post(
        url(Schedule, "add"), schedule_data(weekly_mon="08.00-12.00, 11.00-15.00")
    )

    assert 'value="08.00-12.00, 11.00-15.00"' in response.content.decode()


def test_setting_the_trust_to_confirmed_records_who_did_it(desk: Client) -> None:
    schedule = ScheduleFactory()
    season = SeasonFactory(schedule=schedule)
    moment = datetime(2026, 11, 24, 1, tzinfo=UTC)
    row = season_row(trust="confirmed", id=str(season.pk))
    data = schedule_data(trust="confirmed", seasons=[row])
    data["seasons-INITIAL_FORMS"] = "1"

    with time_machine.travel(moment, tick=False):
        response = desk.post(url(Schedule, "edit", schedule.pk), data)

    assert response.status_code == 302, response.context["form"].errors
    for record in (schedule, season):
        record.refresh_from_db()
        assert record.trust == TrustLevel.CONFIRMED
        assert record.confirmed_by_name == "Sari Wulandari"
        assert record.confirmed_at == moment


def test_taking_the_trust_back_forgets_who_confirmed(desk: Client) -> None:
    schedule = ScheduleFactory()
    schedule.mark_confirmed(
        by=get_user_model().objects.get(username="sari"),
        at=datetime(2026, 11, 24, tzinfo=UTC),
    )
    schedule.save()

    desk.post(url(Schedule, "edit", schedule.pk), schedule_data(trust="local"))

    schedule.refresh_from_db()
    assert (schedule.confirmed_by, schedule.confirmed_by_name) == (None, "")
    assert schedule.confirmed_at is None


def holiday_data(**changes: str) -> dict[str, str]:
    return {
        "action": "cancel",
        "day": "2026-12-24",
        "moved_to": "",
        "name": "",
        "name_en": "",
        "kind": "local",
        **changes,
    }


def test_a_holiday_is_cancelled(desk: Client) -> None:
    response = desk.post(url(HolidayChange, "add"), holiday_data())

    assert response.status_code == 302
    assert HolidayChange.objects.get().action == HolidayAction.CANCEL


def test_what_is_no_holiday_cant_be_cancelled(desk: Client) -> None:
    response = desk.post(url(HolidayChange, "add"), holiday_data(day="2026-11-24"))

    assert "Tidak ada hari libur pada hari ini" in str(response.context["form"].errors)
    assert not HolidayChange.objects.exists()


def test_the_holidays_to_choose_from_are_listed(desk: Client) -> None:
    MallFactory()
    with time_machine.travel(datetime(2026, 11, 24, 1, tzinfo=UTC), tick=False):
        page = desk.get(url(HolidayChange, "add")).content.decode()

    assert "Kamis, 24 Desember 2026" in page
    assert "Cuti Bersama Hari Raya Natal" in page
    assert "tanggal belum ditetapkan" in page


def test_two_facts_of_a_kind_cant_both_be_shown(desk: Client) -> None:
    shown = MallFactFactory()
    data = {
        "mall": str(shown.mall_id),
        "kind": "address",
        "value": "Jl. Basuki Rahmat",
        "value_en": "",
        "is_shown": "on",
        "order": "0",
        "source": "",
        "source_as_of": "",
        "trust": "local",
        "provenance_note": "",
    }

    response = desk.post(url(MallFact, "add"), data)

    assert "sudah ditampilkan" in str(response.context["form"].errors)
    assert MallFact.objects.get() == shown


def test_colours_that_are_hard_to_read_are_refused_with_the_figure(
    desk: Client,
) -> None:
    mall = MallFactory()
    data = {
        "name": mall.name,
        "short_name": mall.short_name,
        "timezone": mall.timezone,
        "tagline": "",
        "tagline_en": "",
        "city": mall.city,
        "province": mall.province,
        "operator_name": mall.operator_name,
        "operator_short_name": "",
        "schedule": str(mall.schedule_id),
        "theme_structure": "#0b5a5e",
        "theme_accent": "#777777",
        "theme_structure_dark": "",
        "theme_accent_dark": "",
        "theme_thread_1": "",
        "theme_thread_2": "",
        "theme_thread_3": "",
    }

    response = desk.post(url(Mall, "edit", mall.pk), data)
    assert "#777777" in str(response.context["form"].errors)

    response = desk.post(url(Mall, "edit", mall.pk), data | {"theme_accent": "#9b2335"})
    assert response.status_code == 302
    mall.refresh_from_db()
    assert mall.theme == {"structure": "#0b5a5e", "accent": "#9b2335"}


def test_a_floor_that_is_used_is_not_deleted(desk: Client) -> None:
    floor = FacilityFactory(floor=FloorFactory()).floor

    desk.post(url(Floor, "delete", floor.pk))

    assert Floor.objects.filter(pk=floor.pk).exists()


def test_a_closure_keeps_its_day() -> None:
    assert str(Closure(first_day=date(2026, 12, 1), last_day=date(2026, 12, 2)))
