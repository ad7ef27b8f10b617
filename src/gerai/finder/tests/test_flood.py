"""Many questions at once: told so in the reader's language."""

from __future__ import annotations

import pytest
from django.test import Client

from gerai.directory.tests.factories import home
from gerai.finder import views
from gerai.guard.flood import Limiter


@pytest.fixture
def strict(monkeypatch: pytest.MonkeyPatch) -> None:
    limiter = Limiter(burst=2, per_second=0.5)
    monkeypatch.setattr(views, "limiter", limiter)


@pytest.mark.django_db
def test_the_page_says_when_to_try_again(client: Client, strict: None) -> None:
    home()
    for path, sentence in (
        ("/cari/?q=paspor", "Mohon tunggu sebentar"),
        ("/en/cari/?q=paspor", "One moment, please"),
    ):
        for _ in range(3):
            response = client.get(path)
        assert response.status_code == 429
        assert int(response["Retry-After"]) >= 1
        assert sentence in response.content.decode()
    assert client.get("/cari/").status_code == 200
