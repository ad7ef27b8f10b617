"""What every page that citizens read has in common."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar
from uuid import UUID

from django.core.validators import MaxLengthValidator
from django.db import models
from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField

from gerai.theme.addresses import localized_url
from gerai.theme.lookups import lookups, site_roots

SUMMARY_LENGTH = 300
"""Longest summary in characters; search engines show about half of it."""
_ON_REQUEST = "_gerai_breadcrumbs"


@dataclass(frozen=True, slots=True)
class Breadcrumb:
    """One step of the way from the home page; the page itself has no address."""

    title: str
    url: str = ""


class SitePage(Page):
    """A page with a summary, a review date and a way home.

    ``NOT_SHOWN_BY_OTHERS``: fields that only the page itself, feeds and data files show.
    """

    NOT_SHOWN_BY_OTHERS: tuple[str, ...] = (
        *("seo_title", "search_description", "reviewed_on", "is_indexed"),
        *("first_published_at", "last_published_at"),
    )

    summary = models.TextField(
        _("summary"),
        blank=True,
        validators=[MaxLengthValidator(SUMMARY_LENGTH)],
        help_text=_(
            "One or two sentences that say what one finds here. "
            "Shown below the title, in search results and when the page is shared."
        ),
    )
    reviewed_on = models.DateField(
        _("last reviewed on"),
        null=True,
        blank=True,
        help_text=_("The day on which somebody last checked that all of it is true."),
    )
    is_indexed = models.BooleanField(
        _("shown in search engines"),
        default=True,
        help_text=_("Clear this for pages that only make sense on the way elsewhere."),
    )

    content_panels: ClassVar[list[Any]] = [*Page.content_panels, FieldPanel("summary")]
    promote_panels: ClassVar[list[Any]] = [
        *Page.promote_panels,
        FieldPanel("reviewed_on"),
        FieldPanel("is_indexed"),
    ]
    search_fields: ClassVar[list[Any]] = [
        *Page.search_fields,
        index.SearchField("summary"),
        index.AutocompleteField("summary"),
        index.FilterField("reviewed_on"),
    ]
    # The same slug in all languages: an address differs by its prefix alone.
    override_translatable_fields: ClassVar[list[Any]] = [
        SynchronizedField("slug", overridable=False)
    ]

    class Meta:
        abstract = True

    @property
    def content_language(self) -> str:
        """Code of the language in which this page is written."""
        # Wagtail makes aliases of untranslated parents: other tree, same words.
        original = self.alias_of if self.alias_of_id else self
        return str(original.locale.language_code)

    def is_fallback(self, language: str) -> bool:
        """Whether a reader of ``language`` is given this page for want of a better."""
        return self.content_language != language

    @cached_property
    def pages_above(self) -> list[Page]:
        """The pages above this one, the root first; whoever has them sets them."""
        return list(self.get_ancestors().select_related("locale"))

    def breadcrumbs(self, request: HttpRequest | None = None) -> list[Breadcrumb]:
        """The way from the home page, titles and addresses in the active language.

        The home page itself is left out where it would be the only step.
        """
        language = get_language() or self.content_language
        # The page shows them, and its structured data says them again.
        known = request.__dict__.setdefault(_ON_REQUEST, {}) if request else {}
        steps: list[Breadcrumb] | None = known.get((self.pk, language))
        if steps is None:
            steps = known[self.pk, language] = self._way_from_home(language, request)
        return list(steps)

    def _way_from_home(
        self, language: str, request: HttpRequest | None
    ) -> list[Breadcrumb]:
        ancestors = self._ancestors_within_site(request)
        if not ancestors:
            return []
        home, *sections = ancestors
        titles = self._titles_in(language, sections)
        return [
            # The home page's title is a question to the reader, not a place.
            Breadcrumb(gettext("Home"), localized_url(home, language, request=request)),
            *(
                Breadcrumb(
                    titles.get(section.translation_key, section.title),
                    localized_url(section, language, request=request),
                )
                for section in sections
            ),
            Breadcrumb(self.title),
        ]

    def structured_data(self, request: HttpRequest) -> list[dict[str, Any]]:
        """Descriptions of this page for machines, as schema.org objects."""
        steps = self.breadcrumbs(request)
        if not steps:
            return []
        language = get_language() or self.content_language
        urls = [step.url for step in steps[:-1]]
        urls.append(localized_url(self, language, request=request))
        return [
            {
                "@context": "https://schema.org",
                "@type": "BreadcrumbList",
                "itemListElement": [
                    {
                        "@type": "ListItem",
                        "position": position,
                        "name": step.title,
                        "item": request.build_absolute_uri(url),
                    }
                    for position, (step, url) in enumerate(
                        zip(steps, urls, strict=True), start=1
                    )
                ],
            }
        ]

    def get_context(
        self, request: HttpRequest, *args: Any, **kwargs: Any
    ) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        context["breadcrumbs"] = self.breadcrumbs(request)
        context["content_language"] = self.content_language
        context["is_fallback"] = self.is_fallback(get_language() or "")
        return context

    def _ancestors_within_site(self, request: HttpRequest | None) -> list[Page]:
        paths = {root.root_path for root in site_roots(request)}
        found: list[Page] = []
        for ancestor in self.pages_above:
            if found or ancestor.url_path in paths:
                found.append(ancestor)
        return found

    @staticmethod
    def _titles_in(language: str, pages: list[Page]) -> Mapping[UUID, str]:
        if all(page.locale.language_code == language for page in pages):
            return {}
        return lookups.titles(language, [page.translation_key for page in pages])
