"""Rules of the directory that Django checks when it starts."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.core.checks import CheckMessage, Error, register
from wagtail_localize.fields import SynchronizedField, get_translatable_fields

from gerai.directory.models import (
    AgencyIndexPage,
    AgencyPage,
    LifeEventIndexPage,
    LifeEventPage,
    ServicePage,
)
from gerai.directory.models.components import PROVENANCE_FIELDS

# Permissions of an agency follow the tree, so a page in the wrong place would be
# in the wrong hands.
TREE: dict[Any, tuple[set[Any] | None, set[Any]]] = {
    AgencyIndexPage: (None, {AgencyPage}),
    AgencyPage: ({AgencyIndexPage}, {ServicePage}),
    ServicePage: ({AgencyPage}, set()),
    LifeEventIndexPage: (None, {LifeEventPage}),
    LifeEventPage: ({LifeEventIndexPage}, set()),
}


@register("gerai")
def check_tree(**kwargs: Any) -> list[CheckMessage]:
    """Each page type stands only where the tree of the directory has it."""
    errors: list[CheckMessage] = []
    for model, (parents, children) in TREE.items():
        if parents is not None and set(model.allowed_parent_page_models()) != parents:
            errors.append(
                Error(
                    f"{model.__name__} may stand below {_names(parents)} only.",
                    hint="Set parent_page_types, and subpage_types of the parents.",
                    obj=model,
                    id="directory.E001",
                )
            )
        # Other rooms say for themselves what of theirs stands below an agency.
        own = {
            child
            for child in model.allowed_subpage_models()
            if child._meta.app_label == model._meta.app_label
        }
        if own != children:
            errors.append(
                Error(
                    f"Below {model.__name__} there may be {_names(children)} only.",
                    hint="Set subpage_types.",
                    obj=model,
                    id="directory.E002",
                )
            )
    return errors


@register("gerai")
def check_facts_are_shared(**kwargs: Any) -> list[CheckMessage]:
    """What a record rests on is the same in all languages."""
    errors: list[CheckMessage] = []
    for model in (AgencyPage, ServicePage):
        shared = {
            field.field_name
            for field in get_translatable_fields(model)
            if isinstance(field, SynchronizedField) and not field.overridable
        }
        missing = {*PROVENANCE_FIELDS, "slug"} - shared
        if missing:
            errors.append(
                Error(
                    f"{model.__name__}: {', '.join(sorted(missing))} may differ "
                    "between languages.",
                    hint="Add them to override_translatable_fields.",
                    obj=model,
                    id="directory.E003",
                )
            )
    return errors


def _names(models: Iterable[Any]) -> str:
    return ", ".join(sorted(model.__name__ for model in models)) or "nothing"
