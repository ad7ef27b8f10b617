"""The mail that invites somebody; the link is shown on the screen as well."""

from __future__ import annotations

from smtplib import SMTPException

import structlog
from django.conf import settings
from django.core.mail import send_mail
from django.urls import reverse
from django.utils.translation import gettext as _

from gerai.guard.services import Invitation
from gerai.place.selectors import current_mall

log = structlog.get_logger(__name__)


def invitation_url(invitation: Invitation) -> str:
    """The address that the invited person opens."""
    path = reverse("workspace:join", args=[invitation.token])
    return f"{settings.GERAI_BASE_URL}{path}"


def send_invitation(invitation: Invitation) -> bool:
    """Mail the link; False when that failed, so that the sender passes it on."""
    if not _can_send() or not invitation.member.user.email:
        return False
    mall = current_mall()
    member = invitation.member
    place = mall.name if mall is not None else settings.WAGTAIL_SITE_NAME
    text = _(
        "Hello %(name)s,\n\n"
        "you can now work on the website of %(mall)s as: %(role)s.\n"
        "Open this address and choose a password:\n\n%(url)s\n\n"
        "The link works once, for 48 hours. If you didn't expect this mail, ignore it."
    ) % {
        "name": member.user.first_name or member.user.email,
        "mall": place,
        "role": member.get_role_display(),
        "url": invitation_url(invitation),
    }
    try:
        send_mail(
            _("Your access to %(mall)s") % {"mall": place},
            text,
            None,
            [member.user.email],
        )
    except (SMTPException, OSError) as problem:
        log.warning("invitation not mailed", problem=type(problem).__name__)
        return False
    return True


def _can_send() -> bool:
    """Whether a mail server is configured at all."""
    return not settings.EMAIL_BACKEND.endswith(
        ("console.EmailBackend", "dummy.EmailBackend")
    )
