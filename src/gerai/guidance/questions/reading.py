"""The question path as it stands in the database; public."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils.functional import cached_property

from gerai.guidance.questions.tree import Node, Problem, problems_of
from gerai.publishing.reading import once_per_snapshot

if TYPE_CHECKING:
    from gerai.guidance.models import QuestionPage

FIRST = "first"
NEW = "new"


@dataclass(frozen=True)
class QuestionTree:
    """All Indonesian questions by name; names are translation keys as text."""

    nodes: Mapping[str, Node]
    first: str
    pages: Mapping[str, Any] = field(default_factory=dict)

    @cached_property
    def problems(self) -> list[Problem]:
        return problems_of(self.nodes.values(), first=self.first)

    @cached_property
    def asked_by(self) -> dict[str, str]:
        """The question before each question."""
        return {
            name: node.name
            for node in self.nodes.values()
            for name in node.leads_to
            if name is not None
        }

    def name_of(self, page: QuestionPage) -> str:
        return str(page.translation_key) if page.translation_key else NEW


def question_tree(*, only_live: bool = True) -> QuestionTree:
    """The tree of all questions; two queries."""
    return _tree(only_live=only_live)


@once_per_snapshot
def _tree(*, only_live: bool) -> QuestionTree:
    from gerai.guidance.models import Answer, QuestionPage  # noqa: PLC0415

    pages = QuestionPage.objects.filter(locale__language_code=settings.LANGUAGE_CODE)
    if only_live:
        # What visitors see of the other questions is where they are.
        pages = pages.live().only("path", "depth", "url_path", "translation_key")
    by_key = {page.pk: page for page in pages.order_by("path")}
    rows = Answer.objects.filter(page_id__in=by_key).order_by("sort_order", "pk")
    leads: dict[int, list[str | None]] = {pk: [] for pk in by_key}
    names = {pk: str(page.translation_key) for pk, page in by_key.items()}
    for page_id, next_id in rows.values_list("page_id", "next_question_id"):
        leads[page_id].append(names.get(next_id) if next_id else None)
    nodes = {names[pk]: Node(names[pk], tuple(leads[pk])) for pk in by_key}
    first = next((names[pk] for pk, page in by_key.items() if page.is_first), FIRST)
    return QuestionTree(nodes, first, {names[pk]: page for pk, page in by_key.items()})


def tree_with(page: QuestionPage, targets: Sequence[Any]) -> QuestionTree:
    """The tree as it would be if ``page`` led to ``targets``, drafts included."""
    tree = question_tree(only_live=False)
    name = tree.name_of(page)
    leads = tuple(
        str(one.translation_key) if one is not None else None for one in targets
    )
    nodes = {**tree.nodes, name: Node(name, leads)}
    return QuestionTree(nodes, tree.first, tree.pages)


def live_first_question() -> QuestionPage | None:
    """The question that people begin with, None if there is none for visitors."""
    from gerai.guidance.models import QuestionPage  # noqa: PLC0415

    found: Iterable[QuestionPage] = (
        QuestionPage.objects.live()
        .public()
        .filter(depth=3, locale__language_code=settings.LANGUAGE_CODE)
        .order_by("path")
    )
    return next(iter(found), None)
