"""One small office for the whole room; its practice template is made once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from gerai.academy.practice import places, template
from gerai.academy.practice.models import Copy
from gerai.academy.practice.services import prepare_copy
from gerai.approval.workflow import settle_approval
from gerai.directory.tests.factories import home
from gerai.newsroom.models import NewsIndexPage, NoticeIndexPage
from gerai.workspace.tests.cast import Cast, make_cast


@pytest.fixture(scope="session")
def practice_root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """In place of the folder of the installation."""
    return tmp_path_factory.mktemp("practice")


@pytest.fixture(scope="package")
def office(
    django_db_setup: None, django_db_blocker: Any, practice_root: Path
) -> Iterator[Cast]:
    """The people and pages; taken back when the package is done."""
    with pytest.MonkeyPatch.context() as patch, django_db_blocker.unblock():
        patch.setattr(places, "root", lambda: practice_root)
        with transaction.atomic():
            cast = make_cast()
            for model, title in (
                (NoticeIndexPage, "Pengumuman"),
                (NewsIndexPage, "Berita"),
            ):
                home().add_child(instance=model(title=title, slug=title.lower()))
            settle_approval()
            template.make_template(places.template())
            yield cast
            transaction.set_rollback(True)


@pytest.fixture
def copy(office: Cast, db: None) -> Copy:
    """The copy of the editor, as new."""
    return prepare_copy(office.people["editor"])


@pytest.fixture
def browser(office: Cast, db: None) -> Client:
    """That of the editor, signed in on the real site."""
    client = Client()
    client.force_login(office.people["editor"])
    return client
