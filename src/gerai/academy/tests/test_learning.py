"""The screens of learning, tests, results, classes and help, as people meet them."""

from __future__ import annotations

import csv
import io
from datetime import timedelta
from typing import Any
from urllib.parse import quote

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from gerai.academy.classes.exporting import Value, as_csv, as_xlsx
from gerai.academy.classes.models import TrainingClass
from gerai.academy.help.finding import help_for, read_screens
from gerai.academy.lessons.models import Lesson, Progress
from gerai.academy.lessons.reading import PackRefused
from gerai.academy.lessons.selectors import path_of
from gerai.academy.skills import certificates, services
from gerai.academy.skills.codes import new_code, read_code, shown_code
from gerai.academy.skills.models import (
    ITEMS_KEPT,
    RESULTS_KEPT,
    Certificate,
    ItemKind,
    Sitting,
    SittingItem,
    SkillScore,
)
from gerai.academy.skills.selectors import office
from gerai.guard.flood import Limiter
from gerai.guard.roles import Role
from gerai.notifications.models import Notification
from gerai.workspace.tests.cast import Cast, person
from gerai.workspace.tests.desk_addresses import desk_addresses

ROLES = ("editor", "operator", "reviewer", "manager", "administrator")


@pytest.fixture
def people(taught: Cast, db: None) -> Cast:
    return taught


@pytest.fixture
def signed_in(people: Cast) -> Any:
    def sign_in(name: str) -> Client:
        client = Client()
        client.force_login(people.people[name])
        return client

    return sign_in


def right_answers(lesson: Lesson) -> dict[str, Any]:
    return {
        question.key: [str(n) for n, one in enumerate(question.options) if one.right]
        or [question.accept[0]]
        for question in lesson.read.questions
    }


@pytest.mark.parametrize("name", ROLES)
def test_each_role_finds_its_own_path_and_the_lesson_to_go_on_with(
    signed_in: Any, people: Cast, name: str
) -> None:
    answer = signed_in(name).get(reverse("academy_path"))
    path = path_of(people.people[name])
    text = answer.content.decode()
    assert answer.status_code == 200
    assert path.next is not None
    assert str(path.next.lesson.read.title.id) in text
    assert all(stop.lesson.read.title.id in text for stop in path.stops)


def test_an_auditor_changes_nothing_and_strangers_see_nothing(signed_in: Any) -> None:
    assert signed_in("auditor").get(reverse("academy_path")).status_code == 200
    assert Client().get(reverse("academy_path")).status_code == 302


def queries_of(client: Client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as counted:
        client.get(address)
    return len(counted)


def test_the_path_costs_the_same_at_any_number_of_lessons(signed_in: Any) -> None:
    client, address = signed_in("manager"), reverse("academy_path")
    before = queries_of(client, address)
    for number in range(20):
        pattern = Lesson.objects.get(key="pengumuman")
        pattern.pk, pattern.key = None, f"salinan-{number}"
        pattern.save()
    assert queries_of(client, address) == before


def test_every_lesson_opens(signed_in: Any) -> None:
    client = signed_in("administrator")
    for lesson in Lesson.objects.all():
        answer = client.get(lesson.get_absolute_url())
        assert lesson.read.title.id in answer.content.decode()


def test_questions_are_judged_and_the_best_try_is_kept(
    signed_in: Any, people: Cast
) -> None:
    client, lesson = signed_in("editor"), Lesson.objects.get(key="situs-diretas")
    address = reverse("academy_questions", args=[lesson.key])

    assert (
        "3 dari 3 benar" in client.post(address, right_answers(lesson)).content.decode()
    )
    client.post(address, {})

    progress = Progress.objects.get(person=people.people["editor"], lesson=lesson)
    assert (progress.right, progress.asked) == (3, 3)
    assert progress.done_at is not None


def test_answers_of_any_length_and_kind_are_answers(signed_in: Any) -> None:
    client = signed_in("editor")
    address = reverse("academy_questions", args=["informasi-publik"])
    for value in ("x" * 1_000_000, "\0", "<script>alert(1)</script>", "😀" * 5000):
        answer = client.post(address, {"siapa-ppid": value, "biaya-layanan": value})
        assert answer.status_code == 200
        assert b"<script>alert" not in answer.content


def test_a_lesson_removed_while_somebody_is_in_it(signed_in: Any, people: Cast) -> None:
    client, lesson = signed_in("editor"), Lesson.objects.get(key="pengumuman")
    client.get(lesson.get_absolute_url())
    Lesson.objects.filter(pk=lesson.pk).update(is_offered=False)

    for name in ("academy_lesson", "academy_exercise", "academy_questions"):
        address = reverse(name, args=[lesson.key])
        for answer in (client.get(address), client.post(address, {"act": "check"})):
            assert answer.status_code in {405, 410}
    assert Progress.objects.filter(person=people.people["editor"]).exists()
    assert client.get(reverse("academy_lesson", args=["tidak-ada"])).status_code == 404


def test_only_leaders_keep_lessons_and_see_results(signed_in: Any) -> None:
    addresses = [
        reverse("academy_lessons"),
        reverse("academy_words", args=["pengumuman"]),
        reverse("academy_source", args=["pengumuman"]),
        reverse("academy_new_lesson"),
        reverse("academy_results"),
        reverse("academy_export", args=["csv"]),
        reverse("academy_classes"),
        reverse("academy_new_class"),
    ]
    for name, allowed in (("editor", False), ("reviewer", False), ("manager", True)):
        client = signed_in(name)
        for address in addresses:
            reached = client.get(address).status_code == 200
            assert reached is allowed, (name, address)


def test_the_office_changes_words_and_gets_the_delivered_text_back(
    signed_in: Any,
) -> None:
    client = signed_in("manager")
    address = reverse("academy_words", args=["pengumuman"])
    form = client.get(address).context["form"]
    data = {name: field.initial for name, field in form.fields.items()}

    assert client.post(address, data | {"title-id": "Judul kami"}).status_code == 302
    assert str(Lesson.objects.get(key="pengumuman")) == "Judul kami"
    refused = client.post(address, data | {"why-id": "# <b>", "title-id": "Baru"})
    assert refused.status_code == 422
    assert "Baru" in refused.content.decode()

    keep = reverse("academy_lessons")
    client.post(keep, {"lesson": "pengumuman", "act": "bring-back"})
    assert not Lesson.objects.get(key="pengumuman").is_own


def test_a_lesson_of_ones_own_with_its_own_rules(signed_in: Any) -> None:
    client = signed_in("manager")
    address = reverse("academy_new_lesson")
    source = client.get(f"{address}?dari=tutup-gerai").context["form"].initial["source"]

    broken = source.replace("closure_exists", "closure_exsits")
    refused = client.post(address, {"source": broken})
    assert refused.status_code == 422
    assert "exercise.rules[1]" in refused.content.decode()

    assert client.post(address, {"source": source}).status_code == 302
    assert Lesson.objects.get(key="tutup-gerai-salinan").is_own
    assert client.post(address, {"source": source}).status_code == 422


def answer_all(client: Client, sitting: Sitting, *, right: bool) -> None:
    address = reverse("academy_test", args=[sitting.pk])
    for _turn in range(60):
        item = services.next_item(sitting)
        if item is None:
            break
        if item.kind == ItemKind.TASK:
            if right:
                services.look_at_task(
                    sitting=sitting, position=item.position, met=1, total=1
                )
            else:
                client.post(address, {"position": item.position, "act": "skip"})
            continue
        question = services.question_of(item)
        assert question is not None
        value = next(
            (str(n) for n, one in enumerate(question.options) if one.right is right),
            question.accept[0] if right and question.accept else "x",
        )
        client.post(address, {"position": item.position, question.key: value})
    client.get(address)


def test_before_and_after_and_the_gain(signed_in: Any, people: Cast) -> None:
    client, person = signed_in("reviewer"), people.people["reviewer"]
    client.post(reverse("academy_tests"))
    first = Sitting.objects.get(person=person)
    assert client.post(reverse("academy_tests")).url == reverse(
        "academy_test", args=[first.pk]
    )
    answer_all(client, first, right=False)
    assert set(SkillScore.objects.values_list("percent", flat=True)) == {0}
    assert SkillScore.objects.filter(slips__gt=0).exists()

    for lesson in Lesson.objects.all():
        Progress.objects.create(
            person=person, lesson=lesson, done_at=timezone.now(), solved_at=None
        )
    client.post(reverse("academy_tests"))
    second = Sitting.objects.exclude(pk=first.pk).get(person=person)
    answer_all(client, second, right=True)

    text = client.get(reverse("academy_test_result", args=[second.pk])).content.decode()
    assert "+100" in text
    certificate = Certificate.objects.get(person=person)
    assert certificate.skills
    row = next(one for one in office().rows if one.member.user_id == person.pk)
    assert any(cell.can and cell.percent == 100 for cell in row.cells)
    assert any(person.first_name in one.able for one in office().on_one)

    results = signed_in("manager").get(reverse("academy_results")).content.decode()
    assert person.first_name in results


def test_two_tabs_answer_an_item_once(signed_in: Any, people: Cast) -> None:
    client = signed_in("operator")
    sitting = services.start_test(person=people.people["operator"])
    item = services.next_item(sitting)
    assert item is not None
    address = reverse("academy_test", args=[sitting.pk])
    data = {"position": item.position, item.question: "0"}
    client.post(address, data)
    before = SittingItem.objects.get(pk=item.pk).answered_at
    client.post(address, data | {item.question: "1"})
    assert SittingItem.objects.get(pk=item.pk).answered_at == before
    for nonsense in ("", "-1", "99999999999", "a"):
        assert client.post(address, {"position": nonsense}).status_code == 302


def test_what_is_taken_away_during_a_test_counts_nothing(
    signed_in: Any, people: Cast
) -> None:
    sitting = services.start_test(person=people.people["operator"])
    Lesson.objects.exclude(key="meja-kerja").update(is_offered=False)
    answer_all(signed_in("operator"), sitting, right=True)
    assert set(SkillScore.objects.values_list("skill", flat=True)) == {"desk"}


def test_a_test_of_somebody_else_does_not_exist(signed_in: Any, people: Cast) -> None:
    sitting = services.start_test(person=people.people["operator"])
    for name in ("editor", "manager"):
        address = reverse("academy_test", args=[sitting.pk])
        assert signed_in(name).get(address).status_code == 404


def test_retention_is_kept(people: Cast, db: None) -> None:
    person, now = people.people["editor"], timezone.now()
    for days, number in ((1, 1), (ITEMS_KEPT.days + 1, 2), (RESULTS_KEPT.days + 1, 3)):
        when = now - timedelta(days=days)
        sitting = Sitting.objects.create(
            person=person,
            stage="after",
            role="editor",
            started_at=when,
            finished_at=when,
        )
        SittingItem.objects.create(
            sitting=sitting, position=number, skill="desk", kind="task", lesson="x"
        )
    Sitting.objects.create(
        person=person, stage="after", role="editor", started_at=now - timedelta(days=40)
    )
    services.forget_old(now)
    assert Sitting.objects.count() == 2
    assert SittingItem.objects.count() == 1


def certificate_of(person: User) -> Certificate:
    now = timezone.now()
    sitting = Sitting.objects.create(
        person=person, stage="after", role=Role.EDITOR, started_at=now, finished_at=now
    )
    return Certificate.objects.create(
        code=new_code(),
        sitting=sitting,
        person=person,
        initials="E.",
        role=Role.EDITOR,
        skills=["desk", "writing"],
        issued_on=timezone.localdate(),
    )


def test_anybody_checks_a_certificate_and_learns_no_name(
    people: Cast, db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    limiter = Limiter(burst=100, per_second=1)
    monkeypatch.setattr(certificates, "limiter", limiter)
    found = certificate_of(people.people["editor"])
    client = Client()
    for typed in (found.code, shown_code(found.code), shown_code(found.code).lower()):
        answer = client.get("/sertifikat/", {"kode": typed}, follow=True)
        text = answer.content.decode()
        assert answer.status_code == 200
        assert "E." in text
        assert people.people["editor"].email not in text
        assert "noindex" in text
    english = client.get(f"/en/sertifikat/{found.code}/").content.decode()
    assert "This certificate is genuine" in english
    for wrong in (new_code(), "x", "\0", "9" * 5000, "../../etc"):
        assert client.get("/sertifikat/", {"kode": wrong}).status_code in {404, 302}


def test_who_guesses_codes_is_slowed_down(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    limiter = Limiter(burst=3, per_second=0.1)
    monkeypatch.setattr(certificates, "limiter", limiter)
    client = Client()
    codes = [client.get(f"/sertifikat/{new_code()}/").status_code for _ in range(5)]
    assert codes == [404, 404, 404, 429, 429]
    assert client.get("/sertifikat/").status_code == 200


def test_codes_are_read_as_people_type_them() -> None:
    code = new_code()
    assert read_code(f" {shown_code(code).lower()} ") == code
    assert read_code(code[:-1]) == ""
    assert read_code("OOOO-IIII-LLLL-0000") == "0000111111110000"


def drawing(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What would be drawn, in place of the press."""
    drawn: list[str] = []

    def draw(job: Any, progress: Any = None) -> bytes:
        drawn.extend(sheet.html for sheet in job.sheets)
        return b"%PDF-"

    monkeypatch.setattr("gerai.academy.paper.desk_press.draw", draw)
    return drawn


def test_a_certificate_is_printed_for_its_owner_and_for_leaders_only(
    signed_in: Any, people: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn = drawing(monkeypatch)
    found = certificate_of(people.people["editor"])
    address = reverse("academy_certificate", args=[found.code])
    codes = {
        name: signed_in(name).get(address).status_code
        for name in ("editor", "manager", "editor_b", "reviewer")
    }
    assert codes == {"editor": 200, "manager": 200, "editor_b": 302, "reviewer": 302}
    assert shown_code(found.code) in drawn[0]


def test_a_class_from_invitation_to_results(
    signed_in: Any, people: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn = drawing(monkeypatch)
    client, editor = signed_in("manager"), people.people["editor"]
    lesson = Lesson.objects.get(key="pengumuman")
    data = {
        "name": "Kelas Jumat",
        "held_on": "2026-12-04",
        "place": "Aula",
        "lessons": [lesson.pk],
        "people": [editor.pk, people.people["operator"].pk],
    }
    assert client.post(reverse("academy_new_class"), {}).status_code == 422
    client.post(reverse("academy_new_class"), data)
    made = TrainingClass.objects.get()
    client.post(reverse("academy_change_class", args=[made.pk]), data)
    assert Notification.objects.filter(person=editor).count() == 1

    signed_in("editor").get(lesson.get_absolute_url())
    shown = client.get(reverse("academy_class", args=[made.pk])).content.decode()
    assert "membaca" in shown
    member = made.members.get(person=editor)
    client.post(reverse("academy_class", args=[made.pk]), {"present": [member.pk, "x"]})
    assert made.members.get(was_there=True).person == editor

    projector = client.get(reverse("academy_projector", args=[made.pk]))
    assert projector["Refresh"]
    assert editor.first_name not in projector.content.decode().partition("<main")[2]
    for name in ("academy_attendance", "academy_handouts"):
        assert (
            client.get(reverse(name, args=[made.pk]))["Content-Type"]
            == "application/pdf"
        )
    assert editor.first_name in drawn[0]
    assert lesson.read.title.id in drawn[1]

    address = reverse("academy_export", args=["csv"])
    rows = list(
        csv.reader(
            io.StringIO(
                client.get(f"{address}?kelas={made.pk}").content.decode("utf-8-sig")
            )
        )
    )
    assert len(rows) == 3
    client.post(reverse("academy_change_class", args=[made.pk]), {"act": "remove"})
    assert not TrainingClass.objects.exists()


def test_a_name_never_becomes_a_formula() -> None:
    table: list[list[Value]] = [
        ["Nama"],
        ["=HYPERLINK(1)"],
        ["+1"],
        ["@x"],
        ["\t=1"],
        [7],
        [None],
    ]
    text = as_csv(table).decode("utf-8-sig").splitlines()
    assert all(not line.lstrip('"').startswith(("=", "+", "@", "\t")) for line in text)
    sheet = load_workbook(io.BytesIO(as_xlsx(table))).active
    assert sheet is not None
    assert all(cell.data_type != "f" for row in sheet for cell in row)
    assert sheet["A6"].value == 7


def test_results_cost_the_same_at_any_number_of_people(
    signed_in: Any, people: Cast
) -> None:
    client, address = signed_in("manager"), reverse("academy_results")
    before = queries_of(client, address)
    for number in range(10):
        person(Role.REVIEWER, f"peninjau-{number}")
    assert queries_of(client, address) == before


def test_somebody_new_is_led_in_until_they_know_their_way(signed_in: Any) -> None:
    client = signed_in("editor")
    assert "Mengenal meja kerja" in client.get("/admin/").content.decode()
    client.post(reverse("academy_skip"))
    assert "academy-welcome" not in client.get("/admin/").content.decode()


def test_every_screen_of_the_desk_has_help(people: Cast, db: None) -> None:
    """New screens are tried by themselves: the addresses come from the resolver."""
    lessons = list(Lesson.objects.filter(is_offered=True))
    without = []
    for address in desk_addresses():
        found = help_for(address, Role.ADMINISTRATOR, lessons)
        is_screen = not any(part in address for part in WITHIN_SCREENS)
        if is_screen and (found is None or len(found.sentences) != 3 or not found.tour):
            without.append(address)
    assert not without, "\n".join(without)


# Parts of other screens: choosers, suggestions, words and shapes for scripts.
WITHIN_SCREENS = (
    *("/choose/", "/chooser/", "/chooser_upload/", "autocomplete/", "/block-preview/"),
    *("/dismissibles/", "/sprite/", "/jsi18n/", "/icons/"),
)


@pytest.mark.parametrize("address", ["/admin/", "/admin/staf/", "/admin/images/"])
def test_help_is_one_tap_away(signed_in: Any, address: str) -> None:
    text = signed_in("manager").get(address).content.decode()
    assert "data-academy-help" in text
    assert f"untuk={quote(address, safe='')}" in text


def test_help_is_declared_by_address_and_a_fault_is_named() -> None:
    with pytest.raises(PackRefused, match=r"screens\.yaml:\d+"):
        read_screens("- at: [/admin/x/]\n  title: {id: a, en: b}\n  colour: red\n")


def test_help_is_a_page_and_a_part_of_one(signed_in: Any) -> None:
    client = signed_in("editor")
    address = reverse("academy_help")
    page = client.get(address, {"untuk": "/admin/tugas/pengumuman/"}).content.decode()
    part = client.get(
        address, {"untuk": "/admin/tugas/pengumuman/", "bagian": "1"}
    ).content.decode()
    assert "<html" in page
    assert "<html" not in part
    assert reverse("academy_exercise", args=["pengumuman"]) in part
    for nonsense in ("https://example.com/", "//x", "/admin/" + "x" * 5000, "\0"):
        assert client.get(address, {"untuk": nonsense}).status_code == 200
