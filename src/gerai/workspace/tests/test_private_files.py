"""What strangers get of files before they are published: nothing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.test import Client, TestCase
from wagtail.documents.models import Document

from gerai.directory.models import ServicePage
from gerai.directory.tests.factories import AgencyPageFactory, ServicePageFactory
from gerai.guard.roles import Role
from gerai.guard.tests.once import indexed_once
from gerai.place.tests.factories import MallFactory
from gerai.website.structure import ensure_site_structure
from gerai.workspace.tests.cast import person

pytestmark = pytest.mark.django_db


@pytest.fixture
def service(settings: Any, tmp_path: Path) -> ServicePage:
    settings.MEDIA_ROOT = tmp_path
    on_disk = {"BACKEND": "django.core.files.storage.FileSystemStorage"}
    settings.STORAGES = {**settings.STORAGES, "default": on_disk}
    MallFactory()
    with indexed_once():
        ensure_site_structure()
    page: ServicePage = ServicePageFactory(agency=AgencyPageFactory())
    return page


def a_form(title: str = "Formulir") -> Document:
    document = Document(title=title, file=ContentFile(b"isi", name=f"{title}.txt"))
    document._set_document_file_metadata()
    document.save()
    return document


def for_stranger(document: Document) -> int:
    return int(Client().get(document.url).status_code)


def require(service: ServicePage, document: Document, *, publish: bool) -> None:
    """Let the service ask for a form; what shows a file is noted at the commit."""
    with TestCase.captureOnCommitCallbacks(execute=True):
        service.requirements = [("requirement", {"text": "Isi", "form": document})]
        draft = service.save_revision()
        if publish:
            draft.publish()


def test_a_file_is_for_everybody_as_long_as_a_published_page_shows_it(
    service: ServicePage,
) -> None:
    document, later = a_form(), a_form("Formulir baru")
    assert for_stranger(document) == 404  # used nowhere yet

    require(service, document, publish=True)
    assert for_stranger(document) == 200

    # A draft shows another one: only staff may look at that.
    require(service, later, publish=False)
    assert (for_stranger(document), for_stranger(later)) == (200, 404)
    manager = Client()
    manager.force_login(person(Role.MANAGER, "manager"))
    assert manager.get(later.url).status_code == 200

    ServicePage.objects.get(pk=service.pk).unpublish()
    assert for_stranger(document) == 404


def test_a_stranger_is_told_with_few_questions(
    service: ServicePage, django_assert_max_num_queries: Any
) -> None:
    document = a_form()
    require(service, document, publish=True)
    for_stranger(document)
    with django_assert_max_num_queries(8):
        assert for_stranger(document) == 200
