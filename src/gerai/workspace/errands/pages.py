"""Changing one page within a task, so that it can be undone and nobody's draft is lost.

Whoever may publish changes what is on the site; a draft that lies on top of it gets the
same change and stays a draft. Everybody else's change goes into the draft, which is
handed in for approval.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils.translation import gettext as _
from wagtail.models import Page, Revision

from gerai.approval import services as approval
from gerai.approval.exceptions import AlreadyDecided, ApprovalError
from gerai.workspace.exceptions import ErrandRefused

Change = Callable[[Any], Any]


def editable_page(user: Any, pk: int, model: type[Page]) -> Any:
    """A page of this kind that a user may edit, as it is on the site.

    Raises:
        Http404: there is none.
        PermissionDenied: it isn't theirs.
    """
    page = model.objects.filter(pk=pk).first()
    if page is None:
        raise Http404
    if not page.permissions_for_user(user).can_edit():
        raise PermissionDenied
    return page


def refuse_locked(page: Any, user: Any) -> None:
    """Refuse to change a page that waits for approval, or that a colleague keeps.

    Raises:
        ErrandRefused: with the reason.
    """
    if not page.permissions_for_user(user).page_locked():
        return
    if page.workflow_in_progress:
        raise ErrandRefused(
            _(
                "“%(title)s” waits for approval and can't be changed before that. Ask a "
                "manager, or undo what you handed in."
            )
            % {"title": page.title}
        )
    raise ErrandRefused(
        _("A colleague has locked “%(title)s”. Ask them to unlock it.")
        % {"title": page.title}
    )


def change_page(
    page: Any,
    change: Change,
    *,
    user: Any,
    as_preview: bool = False,
    to_draft: bool = True,
) -> dict[str, Any]:
    """Apply ``change``, which returns the changed page, and let it out or hand it in.

    Args:
        to_draft: whether a newer draft gets the change, too.

    Returns:
        an outcome for :func:`undo_change`.
    """
    draft = page.latest_revision if page.has_unpublished_changes else None
    outcome: dict[str, Any] = {
        "page": page.pk,
        "draft": draft.pk if draft else None,
        "latest": page.latest_revision_id,
    }
    may_publish = as_preview or page.permissions_for_user(user).can_publish()
    if not may_publish:
        changed = change(page.get_latest_revision_as_object())
        revision = changed.save_revision(user=user, log_action=True)
        outcome |= {"revision": revision.pk, "is_live": False}
        outcome["is_handed_in"] = hand_in(changed, user)
        return outcome
    outcome["before"] = page.serializable_data() if page.live else None
    changed = change(page)
    revision = changed.save_revision(user=user, log_action=not as_preview)
    # Without a user Wagtail doesn't ask whether they may.
    revision.publish(user=None if as_preview else user, log_action=not as_preview)
    outcome |= {"revision": revision.pk, "is_live": True}
    if draft is not None and to_draft and not as_preview:
        newer = change(draft.as_object())
        outcome["new_draft"] = newer.save_revision(user=user).pk
    return outcome


def add_page(
    parent: Page, page: Any, *, user: Any, as_preview: bool = False
) -> dict[str, Any]:
    """Put a new page below ``parent``, and let it out or hand it in.

    Raises:
        PermissionDenied: the user may not add pages there.
    """
    rights = parent.permissions_for_user(user)
    if not rights.can_add_subpage():
        raise PermissionDenied
    page.live, page.owner, page.locale = False, user, parent.locale
    parent.add_child(instance=page)
    revision = page.save_revision(user=user, log_action=False)
    outcome: dict[str, Any] = {"page": page.pk, "revision": revision.pk, "is_new": True}
    if as_preview or rights.can_publish_subpage():
        revision.publish(user=None if as_preview else user, log_action=not as_preview)
        return outcome | {"is_live": True}
    return outcome | {"is_live": False, "is_handed_in": hand_in(page, user)}


def hand_in(page: Any, user: Any) -> bool:
    """Ask for approval, unless that is under way already; whether anybody is asked."""
    try:
        approval.hand_in(page=page, by=user)
    except AlreadyDecided:
        return True
    except ApprovalError:
        return False
    return True


def undo_change(outcome: dict[str, Any], *, user: Any) -> None:
    """Take back what :func:`change_page` or :func:`add_page` did.

    Raises:
        ErrandRefused: the page is gone, or somebody has changed it since.
        PermissionDenied: the user may no longer do that.
    """
    page = Page.objects.select_for_update().filter(pk=outcome["page"]).first()
    if page is None:
        raise ErrandRefused(
            _("This page is no longer there, so there is nothing to undo.")
        )
    page = page.specific
    newest = outcome.get("new_draft") or outcome["revision"]
    has_changed = page.latest_revision_id != newest
    if outcome["is_live"]:
        has_changed |= page.live_revision_id != outcome["revision"]
    if has_changed:
        raise ErrandRefused(_changed_since(page))
    rights = page.permissions_for_user(user)
    if not rights.can_edit():
        raise PermissionDenied
    if outcome.get("is_new"):
        _take_away(page, rights, user)
    elif outcome["is_live"]:
        _publish_again(page, outcome, rights, user)
    else:
        _forget_draft(page, outcome, user)


def _take_away(page: Any, rights: Any, user: Any) -> None:
    if page.live:
        if not rights.can_unpublish():
            raise PermissionDenied
        page.unpublish(user=user)
        return
    _withdraw(page, user)
    page.delete(user=user)


def _publish_again(page: Any, outcome: dict[str, Any], rights: Any, user: Any) -> None:
    if not rights.can_publish():
        raise PermissionDenied
    if outcome["before"] is None:
        page.unpublish(user=user)
    else:
        earlier = page.with_content_json(outcome["before"])
        revision = earlier.save_revision(user=user, log_action=True)
        revision.publish(user=user)
    draft = Revision.objects.filter(pk=outcome["draft"]).first()
    if draft is not None:
        draft.as_object().save_revision(user=user)


def _forget_draft(page: Any, outcome: dict[str, Any], user: Any) -> None:
    _withdraw(page, user)
    page.latest_revision_id = outcome["latest"]
    page.has_unpublished_changes = outcome["draft"] is not None or not page.live
    page.save(update_fields=["latest_revision", "has_unpublished_changes"], clean=False)
    Revision.objects.filter(pk=outcome["revision"]).delete()


def _withdraw(page: Any, user: Any) -> None:
    """Stop asking for approval, if this user asked."""
    state = page.current_workflow_state
    if state is not None and state.requested_by_id == user.pk:
        state.cancel(user=user)


def _changed_since(page: Any) -> str:
    revision = page.latest_revision
    who = revision.user if revision is not None else None
    name = (who.get_full_name() or who.get_username()) if who else ""
    if name:
        return _(
            "%(name)s has changed “%(title)s” since. Undoing would take that away, too; "
            "correct the page instead."
        ) % {"name": name, "title": page.title}
    return _(
        "“%(title)s” was changed since. Undoing would take that away, too; correct the "
        "page instead."
    ) % {"title": page.title}


def revision_of(page: Any) -> dict[str, Any]:
    """The state of a page that a form is shown for."""
    return {"revision": page.latest_revision_id, "live": page.live_revision_id}
