"""An approved record takes along what follows it, though its author may publish nothing."""

from __future__ import annotations

import pytest

from gerai.approval.services import decide, hand_in
from gerai.approval.workflow import settle_approval
from gerai.directory.models import AgencyPage
from gerai.directory.services import translate_record
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
