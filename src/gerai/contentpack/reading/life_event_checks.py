"""What a service of a life event says about its case and about earlier services."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from gerai.contentpack.format.directory import LifeEventService
from gerai.contentpack.reading.file_checks import FileCheck
from gerai.contentpack.reading.yaml_files import Path


def check_life_event_service(
    item: LifeEventService, path: Path, earlier: Sequence[str], check: FileCheck
) -> None:
    """Note a case that the service doesn't have, and needs that don't come before it."""
    if item.case is not None:
        check.case_exists(item.service, item.case, (*path, "case"))
    names = [need.service for need in item.needs]
    check.unique(names, (*path, "needs"), "service")
    for index, name in enumerate(names):
        if name not in earlier:
            check.note(
                (*path, "needs", index, "service"),
                _("“%(name)s” doesn't stand above this service in the same list; what "
                  "is needed comes first")
                % {"name": name},
            )  # fmt: skip
