"""The form by which staff edit a question."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from wagtail.admin.forms import WagtailAdminPageForm

from gerai.guidance.questions.tree import Fault

REFUSED = frozenset({Fault.CYCLE, Fault.TOO_DEEP, Fault.ASKED_TWICE, Fault.ASKS_FIRST})
"""Faults that an edit may not bring in; the others can be put right one by one."""


class QuestionForm(WagtailAdminPageForm):
    """Keeps the questions a tree: no circle, no question twice, four taps at most."""

    def is_valid(self) -> bool:
        """Judge the tree as it would be with the answers of this form."""
        if not super().is_valid():
            return False
        for problem, text in self._problems():
            formset = self.formsets["answers"]
            rows = [form for form in formset.forms if _is_kept(form)]
            if problem.answer is not None and problem.answer < len(rows):
                rows[problem.answer].add_error("next_question", text)
            else:
                self.add_error(None, ValidationError(text))
        return not self.errors and all(
            not form.errors for form in self.formsets["answers"].forms
        )

    def _problems(self) -> list[tuple[Any, str]]:
        from gerai.guidance.questions.reading import tree_with  # noqa: PLC0415
        from gerai.guidance.questions.wording import fault_text  # noqa: PLC0415

        formset = self.formsets.get("answers")
        if formset is None:
            return []
        chosen = sorted(
            (form for form in formset.forms if _is_kept(form)),
            key=lambda form: form.cleaned_data.get("ORDER") or 0,
        )
        targets = [form.cleaned_data.get("next_question") for form in chosen]
        found = tree_with(self.instance, targets)
        own = found.name_of(self.instance)
        return [
            (problem, fault_text(problem.fault))
            for problem in found.problems
            if problem.question == own and problem.fault in REFUSED
        ]


def _is_kept(form: Any) -> bool:
    return bool(form.cleaned_data) and not form.cleaned_data.get("DELETE")
