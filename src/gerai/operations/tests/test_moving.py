"""A move is refused before anything is touched; the second shape's day tries a whole one."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection


@pytest.mark.django_db
def test_it_moves_into_postgresql_only(tmp_path: Path) -> None:
    if connection.vendor == "postgresql":
        with pytest.raises(CommandError, match="There is no database"):
            call_command("move", str(tmp_path / "none.sqlite3"))
        return
    with pytest.raises(CommandError, match="Set DATABASE_URL to the PostgreSQL"):
        call_command("move", str(tmp_path / "none.sqlite3"))
