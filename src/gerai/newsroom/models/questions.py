"""Frequent questions: in general, and about one service."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import RichTextField

from gerai.newsroom.cleaning import clean_rich_text
from gerai.newsroom.forms import QuestionForm
from gerai.newsroom.models.base import IndexPage, tidy_words
from gerai.newsroom.models.shared import in_reader_language

_ANSWER_FEATURES = ["bold", "italic", "ol", "ul", "link"]


class QuestionsPage(IndexPage):
    """The general questions, and a way to those about services."""

    template = "newsroom/questions.html"
    subpage_types: ClassVar[list[str]] = []
    page_description = _("Frequent questions and their answers.")

    class Meta:
        verbose_name = _("page of frequent questions")
        verbose_name_plural = _("pages of frequent questions")

    def get_context(
        self, request: HttpRequest, *args: Any, **kwargs: Any
    ) -> dict[str, Any]:
        """Add the questions; see ``presentation``."""
        from gerai.newsroom.presentation import pages  # noqa: PLC0415

        context = super().get_context(request, *args, **kwargs)
        return context | pages.questions_context()

    def structured_data(self, request: HttpRequest) -> list[dict[str, Any]]:
        """The questions as schema.org describes them."""
        from gerai.newsroom.presentation import linked_data  # noqa: PLC0415

        return [*super().structured_data(request), *linked_data.faq_page()]


class Question(models.Model):
    """A question that people ask again and again, with its answer."""

    question = models.CharField(
        _("question"),
        max_length=250,
        help_text=_("As people ask it: Apakah bisa diwakilkan?"),
    )
    question_en = models.CharField(_("question in English"), max_length=250, blank=True)
    answer = RichTextField(
        _("answer"),
        features=_ANSWER_FEATURES,
        help_text=_("The answer first, then why. Two or three sentences."),
    )
    answer_en = RichTextField(
        _("answer in English"), features=_ANSWER_FEATURES, blank=True
    )
    service = models.ForeignKey(
        "directory.ServicePage",
        verbose_name=_("service"),
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        limit_choices_to={"locale__language_code": "id"},
        help_text=_(
            "Empty: a general question. Else it stands on that service's page."
        ),
    )
    order = models.PositiveIntegerField(
        _("order"), default=0, help_text=_("Position in the list; small first.")
    )
    is_shown = models.BooleanField(_("visible on the site"), default=True)

    base_form_class = QuestionForm
    panels: ClassVar[list[Any]] = [
        FieldPanel("question"),
        FieldPanel("answer"),
        FieldPanel("service"),
        FieldPanel("order"),
        FieldPanel("is_shown"),
        MultiFieldPanel(
            [FieldPanel("question_en"), FieldPanel("answer_en")], heading=_("English")
        ),
    ]

    class Meta:
        verbose_name = _("frequent question")
        verbose_name_plural = _("frequent questions")
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return self.question

    def clean(self) -> None:
        super().clean()
        tidy_words(self, ("question", "question_en"), ())
        self.answer = clean_rich_text(self.answer)
        self.answer_en = clean_rich_text(self.answer_en)

    @property
    def shown_question(self) -> str:
        """In the reader's language, else in Indonesian."""
        return in_reader_language(self, "question")

    @property
    def shown_answer(self) -> str:
        """In the reader's language, else in Indonesian."""
        return in_reader_language(self, "answer")

    @property
    def has_english(self) -> bool:
        """Whether question and answer both exist in English."""
        return bool(self.question_en and self.answer_en)
