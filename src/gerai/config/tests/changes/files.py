"""Documents and pictures."""

from __future__ import annotations

from io import BytesIO
from random import Random
from typing import Any

from django.core.files.base import ContentFile
from PIL import Image
from wagtail.documents import get_document_model
from wagtail.images import get_image_model

from gerai.config.tests.changes.directory import some_service
from gerai.config.tests.changes.pages import records
from gerai.config.tests.changes.registry import (
    change,
    pick,
    pick_page,
    publish,
    slug,
    words,
)
from gerai.website.models import ContentPage


def _content(random: Random) -> ContentFile[bytes]:
    return ContentFile(random.randbytes(random.randrange(100, 5_000)))


def _new_document(random: Random) -> Any:
    document = get_document_model()(title=words(random))
    document.file.save(f"{slug(random)}.pdf", _content(random), save=False)
    document._set_document_file_metadata()
    document.save()
    return document


@change("the standard of a service gets a file")
def attach(random: Random) -> None:
    page = some_service(random)
    page.standard_file = _new_document(random)
    publish(page)


@change("a page offers a document")
def offer(random: Random) -> None:
    page = pick_page(random, records().live().type(ContentPage))
    document = {"document": _new_document(random).pk, "label": ""}
    item = {"type": "item", "id": slug(random), "value": document}
    value = {"heading": words(random), "items": [item]}
    page.body = [{"type": "documents", "id": slug(random), "value": value}]
    publish(page)


@change("a document is replaced")
def replace(random: Random) -> None:
    document = pick(random, get_document_model().objects.all())
    document.file.save(f"{slug(random)}.txt", _content(random), save=False)
    document._set_document_file_metadata()
    document.save()


@change("a document is renamed")
def rename(random: Random) -> None:
    document = pick(random, get_document_model().objects.all())
    document.title = words(random)
    document.save()


@change("a document is deleted")
def delete(random: Random) -> None:
    pick(random, get_document_model().objects.all()).delete()


def _picture(random: Random) -> ContentFile[bytes]:
    colour = tuple(random.randrange(256) for _ in range(3))
    buffer = BytesIO()
    Image.new("RGB", (40, 30), colour).save(buffer, "PNG")
    return ContentFile(buffer.getvalue(), name=f"{slug(random)}.png")


@change("a picture is uploaded")
def upload_picture(random: Random) -> None:
    image = get_image_model()(title=words(random), file=_picture(random))
    image._set_image_file_metadata()
    image.save()


@change("a picture is replaced")
def replace_picture(random: Random) -> None:
    image = pick(random, get_image_model().objects.all())
    image.file = _picture(random)
    image._set_image_file_metadata()
    image.save()
    image.renditions.all().delete()


@change("a picture is deleted")
def delete_picture(random: Random) -> None:
    pick(random, get_image_model().objects.all()).delete()
