"""The whole question path on one page, with what is wrong with it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from wagtail.models import Page
from wagtail.permissions import policy_registry

from gerai.directory.policies import (
    visible_agencies,
    visible_life_events,
    visible_services,
)
from gerai.guidance.models import Answer, QuestionPage
from gerai.guidance.questions.reading import QuestionTree, question_tree
from gerai.guidance.questions.tree import Problem
from gerai.guidance.questions.wording import fault_text, nowhere_text

CONTEXT_ACTIONS = ["add", "change", "publish"]


@dataclass(slots=True)
class AnswerLine:
    """One answer: what it leads to, and the question that follows."""

    text: str
    target: str
    problem: str = ""
    follows: QuestionLine | None = None


@dataclass(slots=True)
class QuestionLine:
    """One question with its answers."""

    words: str
    edit_url: str
    is_live: bool
    problems: list[str] = field(default_factory=list)
    answers: list[AnswerLine] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Overview:
    """The tree from the first question down, and what hangs on nothing."""

    first: QuestionLine | None
    loose: list[QuestionLine]
    problem_count: int
    unreached_services: list[str]


def user_may_look(user: Any) -> bool:
    """Whoever edits any page may see the overview."""
    policy = policy_registry.get_by_type(Page)
    return bool(policy.user_has_any_permission(user, CONTEXT_ACTIONS))


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """``/admin/panduan/``: the tree with its warnings."""
    if not user_may_look(request.user):
        raise PermissionDenied
    context = {"overview": overview_of(), "page_title": _("Question path")}
    return render(request, "guidance/desk/overview.html", context)


def overview_of() -> Overview:
    """Read everything; a fixed number of queries."""
    tree = question_tree(only_live=False)
    answers = _answers_by_page(tree)
    problems: dict[str, list[Problem]] = defaultdict(list)
    for problem in tree.problems:
        problems[problem.question].append(problem)
    hidden = _Hidden.read()
    lines = {
        name: _line(page, answers[page.pk], problems[name], hidden)
        for name, page in tree.pages.items()
    }
    placed = {tree.first}
    for name, page in tree.pages.items():
        for answer, line in zip(answers[page.pk], lines[name].answers, strict=True):
            follows = answer.next_question
            key = str(follows.translation_key) if follows is not None else ""
            if key in lines and key not in placed:
                placed.add(key)
                line.follows = lines[key]
    loose = [line for name, line in lines.items() if name not in placed]
    count = sum(
        len(line.problems) + sum(bool(answer.problem) for answer in line.answers)
        for line in lines.values()
    )
    return Overview(
        lines.get(tree.first), loose, count, _unreached(tree, answers.values())
    )


def _answers_by_page(tree: QuestionTree) -> dict[int, list[Answer]]:
    found: dict[int, list[Answer]] = defaultdict(list)
    rows = Answer.objects.filter(
        page_id__in=[page.pk for page in tree.pages.values()]
    ).select_related("next_question", "service", "life_event", "agency")
    for row in rows.order_by("sort_order", "pk"):
        found[row.page_id].append(row)
    return found


@dataclass(frozen=True, slots=True)
class _Hidden:
    """Which targets visitors may see."""

    services: frozenset[int]
    events: frozenset[int]
    agencies: frozenset[int]

    @classmethod
    def read(cls) -> _Hidden:
        return cls(
            frozenset(visible_services().values_list("pk", flat=True)),
            frozenset(visible_life_events().values_list("pk", flat=True)),
            frozenset(visible_agencies().values_list("pk", flat=True)),
        )

    def hides(self, answer: Answer) -> bool:
        if answer.advice:
            return False
        if answer.next_question is not None:
            return not answer.next_question.live
        return not (
            answer.service_id in self.services
            or answer.life_event_id in self.events
            or answer.agency_id in self.agencies
        )


def _line(
    page: QuestionPage, answers: list[Answer], problems: list[Problem], hidden: _Hidden
) -> QuestionLine:
    lines = [_answer_line(answer, hidden) for answer in answers]
    own: list[str] = []
    for problem in problems:
        text = fault_text(problem.fault)
        if problem.answer is None or problem.answer >= len(lines):
            own.append(text)
        else:
            lines[problem.answer].problem = text
    return QuestionLine(
        words=page.words,
        edit_url=reverse("wagtailadmin_pages:edit", args=[page.pk]),
        is_live=page.live,
        problems=own,
        answers=lines,
    )


def _answer_line(answer: Answer, hidden: _Hidden) -> AnswerLine:
    target = answer.service or answer.life_event or answer.agency
    return AnswerLine(
        text=answer.text,
        target=str(target) if target is not None else answer.advice,
        problem=nowhere_text() if hidden.hides(answer) else "",
    )


def _unreached(tree: QuestionTree, answers: Iterable[list[Answer]]) -> list[str]:
    """Visible services to which no answer leads, by title."""
    if not tree.nodes:
        return []
    reached = {one.service_id for rows in answers for one in rows if one.service_id}
    left = visible_services().exclude(pk__in=reached)
    return list(left.order_by("title", "pk").values_list("title", flat=True))
