"""One small office for the whole room; its practice template is made once."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from gerai.academy.lessons.loading import load_lessons
from gerai.academy.practice import arrange, load_scene, places, template
from gerai.academy.practice.models import Copy
from gerai.academy.practice.services import prepare_copy, remove_copy
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


@pytest.fixture(scope="module")
def taught(office: Cast, django_db_blocker: Any) -> Iterator[Cast]:
    """The office with the delivered lessons; taken back when the module is done."""
    with django_db_blocker.unblock(), transaction.atomic():
        load_lessons()
        yield office
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def pristine(
    office: Cast,
    django_db_blocker: Any,
    request: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[tuple[Copy, Path]]:
    """The copy of the editor, arranged as the module's ``SCENE`` says; made once."""
    editor = office.people["editor"]
    scene = getattr(request.module, "SCENE", None)
    with django_db_blocker.unblock():
        made = prepare_copy(editor)
        if scene is not None:
            made = arrange(made, load_scene(scene, file="scene.yaml"))
        kept = tmp_path_factory.mktemp("pristine") / "copy"
        shutil.copytree(places.folder_of(made), kept)
        yield made, kept
        remove_copy(editor)


@pytest.fixture
def copy(pristine: tuple[Copy, Path], db: None) -> Copy:
    """It, as it was at the beginning."""
    row, kept = pristine
    shutil.rmtree(places.folder_of_person(row), ignore_errors=True)
    shutil.copytree(kept, places.folder_of(row))
    places.folder_of(row).chmod(0o700)
    return Copy.objects.get(pk=row.pk)


@pytest.fixture
def browser(office: Cast, db: None) -> Client:
    """That of the editor, signed in on the real site."""
    client = Client()
    client.force_login(office.people["editor"])
    return client


@pytest.fixture
def people(taught: Cast, db: None) -> Cast:
    return taught


@pytest.fixture
def signed_in(people: Cast) -> Any:
    def sign_in(name: str) -> Client:
        client = Client()
        client.force_login(people.people[name])
        return client

    return sign_in
