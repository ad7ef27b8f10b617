"""Documents: forms, regulations and reports, each at an address that stays."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel
from wagtail.contrib.routable_page.models import RoutablePageMixin, path
from wagtail.models import Orderable
from wagtail.search import index

from gerai.newsroom.choices import DocumentKind, InformationClass
from gerai.newsroom.cleaning import clean_line
from gerai.newsroom.models.base import (
    NewsroomPage,
    agency_panel,
    facts,
    title_panel,
)
from gerai.newsroom.models.lists import ListIndexPage


class DocumentIndexPage(ListIndexPage):
    """All documents; by kind, class and year."""

    kind: ClassVar[str] = "documents"
    template = "newsroom/index.html"
    subpage_types: ClassVar[list[str]] = ["newsroom.DocumentPage"]
    page_description = _("The list of all documents.")

    class Meta:
        verbose_name = _("list of documents")
        verbose_name_plural = _("lists of documents")


class DocumentPage(RoutablePageMixin, NewsroomPage):
    """One document with all its versions; the newest comes first."""

    search_fields: ClassVar[list[Any]] = [
        *NewsroomPage.search_fields,
        index.FilterField("kind"),
        index.FilterField("information_class"),
        index.FilterField("year"),
    ]

    kind = models.CharField(
        _("kind"),
        max_length=12,
        choices=DocumentKind.choices,
        default=DocumentKind.FORM,
    )
    year = models.PositiveSmallIntegerField(
        _("year"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1945), MaxValueValidator(2100)],
        help_text=_("The year that it is of, for example of a report."),
    )
    information_class = models.CharField(
        _("class of public information"),
        max_length=10,
        choices=InformationClass.choices,
        default=InformationClass.ANYTIME,
        help_text=_(
            "By UU 14/2008. Exempted information may be named, not handed out."
        ),
    )

    template = "newsroom/document.html"
    parent_page_types: ClassVar[list[str]] = ["newsroom.DocumentIndexPage"]
    page_description = _("A form, regulation or report to download.")
    content_panels = [
        title_panel(_("What one looks for: Formulir permohonan paspor.")),
        FieldPanel("summary"),
        FieldRowPanel([FieldPanel("kind"), FieldPanel("year")]),
        FieldPanel("information_class"),
        agency_panel(),
        InlinePanel(
            "versions",
            label=_("File"),
            heading=_("Files, the newest first"),
            help_text=_(
                "To replace a form, add the new file and move it to the top. The "
                "address stays the same, and the old file stays below."
            ),
        ),
        FieldPanel("body"),
    ]
    override_translatable_fields = [
        *NewsroomPage.override_translatable_fields,
        *facts("kind", "year", "information_class"),
    ]

    class Meta:
        verbose_name = _("document")
        verbose_name_plural = _("documents")

    def clean(self) -> None:
        super().clean()
        is_exempt = self.information_class == InformationClass.EXEMPT
        if is_exempt and self.versions.all():
            raise ValidationError(
                {
                    "information_class": gettext(
                        "Exempted information may not be handed out. Take the files "
                        "away, or choose another class."
                    )
                }
            )

    @path("")
    def page(self, request: HttpRequest) -> HttpResponse:
        """The page itself."""
        return self.render(request)

    @path("unduh/")
    def download(self, request: HttpRequest) -> HttpResponse:
        """The newest file, at an address that stays when the file is replaced.

        Raises:
            Http404: there is no file, or there must not be one.
        """
        newest = self.versions.select_related("document").first()
        if newest is None or self.information_class == InformationClass.EXEMPT:
            raise Http404
        response: HttpResponse = redirect(newest.document.url)
        response.headers["Cache-Control"] = "no-cache"
        return response

    def get_context(
        self, request: HttpRequest, *args: Any, **kwargs: Any
    ) -> dict[str, Any]:
        """Add what the template shows; see ``presentation``."""
        from gerai.newsroom.presentation import pages  # noqa: PLC0415

        context = super().get_context(request, *args, **kwargs)
        return context | pages.document_context(self)


class DocumentVersion(Orderable):
    """A file of a document."""

    page = ParentalKey(DocumentPage, on_delete=models.CASCADE, related_name="versions")
    document = models.ForeignKey(
        "wagtaildocs.Document",
        verbose_name=_("file"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    issued_on = models.DateField(_("valid from"), null=True, blank=True)
    note = models.CharField(
        _("what is different"),
        max_length=200,
        blank=True,
        help_text=_("For example: kolom NIK ditambahkan."),
    )

    panels: ClassVar[list[Any]] = [
        FieldPanel("document"),
        FieldPanel("issued_on"),
        FieldPanel("note"),
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("file of a document")
        verbose_name_plural = _("files of documents")
        ordering = ["sort_order", "pk"]

    def __str__(self) -> str:
        return str(self.document)

    def clean(self) -> None:
        super().clean()
        self.note = clean_line(self.note)
