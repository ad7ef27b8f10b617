"""One branch of the tree of pages, and the group of those who look after it."""

from __future__ import annotations

from collections import defaultdict
from typing import Any, cast

from django.contrib.auth.models import Group
from django.db import models, transaction
from wagtail.models import Collection, Page

from gerai.guard.models import StaffMember
from gerai.guard.roles import Role, settle_collections, settle_pages

SECTION_PREFIX = "section:"
# Publishing isn't among them: a manager approves.
PAGE_ACTIONS = ("add", "change")
COLLECTION_ACTIONS = ("add", "change", "choose")


_owners: dict[str, set[str]] = defaultdict(set)


def owned_by(model_label: str, *lookups: str) -> None:
    """Say which pages a record outside the tree belongs to (from ``apps.ready``).

    Args:
        model_label: ``app_label.ModelName`` of the record.
        lookups: from the record to the pages, such as ``agency``.
    """
    _owners[model_label.lower()].update(lookups)


def owners_of(model: type[models.Model]) -> list[str]:
    """The lookups from a record to its pages."""
    return sorted(_owners[model._meta.label_lower])


def section_group_name(page: Page) -> str:
    """The same for all translations of a page."""
    return f"{SECTION_PREFIX}{page.translation_key}"


def pages_of_section(page: Page) -> list[Page]:
    """The page that a section begins with, in every language."""
    return list(Page.objects.filter(translation_key=page.translation_key))


@transaction.atomic
def settle_section(page: Page) -> Group:
    """Make the group of a section and give it exactly what its editors need."""
    group, _made = Group.objects.get_or_create(name=section_group_name(page))
    settle_pages(group, pages_of_section(page), PAGE_ACTIONS)
    settle_collections(group, [_collection(group, page)], COLLECTION_ACTIONS)
    return group


def _collection(group: Group, page: Page) -> Collection:
    """Where a section's pictures and files live; it outlives a change of name."""
    existing = Collection.objects.filter(group_permissions__group=group).first()
    if existing is not None:
        return existing
    return Collection.get_first_root_node().add_child(name=page.title[:255])


def settle_translations(page: Page) -> None:
    """Open a new translation of a section's page to the same editors."""
    if Group.objects.filter(name=section_group_name(page)).exists():
        settle_section(page)


def staff_of(user: Any) -> StaffMember | None:
    """The role of a user; None for outsiders and for accounts made without one.

    Kept on the user: one request asks often, and a role doesn't change within one.
    """
    if not getattr(user, "is_authenticated", False):
        return None
    if not hasattr(user, "_gerai_staff"):
        members = StaffMember.objects.select_related("section")
        user._gerai_staff = members.filter(user=user).first()
    return cast("StaffMember | None", user._gerai_staff)


def bound_section_keys(user: Any) -> list[Any] | None:
    """Translation keys of the sections that bind a user; None when nothing binds them."""
    staff = None if user.is_superuser else staff_of(user)
    if staff is None or not staff.is_bound:
        return None
    return [staff.section.translation_key] if staff.section else []


def role_of(user: Any) -> Role | None:
    """The role of a user; a superuser is an administrator whatever is written."""
    if getattr(user, "is_superuser", False):
        return Role.ADMINISTRATOR
    staff = staff_of(user)
    return Role(staff.role) if staff is not None else None
