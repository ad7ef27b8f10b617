"""Records for the tests of guidance; services and the like come from ``directory``."""

from __future__ import annotations

from typing import Any

import factory

from gerai.directory.tests.factories import ChildPageFactory, home
from gerai.guard.tests.once import indexed_once
from gerai.guidance.models import FIRST_SLUG, Answer, QuestionPage


class QuestionPageFactory(ChildPageFactory):
    """Usage: ``QuestionPageFactory(answers=[("Ya", {"service": service}), …])``.

    Below the first question, which ``QuestionPageFactory(first=True)`` makes.
    """

    class Meta:
        model = QuestionPage

    class Params:
        first = factory.Trait(slug=FIRST_SLUG, _parent=factory.LazyFunction(home))

    title = factory.Sequence(lambda n: f"Pertanyaan {n}")
    slug = factory.Sequence(lambda n: f"pertanyaan-{n}")
    question = factory.LazyAttribute(lambda page: f"{page.title}?")
    _parent = factory.LazyFunction(lambda: QuestionPage.objects.get(slug=FIRST_SLUG))

    @classmethod
    @indexed_once()
    def _create(cls, model_class: Any, *args: Any, **kwargs: Any) -> Any:
        answers = kwargs.pop("answers", ())
        page = super()._create(model_class, *args, **kwargs)
        if answers:
            give(page, *answers)
        return model_class.objects.get(pk=page.pk)


def give(page: QuestionPage, *answers: tuple[str, dict[str, Any]]) -> None:
    """Add answers to a question, and publish it."""
    # A page that got children since would forget them.
    page = QuestionPage.objects.get(pk=page.pk)
    for text, target in answers:
        page.answers.add(
            Answer(
                text=text,
                sort_order=page.answers.count(),
                locale=page.locale,
                **target,
            )
        )
    page.save_revision().publish()
