"""Asking a contact without an account whether a page is right.

The contact gets a link that opens once, for two weeks. What they vouch for is exactly
what they saw: if the page was changed in between, it is shown again. The link carries
the authority of whoever sent it, who must be allowed to confirm the page then and when
the contact answers. A correction never goes to the page; staff read it and decide.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.core import signing
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import Page

from gerai.directory.exceptions import ConfirmationRefused
from gerai.directory.models import AgencyPage, ServicePage
from gerai.directory.policies import can_confirm
from gerai.directory.services import confirm_record
from gerai.feedback.exceptions import LinkInvalid, ReviewRefused
from gerai.feedback.models import CORRECTION_LENGTH, ReviewRequest
from gerai.feedback.policies import can_settle
from gerai.place.selectors import mall_today
from gerai.truth.services import note_change

LINK_LASTS = timedelta(days=14)
ASKED_ACTION = "gerai.review.asked"
CORRECTED_ACTION = "gerai.review.corrected"
SETTLED_ACTION = "gerai.review.settled"
_SALT = "gerai.feedback.review"

Record = AgencyPage | ServicePage


def contact_of(page: Record) -> tuple[str, str]:
    """Name and e-mail of who keeps a page true: its own, or its agency's."""
    if page.owner_email or not isinstance(page, ServicePage):
        return page.owner_name, page.owner_email
    return page.agency.owner_name, page.agency.owner_email


@transaction.atomic
def ask_contact(
    *, page: Record, name: str, email: str, by: Any, at: datetime
) -> tuple[ReviewRequest, str]:
    """Open a request and withdraw earlier ones; returns it with the token of its link.

    Raises:
        PermissionDenied: ``by`` may not confirm the page.
        ReviewRefused: it isn't published, or the address isn't one.
    """
    if not can_confirm(by, page):
        raise PermissionDenied
    if not page.live:
        raise ReviewRefused(_("This page is not published yet."))
    address = email.strip()
    try:
        validate_email(address)
    except ValidationError as problem:
        raise ReviewRefused(_("This is no e-mail address.")) from problem
    open_requests(page).update(is_withdrawn=True)
    request = ReviewRequest.objects.create(
        page_id=page.pk,
        name=name.strip()[:160],
        email=address,
        asked_by=by,
        asked_at=at,
    )
    log(instance=page, action=ASKED_ACTION, user=by, data={"name": request.name})
    return request, signing.dumps(request.pk, salt=_SALT)


def open_requests(page: Page) -> QuerySet[ReviewRequest]:
    """Requests of a page that still wait for an answer."""
    return ReviewRequest.objects.filter(
        page_id=page.pk,
        answered_at=None,
        is_withdrawn=False,
        asked_at__gt=timezone.now() - LINK_LASTS,
    )


def request_of_token(token: str) -> tuple[ReviewRequest, Record]:
    """The open request behind a link, and its page as it is published now.

    Raises:
        LinkInvalid: used, replaced, too old, never ours, or the page is gone.
    """
    try:
        key = signing.loads(token, salt=_SALT, max_age=LINK_LASTS)
    except signing.BadSignature as problem:
        raise LinkInvalid from problem
    request = (
        ReviewRequest.objects.select_related("page", "asked_by")
        .filter(pk=key, answered_at=None, is_withdrawn=False)
        .first()
    )
    if request is None or not request.page.live:
        raise LinkInvalid
    page = request.page.specific
    if not isinstance(page, AgencyPage | ServicePage):
        raise LinkInvalid
    if not can_confirm(request.asked_by, page):
        raise LinkInvalid  # whoever asked has left, or may no longer do so
    return request, page


@transaction.atomic
def confirm(*, token: str, seen: str, at: datetime) -> None:
    """Record that the contact vouches for what they saw.

    Args:
        seen: ``state_of`` the page when it was shown to the contact.

    Raises:
        LinkInvalid: see ``request_of_token``.
        ReviewRefused: the page has changed since, or can't be confirmed now.
    """
    request, page = request_of_token(token)
    if seen != state_of(page):
        raise ReviewRefused(
            _("The page was changed a moment ago. Please read it once more.")
        )
    _use_up(request, at)
    try:
        confirm_record(
            page=page,
            by=request.asked_by,
            at=at,
            on_word_of=request.name or request.email,
        )
    except ConfirmationRefused as problem:
        raise ReviewRefused(
            _(
                "The office is working on this page right now. Please try again "
                "tomorrow, or write below what is not right."
            )
        ) from problem


@transaction.atomic
def correct(*, token: str, text: str, at: datetime) -> ReviewRequest:
    """Keep what the contact says is wrong, for staff to read.

    Raises:
        LinkInvalid: see ``request_of_token``.
        ReviewRefused: nothing was written, or too much.
    """
    request, page = request_of_token(token)
    words = text.replace("\0", "").strip()
    if not words:
        raise ReviewRefused(_("Please write what is not right."))
    if len(words) > CORRECTION_LENGTH:
        raise ReviewRefused(
            _("This is too long: at most %(limit)d characters fit. Say it shorter.")
            % {"limit": CORRECTION_LENGTH}
        )
    _use_up(request, at)
    request.correction = words
    request.save(update_fields=["correction"])
    note_change(page)
    log(instance=page, action=CORRECTED_ACTION, data={"name": request.name})
    return request


def state_of(page: Record) -> str:
    """Changes when what visitors read of a page does."""
    own = page.content_fingerprint()
    if isinstance(page, ServicePage):
        return f"{own[:32]}{page.agency.content_fingerprint()[:32]}"
    return own


def open_corrections(pages: QuerySet[Page] | None) -> list[ReviewRequest]:
    """Corrections that nobody has dealt with, the oldest first; one query."""
    rows = ReviewRequest.objects.exclude(correction="").filter(handled_on=None)
    if pages is not None:
        rows = rows.filter(page_id__in=pages.values("pk"))
    return list(rows.select_related("page").order_by("pk"))


@transaction.atomic
def settle_correction(*, page: Page, by: Any) -> int:
    """Mark the corrections of a page as dealt with; says how many.

    Raises:
        PermissionDenied: ``by`` may not change the page.
    """
    if not can_settle(by, page):
        raise PermissionDenied
    rows = ReviewRequest.objects.filter(page_id=page.pk, handled_on=None)
    changed = rows.exclude(correction="").update(handled_on=mall_today())
    if changed:
        note_change(page)
        log(instance=page.specific_deferred, action=SETTLED_ACTION, user=by)
    return changed


def _use_up(request: ReviewRequest, at: datetime) -> None:
    # Of two answers at once, one finds the request answered.
    used = ReviewRequest.objects.filter(pk=request.pk, answered_at=None).update(
        answered_at=at
    )
    if not used:
        raise LinkInvalid
    request.answered_at = at
