"""“Hand over my work” to a colleague, for example before leave."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.log_actions import log
from wagtail.models import Page, PageSubscription

from gerai.directory.models import AgencyPage, ServicePage
from gerai.directory.services import HAND_OVER_ACTION, change_owner
from gerai.guard.models import StaffMember
from gerai.guard.policies import may_invite
from gerai.guard.roles import Role
from gerai.guard.sections import bound_section_keys, role_of, staff_of
from gerai.workspace.errands.fields import Chips, ErrandForm
from gerai.workspace.errands.kinds import ErrandKind, Place
from gerai.workspace.exceptions import ErrandRefused
from gerai.workspace.models import Errand

_WITH_WORK = frozenset({Role.ADMINISTRATOR, Role.MANAGER, Role.EDITOR})


class ColleagueForm(ErrandForm):
    """To whom."""

    to = forms.ChoiceField(
        label=gettext_lazy("Who takes over?"),
        widget=Chips,
        error_messages={"required": gettext_lazy("Choose a colleague.")},
    )

    # What the screen says beside it.
    work: list[str]
    may_invite: bool

    def __init__(self, *args: Any, colleagues: list[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["to"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101
        field.choices = [(str(one.pk), name_of(one)) for one in colleagues]


class HandingOver(ErrandKind):
    """Pages, drafts, services that I look after, and what I follow."""

    key = "serah-terima"
    title = gettext_lazy("Hand over my work")
    about = gettext_lazy("To a colleague, for example before leave")
    icon = "group"
    act_label = gettext_lazy("Hand over")
    has_target = False
    shows_page = False
    template = "workspace/errands/hand_over.html"

    def is_for(self, user: Any) -> bool:
        return role_of(user) in _WITH_WORK

    def target(self, user: Any, key: str) -> User:
        if not self.is_for(user):
            raise PermissionDenied
        found: User = user
        return found

    def heading(self, target: Any) -> str:
        return ""

    def form(
        self,
        user: Any,
        target: Any,
        *,
        data: Any = None,
        files: Any = None,
        given: dict[str, Any] | None = None,
    ) -> ColleagueForm:
        form = ColleagueForm(data, initial=given, colleagues=colleagues_of(user))
        form.work, form.may_invite = work_lines(user), bool(may_invite(user))
        return form

    def given(self, form: Any, target: Any, user: Any) -> dict[str, Any]:
        return {"to": form.cleaned_data["to"]}

    def name(self, given: dict[str, Any], target: Any) -> str:
        to = User.objects.get(pk=given["to"])
        return _("Work handed over to %(name)s") % {"name": name_of(to)}

    def effects(self, errand: Errand, target: Any) -> list[str]:
        to = User.objects.filter(pk=errand.given["to"]).first()
        return [
            _("%(name)s looks after this from now on:") % {"name": name_of(to)},
            *work_lines(target),
            _("Visitors see no difference."),
        ]

    def perform(
        self, errand: Errand, target: Any, *, user: Any, as_preview: bool = False
    ) -> dict[str, Any]:
        to = next(
            (one for one in colleagues_of(user) if str(one.pk) == errand.given["to"]),
            None,
        )
        if to is None:
            raise ErrandRefused(
                _("This colleague can't take over your work any more. Choose another.")
            )
        pages = list(owned_pages(user))
        cared_for = list(cared_for_pages(user))
        subscriptions = list(
            PageSubscription.objects.filter(user=user)
            .exclude(page__subscribers__user=to)
            .values_list("pk", flat=True)
        )
        waiting = list(
            Errand.objects.filter(by=user, done_at__isnull=True)
            .exclude(pk=errand.pk)
            .values_list("pk", flat=True)
        )
        give(pages, cared_for, to, by=user)
        PageSubscription.objects.filter(pk__in=subscriptions).update(user=to)
        Errand.objects.filter(pk__in=waiting).update(by=to)
        return {
            "to": to.pk,
            "to_email": to.email,
            "pages": [page.pk for page in pages],
            "cared_for": [[page.pk, page.owner_name] for page in cared_for],
            "subscriptions": subscriptions,
            "errands": waiting,
            "name": name_of(to),
        }

    def undo(self, errand: Errand, target: Any, *, user: Any) -> None:
        outcome = errand.outcome
        pages = list(Page.objects.filter(pk__in=outcome["pages"], owner=outcome["to"]))
        names = dict(outcome["cared_for"])
        cared_for = [
            page
            for page in _records(Q(pk__in=names), Q(pk__in=names))
            if page.owner_email == outcome["to_email"]
        ]
        if len(pages) < len(outcome["pages"]) or len(cared_for) < len(names):
            raise ErrandRefused(
                _("%(name)s has handed on a part of it since. Ask them for the rest.")
                % {"name": outcome["name"]}
            )
        give(pages, cared_for, user, by=user)
        PageSubscription.objects.filter(
            pk__in=outcome["subscriptions"], user=outcome["to"]
        ).update(user=user)
        Errand.objects.filter(
            pk__in=outcome["errands"], by=outcome["to"], done_at__isnull=True
        ).update(by=user)

    def preview_path(self, errand: Errand, outcome: dict[str, Any]) -> str:
        return ""

    def places(self, errand: Errand) -> list[Place]:
        return [Place(_("All pages in the desk"), reverse("wagtailadmin_explore_root"))]

    def said(self, errand: Errand) -> str:
        return _("Handed over. %(name)s looks after it now.") % {
            "name": errand.outcome["name"]
        }


def colleagues_of(user: Any) -> list[User]:
    """Who can do the same work: of the same agency, or those who reach everything."""
    members = StaffMember.objects.select_related("user", "section").filter(
        user__is_active=True, joined_at__isnull=False
    )
    whole = Q(role__in=[Role.MANAGER, Role.ADMINISTRATOR])
    mine = staff_of(user)
    keys = bound_section_keys(user)
    if keys is not None and mine is not None:
        section = Q(role=Role.EDITOR, section__translation_key__in=keys)
        members = members.filter(section)
    else:
        members = members.filter(whole)
    return [member.user for member in members.exclude(user=user)]


def owned_pages(user: Any) -> Any:
    """Pages that a user began, drafts among them."""
    return Page.objects.filter(owner=user).order_by("path")


def cared_for_pages(user: Any) -> list[Any]:
    """Records of which a user is the responsible person."""
    if not user.email:
        return []
    mine = Q(owner_email__iexact=user.email)
    return _records(mine, mine)


def work_lines(user: Any) -> list[str]:
    """What there is to hand over, one sentence each."""
    pages = owned_pages(user)
    drafts = pages.filter(has_unpublished_changes=True).count()
    total, cared_for = pages.count(), len(cared_for_pages(user))
    waiting = Errand.objects.filter(by=user, done_at__isnull=True).count()
    lines = [
        ngettext("%(count)d page of yours", "%(count)d pages of yours", total)
        % {"count": total},
        ngettext("%(count)d of them is a draft", "%(count)d of them are drafts", drafts)
        % {"count": drafts},
        ngettext(
            "%(count)d agency or service that you are responsible for",
            "%(count)d agencies or services that you are responsible for",
            cared_for,
        )
        % {"count": cared_for},
        ngettext(
            "%(count)d task that you began and didn't finish",
            "%(count)d tasks that you began and didn't finish",
            waiting,
        )
        % {"count": waiting},
    ]
    counts = (total, drafts, cared_for, waiting)
    return [line for line, count in zip(lines, counts, strict=True) if count] or [
        _("Nothing stands in your name at the moment.")
    ]


def give(pages: list[Page], cared_for: list[Any], to: User, *, by: User) -> None:
    """Put pages and records into somebody's hands; each act stands in the history."""
    for page in pages:
        Page.objects.filter(pk=page.pk).update(owner=to)
        log(
            instance=page.specific_deferred,
            action=HAND_OVER_ACTION,
            user=by,
            data={"to": to.pk},
        )
    for record in cared_for:
        change_owner(page=record, name=name_of(to), email=to.email, by=by)


def name_of(user: User | None) -> str:
    """What colleagues call somebody."""
    if user is None:
        return ""
    return user.get_full_name() or user.get_username()


def _records(agencies: Q, services: Q) -> list[Any]:
    language = Q(locale__language_code=settings.LANGUAGE_CODE)
    return [
        *AgencyPage.objects.filter(language, agencies).order_by("path"),
        *ServicePage.objects.filter(language, services).order_by("path"),
    ]
