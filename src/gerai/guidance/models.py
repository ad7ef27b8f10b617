"""Questions, and the answers that lead on."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, InlinePanel, PageChooserPanel
from wagtail.models import Orderable, Page, TranslatableMixin
from wagtail_localize.fields import SynchronizedField

from gerai.guidance.questions.form import QuestionForm
from gerai.theme.pages import SitePage

FIRST_SLUG = "bantu-pilih"
"""Address of the first question; the others are below it."""

TARGETS = ("next_question", "service", "life_event", "agency", "advice")
"""What an answer may lead to; exactly one of them."""


class QuestionPage(SitePage):
    """One question of the path that leads to a service.

    The first one is right below the home page, all others are below it, whatever the
    order in which they are asked. The title is a short name; the question itself is
    what people read.
    """

    question = models.CharField(
        _("question"),
        max_length=160,
        blank=True,
        help_text=_("As one asks at a counter: Apa yang terjadi dengan KTP Anda?"),
    )

    template = "guidance/question.html"
    subpage_types: ClassVar[list[str]] = ["guidance.QuestionPage"]
    page_description = _("A question whose answers lead to a service.")
    base_form_class = QuestionForm
    content_panels: ClassVar[list[Any]] = [
        FieldPanel("title", help_text=_("A short name for the way back: KTP.")),
        FieldPanel("question"),
        FieldPanel(
            "summary", help_text=_("A word of help below the question, if any.")
        ),
        InlinePanel(
            "answers",
            [
                FieldPanel("text"),
                FieldPanel("note"),
                PageChooserPanel("next_question", "guidance.QuestionPage"),
                PageChooserPanel("service", "directory.ServicePage"),
                PageChooserPanel("life_event", "directory.LifeEventPage"),
                PageChooserPanel("agency", "directory.AgencyPage"),
                FieldPanel("advice"),
            ],
            label=_("answer"),
            heading=_("Answers; each leads to exactly one thing"),
            min_num=1,
        ),
    ]
    override_translatable_fields: ClassVar[list[Any]] = [
        *SitePage.override_translatable_fields
    ]

    class Meta:
        verbose_name = _("question")
        verbose_name_plural = _("questions")

    @classmethod
    def can_create_at(cls, parent: Page) -> bool:
        """The first question below home, the others below the first."""
        if not super().can_create_at(parent):
            return False
        if parent.depth == 2:
            return not QuestionPage.objects.child_of(parent).exists()
        return parent.depth == 3 and parent.specific_class is QuestionPage

    @property
    def is_first(self) -> bool:
        """People begin here. A page without a place in the tree is none of them."""
        return self.depth == 3

    @property
    def words(self) -> str:
        """What people are asked."""
        return self.question or self.title

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Only the beginning is for search engines: the others need their context."""
        if self.depth is not None and not self.is_first and self.is_indexed:
            self.is_indexed = False
            if kwargs.get("update_fields") is not None:
                kwargs["update_fields"] = {*kwargs["update_fields"], "is_indexed"}
        super().save(*args, **kwargs)

    def get_context(
        self, request: HttpRequest, *args: Any, **kwargs: Any
    ) -> dict[str, Any]:
        """Add answers, the way so far, and how far it may still be."""
        from gerai.guidance.questions.showing import question_context  # noqa: PLC0415

        context = super().get_context(request, *args, **kwargs)
        context.update(question_context(self))
        return context


class Answer(TranslatableMixin, Orderable):
    """One answer to a question, and the one thing that it leads to."""

    page = ParentalKey(
        QuestionPage,
        verbose_name=_("question"),
        on_delete=models.CASCADE,
        related_name="answers",
    )
    text = models.CharField(
        _("answer"), max_length=160, help_text=_("In the visitor's words: KTP hilang.")
    )
    note = models.CharField(
        _("note"), max_length=255, blank=True, help_text=_("One more word, if needed.")
    )
    # A target that is deleted leaves a dead end, which the overview names.
    next_question = models.ForeignKey(
        QuestionPage,
        verbose_name=_("leads to the question"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="asked_by",
    )
    service = models.ForeignKey(
        "directory.ServicePage",
        verbose_name=_("leads to the service"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    life_event = models.ForeignKey(
        "directory.LifeEventPage",
        verbose_name=_("leads to the life event"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    agency = models.ForeignKey(
        "directory.AgencyPage",
        verbose_name=_("leads to the agency"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    advice = models.TextField(
        _("or says what to do"),
        blank=True,
        help_text=_("A sentence for what this mall doesn't have: where else to go."),
    )

    override_translatable_fields: ClassVar[list[Any]] = [
        SynchronizedField(name, overridable=False)
        for name in (
            "next_question",
            "service",
            "life_event",
            "agency",
            "sort_order",
        )
    ]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        verbose_name = _("answer")
        verbose_name_plural = _("answers")
        ordering = ["sort_order", "pk"]

    def __str__(self) -> str:
        return self.text

    def clean(self) -> None:
        """Refuse answers that lead nowhere, to several things, or to a translation."""
        super().clean()
        chosen = [name for name in TARGETS if self._has(name)]
        if not chosen:
            raise ValidationError(
                gettext("Choose what this answer leads to, or write what to do.")
            )
        if len(chosen) > 1:
            raise ValidationError(
                {chosen[1]: gettext("An answer leads to one thing only.")}
            )
        target = getattr(self, chosen[0])
        if isinstance(target, Page) and target.locale_id != self._record_locale():
            raise ValidationError({chosen[0]: gettext("Choose the Indonesian page.")})

    def _has(self, name: str) -> bool:
        return bool(getattr(self, name if name == "advice" else f"{name}_id"))

    def _record_locale(self) -> int:
        from wagtail.models import Locale  # noqa: PLC0415

        return int(Locale.get_default().pk)
