"""Who hears of what happens to drafts, and in which words."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, time
from typing import Any

from django.contrib.auth.models import User
from django.urls import reverse
from django.utils.formats import date_format, time_format
from django.utils.translation import gettext as _
from wagtail.models import Page, TaskState, WorkflowState

from gerai.approval.changes import changes_of
from gerai.approval.models import OfficeRules, Remark
from gerai.approval.policies import may_decide
from gerai.approval.selectors import approvers, remarks_on
from gerai.guard.people import managers
from gerai.notifications.messages import Message
from gerai.notifications.services import settle, tell
from gerai.place.selectors import mall_timezone

_MOST_IN_CONVERSATION = 20


def name_of(user: Any) -> str:
    """How the desk names a person; no address."""
    return user.get_full_name() or user.get_username().partition("@")[0]


def draft_path(page: Page) -> str:
    """Where a draft is looked at, talked about and decided on."""
    return reverse("approval_draft", args=[page.pk])


def handed_in(step: TaskState, by: Any) -> None:
    """Approvers hear of a draft; what the author was told about it is dealt with."""
    page = _page(step.workflow_state)
    path = draft_path(page)
    settle(path=path)
    people = [one for one in approvers() if may_decide(one, step)]
    title = _title(step.revision)

    def compose() -> Message:
        author = name_of(by) if by is not None else _("Somebody")
        return Message(
            subject=_("“%(title)s” waits for your approval") % {"title": title},
            paragraphs=(
                _("%(name)s has handed in “%(title)s”.")
                % {"name": author, "title": title},
                changes_of(page, step.revision).words,
            ),
            path=path,
            action=_("Look at it and decide"),
        )

    tell(people, compose, mail_preference="submitted", is_task=True)


def sent_back(state: WorkflowState, by: Any) -> None:
    """The author hears why."""
    step, page = state.current_task_state, _page(state)
    _nothing_left_to_decide(page)
    title = _title(step.revision)

    def compose() -> Message:
        return Message(
            subject=_("“%(title)s” was sent back to you") % {"title": title},
            paragraphs=(
                _("%(name)s asks you to change something:") % {"name": name_of(by)},
            ),
            quote=step.comment,
            path=draft_path(page),
            action=_("Open the draft"),
        )

    tell(
        _authors(state, step, without=by),
        compose,
        mail_preference="rejected",
        is_task=True,
    )


def approved(state: WorkflowState, by: Any) -> None:
    """The author hears that it is public, with what the approver said."""
    step, page = state.current_task_state, _page(state)
    _nothing_left_to_decide(page)
    title = _title(step.revision)

    def compose() -> Message:
        return Message(
            subject=_("“%(title)s” was approved") % {"title": title},
            paragraphs=(
                _("%(name)s has approved it.") % {"name": name_of(by)}
                if by is not None
                else _("It was approved."),
                _where_seen(page),
            ),
            quote=step.comment,
            path=draft_path(page),
            action=_("See the page in the desk"),
        )

    tell(_authors(state, step, without=by), compose, mail_preference="approved")


def stopped(state: WorkflowState, by: Any) -> None:
    """Nobody has to decide any more; an author who didn't stop it hears so."""
    step, page = state.current_task_state, _page(state)
    _nothing_left_to_decide(page)
    if step is None:
        return
    title = _title(step.revision)
    is_published = page.live and not page.has_unpublished_changes

    def compose() -> Message:
        if is_published:
            subject = _("“%(title)s” was published") % {"title": title}
            first = _("%(name)s has published it directly, perhaps with changes.")
        else:
            subject = _("“%(title)s” doesn't wait for approval any more")
            subject %= {"title": title}
            first = _("%(name)s has taken it back. Your draft is still there.")
        who = name_of(by) if by is not None else _("Somebody")
        return Message(
            subject=subject,
            paragraphs=(first % {"name": who},),
            path=draft_path(page),
            action=_("See the page in the desk"),
        )

    tell(_authors(state, step, without=by), compose, mail_preference="approved")


def remark_made(remark: Remark, step: TaskState | None) -> None:
    """Those who work on a draft hear what was said about it."""
    page = remark.page.specific
    people = [one.author for one in remarks_on(page)[-_MOST_IN_CONVERSATION:]]
    if page.latest_revision is not None:
        people.append(page.latest_revision.user)
    if step is not None:
        people += [step.workflow_state.requested_by, *approvers()]
    title = page.draft_title or page.title

    def compose() -> Message:
        return Message(
            subject=_("Comment on “%(title)s”") % {"title": title},
            paragraphs=(_("%(name)s writes:") % {"name": name_of(remark.author)},),
            quote=remark.text,
            path=draft_path(page),
            action=_("Read and answer"),
        )

    deciders = approvers()
    reachable = [
        one
        for one in _others(people, remark.author)
        if one in deciders or page.permissions_for_user(one).can_edit()
    ]
    tell(reachable, compose)


def went_out_at_once(
    *, what: str, by: Any, closure: dict[str, Any] | None, path: str
) -> None:
    """Managers hear of what an agency changed without asking, such as a closure.

    ``closure`` is what ``place.services.add_closure`` writes into the history.
    """

    def compose() -> Message:
        names = {"what": what, "name": name_of(by)}
        if closure:
            subject = _("Closed: %(what)s") % names
            first = _("%(name)s has closed it: %(when)s. Visitors see it already.")
            first %= {**names, "when": _closed_when(closure)}
        else:
            subject = _("Changed at once: %(what)s") % names
            first = _("%(name)s has changed it. Visitors see it already.") % names
        return Message(
            subject=subject,
            paragraphs=(first,),
            quote=str(closure["reason"]) if closure else "",
            path=path,
            action=_("See or change"),
        )

    tell(_others(managers(), by), compose)


def _closed_when(closure: dict[str, Any]) -> str:
    first, last = (
        date.fromisoformat(str(closure[name])) for name in ("first_day", "last_day")
    )
    day = date_format(first, "j F Y")
    if last != first:
        day = _("%(first)s to %(last)s") % {
            "first": day,
            "last": date_format(last, "j F Y"),
        }
    start, end = closure.get("from_time"), closure.get("until_time")
    if start and end:
        hours = _("%(from)s–%(until)s") % {"from": _clock(start), "until": _clock(end)}
        return f"{day}, {hours}"
    if start:
        return f"{day}, " + _("from %(time)s") % {"time": _clock(start)}
    if end:
        return f"{day}, " + _("until %(time)s") % {"time": _clock(end)}
    return day


def _clock(text: str) -> str:
    return time_format(time.fromisoformat(text), "H.i")


def four_eyes_changed(rules: OfficeRules, by: Any) -> None:
    """Managers hear when the office changes who may approve."""

    def compose() -> Message:
        if rules.four_eyes:
            subject = _("From now on nobody approves their own change")
        else:
            subject = _("From now on people may approve their own change")
        return Message(
            subject=subject,
            paragraphs=(
                _("%(name)s has changed the rules of approval.")
                % {"name": name_of(by) if by is not None else _("Somebody")},
            ),
        )

    tell(_others(managers(), by), compose)


def remind_approvers(step: TaskState, people: Iterable[User], *, key: str) -> None:
    """Something waits too long."""
    page, title = _page(step.workflow_state), _title(step.revision)
    since = step.started_at.astimezone(mall_timezone())

    def compose() -> Message:
        return Message(
            subject=_("Still waiting for approval: “%(title)s”") % {"title": title},
            paragraphs=(
                _("It was handed in on %(day)s.")
                % {"day": date_format(since, "j F Y, H.i")},
            ),
            path=draft_path(page),
            action=_("Look at it and decide"),
        )

    tell(people, compose, key=key, mail_preference="submitted", is_task=True)


def remind_author(step: TaskState, person: User, *, key: str) -> None:
    """A draft that was sent back lies untouched."""
    page, title = _page(step.workflow_state), _title(step.revision)

    def compose() -> Message:
        return Message(
            subject=_("“%(title)s” still waits for you") % {"title": title},
            paragraphs=(
                _("It was sent back with this reason, and nobody changed it since:"),
            ),
            quote=step.comment,
            path=draft_path(page),
            action=_("Open the draft"),
        )

    tell([person], compose, key=key, mail_preference="rejected", is_task=True)


def _page(state: WorkflowState) -> Any:
    return Page.objects.get(pk=state.object_id).specific


def _title(revision: Any) -> str:
    return str(revision.content.get("title") or revision.object_str)


def _authors(state: WorkflowState, step: TaskState, *, without: Any) -> list[User]:
    return _others([state.requested_by, step.revision.user], without)


def _others(people: Iterable[Any], without: Any) -> list[User]:
    return list({one.pk: one for one in people if one and one != without}.values())


def _nothing_left_to_decide(page: Page) -> None:
    settle(path=draft_path(page), people=approvers())


def _where_seen(page: Any) -> str:
    if page.go_live_at is not None and not page.live:
        moment = page.go_live_at.astimezone(mall_timezone())
        return _("Visitors will see it from %(day)s.") % {
            "day": date_format(moment, "j F Y, H.i")
        }
    return _("Visitors see it now.")
