"""Reads of the room ``defacement``; public."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from gerai.defacement.choices import OPEN
from gerai.defacement.models import Allowance, Suspicion
from gerai.defacement.policies import may_see_all
from gerai.defacement.scale import Verdict


def allowed_marks(verdict: Verdict) -> frozenset[str]:
    """Which evidence of a verdict somebody has allowed."""
    marks = {one.mark for one in verdict.reasons if one.mark}
    return frozenset(
        Allowance.objects.filter(mark__in=marks).values_list("mark", flat=True)
    )


def visible_to(user: Any) -> QuerySet[Suspicion]:
    """What a person may see: managers all, others what they wrote."""
    found = Suspicion.objects.select_related("by", "decided_by")
    return found if may_see_all(user) else found.filter(by=user)


def waiting_for(user: Any) -> QuerySet[Suspicion]:
    """What waits for a decision, for those who decide."""
    if not may_see_all(user):
        return Suspicion.objects.none()
    return visible_to(user).filter(status__in=OPEN)
