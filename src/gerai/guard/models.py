"""Who is staff, and as what."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from gerai.guard.roles import SECTION_ROLES, Role


class StaffMember(models.Model):
    """A person's role. The account itself is Django's user.

    ``section`` is the page below which a role of one agency works. Such a role without
    a section reaches nothing.
    """

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="staff_member"
    )
    role = models.CharField(_("role"), max_length=20, choices=Role.choices)
    section = models.ForeignKey(
        "wagtailcore.Page",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("agency"),
    )
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    invited_at = models.DateTimeField(_("invited"))
    joined_at = models.DateTimeField(_("joined"), null=True, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["user__first_name", "user__email", "pk"]
        verbose_name = _("member of staff")
        verbose_name_plural = _("staff")

    def __str__(self) -> str:
        return self.user.get_full_name() or self.user.get_username()

    @property
    def is_bound(self) -> bool:
        """Whether the role reaches one section only."""
        return self.role in SECTION_ROLES
