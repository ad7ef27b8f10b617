"""Rules on notices: what they say, whom they concern, when they end."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import ClassVar

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from gerai.academy.checks.looking import (
    agency_of,
    all_text_of,
    as_drafted,
    made,
    mentions,
    page_of,
)
from gerai.academy.checks.pages import PageLive
from gerai.academy.checks.rules import Problem, Rule, Situation, days_of, register
from gerai.academy.checks.values import Clock, Day, PageRef, Slug, Wanted, clock_of
from gerai.newsroom.models import NoticePage
from gerai.place.selectors import mall_timezone


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


def _wrong_end(
    notice: NoticePage, day: str, at: str | None, situation: Situation
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
