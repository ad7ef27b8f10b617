"""What strangers get of files and pictures before they are published: nothing."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from wagtail.documents.models import Document

from gerai.approval.tests.office import Office, make_office
from gerai.directory.models import ServicePage

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> Office:
    return make_office()


def a_form(title: str = "Formulir") -> Document:
    document = Document(title=title, file=ContentFile(b"isi", name=f"{title}.txt"))
    document._set_document_file_metadata()
    document.save()
    return document


def for_stranger(document: Document) -> int:
    return int(Client().get(document.url).status_code)


def requiring(document: Document) -> list[Any]:
    return [("requirement", {"text": "Formulir", "form": document})]


def test_a_file_is_for_everybody_as_long_as_a_published_page_shows_it(
    office: Office,
) -> None:
    document, later = a_form(), a_form("Formulir baru")
    assert for_stranger(document) == 404  # used nowhere yet

    service = ServicePage.objects.get(pk=office.service.pk)
    service.requirements = requiring(document)
    service.save_revision().publish()
    assert for_stranger(document) == 200

    # A draft shows another one: only staff may look at that.
    service.requirements = requiring(later)
    service.save_revision()
    assert (for_stranger(document), for_stranger(later)) == (200, 404)
    manager = Client()
    manager.force_login(office.user("manager"))
    assert manager.get(later.url).status_code == 200

    ServicePage.objects.get(pk=service.pk).unpublish()
    assert for_stranger(document) == 404


def test_a_stranger_is_told_with_few_questions(
    office: Office, django_assert_max_num_queries: Any
) -> None:
    document = a_form()
    service = ServicePage.objects.get(pk=office.service.pk)
    service.requirements = requiring(document)
    service.save_revision().publish()
    for_stranger(document)
    with django_assert_max_num_queries(8):
        assert for_stranger(document) == 200
