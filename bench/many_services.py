"""Makes a city's services many: ``python -m bench.many_services NUMBER``."""

from __future__ import annotations

import sys
import uuid
from copy import copy as copy_of
from random import Random

import django

if __name__ == "__main__":
    django.setup()

from django.db import transaction
from wagtail.models import Page

from gerai.directory.models import AgencyPage, ServicePage
from gerai.directory.policies import visible_services
from gerai.finder.keeping import refresh_all

_SYLLABLES = [
    "ba",
    "ca",
    "da",
    "fi",
    "ga",
    "hu",
    "ja",
    "ki",
    "lo",
    "mu",
    "na",
    "pe",
    "ra",
    "su",
    "ti",
    "wo",
    "ya",
    "ze",
    "bu",
    "ri",
]


@transaction.atomic
def multiply(enough: int) -> None:
    """Copies with words of their own below the same agencies, written row by row."""
    random = Random(4)  # noqa: S311 - the same words in each run
    words = ["".join(random.choices(_SYLLABLES, k=3)) for _number in range(4_000)]
    originals = list(visible_services().select_related("locale"))
    last = {
        agency.path: agency.numchild
        for agency in AgencyPage.objects.filter(locale__language_code="id")
    }
    for number in range(enough - len(originals)):
        page = originals[number % len(originals)]
        parent = page.path[: -Page.steplen]
        last[parent] += 1
        extra = " ".join(random.choices(words, k=2))
        copy = copy_of(page)
        copy.path = Page._get_path(parent, page.depth, 5_000 + last[parent])
        copy.slug = f"{page.slug[:60]}-{number}"
        copy.title = f"{page.title} {extra}"
        copy.url_path = f"{page.url_path[:-1]}-{number}/"
        copy.translation_key = uuid.uuid4()
        _insert(copy)


def _insert(copy: ServicePage) -> None:
    base = Page(
        **{
            field.attname: getattr(copy, field.attname)
            for field in Page._meta.concrete_fields
            if field.attname != "id"
        }
    )
    Page.objects.bulk_create([base])
    copy.pk = copy.id = copy.page_ptr_id = base.pk
    copy.save_base(raw=True, force_insert=True)


if __name__ == "__main__":
    multiply(int(sys.argv[1]))
    refresh_all()
