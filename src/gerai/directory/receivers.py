"""Reactions to what happens to records: translations follow, facets stay true."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import post_save
from django.dispatch import receiver
from wagtail.models import Page
from wagtail.signals import page_published, page_unpublished, post_page_move

from gerai.directory.choices import ComponentName
from gerai.directory.models import (
    AgencyIndexPage,
    AgencyPage,
    LifeEventIndexPage,
    LifeEventPage,
    MallStandard,
    ServicePage,
)
from gerai.directory.models.components import is_record
from gerai.directory.services import refresh_facets, update_translations
from gerai.directory.standard.parsing import raw_items, referenced_files
from gerai.files.replacing import settle_replacements
from gerai.theme.bookkeeping import is_bookkeeping

PAGE_TYPES = (
    AgencyIndexPage,
    AgencyPage,
    LifeEventIndexPage,
    LifeEventPage,
    ServicePage,
)


@receiver(page_published, dispatch_uid="directory.translations_follow")
def translations_follow(sender: type[Page], instance: Page, **kwargs: Any) -> None:
    """A published record brings its translations up to date."""
    if isinstance(instance, PAGE_TYPES):
        revision = kwargs.get("revision")
        update_translations(
            record=instance, by=revision.user if revision is not None else None
        )


@receiver(page_published, dispatch_uid="directory.forms_are_replaced")
def forms_are_replaced(sender: type[Page], instance: Page, **kwargs: Any) -> None:
    """The address of an old form leads to the new one, once visitors see that."""
    if isinstance(instance, AgencyPage | ServicePage) and is_record(instance):
        name = ComponentName.REQUIREMENTS.value
        items = [(name, item) for item in raw_items(instance, name)]
        settle_replacements(instance, referenced_files(items))


@receiver(page_unpublished, dispatch_uid="directory.translations_leave")
def translations_leave(sender: type[Page], instance: Page, **kwargs: Any) -> None:
    """A record that is taken off the site takes its translations with it."""
    if isinstance(instance, PAGE_TYPES) and is_record(instance):
        for translation in instance.get_translations().live().order_by("pk"):
            translation.specific.unpublish()


@receiver(post_save, sender=MallStandard, dispatch_uid="directory.mall_follows")
def mall_translations_follow(
    sender: type[MallStandard], instance: MallStandard, **kwargs: Any
) -> None:
    """The mall's standard has no drafts: a saved one is in force in all languages."""
    if not kwargs.get("raw"):
        update_translations(record=instance)


@receiver(post_save, sender=AgencyPage, dispatch_uid="directory.facets_follow")
def facets_follow(
    sender: type[AgencyPage], instance: AgencyPage, created: bool, **kwargs: Any
) -> None:
    """Services inherit fees and times, so their filters change with the agency."""
    if is_bookkeeping(kwargs.get("update_fields")):
        return
    if not created and not kwargs.get("raw"):
        refresh_facets(agency=instance)


@receiver(post_page_move, dispatch_uid="directory.facets_move")
def facets_move(
    sender: type[Page], instance: Page, parent_page_after: Page, **kwargs: Any
) -> None:
    """A service that moved inherits from its new agency."""
    agency = parent_page_after.specific
    if isinstance(agency, AgencyPage):
        refresh_facets(agency=agency)
