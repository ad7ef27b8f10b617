"""“Publish a notice”."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models
from django.http import Http404
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import Page

from gerai.directory.models import AgencyPage
from gerai.guard.sections import bound_section_keys
from gerai.newsroom.choices import Urgency
from gerai.newsroom.cleaning import clean_line, rich_text_of
from gerai.newsroom.models import NoticeIndexPage, NoticePage
from gerai.newsroom.models.base import TITLE_LENGTH
from gerai.place.selectors import mall_timezone
from gerai.workspace.errands.fields import (
    PASTE_HELP,
    Chips,
    DayInput,
    ErrandForm,
    TidyText,
    TimeInput,
)
from gerai.workspace.errands.kinds import Place, Target, Targets
from gerai.workspace.errands.page_kinds import NewPageErrand, address_of
from gerai.workspace.errands.pages import add_page
from gerai.workspace.exceptions import ErrandRefused
from gerai.workspace.models import Errand

END_OF_DAY = time(23, 59)
LONGEST_TEXT = 20_000


class Until(models.TextChoices):
    """How long visitors see it."""

    TODAY = "0", gettext_lazy("Today")
    DAYS = "3", gettext_lazy("3 days")
    WEEK = "7", gettext_lazy("A week")
    MONTH = "30", gettext_lazy("A month")
    OWN = "own", gettext_lazy("Choose day and time")


class TitleField(forms.CharField):
    """A title in one line, whatever was pasted."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.widget.attrs["autofocus"] = True

    def to_python(self, value: Any) -> str:
        return clean_line(super().to_python(value) or "")

    def validate(self, value: Any) -> None:
        super().validate(value)
        if len(value) > TITLE_LENGTH:
            raise ValidationError(
                _(
                    "This title has %(length)d characters; at most %(limit)d fit. Say "
                    "it shorter and put the rest into the text."
                )
                % {"length": len(value), "limit": TITLE_LENGTH}
            )


class TextField(forms.CharField):
    """A longer text, tidied."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            widget=TidyText(), help_text=PASTE_HELP, max_length=LONGEST_TEXT, **kwargs
        )


class NoticeForm(ErrandForm):
    """What one has to know, and for how long."""

    own = {"until": ("own", ("day", "moment"))}

    title = TitleField(label=gettext_lazy("What must visitors know, in one sentence?"))
    text = TextField(label=gettext_lazy("The details"), required=False)
    until = forms.ChoiceField(
        label=gettext_lazy("How long do visitors see it?"),
        choices=Until.choices,
        widget=Chips,
        initial=Until.WEEK,
        help_text=gettext_lazy("Then it leaves the site by itself."),
    )
    day = forms.DateField(
        label=gettext_lazy("Until which day"), widget=DayInput, required=False
    )
    moment = forms.TimeField(
        label=gettext_lazy("Until what time"),
        widget=TimeInput,
        required=False,
        help_text=gettext_lazy("Empty: until the end of that day."),
    )
    is_urgent = forms.BooleanField(
        label=gettext_lazy("It changes a visit today: put it at the top"),
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("until") == Until.OWN:
            if cleaned.get("day") is None:
                if "day" not in self.errors:
                    self.add_error("day", _("Choose the day on which it ends."))
            elif _end(cleaned) <= timezone.now():
                self.add_error(
                    "day",
                    _("This moment is over already. Choose a later one."),
                )
        return cleaned


class Notice(NewPageErrand):
    """A notice of the mall, or of an agency below its own page."""

    key = "pengumuman"
    title = gettext_lazy("Publish a notice")
    about = gettext_lazy("Something visitors must know; it ends by itself")
    icon = "info-circle"
    choose_title = gettext_lazy("Whose notice is it?")
    act_label = gettext_lazy("Publish")
    published_words = gettext_lazy("Your notice is on the site. It leaves by itself.")

    def is_for(self, user: Any) -> bool:
        return self._can_add_to_mall(user) or bool(_own_agencies(user))

    def targets(self, user: Any, query: str) -> Targets:
        keys = bound_section_keys(user)
        if keys is not None:
            return Targets(
                [Target(f"instansi-{one.pk}", one.title) for one in _own_agencies(user)]
            )
        return Targets([Target("mal", _("The whole mall"))])

    def target(self, user: Any, key: str) -> Page:
        if key == "mal":
            parent: Any = _mall_list()
        else:
            number = key.removeprefix("instansi-")
            parent = (
                AgencyPage.objects.filter(
                    pk=int(number), locale__language_code=settings.LANGUAGE_CODE
                ).first()
                if number.isdecimal()
                else None
            )
        if parent is None:
            raise Http404
        if not parent.permissions_for_user(user).can_add_subpage():
            raise PermissionDenied
        return parent

    def heading(self, target: Any) -> str:
        return str(target.title) if isinstance(target, AgencyPage) else ""

    def form(
        self,
        user: Any,
        target: Any,
        *,
        data: Any = None,
        files: Any = None,
        given: dict[str, Any] | None = None,
    ) -> NoticeForm:
        return NoticeForm(data, initial=given)

    def given(self, form: Any, target: Any, user: Any) -> dict[str, Any]:
        cleaned = form.cleaned_data
        moment = cleaned["moment"]
        return {
            "target": f"instansi-{target.pk}"
            if isinstance(target, AgencyPage)
            else "mal",
            "title": cleaned["title"],
            "text": cleaned["text"],
            "until": cleaned["until"],
            "day": cleaned["day"].isoformat() if cleaned["day"] else "",
            "moment": moment.isoformat("minutes") if moment else "",
            "is_urgent": cleaned["is_urgent"],
            "ends_at": _end(cleaned).isoformat(),
        }

    def name(self, given: dict[str, Any], target: Any) -> str:
        return _("Notice: %(title)s") % {"title": given["title"]}

    def effects(self, errand: Errand, target: Any) -> list[str]:
        ends = datetime.fromisoformat(errand.given["ends_at"])
        where = (
            _("It stands on the page of %(name)s, on the home page and in the list of "
              "notices.") % {"name": target.title}
            if isinstance(target, AgencyPage)
            else _("It stands on the home page and in the list of notices.")
        )  # fmt: skip
        local = ends.astimezone(mall_timezone())
        return [
            where,
            _("It leaves the site by itself on %(day)s at %(time)s.")
            % {"day": date_format(local, "l, j F Y"), "time": f"{local:%H.%M}"},
        ]

    def perform(
        self, errand: Errand, target: Any, *, user: Any, as_preview: bool = False
    ) -> dict[str, Any]:
        given = errand.given
        now = timezone.now().replace(second=0, microsecond=0)
        ends_at = datetime.fromisoformat(given["ends_at"])
        if ends_at <= now:
            raise ErrandRefused(
                _("The end that you chose is over by now. Choose a later one.")
            )
        notice = NoticePage(
            title=given["title"],
            body=rich_text_of(given["text"]),
            starts_at=now,
            ends_at=ends_at,
            urgency=Urgency.URGENT if given["is_urgent"] else Urgency.NORMAL,
            agency=target if isinstance(target, AgencyPage) else None,
        )
        outcome = add_page(target, notice, user=user, as_preview=as_preview)
        return outcome | address_of(notice)

    def public_places(self, errand: Errand) -> list[Place]:
        return [
            Place(errand.given["title"], errand.outcome["url"]),
            Place(_("All notices"), "/pengumuman/"),
            Place(_("Home page"), "/"),
        ]

    @staticmethod
    def _can_add_to_mall(user: Any) -> bool:
        parent = _mall_list()
        return parent is not None and bool(
            parent.permissions_for_user(user).can_add_subpage()
        )


def _mall_list() -> NoticeIndexPage | None:
    found: NoticeIndexPage | None = NoticeIndexPage.objects.filter(
        locale__language_code=settings.LANGUAGE_CODE
    ).first()
    return found


def _own_agencies(user: Any) -> list[AgencyPage]:
    keys = bound_section_keys(user)
    if not keys:
        return []
    found = AgencyPage.objects.filter(
        translation_key__in=keys, locale__language_code=settings.LANGUAGE_CODE
    )
    return [one for one in found if one.permissions_for_user(user).can_add_subpage()]


def _end(cleaned: dict[str, Any]) -> datetime:
    zone = mall_timezone()
    if cleaned["until"] == Until.OWN:
        moment = cleaned.get("moment") or END_OF_DAY
        return datetime.combine(cleaned["day"], moment, zone)
    today = timezone.now().astimezone(zone).date()
    day = today + timedelta(days=int(cleaned["until"]))
    return datetime.combine(day, END_OF_DAY, zone)
