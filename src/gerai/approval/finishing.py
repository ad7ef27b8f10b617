"""What follows from an approval. Imported while Wagtail's models are: imports nothing."""

from __future__ import annotations

from typing import Any


def publish_approved(workflow_state: Any, user: Any = None) -> None:
    """Publish what was approved.

    ``services.decide`` has checked that ``user`` may approve; reviewers approve without
    being allowed to publish what they like.
    """
    revision = workflow_state.content_object.get_latest_revision()
    revision.publish(user=user, skip_permission_checks=True)
