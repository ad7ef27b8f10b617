"""Tables of the search: its index, the words that staff add, and what is asked."""

from __future__ import annotations

from typing import ClassVar

from django.core.validators import MaxLengthValidator
from django.db import models
from django.utils.translation import gettext_lazy as _


class SearchDocument(models.Model):
    """The words of one thing that can be found, analysed; see ``documents``.

    ``suggested``: what the browser is given of them.
    """

    key = models.CharField(max_length=120, unique=True)
    kind = models.CharField(max_length=20)
    target = models.CharField(max_length=200)
    rank = models.PositiveIntegerField(default=9999)
    content = models.JSONField()
    suggested = models.JSONField(default=dict)
    shown = models.JSONField(default=dict)
    digest = models.CharField(max_length=32)

    def __str__(self) -> str:
        return self.key


class IndexStamp(models.Model):
    """Changes with the index, so that every process notices; one row."""

    stamp = models.CharField(max_length=32)

    def __str__(self) -> str:
        return self.stamp


class SearchWords(models.Model):
    """Words that mean the same to people who search."""

    words = models.TextField(
        _("words"),
        validators=[MaxLengthValidator(2000)],
        help_text=_(
            "One word or phrase per line, as people type them: “kir”, “keur”, “uji kir”."
        ),
    )
    means = models.TextField(
        _("lead to"),
        blank=True,
        validators=[MaxLengthValidator(2000)],
        help_text=_(
            "Leave this empty if all the words above mean the same. Otherwise: what "
            "they lead to, one per line; not the other way round."
        ),
    )

    class Meta:
        verbose_name = _("search words")
        verbose_name_plural = _("search words")
        ordering: ClassVar[list[str]] = ["words", "pk"]

    def __str__(self) -> str:
        return ", ".join(self.words.splitlines()[:4])

    @property
    def word_list(self) -> list[str]:
        return lines(self.words)

    @property
    def means_list(self) -> list[str]:
        return lines(self.means)


class ElsewhereTopic(models.Model):
    """Something that people look for and that this mall doesn't offer."""

    title = models.CharField(
        _("what it is"), max_length=160, help_text=_("For example: Pajak kendaraan.")
    )
    title_en = models.CharField(_("what it is, in English"), max_length=160, blank=True)
    words = models.TextField(
        _("words"),
        validators=[MaxLengthValidator(2000)],
        help_text=_("How people ask for it, one per line: perpanjang stnk."),
    )
    place = models.CharField(
        _("where it is usually done"),
        max_length=200,
        blank=True,
        help_text=_("In general words: di Samsat. Leave empty if nobody knows."),
    )
    place_en = models.CharField(
        _("where it is usually done, in English"), max_length=200, blank=True
    )
    agency = models.ForeignKey(
        "directory.AgencyPage",
        verbose_name=_("agency"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        help_text=_("If this site has a page of the agency that does it."),
    )

    class Meta:
        verbose_name = _("subject not offered here")
        verbose_name_plural = _("subjects not offered here")
        ordering: ClassVar[list[str]] = ["title", "pk"]

    def __str__(self) -> str:
        return self.title

    @property
    def word_list(self) -> list[str]:
        return lines(self.words)


class SearchCount(models.Model):
    """How often something was asked on a day; nothing of who asked.

    ``text`` stays empty until a question was asked often enough to be nobody's own; see
    ``asked``.
    """

    day = models.DateField()
    digest = models.CharField(max_length=32)
    text = models.CharField(max_length=120, blank=True)
    count = models.PositiveIntegerField(default=0)
    results = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["day", "digest"], name="finder_search_count_once_a_day"
            )
        ]

    def __str__(self) -> str:
        return self.text or "…"


def lines(text: str) -> list[str]:
    """The lines of a text field that say something, each once."""
    return list(
        dict.fromkeys(line.strip() for line in text.splitlines() if line.strip())
    )
