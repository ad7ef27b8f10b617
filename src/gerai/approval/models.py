"""How a draft becomes public: the step, the office's rules, what people say to it."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting
from wagtail.models import Task, TaskState

from gerai.approval.locks import ApprovalLock

LONGEST_REMARK = 2000


class DecisionForm(forms.Form):
    """Words to the author; Wagtail asks with it when somebody decides in the editor."""

    comment = forms.CharField(
        label=_("Comment for the author"),
        required=False,
        max_length=LONGEST_REMARK,
        widget=forms.Textarea({"rows": 3}),
    )


class SendBackForm(DecisionForm):
    """The same, and the author must learn why."""

    comment = forms.CharField(
        label=_("What should be changed, and why?"),
        max_length=LONGEST_REMARK,
        widget=forms.Textarea({"rows": 3}),
        error_messages={
            "required": _("Write what should be changed, so that the author knows.")
        },
    )


class Approval(Task):
    """The one step between handing in and publication.

    What somebody may do is decided by ``policies``, for the record that is really
    decided on: the address of Wagtail's screens names page and step independently.
    """

    lock_class = ApprovalLock

    class Meta:
        verbose_name = _("approval")
        verbose_name_plural = _("approvals")

    def get_actions(self, obj: Any, user: Any) -> list[tuple[str, Any, bool]]:
        from gerai.approval.policies import may_decide  # noqa: PLC0415

        state = obj.current_workflow_task_state
        if state is None or not may_decide(user, state):
            return []
        return [
            ("reject", _("Send back"), True),
            ("approve", _("Approve and publish"), False),
            ("approve", _("Approve with a comment"), True),
        ]

    def get_form_for_action(self, action: str) -> type[forms.Form]:
        return SendBackForm if action == "reject" else DecisionForm

    def on_action(
        self, task_state: TaskState, user: Any, action_name: str, /, **given: Any
    ) -> str | None:
        """The final act, however it was reached."""
        from gerai.approval.services import act_on_step  # noqa: PLC0415

        return act_on_step(
            task_state=task_state,
            by=user,
            action=action_name,
            comment=str(given.get("comment") or ""),
        )

    def get_task_states_user_can_moderate(
        self, user: Any, **kwargs: Any
    ) -> QuerySet[TaskState]:
        from gerai.approval.selectors import decidable  # noqa: PLC0415

        return decidable(user).filter(task=self)

    def locked_for_user(self, obj: Any, user: Any) -> bool:
        """While it waits, only those who may publish it anyway can change it."""
        return not obj.permissions_for_user(user).can_publish()

    def user_can_lock(self, obj: Any, user: Any) -> bool:
        return not self.locked_for_user(obj, user)

    @classmethod
    def get_description(cls) -> str:
        return str(_("Managers and reviewers approve it, or send it back."))


@register_setting(icon="circle-check", order=400)
class OfficeRules(BaseGenericSetting):
    """What the office has decided about approving; one record."""

    four_eyes = models.BooleanField(
        _("nobody approves their own change"),
        default=True,
        help_text=_(
            "Switch this off only if one person does everything. Each change of it is "
            "recorded, and managers are told."
        ),
    )
    hours_to_decide = models.PositiveSmallIntegerField(
        _("remind approvers after"),
        default=8,
        validators=[MinValueValidator(1), MaxValueValidator(200)],
        help_text=_(
            "Opening hours of the mall that a change may wait. Those who may approve it "
            "are then reminded once a day."
        ),
    )
    days_to_rework = models.PositiveSmallIntegerField(
        _("remind authors after"),
        default=3,
        validators=[MinValueValidator(1), MaxValueValidator(60)],
        help_text=_(
            "Working days that a draft may lie untouched after it was sent back."
        ),
    )

    panels: ClassVar[list[Any]] = [
        FieldPanel("four_eyes"),
        MultiFieldPanel(
            [FieldPanel("hours_to_decide"), FieldPanel("days_to_rework")],
            heading=_("Reminders"),
        ),
    ]

    class Meta:
        verbose_name = _("rules of approval")
        verbose_name_plural = _("rules of approval")


class Remark(models.Model):
    """What somebody says about a draft; it stays in the desk."""

    page = models.ForeignKey(
        "wagtailcore.Page",
        models.CASCADE,
        related_name="+",
        verbose_name=_("page"),
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("author"),
    )
    text = models.TextField(_("comment"), max_length=LONGEST_REMARK)
    created_at = models.DateTimeField(_("written"), default=timezone.now)

    class Meta:
        ordering: ClassVar[list[str]] = ["created_at", "pk"]
        verbose_name = _("comment on a draft")
        verbose_name_plural = _("comments on drafts")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["page", "created_at"], name="approval_remarks_of_page")
        ]

    def __str__(self) -> str:
        return self.text[:60]
