"""Pages of text: profile, privacy notice, accessibility statement."""

from __future__ import annotations

from typing import Any, ClassVar

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail_localize.fields import SynchronizedField

from gerai.theme.pages import SitePage
from gerai.website.blocks import BodyBlock, SourcesBlock
from gerai.website.fields import ContentField
from gerai.website.selectors.sections import section_entries


class TextPage(SitePage):
    """What content and section pages share."""

    body = ContentField(BodyBlock(), verbose_name=_("text"), blank=True)
    sources = ContentField(
        SourcesBlock(),
        verbose_name=_("sources"),
        blank=True,
        help_text=_("Where the text of this page comes from. Visitors see the list."),
    )

    content_panels = [
        *SitePage.content_panels,
        FieldPanel("body"),
        FieldPanel("sources"),
    ]
    override_translatable_fields = [
        *SitePage.override_translatable_fields,
        SynchronizedField("sources", overridable=False),
    ]

    class Meta:
        abstract = True


class ContentPage(TextPage):
    """One page of text."""

    template = "website/content.html"
    parent_page_types: ClassVar[list[str]] = ["website.HomePage", "website.SectionPage"]
    subpage_types: ClassVar[list[str]] = []
    page_description = _("Text with facts, tables, documents and questions.")

    class Meta:
        verbose_name = _("content page")
        verbose_name_plural = _("content pages")


class SectionPage(TextPage):
    """A group of content pages, with an index of them."""

    template = "website/section.html"
    parent_page_types: ClassVar[list[str]] = ["website.HomePage", "website.SectionPage"]
    subpage_types: ClassVar[list[str]] = ["website.ContentPage", "website.SectionPage"]
    page_description = _("Lists the pages below it.")

    class Meta:
        verbose_name = _("section")
        verbose_name_plural = _("sections")

    def get_context(
        self, request: HttpRequest, *args: Any, **kwargs: Any
    ) -> dict[str, Any]:
        """Add the pages below."""
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        context["entries"] = section_entries(self)
        return context
