"""A site with a service to print, and a press of this test run."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from gerai.directory.models import ServicePage
from gerai.directory.tests.factories import (
    AgencyPageFactory,
    MallFactory,
    ScheduleFactory,
    ServicePageFactory,
)
from gerai.printing import services
from gerai.printing.press import Press


@pytest.fixture(autouse=True)
def own_data_folder(settings: Any, tmp_path: Path) -> None:
    settings.GERAI_DATA = tmp_path
    settings.GERAI_BASE_URL = "https://mpp.contoh.go.id"


@pytest.fixture(scope="session")
def press() -> Iterator[Press]:
    """One drawing process for the whole run; starting one costs a second."""
    press = Press(seconds=120, places=4)
    yield press
    press.close()


@pytest.fixture(autouse=True)
def one_press(press: Press, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gerai.printing.views.public.public_press", press)
    monkeypatch.setattr("gerai.printing.jobs.desk_press", press)
    assert services.public_press is not press


@pytest.fixture
def service(db: None) -> ServicePage:
    """A published service with all 14 components, and a mall with hours."""
    MallFactory()
    agency = AgencyPageFactory(
        title="Kantor Imigrasi Contoh",
        slug="imigrasi",
        short_name="Imigrasi",
        schedule=ScheduleFactory(),
    )
    page: ServicePage = ServicePageFactory(
        agency=agency, complete=True, title="Paspor baru", slug="paspor-baru"
    )
    return page
