"""Topics and pictures: what pages of several kinds use."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel
from wagtail.models import Orderable, TranslatableMixin

from gerai.newsroom.cleaning import clean_line
from gerai.newsroom.models.base import facts, tidy_words


def in_reader_language(row: models.Model, name: str) -> str:
    """A text that stands beside its English: the one for the active language."""
    english = getattr(row, f"{name}_en")
    is_english = (get_language() or "").startswith("en")
    return str(english if is_english and english else getattr(row, name))


class Topic(models.Model):  # type: ignore[django-manager-missing]
    """What a piece of news is about."""

    name = models.CharField(_("name"), max_length=60, unique=True)
    name_en = models.CharField(_("name in English"), max_length=60, blank=True)
    slug = models.SlugField(
        _("address"),
        max_length=60,
        unique=True,
        help_text=_("Part of the address of its list: jam-layanan."),
    )

    panels: ClassVar[list[Any]] = [
        FieldPanel("name"),
        FieldPanel("name_en"),
        FieldPanel("slug"),
    ]

    class Meta:
        verbose_name = _("topic of news")
        verbose_name_plural = _("topics of news")
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return in_reader_language(self, "name")

    def clean(self) -> None:
        super().clean()
        tidy_words(self, ("name", "name_en"), ())


class PagePicture(TranslatableMixin, Orderable):
    """A picture on a page, with words for those who can't see it."""

    image = models.ForeignKey(
        "wagtailimages.Image",
        verbose_name=_("picture"),
        on_delete=models.PROTECT,
        related_name="+",
        help_text=_("Straight from the phone is fine; it is made smaller by itself."),
    )
    alt_text = models.CharField(
        _("what it shows"),
        max_length=250,
        blank=True,
        help_text=_(
            "For people who can't see it, in one sentence: Petugas membantu seorang ibu "
            "mengisi formulir di loket Dukcapil."
        ),
    )
    is_decorative = models.BooleanField(
        _("only decoration"),
        default=False,
        help_text=_("Tick this if nobody misses anything without the picture."),
    )
    caption = models.CharField(
        _("caption"),
        max_length=250,
        blank=True,
        help_text=_("Shown below the picture. Name the photographer here, if need be."),
    )

    panels: ClassVar[list[Any]] = [
        FieldPanel("image"),
        FieldPanel("alt_text"),
        FieldPanel("is_decorative"),
        FieldPanel("caption"),
    ]
    override_translatable_fields: ClassVar[list[Any]] = facts(
        "image", "is_decorative", "sort_order"
    )

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        abstract = True
        ordering = ["sort_order", "pk"]

    def __str__(self) -> str:
        return self.alt_text or self.caption

    @property
    def alt(self) -> str:
        """The text alternative; empty if the picture is decoration."""
        return "" if self.is_decorative else self.alt_text

    def clean(self) -> None:
        super().clean()
        self.alt_text = clean_line(self.alt_text)
        self.caption = clean_line(self.caption)
        if not self.alt_text and not self.is_decorative and self.image_id:
            # Who sent the picture has said what it shows; nobody types it twice.
            self.alt_text = clean_line(self.image.description)
        if not self.alt_text and not self.is_decorative:
            raise ValidationError(
                {
                    "alt_text": gettext(
                        "Say what the picture shows, or tick “only decoration”."
                    )
                }
            )


class NewsPicture(PagePicture):
    """A picture in a piece of news; the first one stands in lists."""

    page = ParentalKey(
        "newsroom.NewsPage", on_delete=models.CASCADE, related_name="pictures"
    )

    class Meta(PagePicture.Meta):
        verbose_name = _("picture of news")
        verbose_name_plural = _("pictures of news")


class AlbumPicture(PagePicture):
    """A picture in an album."""

    page = ParentalKey(
        "newsroom.AlbumPage", on_delete=models.CASCADE, related_name="pictures"
    )

    class Meta(PagePicture.Meta):
        verbose_name = _("picture of an album")
        verbose_name_plural = _("pictures of albums")
