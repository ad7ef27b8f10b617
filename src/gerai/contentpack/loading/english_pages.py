"""Saves the English version of a record, with all facts of the Indonesian one."""

from __future__ import annotations

from typing import Any

from django.db import models
from modelcluster.models import get_all_child_relations
from wagtail.models import Locale, Page, TranslatableMixin

from gerai.contentpack.loading.saving_pages import PageSaver

# What makes a page this page, and not a copy of the other one.
_OWN_FIELDS = frozenset(
    {
        "id", "page_ptr", "path", "depth", "numchild", "url_path", "locale", "live",
        "has_unpublished_changes", "first_published_at", "last_published_at",
        "live_revision", "latest_revision", "latest_revision_created_at", "owner",
        "locked", "locked_at", "locked_by", "expired", "go_live_at", "expire_at",
        "alias_of", "draft_title",
    }
)  # fmt: skip


def save_english(
    record: Any,
    copy: Any,
    *,
    locale: Locale,
    saver: PageSaver,
    is_shown: bool,
    key: str,
) -> Any:
    """Create or update the English version of ``record``.

    Args:
        record: the Indonesian record.
        copy: the record with English words.
    """
    model = type(record)
    target = model._default_manager.filter(
        translation_key=record.translation_key, locale=locale
    ).first()
    is_new = target is None
    target = target or model(locale=locale)
    _copy_fields(copy, target, is_new=is_new)
    if not isinstance(target, Page):
        target.save()
        return target
    children = _copy_children(copy, target, locale)
    if is_new:
        saver.add(_parent(record, locale), target, is_shown=is_shown, key=key)
        for name, rows in children.items():
            setattr(target, name, rows)
            getattr(target, name).commit()
    else:
        for name, rows in children.items():
            setattr(target, name, rows)
        saver.update(target, is_shown=is_shown, key=key)
    saver.finish(target, is_new=is_new, is_shown=is_shown)
    return target


def _parent(record: Page, locale: Locale) -> Page:
    """The English version of the page above.

    The desk may have kept an Indonesian parent that has none; then an alias of it
    stands in, as when one translates in the desk.
    """
    # Read anew: putting siblings in order moves what lies below them.
    path = Page.objects.values_list("path", flat=True).get(pk=record.pk)
    parent = Page.objects.get(path=path[: -Page.steplen])
    twin = parent.get_translation_or_none(locale)
    if twin is None:
        twin = parent.specific.copy_for_translation(
            locale, copy_parents=True, alias=True
        )
    return Page.objects.get(pk=twin.pk)


def _copy_fields(copy: Any, target: Any, *, is_new: bool) -> None:
    for field in type(copy)._meta.concrete_fields:
        is_own = field.name in _OWN_FIELDS or field.primary_key
        # Home pages are siblings, so their slugs differ.
        keeps_slug = field.name == "slug" and not is_new and target.depth == 2
        if not is_own and not keeps_slug:
            setattr(target, field.attname, getattr(copy, field.attname))


def _copy_children(copy: Any, target: Any, locale: Locale) -> dict[str, list[Any]]:
    """Child rows for the English page; those that it has already keep their keys."""
    found: dict[str, list[Any]] = {}
    for relation in get_all_child_relations(type(copy)):
        name = relation.get_accessor_name()
        model = relation.related_model
        if not name or not _is_ours(model):
            continue
        present = _present(target, name) if target.pk else {}
        rows = []
        for row in getattr(copy, name).all():
            values = {
                field.attname: getattr(row, field.attname)
                for field in model._meta.concrete_fields
                if not field.primary_key and field.name != relation.field.name
            }
            if issubclass(model, TranslatableMixin):
                values["locale_id"] = locale.pk
            rows.append(model(pk=present.get(_identity(row)), **values))
        found[name] = rows
    return found


def _is_ours(model: type[models.Model]) -> bool:
    return model.__module__.startswith("gerai.")


def _present(target: Any, name: str) -> dict[Any, int]:
    return {_identity(row): row.pk for row in getattr(target, name).all()}


def _identity(row: Any) -> Any:
    return getattr(row, "translation_key", None) or getattr(row, "service_id", row.pk)
