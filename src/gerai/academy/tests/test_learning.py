"""The screens of learning, tests and results, as people meet them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from gerai.academy.lessons import pictures
from gerai.academy.lessons.models import Lesson, Progress
from gerai.academy.lessons.selectors import path_of
from gerai.academy.skills import services, views
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
from gerai.guard.roles import Role
from gerai.workspace.tests.cast import Cast, person

ROLES = ("editor", "operator", "reviewer", "manager", "administrator")


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


def test_a_lesson_shows_its_pictures_and_is_whole_without_them(
    signed_in: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    client, lesson = signed_in("editor"), Lesson.objects.get(key="pengumuman")
    first = pictures.picture_of(lesson.key, lesson.read.steps[0])
    assert first in client.get(lesson.get_absolute_url()).content.decode()
    monkeypatch.setattr(pictures, "_known", frozenset)
    text = client.get(lesson.get_absolute_url()).content.decode()
    assert pictures.FOLDER not in text
    assert all(str(step.text.id) in text for step in lesson.read.steps[:2])


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


def test_results_cost_the_same_at_any_number_of_people(
    signed_in: Any, people: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    client, address = signed_in("manager"), reverse("academy_results")
    before = queries_of(client, address)
    for number in range(10):
        person(Role.OPERATOR, f"petugas-{number}", people.own)
    assert queries_of(client, address) == before

    monkeypatch.setattr(views, "PEOPLE_PER_PAGE", 5)
    pages = client.get(address).context["rows"].paginator.num_pages
    assert pages > 1
    found = client.get(address, {"q": "instansi a PETUGAS-3", "p": "x"})
    assert [str(row.member) for row in found.context["rows"]] == ["petugas-3"]
    nobody = client.get(address, {"q": "<b>\0" + "x" * 5000})
    assert nobody.status_code == 200
    assert "<b>" not in nobody.content.decode()


def test_answers_of_a_test_may_be_of_any_length(signed_in: Any, people: Cast) -> None:
    client = signed_in("operator")
    sitting = services.start_test(person=people.people["operator"])
    address = reverse("academy_test", args=[sitting.pk])
    for value in ("x" * 1_000_000, "\0", "-1", "😀" * 5000):
        item = services.next_item(sitting)
        assert item is not None
        data = {"position": item.position, item.question: value}
        assert client.post(address, data).status_code == 302
        item.refresh_from_db()
        assert item.answered_at is not None
        assert not item.points


def test_an_auditor_is_told_why_there_is_nothing_to_practise(signed_in: Any) -> None:
    auditor = signed_in("auditor")
    assert (
        "tidak mengubah apa pun"
        in auditor.get(reverse("academy_path")).content.decode()
    )
    led = auditor.get(reverse("academy_practice"))
    assert led["Location"] == reverse("academy_path")
