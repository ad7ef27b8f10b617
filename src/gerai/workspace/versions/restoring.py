"""Bringing back an earlier version of a page, as a new one on top of the others."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import Page, Revision

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser


class RestoringRefused(Exception):
    """The version can't be brought back now; the text is for the person who tried."""


@dataclass(frozen=True, slots=True)
class Restored:
    """What was done.

    Attributes:
        revision: the new version.
        undo: the version that counted before; restoring it undoes this.
        is_published: whether visitors see it.
    """

    page: Page
    revision: Revision
    undo: Revision
    is_published: bool


def earlier_content(revision: Revision, page: Any) -> Any:
    """A page with the content of an earlier version, where and when it is now.

    Others have linked to its address since, and its times have gone on.
    """
    restored: Any = revision.as_object()
    for name in ("slug", "go_live_at", "expire_at"):
        setattr(restored, name, getattr(page, name))
    restored.set_url_path(page.get_parent())
    return restored


@transaction.atomic
def restore_version(
    *, page: Page, revision: Revision, by: AbstractBaseUser, seen: str
) -> Restored:
    """Save the content of ``revision`` as a new version, and publish it if ``by`` may.

    Address and times of publishing stay as they are now.

    Args:
        revision: an earlier version of this page.
        seen: key of the newest version when ``by`` decided, as text.

    Raises:
        PermissionDenied: if ``by`` may not edit the page.
        RestoringRefused: if it is locked, a translation that follows its record, was
            changed meanwhile, or if the old content isn't valid any more.
    """
    stored: Any = Page.objects.select_for_update().get(pk=page.pk).specific
    permissions = stored.permissions_for_user(by)
    if not permissions.can_edit() or stored.alias_of_id:
        raise PermissionDenied
    if permissions.page_locked():
        raise RestoringRefused(
            _("This page is locked. Ask who locked it to unlock it first.")
        )
    if str(stored.latest_revision_id or "") != seen:
        raise RestoringRefused(
            _("Somebody saved another version meanwhile. Look at it, then try again.")
        )
    if revision.object_id != str(stored.pk):
        raise PermissionDenied
    undo = stored.get_latest_revision() or stored.save_revision(log_action=False)
    if stored.live and permissions.can_publish() and stored.live_revision_id:
        undo = stored.live_revision
    restored = earlier_content(revision, stored)
    try:
        restored.full_clean()
    except ValidationError as error:
        raise RestoringRefused(
            _("This version doesn't fit any more: %(reason)s")
            % {"reason": " ".join(error.messages)}
        ) from error
    if not stored.live:
        restored.save()
    is_published = bool(stored.live and permissions.can_publish())
    new = restored.save_revision(
        user=by, previous_revision=revision, log_action=True, clean=False
    )
    if is_published:
        new.publish(user=by, previous_revision=revision)
    result: Page = Page.objects.get(pk=stored.pk).specific
    return Restored(result, new, undo, is_published)
