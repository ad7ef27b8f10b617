"""Keeps the way to publication in place, as ``guard`` keeps the roles."""

from __future__ import annotations

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from wagtail.models import Page, Task, Workflow, WorkflowPage, WorkflowTask

from gerai.approval.models import Approval

# Stored, and shown in histories; the desk's own screens don't name it.
NAME = "Persetujuan"
# What Wagtail brings: its group has no members here, so nothing would ever be approved.
STOCK_NAME = "Moderators approval"


@transaction.atomic
def settle_approval() -> Workflow:
    """Every page goes through one approval; changes nothing when that is so."""
    task = Approval.objects.order_by("pk").first()
    if task is None:
        task = Approval.objects.create(name=NAME)
    if not task.active:
        task.active = True
        task.save(update_fields=["active"])
    workflow = Workflow.objects.filter(workflow_tasks__task=task).order_by("pk").first()
    if workflow is None:
        workflow = Workflow.objects.create(name=NAME)
    if not workflow.active:
        workflow.active = True
        workflow.save(update_fields=["active"])
    if [row.task_id for row in workflow.workflow_tasks.all()] != [task.pk]:
        WorkflowTask.objects.filter(workflow=workflow).delete()
        WorkflowTask.objects.create(workflow=workflow, task=task)
    for root in Page.objects.filter(depth=1):
        if not WorkflowPage.objects.filter(page=root, workflow=workflow).exists():
            WorkflowPage.objects.update_or_create(
                page=root, defaults={"workflow": workflow}
            )
    _retire_stock()
    return workflow


def _retire_stock() -> None:
    for workflow in Workflow.objects.filter(name=STOCK_NAME, active=True):
        workflow.deactivate()
    stock_type = ContentType.objects.filter(
        app_label="wagtailcore", model="groupapprovaltask"
    )
    for task in Task.objects.filter(
        name=STOCK_NAME, active=True, content_type__in=stock_type
    ):
        task.deactivate()
