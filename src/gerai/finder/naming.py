"""Gives a service one more name, or takes it away again; public."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import transaction

from gerai.directory.models import ServicePage

if TYPE_CHECKING:
    from django.contrib.auth.base_user import AbstractBaseUser
    from django.contrib.auth.models import AnonymousUser

LONGEST_NAME = 80


def can_name(user: AbstractBaseUser | AnonymousUser, service: ServicePage) -> bool:
    """Whether ``user`` may give it a name: whoever may publish the record."""
    if service.locale.language_code != settings.LANGUAGE_CODE or service.alias_of_id:
        return False
    return bool(service.permissions_for_user(user).can_publish())


def add_name(*, service: ServicePage, name: str, by: Any) -> bool:
    """Add another name, at once for visitors; a draft in the works gets it too.

    Returns whether it is new.
    """
    name = " ".join(name.split())[:LONGEST_NAME]
    if not name or name in service.other_name_list:
        return False
    _set_names(service, [*service.other_name_list, name], by)
    return True


def remove_name(*, service: ServicePage, name: str, by: Any) -> bool:
    """Take a name away again. Returns whether it was there."""
    names = service.other_name_list
    if name not in names:
        return False
    _set_names(service, [one for one in names if one != name], by)
    return True


@transaction.atomic
def _set_names(service: ServicePage, names: list[str], by: Any) -> None:
    draft = service.get_latest_revision_as_object()
    draft.other_names = "\n".join(names)
    if not service.has_unpublished_changes:
        draft.save_revision(user=by, log_action=True).publish(user=by)
        return
    # What else stands in the draft isn't ready; the name alone is published.
    service.other_names = "\n".join(names)
    service.save(update_fields=["other_names"])
    draft.save_revision(user=by, log_action=True)
