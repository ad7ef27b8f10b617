"""What the pages of the newsroom have in common."""

from __future__ import annotations

import re
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, PublishingPanel
from wagtail.fields import RichTextField
from wagtail.models import Page
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField

from gerai.newsroom.choices import LIST_WORDS
from gerai.newsroom.cleaning import clean_line, clean_rich_text, clean_text
from gerai.newsroom.forms import NewsroomPageForm
from gerai.theme.pages import SitePage

TITLE_LENGTH = 120
"""Longest title in characters; a phone shows about 70 of it in three lines."""

RICH_TEXT_FEATURES = ["h2", "h3", "bold", "italic", "ol", "ul", "link", "document-link"]


def facts(*names: str) -> list[SynchronizedField]:
    """Fields that are the same in every language."""
    return [SynchronizedField(name, overridable=False) for name in names]


class NewsroomPage(SitePage):
    """A page of which an agency, or the mall itself, is the owner."""

    agency = models.ForeignKey(
        "directory.AgencyPage",
        verbose_name=_("agency"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        limit_choices_to={"locale__language_code": "id"},
        help_text=_("Whom it concerns. Leave empty if it concerns the whole mall."),
    )
    body = RichTextField(
        _("text"),
        blank=True,
        features=RICH_TEXT_FEATURES,
        help_text=_("Text from Word or WhatsApp can be pasted; it is tidied up."),
    )

    # Few fields: what only matters to search engines stands on the second tab.
    promote_panels: ClassVar[list[Any]] = [
        MultiFieldPanel(
            [
                FieldPanel("slug"),
                FieldPanel("seo_title"),
                FieldPanel("search_description"),
                FieldPanel("is_indexed"),
            ],
            heading=_("Address and search engines"),
        )
    ]
    settings_panels: ClassVar[list[Any]] = [PublishingPanel()]
    search_fields: ClassVar[list[Any]] = [
        *SitePage.search_fields,
        index.SearchField("body"),
    ]
    override_translatable_fields = [
        *SitePage.override_translatable_fields,
        *facts("agency"),
    ]
    base_form_class: ClassVar[type] = NewsroomPageForm
    subpage_types: ClassVar[list[str]] = []
    show_in_menus_default = False

    class Meta:
        abstract = True

    def full_clean(self, *args: Any, **kwargs: Any) -> None:
        """Tidy pasted text before anything looks at it: the address comes from it."""
        self.title = clean_line(self.title)  # type: ignore[has-type]
        self.summary = clean_line(self.summary)
        self.body = clean_rich_text(self.body)
        super().full_clean(*args, **kwargs)

    def clean(self) -> None:
        super().clean()
        errors: dict[str, Any] = {}
        if len(self.title) > TITLE_LENGTH:
            errors["title"] = gettext(
                "This title has %(length)d characters; at most %(limit)d fit. Say it "
                "shorter and put the rest into the summary."
            ) % {"length": len(self.title), "limit": TITLE_LENGTH}
        if self.slug and (self.slug in LIST_WORDS or re.fullmatch(r"\d+", self.slug)):
            errors["slug"] = gettext(
                "The address “%(slug)s” is used by a list. Choose another one."
            ) % {"slug": self.slug}
        if errors:
            raise ValidationError(errors)


class IndexPage(SitePage):
    """A list; right below the home page, one of its kind."""

    max_count_per_parent = 1
    parent_page_types: ClassVar[list[str]] = ["website.HomePage"]

    class Meta:
        abstract = True


def title_panel(help_text: Any) -> FieldPanel:
    """The title with a word on how to write it."""
    return FieldPanel("title", help_text=help_text)


def agency_panel() -> FieldPanel:
    """The agency from a plain list, not from the tree of pages."""
    return FieldPanel("agency", widget=forms.Select)


def tidy_words(
    row: models.Model, lines: tuple[str, ...], texts: tuple[str, ...]
) -> None:
    """Tidy the text fields of a snippet."""
    for name in lines:
        setattr(row, name, clean_line(getattr(row, name)))
    for name in texts:
        setattr(row, name, clean_text(getattr(row, name)))


__all__ = [
    "RICH_TEXT_FEATURES",
    "TITLE_LENGTH",
    "IndexPage",
    "NewsroomPage",
    "Page",
    "agency_panel",
    "facts",
    "tidy_words",
    "title_panel",
]
