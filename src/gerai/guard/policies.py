"""Who may do what; public."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet
from wagtail.permission_policies import ModelPermissionPolicy

from gerai.guard.models import StaffMember
from gerai.guard.roles import Role
from gerai.guard.sections import bound_section_keys, owners_of, role_of

# Nobody hands out more than they have; accounts of administrators are theirs alone.
_MAY_INVITE: dict[Role, frozenset[Role]] = {
    Role.ADMINISTRATOR: frozenset(Role),
    Role.MANAGER: frozenset(set(Role) - {Role.ADMINISTRATOR}),
}


class SectionPermissionPolicy(ModelPermissionPolicy):
    """A model's permissions, narrowed to the sections of whoever is bound to one.

    A record is in reach when it has an owner (see ``sections.owned_by``) and all its
    owners are in the user's section.
    """

    def within(self, user: Any, records: QuerySet[Any]) -> QuerySet[Any]:
        """Those of ``records`` that are in the reach of a user."""
        keys = bound_section_keys(user)
        if keys is None:
            return records
        any_inside, any_outside = Q(pk__in=[]), Q(pk__in=[])
        for owner in owners_of(self.model):
            inside = Q(**{f"{owner}__translation_key__in": keys})
            any_inside |= inside
            any_outside |= Q(**{f"{owner}__isnull": False}) & ~inside
        manager = self.model._default_manager
        return records.filter(pk__in=manager.filter(any_inside).values("pk")).exclude(
            pk__in=manager.filter(any_outside).values("pk")
        )

    def user_has_permission_for_instance(
        self, user: Any, action: str, instance: Any
    ) -> bool:
        return self.user_has_any_permission_for_instance(user, [action], instance)

    def user_has_any_permission_for_instance(
        self, user: Any, actions: Any, instance: Any
    ) -> bool:
        if not self.user_has_any_permission(user, actions):
            return False
        if bound_section_keys(user) is None:
            return True
        return self.within(
            user, self.model._default_manager.filter(pk=instance.pk)
        ).exists()

    def instances_user_has_any_permission_for(
        self, user: Any, actions: Any
    ) -> QuerySet[Any]:
        return self.within(
            user, super().instances_user_has_any_permission_for(user, actions)
        )

    def users_with_any_permission_for_instance(
        self, actions: Any, instance: Any
    ) -> QuerySet[Any]:
        users = self.users_with_any_permission(actions)
        return users.filter(
            pk__in=[
                user.pk
                for user in users
                if self.user_has_any_permission_for_instance(user, actions, instance)
            ]
        )


def may_invite(user: Any) -> frozenset[Role]:
    """The roles that a user may give to others."""
    role = role_of(user)
    return _MAY_INVITE.get(role, frozenset()) if role is not None else frozenset()


def may_change(user: Any, member: StaffMember) -> bool:
    """Whether a user may change, disable or invite anew this member."""
    if member.user_id == user.pk:
        return False
    held = Role.ADMINISTRATOR if member.user.is_superuser else Role(member.role)
    return held in may_invite(user)
