"""“Restore yesterday's version” of a page."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.db.models import CharField, Exists, OuterRef, Q
from django.db.models.functions import Cast
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import Page, PageLogEntry, Revision
from wagtail.permissions import page_permission_policy

from gerai.place.selectors import mall_timezone
from gerai.workspace.errands.fields import Chips, ErrandForm
from gerai.workspace.errands.kinds import Target, Targets
from gerai.workspace.errands.page_kinds import PageErrand, address_of
from gerai.workspace.errands.pages import change_page, editable_page
from gerai.workspace.exceptions import ErrandRefused
from gerai.workspace.models import Errand
from gerai.workspace.versions.restoring import earlier_content

SHOWN = 30
VERSIONS = 12
PUBLISHED = ("wagtail.publish", "gerai.confirm")
"""Acts in the history by which a version came onto the site."""


class VersionForm(ErrandForm):
    """Which earlier version."""

    version = forms.ChoiceField(
        label=gettext_lazy("Which version comes back?"), widget=Chips
    )

    def __init__(self, *args: Any, versions: list[Revision], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.versions = {str(one.pk): one for one in versions}
        field = self.fields["version"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101
        field.choices = [
            (key, version_words(one)) for key, one in self.versions.items()
        ]


class Restoring(PageErrand):
    """What was on the site before; the present version is kept, too."""

    key = "versi"
    title = gettext_lazy("Restore yesterday's version")
    about = gettext_lazy("When a change went wrong")
    icon = "rotate"
    choose_title = gettext_lazy("Which page?")
    act_label = gettext_lazy("Restore this version")
    published_words = gettext_lazy("The earlier version is on the site again.")

    def is_for(self, user: Any) -> bool:
        return bool(_editable(user).exists())

    def targets(self, user: Any, query: str) -> Targets:
        pages = _editable(user)
        for word in query.split():
            pages = pages.filter(title__icontains=word)
        rows = pages.order_by("-last_published_at", "-pk")[:SHOWN]
        return Targets(
            [
                Target(
                    str(one.pk),
                    one.title,
                    _("Changed %(when)s") % {"when": _moment(one.last_published_at)},
                )
                for one in rows
            ],
            is_whole=False,
        )

    def target(self, user: Any, key: str) -> Any:
        page = editable_page(user, int(key) if key.isdecimal() else 0, Page)
        return page.specific

    def form(
        self,
        user: Any,
        target: Any,
        *,
        data: Any = None,
        files: Any = None,
        given: dict[str, Any] | None = None,
    ) -> VersionForm:
        versions = earlier_versions(target)
        initial = given or ({"version": str(versions[0].pk)} if versions else None)
        return VersionForm(data, initial=initial, versions=versions)

    def given(self, form: Any, target: Any, user: Any) -> dict[str, Any]:
        return {"target": str(target.pk), "version": form.cleaned_data["version"]}

    def name(self, given: dict[str, Any], target: Any) -> str:
        return _("Earlier version of “%(title)s”") % {"title": target.title}

    def effects(self, errand: Errand, target: Any) -> list[str]:
        version = self._version(errand, target)
        return [
            _("This is how the page looked: %(version)s.")
            % {"version": version_words(version)},
            _("The present version isn't lost; you can bring it back in the same way."),
        ]

    def perform(
        self, errand: Errand, target: Any, *, user: Any, as_preview: bool = False
    ) -> dict[str, Any]:
        version = self._version(errand, target)
        outcome = change_page(
            target,
            lambda page: earlier_content(version, page),
            user=user,
            as_preview=as_preview,
            to_draft=False,
        )
        return outcome | {"title": target.title} | address_of(target)

    @staticmethod
    def _version(errand: Errand, target: Any) -> Revision:
        version = target.revisions.filter(pk=errand.given["version"]).first()
        if version is None:
            raise ErrandRefused(
                _("This version is no longer there. Choose another one.")
            )
        found: Revision = version
        return found


def earlier_versions(page: Any) -> list[Revision]:
    """What visitors could read before, the likeliest first: the last before today."""
    published = PageLogEntry.objects.filter(page=page.pk, action__in=PUBLISHED).values(
        "revision"
    )
    rows = list(
        page.revisions.filter(Q(pk__in=published) | Q(user__isnull=True))
        .exclude(pk=page.live_revision_id)
        .select_related("user")
        .order_by("-created_at", "-pk")[:VERSIONS]
    )
    midnight = (
        timezone.now()
        .astimezone(mall_timezone())
        .replace(hour=0, minute=0, second=0, microsecond=0)
    )
    before_today = [row for row in rows if row.created_at < midnight]
    today = [row for row in rows if row.created_at >= midnight]
    return [*before_today[:1], *today, *before_today[1:]]


def version_words(version: Revision) -> str:
    """When a version was made, and by whom."""
    who = version.user
    name = (who.get_full_name() or who.get_username()) if who else ""
    when = _moment(version.created_at)
    return f"{when}, {name}" if name else when


def _moment(at: datetime | None) -> str:
    if at is None:
        return ""
    local = at.astimezone(mall_timezone())
    today = timezone.now().astimezone(mall_timezone()).date()
    day = {
        today: _("today"),
        today - timedelta(days=1): _("yesterday"),
    }.get(local.date()) or date_format(local, "j F Y")
    return f"{day} {local:%H.%M}"


def _editable(user: Any) -> Any:
    """Published pages that were changed: the others have no other version."""
    others = Revision.page_revisions.filter(
        object_id=Cast(OuterRef("pk"), CharField())
    ).exclude(pk=OuterRef("live_revision"))
    own = page_permission_policy.instances_user_has_permission_for(user, "change")
    return own.filter(
        Exists(others),
        last_published_at__isnull=False,
        live=True,
        depth__gt=1,
        locale__language_code=settings.LANGUAGE_CODE,
    )
