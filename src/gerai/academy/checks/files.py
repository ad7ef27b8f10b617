"""Rules on pictures and forms."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

from django.utils.translation import gettext as _
from pydantic import model_validator
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import ReferenceIndex

from gerai.academy.checks.looking import mentions, page_of
from gerai.academy.checks.pages import OnPage
from gerai.academy.checks.rules import Problem, Rule, Situation, register
from gerai.academy.checks.values import PageRef, Wanted
from gerai.contentpack.format.base import Line, refuse
from gerai.directory.choices import ComponentName
from gerai.directory.standard.parsing import raw_items, referenced_files

FEWEST_LETTERS = 8
"""A shorter alternative text describes nothing."""


@register
class ImageHasAlt(Rule):
    """Pictures say in words what they show: those of a page, or of one title."""

    kind: ClassVar[str] = "image_has_alt"
    page: PageRef | None = None
    title: Line | None = None
    mentions: Wanted | None = None

    @model_validator(mode="after")
    def _names_pictures(self) -> Any:
        if (self.page is None) == (self.title is None):
            raise refuse(_("name a page or the title of a picture, one of them"))
        return self

    def goal(self) -> str:
        return _("Who can't see the picture is told what it shows.")

    def problems(self, situation: Situation) -> Iterator[Problem]:
        images = self._images(situation)
        if not images:
            yield self._why_none(situation)
        for image in images:
            words = " ".join((image.description or "").split())
            title = {"title": image.title}
            if not words:
                yield Problem(
                    _("The picture “%(title)s” has no alternative text.") % title,
                    _("Describe what one sees, as if on the telephone."),
                )
            elif len(words) < FEWEST_LETTERS or words == image.title:
                yield Problem(
                    _("The alternative text of “%(title)s” describes nothing.") % title,
                    _("Say who does what where; not the name of the file."),
                )
            for wanted in self.mentions or () if words else ():
                if not mentions(words, wanted):
                    yield Problem(
                        _("The alternative text doesn't mention “%(words)s”.")
                        % {"words": wanted.split("|")[0].strip()}
                    )

    def _why_none(self, situation: Situation) -> Problem:
        """One that was added under another title is nearly there."""
        model = get_image_model()
        newest = (
            model.objects.filter(created_at__gt=situation.began.at)
            .order_by("-pk")
            .first()
        )
        if self.title is None or newest is None:
            return Problem(_("There is no picture yet."), _("Add one."))
        return Problem(
            _("No picture is called “%(title)s”; yours is called “%(other)s”.")
            % {"title": self.title, "other": newest.title},
            _("Give it the title that the task names."),
        )

    def _images(self, situation: Situation) -> list[Any]:
        model = get_image_model()
        if self.title is not None:
            return list(model.objects.filter(title=self.title))
        page = page_of(self.page or "", situation)
        used = ReferenceIndex.get_references_for_object(page)
        wanted = [
            row.to_object_id
            for row in used.select_related("to_content_type")
            if row.to_content_type.model_class() is model
        ]
        return list(model.objects.filter(pk__in=wanted).order_by("pk"))


@register
class FormReplaced(OnPage):
    """A form of a service was replaced: the new file stands where the old one was."""

    kind: ClassVar[str] = "form_replaced"
    form: Line

    def goal(self) -> str:
        return _("The new form stands in the place of the old one.")

    def problems(self, situation: Situation) -> Iterator[Problem]:
        name = ComponentName.REQUIREMENTS.value
        items = [(name, item) for item in raw_items(self.look(situation), name)]
        given = get_document_model().objects.in_bulk(referenced_files(items)).values()
        has_new = any(one.created_at > situation.began.at for one in given)
        has_old = any(
            one.title == self.form and one.created_at <= situation.began.at
            for one in given
        )
        words = {"form": self.form}
        replace = _("Begin on the home screen of the desk with “Replace a form”.")
        if has_old and has_new:
            yield Problem(
                _("The old form is still there, beside the new one."),
                _("Take the old one away: only one form may count."),
            )
        elif has_old and _uploaded_since(situation):
            yield Problem(
                _("The new file is in the desk, but visitors still get the old form."),
                replace,
            )
        elif has_old:
            yield Problem(_("“%(form)s” is still the old file.") % words, replace)
        elif not has_new:
            yield Problem(
                _("“%(form)s” is gone, and nothing is in its place.") % words, replace
            )


def _uploaded_since(situation: Situation) -> bool:
    documents = get_document_model().objects
    return bool(documents.filter(created_at__gt=situation.began.at).exists())
