"""Every change that shows in search is in the index when its transaction ends."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from wagtail.models import Page, PageViewRestriction
from wagtail.signals import post_page_move

from gerai.directory.models import AgencyPage, ServicePage
from gerai.finder.keeping import refresh, touch
from gerai.finder.models import ElsewhereTopic, SearchWords
from gerai.finder.sources import AGENCY, ELSEWHERE, PAGE, SERVICE, page_models
from gerai.place.models import Floor
from gerai.theme.bookkeeping import is_bookkeeping

_HOME_DEPTH = 2


@receiver([post_save, post_delete], dispatch_uid="finder.pages")
def page_changed(sender: type[Any], instance: Any, **kwargs: Any) -> None:
    """A page was saved, published, taken off or deleted."""
    if not issubclass(sender, Page) or kwargs.get("raw"):
        return
    if is_bookkeeping(kwargs.get("update_fields")):
        return
    model = instance.specific_class or sender
    key = str(instance.translation_key)
    kind = page_models().get(model, PAGE)
    refresh(kind, {key})
    if kind == AGENCY:
        agencies = AgencyPage.objects.filter(translation_key=key)
        refresh(SERVICE, _services_below(agencies))
        refresh(ELSEWHERE, _topics_of(agencies))
    elif kind == PAGE and instance.numchild and instance.depth > _HOME_DEPTH:
        _refresh_below(instance)


@receiver(post_page_move, dispatch_uid="finder.page_moved")
def page_moved(sender: type[Any], instance: Page, **kwargs: Any) -> None:
    """What moved may have another agency, or be hidden by another page."""
    _refresh_below(instance)


@receiver(
    [post_save, post_delete], sender=PageViewRestriction, dispatch_uid="finder.private"
)
def restriction_changed(
    sender: type[Any], instance: PageViewRestriction, **kwargs: Any
) -> None:
    """A page and all below it became private or public."""
    page = Page.objects.filter(pk=instance.page_id).first()
    if page is not None:
        _refresh_below(page)


@receiver([post_save, post_delete], sender=ElsewhereTopic, dispatch_uid="finder.topic")
def topic_changed(sender: type[Any], instance: ElsewhereTopic, **kwargs: Any) -> None:
    """Something that isn't offered here was described."""
    refresh(ELSEWHERE, {str(instance.pk)})


@receiver([post_save, post_delete], sender=SearchWords, dispatch_uid="finder.words")
def words_changed(sender: type[Any], instance: SearchWords, **kwargs: Any) -> None:
    """Synonyms are read again by every process."""
    touch()


@receiver([post_save, post_delete], sender=Floor, dispatch_uid="finder.floor")
def floor_changed(sender: type[Any], instance: Floor, **kwargs: Any) -> None:
    """Agencies are shown with their floor."""
    refresh(AGENCY)


def _topics_of(agencies: QuerySet[Any]) -> set[str]:
    topics = ElsewhereTopic.objects.filter(agency__in=agencies)
    return {str(pk) for pk in topics.values_list("pk", flat=True)}


def _refresh_below(page: Page) -> None:
    below = Page.objects.filter(path__startswith=page.path)
    kinds = page_models()
    for model, kind in kinds.items():
        refresh(kind, _keys(below.type(model)))
    refresh(PAGE, _keys(below.not_type(*kinds)))


def _services_below(agencies: QuerySet[Any]) -> set[str]:
    found: set[str] = set()
    for path in agencies.values_list("path", flat=True):
        found |= _keys(ServicePage.objects.filter(path__startswith=path))
    return found


def _keys(pages: QuerySet[Any]) -> set[str]:
    return {str(key) for key in pages.values_list("translation_key", flat=True)}
