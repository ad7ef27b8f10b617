"""Whatever leads to publishing, what looks like a defacement stays a draft."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.log_actions import LogContext
from wagtail.models import Page

from gerai.approval.exceptions import ApprovalError
from gerai.approval.services import decide, publish_or_hand_in
from gerai.approval.tests.office import Office, make_office
from gerai.defacement import services
from gerai.defacement.choices import Status
from gerai.defacement.exceptions import DecidedAlready, HeldBack, NotYours
from gerai.defacement.gate import BURST_PAGES, is_watched
from gerai.defacement.holding import only_a_preview, waiting
from gerai.defacement.models import Allowance, Suspicion
from gerai.defacement.services import trusting, write_down_waiting
from gerai.newsroom.models import Banner
from gerai.notifications.models import Notification
from gerai.operations.scheduled import publish_due
from gerai.publishing.receivers import is_seen

pytestmark = pytest.mark.django_db
SPAM = "Slot gacor maxwin, daftar situs togel"


@pytest.fixture
def office() -> Office:
    waiting()  # what another test has left
    return make_office()


def client_of(office: Office, name: str) -> Client:
    client = Client()
    client.force_login(office.user(name))
    return client


def suspicion() -> Suspicion:
    return Suspicion.objects.get()


def test_direct_publishing_keeps_the_page_as_it_was(office: Office) -> None:
    office.write(SPAM, "manager")

    with pytest.raises(HeldBack):
        publish_or_hand_in(page=office.fresh(), by=office.user("manager"))

    page = office.fresh()
    assert page.title == "Tarif lama"
    assert page.has_unpublished_changes
    assert page.get_latest_revision_as_object().title == SPAM
    write_down_waiting()
    assert suspicion().status == Status.HELD
    assert suspicion().by == office.user("manager")


def test_approving_keeps_the_step_waiting(office: Office) -> None:
    step = office.handed_in(SPAM)

    with pytest.raises(ApprovalError):
        decide(task_state=step, by=office.user("manager"), approve=True)

    assert office.fresh().title == "Tarif lama"
    assert office.step() is not None
    write_down_waiting()
    assert office.user("editor") == suspicion().revision.user  # type: ignore[union-attr]


def test_the_schedule_is_judged_when_it_is_made(office: Office) -> None:
    page = office.fresh()
    page.title, page.go_live_at = SPAM, timezone.now() + timedelta(days=1)
    revision = page.save_revision(user=office.user("manager"))

    with pytest.raises(HeldBack):
        revision.publish(user=office.user("manager"))


def test_what_is_due_by_itself_is_tried_once(office: Office) -> None:
    revision = office.write(SPAM, "manager")
    past = timezone.now() - timedelta(minutes=1)
    type(revision).objects.filter(pk=revision.pk).update(approved_go_live_at=past)

    assert publish_due().published == 0
    write_down_waiting()

    revision.refresh_from_db()
    assert revision.approved_go_live_at is None
    assert suspicion().revision == revision
    assert office.fresh().title == "Tarif lama"


def test_a_live_page_cant_be_saved_directly_either(office: Office) -> None:
    page = office.fresh()
    page.slug, page.title = "slot-gacor-maxwin", "Situs slot gacor"

    with pytest.raises(HeldBack):
        page.save()


def test_drafts_may_hold_anything(office: Office) -> None:
    office.write(SPAM)
    office.section.add_child(instance=Page(title=SPAM, slug="x", live=False))

    write_down_waiting()
    assert not Suspicion.objects.exists()


def test_managers_are_told_once_and_the_author_too(office: Office) -> None:
    step = office.handed_in(SPAM)
    for _again in range(3):
        with pytest.raises(ApprovalError):
            decide(task_state=step, by=office.user("manager"), approve=True)
        write_down_waiting()

    path = reverse("defacement_one", args=[suspicion().pk])
    told = Notification.objects.filter(path=path).values_list("person__username")
    assert len(told) == len(set(told))
    assert {name for (name,) in told} >= {office.people["deputy"].username}


class TestTheDesk:
    def publish(self, office: Office, name: str, title: str = SPAM) -> Any:
        client = client_of(office, name)
        address = reverse("wagtailadmin_pages:edit", args=[office.page.pk])
        form = {
            "title": title,
            "slug": "tarif",
            "action-publish": "action-publish",
            "comments-TOTAL_FORMS": "0",
            "comments-INITIAL_FORMS": "0",
        }
        return client.post(address, form)

    def test_the_person_is_told_and_nothing_is_lost(self, office: Office) -> None:
        answer = self.publish(office, "manager")

        assert answer.status_code == 409
        assert SPAM in answer.content.decode()
        assert office.fresh().title == "Tarif lama"
        assert office.fresh().get_latest_revision_as_object().title == SPAM
        assert suspicion().by == office.user("manager")

    def test_who_wrote_it_cant_allow_it(self, office: Office) -> None:
        self.publish(office, "manager")
        address = reverse("defacement_one", args=[suspicion().pk])

        answer = client_of(office, "manager").post(address, {"act": "allow"})

        assert answer.status_code == 409
        assert suspicion().status == Status.HELD
        assert office.fresh().title == "Tarif lama"

    @pytest.mark.parametrize(
        "name", ["editor", "stranger", "operator", "reviewer", "auditor"]
    )
    def test_nobody_else_decides(self, office: Office, name: str) -> None:
        self.publish(office, "manager")
        address = reverse("defacement_one", args=[suspicion().pk])

        answer = client_of(office, name).post(address, {"act": "allow"})

        assert answer.status_code in {302, 403}
        assert suspicion().status == Status.HELD

    def test_one_click_allows_and_publishes(self, office: Office) -> None:
        self.publish(office, "manager")
        address = reverse("defacement_one", args=[suspicion().pk])

        answer = client_of(office, "deputy").post(address, {"act": "allow"})

        assert answer.status_code == 302
        assert office.fresh().title == SPAM
        assert suspicion().status == Status.ALLOWED
        assert Allowance.objects.exists()

    def test_the_same_isnt_stopped_again(self, office: Office) -> None:
        self.publish(office, "manager")
        services.allow(suspicion=suspicion(), by=office.user("deputy"))
        page = office.fresh()
        page.title = "Tarif"
        page.save()

        answer = self.publish(office, "manager")

        assert answer.status_code == 302
        assert office.fresh().title == SPAM
        assert Suspicion.objects.count() == 1

    def test_sending_back_keeps_it_unpublished(self, office: Office) -> None:
        self.publish(office, "manager")
        address = reverse("defacement_one", args=[suspicion().pk])

        client_of(office, "deputy").post(
            address, {"act": "send-back", "note": "Hapus."}
        )

        assert suspicion().status == Status.RETURNED
        assert suspicion().note == "Hapus."
        assert office.fresh().title == "Tarif lama"
        assert Notification.objects.filter(
            person=office.people["manager"], quote="Hapus."
        ).exists()

    def test_deciding_twice_is_told(self, office: Office) -> None:
        self.publish(office, "manager")
        services.send_back(suspicion=suspicion(), by=office.user("deputy"))

        with pytest.raises(DecidedAlready):
            services.allow(suspicion=suspicion(), by=office.user("deputy"))

    def test_reasons_are_shown_with_the_words(self, office: Office) -> None:
        self.publish(office, "manager")
        address = reverse("defacement_one", args=[suspicion().pk])

        shown = client_of(office, "deputy").get(address).content.decode()

        assert "<mark>" in shown
        assert client_of(office, "stranger").get(address).status_code in {302, 403}

    def test_hostile_words_are_shown_as_text(self, office: Office) -> None:
        self.publish(office, "manager", "<script>alert(1)</script> slot gacor maxwin")
        address = reverse("defacement_one", args=[suspicion().pk])

        shown = client_of(office, "deputy").get(address).content.decode()

        assert "<script>alert(1)" not in shown

    def test_the_list_takes_the_same_queries_at_any_length(
        self, office: Office, django_assert_max_num_queries: Any
    ) -> None:
        for number in range(30):
            Suspicion.objects.create(
                place="page",
                label=f"Halaman {number}",
                fingerprint=f"x{number}",
                by=office.people["editor"],
                reasons=[{"kind": "gambling", "found": "x"}],
            )
        client = client_of(office, "deputy")
        client.get(reverse("defacement_list"))

        with django_assert_max_num_queries(40):
            shown = client.get(reverse("defacement_list")).content.decode()
        assert "(30)" in shown

    def test_the_home_screen_shows_what_waits(self, office: Office) -> None:
        self.publish(office, "manager")

        shown = client_of(office, "deputy").get(reverse("wagtailadmin_home"))

        assert "held-heading" in shown.content.decode()


def test_nobody_allows_their_own_by_service_either(office: Office) -> None:
    step = office.handed_in(SPAM, by="editor")
    with pytest.raises(ApprovalError):
        decide(task_state=step, by=office.user("manager"), approve=True)
    write_down_waiting()

    with pytest.raises(NotYours):
        services.allow(suspicion=suspicion(), by=office.user("editor"))
    with pytest.raises(PermissionDenied):
        services.allow(suspicion=suspicion(), by=office.user("reviewer"))


class TestWhatIsPublicAtOnce:
    def test_a_redirect_to_an_unknown_site_isnt_saved(self, office: Office) -> None:
        with pytest.raises(HeldBack):
            Redirect.objects.create(old_path="/a", redirect_link="https://gacor.vip/")

        assert not Redirect.objects.exists()

    def test_a_redirect_to_the_state_is(self) -> None:
        Redirect.objects.create(
            old_path="/a", redirect_link="https://www.samarindakota.go.id/"
        )

    def test_the_form_says_it_beside_the_field_and_keeps_what_was_typed(
        self, office: Office
    ) -> None:
        client = client_of(office, "administrator")

        answer = client.post(
            reverse("wagtailredirects:add"),
            {
                "old_path": "/tarif-lama",
                "site": "",
                "is_permanent": "on",
                "redirect_link": "https://slotgacor.vip/daftar",
            },
        )

        shown = answer.content.decode()
        assert answer.status_code == 200
        assert "https://slotgacor.vip/daftar" in shown
        assert not Redirect.objects.exists()
        assert suspicion().status == Status.HELD
        assert suspicion().by == office.user("administrator")

    def test_once_allowed_it_can_be_saved(self, office: Office) -> None:
        self.test_the_form_says_it_beside_the_field_and_keeps_what_was_typed(office)

        services.allow(suspicion=suspicion(), by=office.user("deputy"))

        Redirect.objects.create(
            old_path="/a", redirect_link="https://slotgacor.vip/daftar"
        )

    def test_names_of_people_count(self) -> None:
        with pytest.raises(HeldBack):
            User.objects.create(username="slotgacor88")

    def test_a_banner_is_held(self) -> None:
        with pytest.raises(HeldBack):
            Banner.objects.create(text="Daftar slot gacor, bonus new member")

    def test_bookkeeping_isnt_asked_about(self, office: Office) -> None:
        user = office.people["editor"]
        User.objects.filter(pk=user.pk).update(first_name=SPAM)
        user.refresh_from_db()

        user.last_login = timezone.now()
        user.save(update_fields=["last_login"])


def test_what_the_terminal_loads_is_let_in_and_reported(office: Office) -> None:
    with trusting():
        Redirect.objects.create(old_path="/a", redirect_link="https://gacor.vip/")

    assert suspicion().status == Status.REPORTED
    redirect = Redirect.objects.get()
    redirect.old_path = "/b"
    redirect.save()  # somebody goes on working on it


def test_a_preview_isnt_held(office: Office) -> None:
    office.write(SPAM, "manager")

    with only_a_preview():
        office.fresh().get_latest_revision().publish()

    write_down_waiting()
    assert not Suspicion.objects.exists()


@pytest.mark.parametrize(
    "label",
    ["workspace.Errand", "wagtailadmin.FormState", "contentpack.LoadedRecord"],
)
def test_what_readers_never_see_is_neither_judged_nor_published(label: str) -> None:
    model = apps.get_model(label)

    assert not is_watched(model)
    assert not is_seen(model)


def test_a_save_that_makes_nothing_worse_passes(office: Office) -> None:
    Page.objects.filter(pk=office.page.pk).update(title=SPAM)
    page = office.fresh()
    page.seo_title = "Tarif"

    page.save()


def test_a_flood_of_pages_by_one_person_is_held(office: Office) -> None:
    user = office.user("manager")
    with LogContext(user=user), pytest.raises(HeldBack):
        for number in range(BURST_PAGES + 3):
            page = Page(
                title=f"Artikel {number}",
                slug=f"artikel-{number}",
                owner=user,
                live=False,
            )
            office.section.add_child(instance=page)
            page.save_revision(user=user).publish(user=user)
    assert (
        Page.objects.filter(title__startswith="Artikel", live=True).count()
        == BURST_PAGES
    )
