"""Fixtures of the room's tests."""

from __future__ import annotations

import pytest
from django.contrib.auth import get_user_model
from django.test import Client


@pytest.fixture
def desk(client: Client) -> Client:
    user = get_user_model().objects.create_superuser(
        username="sari", first_name="Sari", last_name="Wulandari"
    )
    client.force_login(user)
    return client
