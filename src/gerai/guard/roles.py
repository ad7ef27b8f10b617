"""The roles of an office, and what the rooms allow them.

A role is a Django group. Its permissions aren't kept in migrations but declared by the
rooms (``grant`` in ``apps.ready``) and made true by ``settle_roles``, so that a new
model reaches every installation with the code that brings it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from django.contrib.auth.models import Group, Permission
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission
from wagtail.models import Page as WagtailPage

GROUP_PREFIX = "role:"


class Role(models.TextChoices):
    """What a member of staff does."""

    ADMINISTRATOR = "administrator", _("Administrator")
    MANAGER = "manager", _("Manager")
    EDITOR = "editor", _("Agency editor")
    REVIEWER = "reviewer", _("Reviewer")
    OPERATOR = "operator", _("Counter operator")
    AUDITOR = "auditor", _("Auditor")


# What each role may do, in words for the person who invites somebody.
DESCRIPTIONS = {
    Role.ADMINISTRATOR: _("Everything, settings and accounts included."),
    Role.MANAGER: _("All content of the mall; approves, and invites other staff."),
    Role.EDITOR: _("Only the page, services and counters of one agency."),
    Role.REVIEWER: _("Reads what was handed in, approves it or sends it back."),
    Role.OPERATOR: _("Serves at a counter; closes the counters of one agency."),
    Role.AUDITOR: _("Reads everything, changes nothing."),
}
SECTION_ROLES = frozenset({Role.EDITOR, Role.OPERATOR})
READ_ONLY_ROLES = frozenset({Role.AUDITOR})

# Roles on the whole tree of pages; those of a section get theirs with the section.
PAGE_PERMISSIONS: dict[Role, tuple[str, ...]] = {
    Role.MANAGER: ("add", "change", "publish", "bulk_delete", "lock", "unlock"),
    # Wagtail shows a draft to whoever may change it; the middleware refuses the change.
    Role.AUDITOR: ("change",),
}
COLLECTION_PERMISSIONS: dict[Role, tuple[str, ...]] = {
    Role.MANAGER: ("add", "change", "choose", "delete"),
    Role.AUDITOR: ("change", "choose"),
}
COLLECTED_MODELS = (("wagtailimages", "image"), ("wagtaildocs", "document"))
ENTER_THE_DESK = "wagtailadmin.access_admin"

_grants: dict[Role, set[str]] = defaultdict(set)


def grant(permissions: Iterable[str], *roles: Role) -> None:
    """Let ``roles`` have ``permissions``, named as ``app_label.codename``."""
    for role in roles:
        _grants[role].update(permissions)


def grant_model(model_label: str, actions: Iterable[str], *roles: Role) -> None:
    """Let ``roles`` do ``actions`` (add, change, delete, view) on a model.

    ``model_label`` is ``app_label.modelname``.
    """
    app_label, name = model_label.lower().split(".")
    grant([f"{app_label}.{action}_{name}" for action in actions], *roles)


for _role in Role:
    grant([ENTER_THE_DESK], _role)


def role_group(role: Role) -> Group:
    """The group of a role; made when it doesn't exist yet."""
    group, _made = Group.objects.get_or_create(name=f"{GROUP_PREFIX}{role.value}")
    return group


def permissions_of(names: Iterable[str]) -> list[Permission]:
    """The stored permissions of ``app_label.codename`` names; unknown ones are left out.

    A room's permissions don't exist before its migrations have run; the settling after
    the last of them finds all.
    """
    wanted = set(names)
    codenames = {name.split(".", 1)[1] for name in wanted}
    found = Permission.objects.filter(codename__in=codenames).select_related(
        "content_type"
    )
    return [
        permission
        for permission in found
        if f"{permission.content_type.app_label}.{permission.codename}" in wanted
    ]


@transaction.atomic
def settle_roles() -> None:
    """Give each role's group exactly what is declared; changes nothing when it has it."""
    roots = list(WagtailPage.objects.filter(depth=1))
    collections = list(Collection.objects.filter(depth=1))
    for role in Role:
        group = role_group(role)
        group.permissions.set(permissions_of(_grants[role]))
        settle_pages(group, roots, PAGE_PERMISSIONS.get(role, ()))
        settle_collections(group, collections, COLLECTION_PERMISSIONS.get(role, ()))


def settle_pages(
    group: Group, pages: list[WagtailPage], codenames: Iterable[str]
) -> None:
    """Let a group do exactly ``codenames`` on ``pages`` and what is below them."""
    wanted = {
        (page.pk, permission.pk)
        for page in pages
        for permission in page_permissions(codenames)
    }
    held = GroupPagePermission.objects.filter(group=group)
    for grant_row in held:
        key = (grant_row.page_id, grant_row.permission_id)
        if key not in wanted:
            grant_row.delete()
        wanted.discard(key)
    GroupPagePermission.objects.bulk_create(
        GroupPagePermission(group=group, page_id=page, permission_id=permission)
        for page, permission in sorted(wanted)
    )


def settle_collections(
    group: Group, collections: list[Collection], actions: Iterable[str]
) -> None:
    """Let a group do exactly ``actions`` on pictures and files of ``collections``."""
    names = [
        f"{app_label}.{action}_{model}"
        for app_label, model in COLLECTED_MODELS
        for action in actions
    ]
    wanted = {
        (collection.pk, permission.pk)
        for collection in collections
        for permission in permissions_of(names)
    }
    for grant_row in GroupCollectionPermission.objects.filter(group=group):
        key = (grant_row.collection_id, grant_row.permission_id)
        if key not in wanted:
            grant_row.delete()
        wanted.discard(key)
    GroupCollectionPermission.objects.bulk_create(
        GroupCollectionPermission(
            group=group, collection_id=collection, permission_id=permission
        )
        for collection, permission in sorted(wanted)
    )


def page_permissions(codenames: Iterable[str]) -> list[Permission]:
    """Wagtail's permissions on pages, by action."""
    return permissions_of(f"wagtailcore.{codename}_page" for codename in codenames)
