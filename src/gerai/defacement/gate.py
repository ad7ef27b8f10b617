"""The one gate before everything that becomes public: the row is about to be saved.

Pages become public when they are saved with ``live``, whichever screen, command or
schedule led there; a page's draft is no concern of the gate. Everything else is public
at once. What looks like a defacement isn't saved; ``holding`` keeps what was seen until
the transaction is rolled back, and then tells people.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db import models
from django.utils import timezone
from wagtail.log_actions import get_active_log_context
from wagtail.models import DraftStateMixin, Page, Revision

from gerai.defacement.choices import Place
from gerai.defacement.exceptions import HeldBack
from gerai.defacement.gathering import document_of, parent_field, watched_fields
from gerai.defacement.holding import Held, hold, mode
from gerai.defacement.judging import examine
from gerai.defacement.reasons import Reason
from gerai.defacement.scale import Verdict
from gerai.defacement.selectors import allowed_marks
from gerai.publishing.receivers import is_seen

_ALSO = frozenset({"auth.user"})
_NEVER = frozenset({"defacement", "contenttypes", "sessions"})
# People write a page in some minutes; a program writes hundreds.
BURST_PAGES, BURST_WITHIN = 15, timedelta(minutes=10)
_BURST_WEIGHT = 2.0


def is_watched(model: type[models.Model]) -> bool:
    """Whether rows of a model can reach readers."""
    meta = model._meta
    if meta.app_label in _NEVER or model.__module__ == "__fake__":
        return False
    return (is_seen(model) or meta.label_lower in _ALSO) and bool(watched_fields(model))


def before_save(
    sender: type[models.Model],
    instance: models.Model,
    raw: bool = False,
    update_fields: Any = None,
    **_: Any,
) -> None:
    """Refuse to make public what looks like a defacement.

    Raises:
        HeldBack: it does.
    """
    if raw or mode() == "preview":
        return
    if issubclass(sender, Revision):
        _before_schedule(instance, update_fields)
    elif is_watched(sender) and _becomes_public(instance):
        _judge(instance, update_fields)


def _before_schedule(revision: Any, update_fields: Any) -> None:
    """A draft that will be published by itself is judged while its author is there."""
    if revision.approved_go_live_at is None or (
        update_fields is not None and "approved_go_live_at" not in update_fields
    ):
        return
    page = revision.as_object()
    if isinstance(page, Page):
        _judge(page, None, revision=revision)


def _becomes_public(instance: models.Model) -> bool:
    if isinstance(instance, DraftStateMixin):
        return bool(instance.live)
    parent = parent_field(type(instance))
    if parent:
        owner = getattr(instance, parent, None)
        if isinstance(owner, DraftStateMixin):
            return bool(owner.live)
    return True


def _judge(instance: Any, only: Any, *, revision: Any = None) -> None:
    verdict = examine(document_of(instance, only=only))
    if only is None and isinstance(instance, Page) and _is_burst(instance):
        verdict.score += _BURST_WEIGHT
        verdict.reasons.append(Reason("burst", weight=_BURST_WEIGHT))
    if not verdict.is_suspicious:
        return
    # Only now: what is allowed costs a query.
    verdict = without_allowed(verdict, allowed_marks(verdict))
    if not verdict.is_suspicious or _was_so_before(instance, verdict):
        return
    held = held_of(instance, verdict, revision=revision)
    hold(held)
    if mode() != "trust":
        raise HeldBack(verdict.reasons[0].found or str(verdict.reasons[0].words))


def without_allowed(verdict: Verdict, allowed: frozenset[str]) -> Verdict:
    """What is left of the evidence after what somebody has allowed."""
    left = [one for one in verdict.reasons if one.mark not in allowed]
    return Verdict(round(sum(one.weight for one in left), 2), left)


def _was_so_before(instance: models.Model, verdict: Verdict) -> bool:
    """Whether the stored row shows the same already: a save doesn't make it worse."""
    if instance.pk is None:
        return False
    stored = type(instance)._default_manager.filter(pk=instance.pk).first()
    if stored is None or not _becomes_public(stored):
        return False
    before = {one.mark for one in examine(document_of(stored)).reasons}
    return {one.mark for one in verdict.reasons} <= before


def _is_burst(page: Any) -> bool:
    user = get_active_log_context().user
    if user is None or page.first_published_at is None or mode() == "trust":
        return False
    since = timezone.now() - BURST_WITHIN
    if page.first_published_at < since:
        return False
    made = Page.objects.filter(owner=user, first_published_at__gte=since)
    return made.exclude(pk=page.pk).count() >= BURST_PAGES


def held_of(instance: Any, verdict: Verdict, *, revision: Any = None) -> Held:
    """A description of what isn't saved, which outlives the transaction."""
    is_page = isinstance(instance, Page)
    draft = revision or (instance.latest_revision if is_page else None)
    user = get_active_log_context().user or (draft.user if draft is not None else None)
    return Held(
        place=Place.PAGE if is_page else Place.RECORD,
        model=instance._meta.label_lower,
        key=str(instance.pk or ""),
        label=str(instance)[:200] or str(instance._meta.verbose_name),
        verdict=verdict,
        by_id=user.pk if user is not None else None,
        author_id=draft.user_id if draft is not None else None,
        revision_id=draft.pk if draft is not None else None,
    )
