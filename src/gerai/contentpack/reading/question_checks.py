"""The question path of a pack: what answers name exists, and the whole is a tree."""

from __future__ import annotations

from gerai.contentpack.format.questions import AnswerItem, QuestionsFile
from gerai.contentpack.reading.file_checks import FileCheck
from gerai.contentpack.reading.yaml_files import Path
from gerai.guidance.models import FIRST_SLUG
from gerai.guidance.questions.tree import Fault, Node, problems_of
from gerai.guidance.questions.wording import fault_text, first_slug_text


def check_questions(questions: QuestionsFile, check: FileCheck) -> None:
    """Note every dangling answer and whatever keeps the questions from being a tree."""
    items = questions.root
    check.unique([item.slug for item in items], (), "slug")
    if items and items[0].slug != FIRST_SLUG:
        check.note((0, "slug"), first_slug_text(FIRST_SLUG))
    for number, item in enumerate(items):
        for index, answer in enumerate(item.answers):
            _check_target(answer, (number, "answers", index), check)
    positions = {item.slug: number for number, item in enumerate(items)}
    nodes = [
        Node(item.slug, tuple(answer.question for answer in item.answers))
        for item in items
    ]
    # Under another name, the first one still leads to the others: one fault, not more.
    first = FIRST_SLUG if FIRST_SLUG in positions or not items else items[0].slug
    for problem in problems_of(nodes, first=first):
        place: Path = (positions[problem.question],)
        if problem.answer is not None:
            place = (*place, "answers", problem.answer, "question")
        elif problem.fault == Fault.NO_ANSWERS:
            place = (*place, "answers")
        else:
            place = (*place, "slug")
        check.note(place, fault_text(problem.fault))


def _check_target(answer: AnswerItem, path: Path, check: FileCheck) -> None:
    if answer.service is not None:
        check.service_exists(answer.service, (*path, "service"))
    if answer.life_event is not None:
        check.life_event_exists(answer.life_event, (*path, "life_event"))
    if answer.agency is not None:
        check.agency_exists(answer.agency, (*path, "agency"))
