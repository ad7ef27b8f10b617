from __future__ import annotations

import pytest
from django.contrib.auth.models import Group
from django.core.management.sql import emit_post_migrate_signal

from gerai.guard.roles import GROUP_PREFIX, Role, role_group

pytestmark = pytest.mark.django_db


def test_roles_have_their_permissions_after_a_migration() -> None:
    Group.objects.filter(name__startswith=GROUP_PREFIX).delete()

    emit_post_migrate_signal(verbosity=0, interactive=False, db="default")

    assert {group.name for group in Group.objects.filter(name__startswith=GROUP_PREFIX)}
    for role in Role:
        held = role_group(role).permissions
        assert held.filter(codename="access_admin").exists(), role
