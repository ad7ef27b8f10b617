"""The home page, redirects, the site's own settings, and whole packs."""

from __future__ import annotations

import tempfile
from pathlib import Path
from random import Random

from django.conf import settings
from django.core.management import call_command
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Site

from gerai.config.tests.changes.pages import records, some_record
from gerai.config.tests.changes.registry import (
    NotNow,
    change,
    pick,
    pick_page,
    publish,
    words,
)
from gerai.contentpack.dumping import dump_site
from gerai.contentpack.loading.loader import load_pack
from gerai.contentpack.reading.pack import read_pack
from gerai.contentpack.reading.problems import PackRefused
from gerai.website.models import HomePage
from gerai.website.services import ensure_site_structure


@change("the home page says something else")
def change_home(random: Random) -> None:
    home = HomePage.objects.get(locale__language_code=settings.LANGUAGE_CODE)
    home.title, home.summary, home.promise = (words(random) for _ in range(3))
    publish(home)


@change("a redirect is added")
def add_redirect(random: Random) -> None:
    page = some_record(random)
    old = f"/lama-{random.randrange(10**6)}"
    Redirect.add_redirect(old, random.choice([page, "https://contoh.example/"]))


@change("a redirect takes the place of a page")
def shadow_page(random: Random) -> None:
    page = pick_page(random, records().filter(live=False))
    Redirect.add_redirect(page.url_path, "https://example.com/")


@change("a redirect is deleted")
def delete_redirect(random: Random) -> None:
    pick(random, Redirect.objects.all()).delete()


@change("the site's settings are saved")
def change_site(random: Random) -> None:
    site = pick(random, Site.objects.all())
    site.site_name = words(random)
    site.save()


@change("missing standard pages are made")
def structure(random: Random) -> None:
    ensure_site_structure()


@change("the site is dumped and loaded again", is_invisible=True)
def dump_and_load(random: Random) -> None:
    with tempfile.TemporaryDirectory() as folder:
        try:
            dump_site(Path(folder) / "paket")
            pack, _ = read_pack(Path(folder) / "paket")
        except PackRefused as refused:  # a pack wants a source for everything
            raise NotNow from refused
        load_pack(pack, at=timezone.now())


@change("the commands of nightly upkeep run")
def upkeep(random: Random) -> None:
    call_command("fixtree", interactive=False, verbosity=0, stdout=_Nowhere())
    call_command("rebuild_references_index", verbosity=0, stdout=_Nowhere())


class _Nowhere:
    def write(self, text: str) -> int:
        return len(text)

    def flush(self) -> None:
        pass
