"""Rules on what stands on pages: fields, words, fees, pictures, notices."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any, ClassVar

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from pydantic import Field, model_validator
from wagtail.images import get_image_model
from wagtail.models import ReferenceIndex

from gerai.academy.checks.looking import (
    agency_of,
    all_text_of,
    as_drafted,
    made,
    mentions,
    newest,
    page_of,
    text_of,
)
from gerai.academy.checks.rules import (
    Absent,
    Problem,
    Rule,
    Situation,
    days_of,
    register,
)
from gerai.academy.checks.values import (
    NEW_KINDS,
    Clock,
    Day,
    PageRef,
    Slug,
    Wanted,
    clock_of,
    said,
)
from gerai.contentpack.format.base import Line, refuse
from gerai.directory.choices import FeeKind
from gerai.directory.standard.parsing import raw_items
from gerai.newsroom.models import NoticePage
from gerai.place.selectors import mall_timezone

FEWEST_LETTERS = 8
"""A shorter alternative text describes nothing."""


class _OnPage(Rule):
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
class FieldEquals(_OnPage):
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
class TextMentions(_OnPage):
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
class NoticeExists(Rule):
    """A notice was made, with the words, the agency and the time it should have."""

    kind: ClassVar[str] = "notice_exists"
    agency: Slug | None = None
    starts_by: Day | None = None
    ends_by: Day | None = None
    mentions: Wanted | None = None
    live: bool = True

    def goal(self) -> str:
        return _("The notice is there, and visitors find in it what they need.")

    def problems(self, situation: Situation) -> Iterator[Problem]:
        notices = list(made("notice", situation))
        if not notices:
            yield Problem(
                _("There is no new notice yet."),
                _("Begin on the home screen of the desk with “Publish a notice”."),
            )
            return
        found = [(one, list(self._wrong(one, situation))) for one in notices]
        _notice, problems = min(found, key=lambda pair: (len(pair[1]), -pair[0].pk))
        yield from problems

    def _wrong(self, page: NoticePage, situation: Situation) -> Iterator[Problem]:
        if self.live and not page.live:
            yield from PageLive(page="new:notice").problems(situation)
        draft = as_drafted(page)
        if self.agency is not None:
            agency = agency_of(self.agency, situation)
            if draft.agency_id != agency.pk:
                yield Problem(
                    _("The notice doesn't belong to %(name)s.")
                    % {"name": agency.title},
                    _("Choose whom it concerns."),
                )
        if self.starts_by is not None:
            last = max(days_of(self.starts_by, situation.todays))
            if localtime(draft.starts_at, mall_timezone()).date() > last:
                yield Problem(
                    _("It is shown too late: only from %(day)s.")
                    % {"day": _moment(draft.starts_at)}
                )
        if self.ends_by is not None:
            yield from _wrong_end(draft, self.ends_by, None, situation)
        for wanted in self.mentions or ():
            if not mentions(all_text_of(draft), wanted):
                yield Problem(
                    _("The text doesn't mention “%(words)s”.")
                    % {"words": wanted.split("|")[0].strip()},
                    _("Read it as a visitor: what do they still have to ask?"),
                )


@register
class NoticeEndsBy(Rule):
    """A notice leaves the site by itself, not later than on a day (at a time)."""

    kind: ClassVar[str] = "notice_ends_by"
    notice: PageRef = "new:notice"
    day: Day
    at: Clock | None = None

    def goal(self) -> str:
        return _("The notice ends by itself, in time.")

    def problems(self, situation: Situation) -> Iterator[Problem]:
        notice = as_drafted(page_of(self.notice, situation))
        yield from _wrong_end(notice, self.day, self.at, situation)


@register
class FeeEquals(_OnPage):
    """A fee of a service; ``amount: 0`` is free of charge. ``name`` picks one of many."""

    kind: ClassVar[str] = "fee_equals"
    amount: int = Field(ge=0)
    name: Line | None = None

    def goal(self) -> str:
        return _("The fee is right.")

    def problems(self, situation: Situation) -> Iterator[Problem]:
        fees = [item["value"] for item in raw_items(self.look(situation), "fees")]
        if self.name is not None:
            fees = [one for one in fees if mentions(one.get("label") or "", self.name)]
        if not fees:
            yield Problem(
                _("No fee is entered."),
                _("Begin on the home screen with “Correct a fee”."),
            )
            return
        amounts = [_amount(one) for one in fees]
        if self.amount not in amounts:
            yield Problem(
                _("The fee is %(present)s, but it should be %(wanted)s.")
                % {
                    "present": ", ".join(_rupiah(one) for one in amounts),
                    "wanted": _rupiah(self.amount),
                },
                _("Compare each digit, and whether a zero is missing."),
            )
        elif self.name is None and len(set(amounts)) > 1:
            yield Problem(
                _("The right fee is there, and a wrong one as well."),
                _("Take the old fee away; don't add a second one."),
            )


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
            yield Problem(_("There is no picture yet."), _("Add one."))
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


def _wrong_end(
    notice: Any, day: str, at: str | None, situation: Situation
) -> Iterator[Problem]:
    if notice.ends_at is None:
        yield Problem(
            _("The notice never ends."),
            _("Enter until when it is shown, so that nobody has to think of it."),
        )
        return
    ends = localtime(notice.ends_at, mall_timezone())
    last = max(days_of(day, situation.todays))
    too_late = ends.date() > last or (
        at is not None and ends.date() == last and ends.time() > clock_of(at)
    )
    if too_late:
        yield Problem(
            _("The notice ends too late: on %(moment)s.")
            % {"moment": _moment(notice.ends_at)},
            _("When is what it says over?"),
        )
    elif ends <= situation.now:
        yield Problem(_("The notice is over already."), _("Enter a later end."))


def _moment(moment: datetime) -> str:
    return date_format(localtime(moment, mall_timezone()), "SHORT_DATETIME_FORMAT")


def _amount(fee: Any) -> int | None:
    if fee.get("kind") == FeeKind.FREE:
        return 0
    amount = fee.get("amount")
    return int(amount) if amount is not None else None


def _rupiah(amount: int | None) -> str:
    if amount is None:
        return _("not known")
    if amount == 0:
        return _("free of charge")
    return f"Rp {amount:,}".replace(",", ".")


def _list(words: tuple[str, ...]) -> str:
    return ", ".join(words)
