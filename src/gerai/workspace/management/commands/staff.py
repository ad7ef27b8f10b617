"""``gerai staff``: invite, list and disable people from the command line."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError
from django.db.models import Q
from django.utils.translation import gettext as _
from wagtail.models import Page

from gerai.directory.models import AgencyPage
from gerai.guard import services
from gerai.guard.exceptions import StaffError
from gerai.guard.models import StaffMember
from gerai.guard.roles import Role
from gerai.workspace.staff.mail import invitation_url, send_invitation
from gerai.workspace.staff.views import state_of


class Command(BaseCommand):
    help = "Invites a person, lists who has a role, or disables an account."

    def add_arguments(self, parser: ArgumentParser) -> None:
        acts = parser.add_subparsers(dest="act", required=True)
        add = acts.add_parser("add", help="invite a person; prints the one-time link")
        add.add_argument("email")
        add.add_argument("--role", required=True, choices=Role.values)
        add.add_argument("--agency", metavar="SLUG")
        add.add_argument("--name", default="")
        acts.add_parser("list", help="who has a role")
        disable = acts.add_parser("disable", help="close an account at once")
        disable.add_argument("email")
        reset = acts.add_parser(
            "reset-factor",
            help="take a lost second factor off; prints a one-time link to come in again",
        )
        reset.add_argument("email", help="or the name to sign in with, such as admin")

    def handle(self, *args: Any, act: str, **options: Any) -> None:
        try:
            getattr(self, f"_{act.replace('-', '_')}")(**options)
        except StaffError as problem:
            raise CommandError(str(problem)) from problem

    def _add(
        self, email: str, role: str, agency: str | None, name: str, **_options: Any
    ) -> None:
        invitation = services.invite(
            email=email, name=name, role=Role(role), section=self._section(agency)
        )
        if send_invitation(invitation):
            self.stderr.write(_("The link was also mailed."))
        # Alone on its line: scripts read it.
        self.stdout.write(invitation_url(invitation))

    def _list(self, **_options: Any) -> None:
        for member in StaffMember.objects.select_related("user", "section"):
            agency = member.section.slug if member.section else "-"
            self.stdout.write(
                "\t".join([member.user.email, member.role, agency, state_of(member)])
            )

    def _disable(self, email: str, **_options: Any) -> None:
        member = StaffMember.objects.filter(user__email__iexact=email.strip()).first()
        if member is None:
            raise StaffError(
                _("Nobody with a role has the address %(email)s.") % {"email": email}
            )
        services.disable(member=member)
        self.stdout.write(_("%(email)s can no longer sign in.") % {"email": email})

    def _reset_factor(self, email: str, **_options: Any) -> None:
        name = email.strip()
        user = User.objects.filter(
            Q(username__iexact=name) | Q(email__iexact=name)
        ).first()
        if user is None or not (user.is_superuser or hasattr(user, "staff_member")):
            raise StaffError(
                _("Nobody with a role has the address %(email)s.") % {"email": name}
            )
        invitation = services.reset_factors(member=services.member_of(user))
        if send_invitation(invitation):
            self.stderr.write(_("The link was also mailed."))
        self.stdout.write(invitation_url(invitation))

    def _section(self, slug: str | None) -> Page | None:
        if slug is None:
            return None
        agency = AgencyPage.objects.filter(
            slug=slug, locale__language_code=settings.LANGUAGE_CODE
        ).first()
        if agency is None:
            known = ", ".join(
                AgencyPage.objects.filter(locale__language_code=settings.LANGUAGE_CODE)
                .order_by("slug", "pk")
                .values_list("slug", flat=True)
            )
            raise StaffError(
                _("There is no agency “%(slug)s”. Known: %(known)s.")
                % {"slug": slug, "known": known}
            )
        return agency
