"""Rules on what was handed in, decided, answered and told."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar, Literal

from django.utils.translation import gettext as _
from pydantic import Field
from wagtail.models import Page, TaskState, WorkflowState

from gerai.academy.checks.looking import mentions, page_of
from gerai.academy.checks.rules import Problem, Rule, Situation, register
from gerai.academy.checks.values import PageRef, Wanted
from gerai.approval.models import Remark
from gerai.approval.selectors import current_step
from gerai.notifications.models import OutgoingMail

FEWEST_WORDS = 3
"""A reason or an answer of fewer words helps nobody."""


@register
class WaitsForApproval(Rule):
    """A page was handed in and nobody has decided yet."""

    kind: ClassVar[str] = "waits_for_approval"
    page: PageRef

    def goal(self) -> str:
        return _("The change waits for approval.")

    def problems(self, situation: Situation) -> Iterator[Problem]:
        page = page_of(self.page, situation)
        if current_step(page) is not None:
            return
        title = {"title": page.draft_title}
        if _last_decision(page) is not None:
            yield Problem(_("“%(title)s” was decided on already.") % title)
        elif page.live and not page.has_unpublished_changes:
            yield Problem(
                _("“%(title)s” is public; nothing waits.") % title,
                _("Be an agency editor for it: what editors write is handed in."),
            )
        else:
            yield _kept_back(page)


@register
class SentOn(Rule):
    """What was changed is public, or waits for a decision: whichever the role may do."""

    kind: ClassVar[str] = "sent_on"
    page: PageRef

    def goal(self) -> str:
        return _("The change was published or handed in.")

    def problems(self, situation: Situation) -> Iterator[Problem]:
        page = page_of(self.page, situation)
        is_public = page.live and not page.has_unpublished_changes
        if not is_public and current_step(page) is None:
            yield _kept_back(page)


def _kept_back(page: Page) -> Problem:
    return Problem(
        _("“%(title)s” is a draft that wasn't handed in.")
        % {"title": page.draft_title},
        _("Open it and hand it in."),
    )


@register
class Decided(Rule):
    """A change was approved, or sent back with a reason that helps its author."""

    kind: ClassVar[str] = "decided"
    page: PageRef
    decision: Literal["approved", "sent_back"]
    reason: Wanted | None = None

    def goal(self) -> str:
        if self.decision == "approved":
            return _("The change was approved.")
        return _("The change was sent back, with a reason.")

    def problems(self, situation: Situation) -> Iterator[Problem]:
        page = page_of(self.page, situation)
        step = _last_decision(page)
        title = {"title": page.draft_title}
        if step is None:
            yield Problem(
                _("Nobody has decided on “%(title)s” yet.") % title,
                _("It waits in the list of approvals."),
            )
            return
        is_approved = step.status == TaskState.STATUS_APPROVED
        if is_approved and self.decision == "sent_back":
            yield Problem(
                _("“%(title)s” was approved, but there is a mistake in it.") % title,
                _("Read the draft line by line before you decide."),
            )
        elif not is_approved and self.decision == "approved":
            yield Problem(
                _("“%(title)s” was sent back, though it is right.") % title,
                _("Send back only what visitors could get wrong."),
            )
        elif not is_approved:
            yield from self._wrong_reason(step.comment)

    def _wrong_reason(self, comment: str) -> Iterator[Problem]:
        if len(comment.split()) < FEWEST_WORDS:
            yield Problem(
                _("The reason is too short to help the author."),
                _("Say what is wrong, where, and what it should be."),
            )
        for wanted in self.reason or ():
            if not mentions(comment, wanted):
                yield Problem(
                    _("The reason doesn't mention “%(words)s”.")
                    % {"words": wanted.split("|")[0].strip()},
                    _("Say what is wrong, where, and what it should be."),
                )


@register
class CommentAnswered(Rule):
    """The last word on a draft is the trainee's, not the question."""

    kind: ClassVar[str] = "comment_answered"
    page: PageRef
    mentions: Wanted | None = None

    def goal(self) -> str:
        return _("The comment is answered.")

    def problems(self, situation: Situation) -> Iterator[Problem]:
        page = page_of(self.page, situation)
        remarks = list(Remark.objects.filter(page=page).order_by("created_at", "pk"))
        own = [one for one in remarks if one.created_at > situation.began.at]
        if not own or remarks[-1].author_id == _asker(remarks, situation):
            yield Problem(
                _("The comment on “%(title)s” isn't answered yet.")
                % {"title": page.draft_title},
                _("Open the draft; comments stand below it."),
            )
            return
        answer = own[-1].text
        if len(answer.split()) < FEWEST_WORDS:
            yield Problem(_("The answer is too short to help anybody."))
        for wanted in self.mentions or ():
            if not mentions(answer, wanted):
                yield Problem(
                    _("The answer doesn't mention “%(words)s”.")
                    % {"words": wanted.split("|")[0].strip()}
                )


@register
class MailWritten(Rule):
    """Somebody would have been told by mail."""

    kind: ClassVar[str] = "mail_written"
    mentions: Wanted
    at_least: int = Field(default=1, ge=1)

    def goal(self) -> str:
        return _("Those concerned were told.")

    def problems(self, situation: Situation) -> Iterator[Problem]:
        mails = OutgoingMail.objects.filter(created_at__gte=situation.began.at)
        told = [
            mail
            for mail in mails
            if all(
                mentions(f"{mail.subject} {mail.text}", one) for one in self.mentions
            )
        ]
        if len(told) < self.at_least:
            yield Problem(_("Nobody was told of it yet."))


def _asker(remarks: list[Any], situation: Situation) -> int | None:
    """Who asked before the exercise began; nobody's own answer to oneself counts."""
    before = [one for one in remarks if one.created_at <= situation.began.at]
    return before[-1].author_id if before else None


def _last_decision(page: Page) -> TaskState | None:
    """The last step of a page on which somebody decided."""
    states = WorkflowState.objects.for_instance(page)
    decided = (TaskState.STATUS_APPROVED, TaskState.STATUS_REJECTED)
    found: TaskState | None = (
        TaskState.objects.filter(workflow_state__in=states, status__in=decided)
        .order_by("-pk")
        .first()
    )
    return found
