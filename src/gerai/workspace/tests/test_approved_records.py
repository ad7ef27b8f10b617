"""An approved record takes along what follows it, though its author may publish nothing."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gerai.approval.services import decide, hand_in
from gerai.approval.workflow import settle_approval
from gerai.directory.models import AgencyPage
from gerai.directory.services import translate_record
from gerai.directory.tests.factories import ServicePageFactory
from gerai.workspace.tests.cast import make_cast

pytestmark = pytest.mark.django_db


def test_the_translation_of_an_approved_record_follows_it() -> None:
    cast = make_cast()
    settle_approval()
    translate_record(record=cast.own, language="en", texts={"title": "Agency A"})
    page = AgencyPage.objects.get(pk=cast.own.pk)
    page.short_name = "Singkatan baru"
    page.save_revision(user=cast.people["editor"])
    step = hand_in(page=page, by=cast.people["editor"])

    decide(task_state=step, by=cast.people["reviewer"], approve=True)

    names = AgencyPage.objects.filter(translation_key=page.translation_key)
    assert names.count() == 2
    assert set(names.values_list("short_name", flat=True)) == {"Singkatan baru"}


def test_approving_costs_the_same_with_many_services_and_translations() -> None:
    cast = make_cast()
    settle_approval()
    costs = []
    for number in (1, 5):
        for one in range(number):
            service = ServicePageFactory(
                agency=cast.own, title=f"Layanan {number} {one}", complete=True
            )
            translate_record(
                record=service, language="en", texts={"title": f"Service {one}"}
            )
        page = AgencyPage.objects.get(pk=cast.own.pk)
        page.short_name = f"Singkatan {number}"
        page.save_revision(user=cast.people["editor"])
        step = hand_in(page=page, by=cast.people["editor"])
        with CaptureQueriesContext(connection) as captured:
            decide(task_state=step, by=cast.people["reviewer"], approve=True)
        costs.append(len(captured))

    assert costs[1] <= costs[0] + 5, costs
    assert costs[1] < 330, costs
