"""Records for the finder's tests; services and agencies come from ``directory``."""

from __future__ import annotations

from typing import Any

import factory

from gerai.directory.tests.factories import ChildPageFactory, home
from gerai.finder.models import ServiceListPage


class ServiceListPageFactory(ChildPageFactory):
    """The list of services below the home page."""

    class Meta:
        model = ServiceListPage

    title = "Layanan"
    slug = "layanan"
    summary = "Semua layanan di mal ini."
    _parent: Any = factory.LazyFunction(home)
