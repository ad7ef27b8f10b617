"""The faults of the question path, in words for staff."""

from __future__ import annotations

from django.utils.translation import gettext as _

from gerai.guidance.questions.tree import MAX_TAPS, Fault


def fault_text(fault: Fault) -> str:
    """What is wrong, and what to do about it."""
    return {
        Fault.CYCLE: _(
            "These questions go round in a circle; lead one of them elsewhere."
        ),
        Fault.TOO_DEEP: _(
            "This would be a question too many: after %(count)d answers people must be "
            "where they want to be."
        )
        % {"count": MAX_TAPS},
        Fault.ASKED_TWICE: _(
            "Another answer leads to this question already; every question is asked in "
            "one place only."
        ),
        Fault.NO_ANSWERS: _("This question has no answers."),
        Fault.MISSING: _("The question that follows isn't there or isn't published."),
        Fault.UNREACHED: _("No answer leads to this question."),
        Fault.ASKS_FIRST: _("This leads back to the first question."),
    }[fault]


def nowhere_text() -> str:
    """For an answer whose target is gone or hidden."""
    return _(
        "What this answer leads to isn't there or isn't published, so visitors don't "
        "see the answer."
    )


def first_slug_text(slug: str) -> str:
    """For a pack whose questions begin elsewhere."""
    return _(
        "the first question of the file is the one that people begin with; its slug is "
        "“%(slug)s”"
    ) % {"slug": slug}
