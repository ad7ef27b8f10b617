"""A section of the tree and one person of each role, for tests of approval."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from wagtail.models import Locale, Page, Site, TaskState

from gerai.approval.selectors import current_step
from gerai.approval.services import hand_in
from gerai.approval.workflow import settle_approval
from gerai.guard import services
from gerai.guard.roles import Role, settle_roles

PASSWORD = "kata-sandi-panjang"  # noqa: S105


@dataclass
class Office:
    """The people, and the page that they work on."""

    people: dict[str, User]
    section: Any
    page: Any

    def user(self, name: str) -> User:
        """A fresh instance, as a new request has it."""
        return User.objects.get(pk=self.people[name].pk)

    def fresh(self) -> Any:
        """The page as it is stored now."""
        return Page.objects.get(pk=self.page.pk).specific

    def write(self, title: str, by: str = "editor") -> Any:
        """A new draft."""
        page = self.fresh()
        page.title = title
        return page.save_revision(user=self.user(by))

    def handed_in(self, title: str = "Tarif baru", by: str = "editor") -> TaskState:
        """A new draft that waits for approval."""
        self.write(title, by)
        return hand_in(page=self.fresh(), by=self.user(by))

    def step(self) -> TaskState | None:
        """The step that waits."""
        return current_step(self.fresh())


def person(role: Role, name: str, section: Page | None = None) -> User:
    """Somebody with a role who has joined."""
    invitation = services.invite(
        email=f"{name}@example.go.id", name=name.title(), role=role, section=section
    )
    member = services.join(token=invitation.token, password=PASSWORD, name=name.title())
    return User.objects.get(pk=member.user_id)


def make_office() -> Office:
    """Build it."""
    settle_roles()
    settle_approval()
    Locale.objects.get_or_create(language_code="id")
    root = Page.objects.filter(depth=1).first() or Page.add_root(title="Root")
    home = root.add_child(title="Beranda", slug="beranda-kantor")
    if not Site.objects.filter(is_default_site=True).exists():
        Site.objects.create(hostname="localhost", root_page=home, is_default_site=True)
    section = home.add_child(title="Dukcapil", slug="dukcapil")
    other = home.add_child(title="Imigrasi", slug="imigrasi")
    page = section.add_child(title="Tarif lama", slug="tarif")
    return Office(
        people={
            "editor": person(Role.EDITOR, "editor", section),
            "colleague": person(Role.EDITOR, "colleague", section),
            "stranger": person(Role.EDITOR, "stranger", other),
            "operator": person(Role.OPERATOR, "operator", section),
            "reviewer": person(Role.REVIEWER, "reviewer"),
            "manager": person(Role.MANAGER, "manager"),
            "deputy": person(Role.MANAGER, "deputy"),
            "auditor": person(Role.AUDITOR, "auditor"),
            "administrator": person(Role.ADMINISTRATOR, "administrator"),
        },
        section=section,
        page=page,
    )
