"""Rules on what stands on pages: whether they are public, fields, words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

from django.utils.translation import gettext as _
from pydantic import Field, model_validator

from gerai.academy.checks.looking import (
    all_text_of,
    as_drafted,
    mentions,
    newest,
    page_of,
    text_of,
)
from gerai.academy.checks.rules import Absent, Problem, Rule, Situation, register
from gerai.academy.checks.values import NEW_KINDS, PageRef, Wanted, said
from gerai.contentpack.format.base import Line, refuse


class OnPage(Rule):
    """A rule on one page. ``draft`` looks at what the desk shows, not visitors."""

    page: PageRef
    draft: bool = False

    def look(self, situation: Situation) -> Any:
        """The page in the state that counts.

        Raises:
            Absent: it isn't there, or not public though it should be.
        """
        page = page_of(self.page, situation)
        if self.draft:
            return as_drafted(page)
        if not page.live:
            raise Absent(
                _("“%(title)s” isn't published yet.") % {"title": page.draft_title}
            )
        return page


@register
class PageLive(Rule):
    """A page is public, or with ``live: false`` is not."""

    kind: ClassVar[str] = "page_live"
    page: PageRef
    live: bool = True

    def goal(self) -> str:
        return _("The page is public.") if self.live else _("The page isn't public.")

    def problems(self, situation: Situation) -> Iterator[Problem]:
        page = page_of(self.page, situation)
        title = {"title": page.draft_title}
        if self.live and not page.live:
            waits = page.workflow_in_progress
            yield Problem(
                _("“%(title)s” waits for approval.") % title
                if waits
                else _("“%(title)s” is a draft; visitors don't see it.") % title,
                _("Approve it as a colleague who may, or publish it."),
            )
        elif self.live and page.has_unpublished_changes:
            yield Problem(
                _("“%(title)s” has changes that visitors don't see.") % title,
                _("Publish the changes, or have them approved."),
            )
        elif not self.live and page.live:
            yield Problem(
                _("“%(title)s” is still public.") % title, _("Take the page down.")
            )


@register
class FieldEquals(OnPage):
    """A field of a page has exactly this value."""

    kind: ClassVar[str] = "field_equals"
    field: Line
    value: Line | int | bool

    def goal(self) -> str:
        return _("What is entered is right.")

    def problems(self, situation: Situation) -> Iterator[Problem]:
        page = self.look(situation)
        names = {one.name: one for one in page._meta.get_fields()}
        if self.field not in names:
            raise Absent(
                _("Pages of this kind have no field “%(field)s”.")
                % {"field": self.field}
            )
        present = getattr(page, self.field)
        same = (
            text_of(page, self.field) == " ".join(self.value.split())
            if isinstance(self.value, str)
            else present == self.value
        )
        if not same:
            label = getattr(names[self.field], "verbose_name", self.field)
            yield Problem(
                _("%(label)s: %(present)s is entered, but it should be %(wanted)s.")
                % {
                    "label": str(label).capitalize(),
                    "present": said(text_of(page, self.field)),
                    "wanted": said(self.value),
                }
            )


@register
class TextMentions(OnPage):
    """A page says certain things, and avoids others; ``a | b`` is either of them.

    ``field`` left out: title, summary and text together.
    """

    kind: ClassVar[str] = "text_mentions"
    field: Line | None = None
    all_of: Wanted | None = None
    none_of: Wanted | None = None
    most_words: int | None = Field(default=None, ge=1)

    @model_validator(mode="after")
    def _asks_something(self) -> Any:
        if not (self.all_of or self.none_of or self.most_words):
            raise refuse(_("needs all_of, none_of or most_words"))
        return self

    def goal(self) -> str:
        return _("The text says what visitors need.")

    def problems(self, situation: Situation) -> Iterator[Problem]:
        page = self.look(situation)
        text = text_of(page, self.field) if self.field else all_text_of(page)
        for wanted in self.all_of or ():
            if not mentions(text, wanted):
                yield Problem(
                    _("The text doesn't mention “%(words)s”.")
                    % {"words": wanted.split("|")[0].strip()},
                    _("Read it as a visitor: what do they still have to ask?"),
                )
        for avoided in self.none_of or ():
            if mentions(text, avoided):
                yield Problem(
                    _("“%(words)s” shouldn't stand in the text.")
                    % {"words": avoided.split("|")[0].strip()},
                    _("Say it in everyday words, or leave it out."),
                )
        count = len(text.split())
        if self.most_words is not None and count > self.most_words:
            yield Problem(
                _("The text has %(count)d words; %(limit)d are enough.")
                % {"count": count, "limit": self.most_words},
                _("Leave out what visitors needn't know."),
            )


@register
class NothingNew(Rule):
    """Nothing of a kind was made: it was right not to."""

    kind: ClassVar[str] = "nothing_new"
    what: Line

    @model_validator(mode="after")
    def _is_known(self) -> Any:
        if self.what not in NEW_KINDS:
            raise refuse(_("must be one of: %(kinds)s") % {"kinds": _list(NEW_KINDS)})
        return self

    def goal(self) -> str:
        return _("Nothing was published that shouldn't be.")

    def problems(self, situation: Situation) -> Iterator[Problem]:
        page = newest(self.what, situation)
        if page is not None:
            yield Problem(
                _("“%(title)s” shouldn't be there.") % {"title": page.draft_title},
                _("Delete it."),
            )


def _list(words: tuple[str, ...]) -> str:
    return ", ".join(words)
