"""Every way to move a draft, tried by every role, with addresses made up by hand.

What is asserted is the outcome: which version is public, and what waits.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import transaction
from django.test import Client
from django.urls import reverse
from wagtail.models import Page, WorkflowState

from gerai.approval.models import OfficeRules
from gerai.approval.services import decide, hand_in
from gerai.approval.tests.office import Office

pytestmark = pytest.mark.django_db

ROLES = (
    "anonymous",
    "editor",
    "colleague",
    "stranger",
    "operator",
    "reviewer",
    "manager",
    "deputy",
    "auditor",
    "administrator",
)
DECIDERS = {"reviewer", "manager", "deputy", "administrator"}
PUBLISHERS = {"manager", "deputy", "administrator"}
OWN_EDITORS = {"editor", "colleague"}

Act = Callable[[Client, Office], Any]


def form(**given: Any) -> dict[str, Any]:
    return {"title": "Dipalsukan", "slug": "tarif", "comment": "Karena"} | given


def edit(**given: Any) -> Act:
    def act(client: Client, office: Office) -> Any:
        address = reverse("wagtailadmin_pages:edit", args=[office.page.pk])
        return client.post(address, form(**given))

    return act


def step_key(office: Office) -> int:
    step = office.step()
    return step.pk if step is not None else 0


def workflow_action(name: str, *, by_way_of: str = "page") -> Act:
    """Wagtail's address, which names page and step independently."""

    def act(client: Client, office: Office) -> Any:
        page = getattr(office, by_way_of)
        address = reverse(
            "wagtailadmin_pages:workflow_action",
            args=[page.pk, name, step_key(office)],
        )
        return client.post(address, {"comment": "Karena"})

    return act


def own_screen(act_name: str) -> Act:
    def act(client: Client, office: Office) -> Any:
        address = reverse("approval_draft", args=[office.page.pk])
        given = {
            "act": act_name,
            "text": "Karena",
            "step": step_key(office),
            "revision": office.fresh().latest_revision_id,
        }
        return client.post(address, given)

    return act


def page_address(name: str, **given: Any) -> Act:
    def act(client: Client, office: Office) -> Any:
        return client.post(reverse(name, args=[office.page.pk]), given)

    return act


def bulk(name: str) -> Act:
    def act(client: Client, office: Office) -> Any:
        address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", name])
        return client.post(f"{address}?id={office.page.pk}&next=/admin/", {})

    return act


def revert_and_publish(client: Client, office: Office) -> Any:
    revision = office.fresh().latest_revision_id
    address = reverse("wagtailadmin_pages:edit", args=[office.page.pk])
    return client.post(address, form(**{"revision": revision, "action-publish": "1"}))


def change_rules(client: Client, office: Office) -> Any:
    rules = OfficeRules.load()
    address = reverse(
        "wagtailsettings:edit", args=["approval", "officerules", rules.pk]
    )
    return client.post(address, {"hours_to_decide": 1, "days_to_rework": 1})


EXTRA = json.dumps({"comment": "Karena", "user": 1, "update": False})
# Name: the act, and who may.
TRANSITIONS: dict[str, tuple[Act, set[str]]] = {
    "publish in the editor": (edit(**{"action-publish": "1"}), PUBLISHERS),
    "publish an old version": (revert_and_publish, PUBLISHERS),
    "approve in the editor": (
        edit(
            **{
                "action-workflow-action": "1",
                "workflow-action-name": "approve",
                "workflow-action-extra-data": EXTRA,
            }
        ),
        PUBLISHERS,
    ),
    "reject in the editor": (
        edit(
            **{
                "action-workflow-action": "1",
                "workflow-action-name": "reject",
                "workflow-action-extra-data": EXTRA,
            }
        ),
        PUBLISHERS,
    ),
    "approve by Wagtail's address": (workflow_action("approve"), DECIDERS),
    "reject by Wagtail's address": (workflow_action("reject"), DECIDERS),
    "an act that doesn't exist": (workflow_action("publish"), set()),
    "approve on our screen": (own_screen("approve"), DECIDERS),
    "send back on our screen": (own_screen("send-back"), DECIDERS),
    "hand in what waits": (own_screen("hand-in"), set()),
    "take back on our screen": (own_screen("take-back"), {"editor"}),
    "take back in the editor": (
        edit(**{"action-cancel-workflow": "1"}),
        {"editor"} | PUBLISHERS,
    ),
    # Nothing is restarted; it is saved, by those who may correct what waits.
    "restart in the editor": (edit(**{"action-restart-workflow": "1"}), PUBLISHERS),
    "change what waits": (edit(), PUBLISHERS),
    "unpublish": (page_address("wagtailadmin_pages:unpublish"), PUBLISHERS),
    "delete": (page_address("wagtailadmin_pages:delete"), PUBLISHERS),
    "publish in bulk": (bulk("publish"), PUBLISHERS),
    "unpublish in bulk": (bulk("unpublish"), PUBLISHERS),
    "change the rules": (change_rules, {"administrator"}),
}


def stored(office: Office) -> Any:
    """All that an act could have changed."""
    page = Page.objects.filter(pk=office.page.pk)
    columns = ("title", "live", "latest_revision_id", "live_revision_id", "locked")
    states = WorkflowState.objects.order_by("pk")
    return (
        list(page.values_list(*columns)),
        list(states.values_list("pk", "status", "current_task_state__status")),
        list(OfficeRules.objects.values_list("four_eyes", "hours_to_decide")),
    )


def client_of(office: Office, name: str) -> Client:
    client = Client(raise_request_exception=False)
    if name != "anonymous":
        client.force_login(User.objects.get(pk=office.people[name].pk))
    return client


def attempts(office: Office, who: str) -> dict[str, tuple[bool, int]]:
    """What each act changed for somebody, each undone, and how it was answered."""
    OfficeRules.load()
    found = {}
    for name, (act, _allowed) in TRANSITIONS.items():
        point = transaction.savepoint()
        before = stored(office)
        answer = act(client_of(office, who), office)
        found[name] = (stored(office) != before, answer.status_code)
        transaction.savepoint_rollback(point)
    return found


@pytest.mark.parametrize("who", ROLES)
def test_each_transition_for_each_role(office: Office, who: str) -> None:
    office.handed_in()

    found = attempts(office, who)

    changed = {name for name, (is_changed, _status) in found.items() if is_changed}
    allowed = {name for name, (_act, people) in TRANSITIONS.items() if who in people}
    assert changed == allowed
    assert {name for name, (_, status) in found.items() if status >= 500} == set()


@pytest.mark.parametrize("who", ["manager", "administrator"])
def test_an_approver_who_is_the_author_decides_nothing(
    office: Office, who: str
) -> None:
    office.handed_in(by=who)

    found = attempts(office, who)

    for name, (act, people) in TRANSITIONS.items():
        if people == DECIDERS or "reject" in name:
            assert not found[name][0] or "editor" in name, (name, act)
    assert not found["approve by Wagtail's address"][0]
    assert not found["approve on our screen"][0]


def test_approving_ones_own_by_way_of_another_page_is_refused(office: Office) -> None:
    office.handed_in(by="manager")
    own = office.step()
    assert own is not None
    other = office.section.add_child(title="Lain", slug="lain")
    other.title = "Lain lagi"
    other.save_revision(user=office.user("editor"))
    hand_in(page=other, by=office.user("editor"))
    client = client_of(office, "manager")
    address = reverse(
        "wagtailadmin_pages:workflow_action", args=[other.pk, "approve", own.pk]
    )
    before = stored(office)

    answer = client.post(address, {"comment": ""})

    assert answer.status_code in {302, 403}
    assert stored(office) == before


def test_an_author_who_became_manager_approves_nothing_of_theirs(
    office: Office,
) -> None:
    from gerai.guard.models import StaffMember
    from gerai.guard.roles import Role
    from gerai.guard.services import change_role

    office.handed_in()
    member = StaffMember.objects.get(user=office.people["editor"])
    change_role(member=member, role=Role.MANAGER)
    before = stored(office)

    own_screen("approve")(client_of(office, "editor"), office)
    workflow_action("approve")(client_of(office, "editor"), office)

    assert stored(office) == before


@pytest.mark.parametrize("who", sorted(OWN_EDITORS | {"stranger", "reviewer"}))
def test_who_may_hand_in(office: Office, who: str) -> None:
    office.write("Draf")
    client = client_of(office, who)

    client.post(
        reverse("wagtailadmin_pages:edit", args=[office.page.pk]),
        form(**{"action-submit": "1"}),
    )

    assert (office.step() is not None) == (who in OWN_EDITORS)


def test_a_decided_draft_is_explained_to_who_comes_late(office: Office) -> None:
    step = office.handed_in()
    decide(task_state=step, by=office.user("manager"), approve=True)
    address = reverse("approval_draft", args=[office.page.pk])

    answer = client_of(office, "reviewer").get(address, follow=True)

    assert answer.redirect_chain
    assert "Manager sudah menyetujui" in answer.content.decode()


def test_a_refusal_keeps_what_was_typed(office: Office) -> None:
    step = office.handed_in()
    address = reverse("approval_draft", args=[office.page.pk])
    office.write("Diubah", by="deputy")

    answer = client_of(office, "manager").post(
        address,
        {"act": "approve", "text": "Sudah baik", "step": step.pk, "revision": "1"},
    )

    text = answer.content.decode()
    assert answer.status_code == 422
    assert "Sudah baik</textarea>" in text
    assert 'role="alert"' in text
    assert "Diubah" in text


@pytest.mark.parametrize(
    "given",
    [
        {"act": "x"},
        {"act": "approve"},
        {"act": "approve", "step": "a", "revision": "b"},
        {"act": "approve", "step": "999999", "revision": "1"},
        {},
    ],
)
def test_nonsense_is_not_found(office: Office, given: dict[str, str]) -> None:
    office.handed_in()
    address = reverse("approval_draft", args=[office.page.pk])

    assert client_of(office, "manager").post(address, given).status_code == 404
