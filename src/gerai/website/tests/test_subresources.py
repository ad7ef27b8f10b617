"""Each script and style of a public page is named with its digest, and it is right."""

from __future__ import annotations

import base64
import hashlib
import re
from pathlib import Path

from django.contrib.staticfiles import finders
from django.test import TestCase

from gerai.website.tests.factories import make_site

_LOADED = re.compile(r"<(?:script|link)\b[^>]*>")


class SubresourceTests(TestCase):
    @classmethod
    def setUpTestData(cls) -> None:
        make_site()

    def test_what_a_page_loads_is_what_was_made(self) -> None:
        met = set()
        for path in ("/", "/en/", "/luring/", "/kontak/", "/tidak-ada/"):
            html = self.client.get(path).content.decode()
            for tag in _LOADED.findall(html):
                is_script = tag.startswith("<script") and " src=" in tag
                if not is_script and 'rel="stylesheet"' not in tag:
                    continue
                address = re.findall(r'(?:src|href)="([^"]+)"', tag)[0]
                said = re.findall(r'integrity="sha384-([^"]+)"', tag)
                self.assertTrue(said, f"{path}: {tag}")
                self.assertEqual(base64.b64decode(said[0]), self.digest(address), tag)
                met.add(address)
        self.assertGreater(len(met), 3)

    def digest(self, address: str) -> bytes:
        if address.startswith("/static/"):
            found = finders.find(address.removeprefix("/static/"))
            content = Path(str(found)).read_bytes()
        else:
            content = self.client.get(address).content
        return hashlib.sha384(content).digest()
