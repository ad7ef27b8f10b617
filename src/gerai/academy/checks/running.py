"""Looks at a copy, as often as one likes; changes nothing."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import DatabaseError
from django.utils import timezone
from django.utils.translation import gettext as _

from gerai.academy.checks.rules import Absent, DeclaredRule, Finding, Situation
from gerai.academy.practice.connecting import inside
from gerai.academy.practice.exceptions import CopyGone
from gerai.academy.practice.models import Copy
from gerai.academy.practice.places import is_usable
from gerai.academy.practice.state import beginning_of


def run_checks(rules: Sequence[DeclaredRule], copy: Copy) -> list[Finding]:
    """What each rule finds in the copy, in their order; words in the active language.

    Raises:
        CopyGone: the copy was begun anew or removed, also while it was looked at.
    """
    situation = Situation(copy.user_id, beginning_of(copy), timezone.now())
    try:
        with inside(copy):
            found = [look(rule, situation) for rule in rules]
    except DatabaseError as problem:
        if is_usable(copy):
            raise
        raise CopyGone(str(problem)) from problem
    if not is_usable(copy):
        raise CopyGone(_("This practice mall was begun anew or put away."))
    return found


def look(declared: DeclaredRule, situation: Situation) -> Finding:
    """What one rule finds; called within the copy."""
    hint = str(declared.hint) if declared.hint is not None else ""
    try:
        problems = list(declared.rule.problems(situation))
    except Absent as absent:
        again = _("Begin the exercise anew if something was deleted.")
        return Finding(declared, False, str(absent), hint or again)
    if not problems:
        return Finding(declared, True, declared.goal, "")
    own = next((one.hint for one in problems if one.hint), "")
    return Finding(declared, False, " ".join(one.text for one in problems), hint or own)
