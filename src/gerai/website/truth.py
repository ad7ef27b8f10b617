"""Links, languages and text pages that need care; registered with the truth watch."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, Exists, OuterRef
from django.urls import Resolver404, resolve, reverse
from django.utils import timezone
from django.utils.html import strip_tags
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page, ReferenceIndex, Site
from wagtail_localize.models import StringSegment, StringTranslation, Translation

from gerai.directory.models import AgencyPage, Regulation, ServicePage
from gerai.newsroom.models import (
    AlbumPage,
    DocumentPage,
    EventPage,
    NewsPage,
    NoticePage,
)
from gerai.theme.addresses import localized_path
from gerai.truth import links
from gerai.truth.checks import Action, Check, Found, Harm, Values, register_check
from gerai.truth.cures import edit_page
from gerai.truth.hard_texts import hardness, say_hard
from gerai.truth.links import LinkPlace
from gerai.truth.looking import Look
from gerai.website.models import ContentPage, SectionPage

_HREF = re.compile(r'href=\\?"([^"\\]+)')
_NEWS = (NewsPage, NoticePage, EventPage, AlbumPage, DocumentPage)
_TEXTS = (ContentPage, SectionPage)
_SAID = frozenset({"heading", "text", "label", "value", "question", "answer"})
# The two languages of a page are published one after the other.
_SAME_TIME = timedelta(minutes=5)


def register_checks() -> None:
    """Declare the checks and the links (from ``apps.ready``)."""
    links.register_links("website", link_places)
    correct = edit_page(gettext_lazy("Correct the link"))
    for check in (
        Check(
            "website.broken_link",
            gettext_lazy("Link to a page that isn't there"),
            Harm.BROKEN,
            _broken,
            lambda values: (
                _("It leads to “%(target)s”, which visitors can't open.") % values
            ),
            correct,
        ),
        Check(
            "website.dead_link",
            gettext_lazy("Link to another site that doesn't work"),
            Harm.BROKEN,
            _dead,
            _say_dead,
            _act_dead,
        ),
        Check(
            "website.english",
            gettext_lazy("English version is behind"),
            Harm.UNCLEAR,
            _english_behind,
            _say_english,
            edit_page(gettext_lazy("Translate")),
        ),
        Check(
            "website.hard",
            gettext_lazy("Text pages hard to read"),
            Harm.UNCLEAR,
            _hard,
            say_hard,
            edit_page(gettext_lazy("Say it more simply")),
        ),
    ):
        register_check(check)


@dataclass(frozen=True, slots=True)
class StoredText:
    """The stored text of a page."""

    page_id: int
    title: str
    path: str
    stored: str


def stored_texts(look: Look) -> list[StoredText]:
    """Pages with running text: text pages and the newsroom's; seven queries."""
    found = []
    for model in (*_TEXTS, *_NEWS):
        rows = look.within(_records(model)).only("title", "path", "body")
        for page in rows.order_by("path"):
            body = page.body
            stored = body if isinstance(body, str) else str(_raw(body))
            found.append(StoredText(page.pk, page.title, page.path, stored))
    return found


def _raw(body: Any) -> Any:
    return body.get_prep_value()


def _records(model: Any) -> Any:
    return model.objects.live().filter(locale__language_code=settings.LANGUAGE_CODE)


# Links


def _broken(look: Look) -> Iterator[Found]:
    yield from _links_to_hidden_pages(look)
    known = look.once(_public_paths)
    for one in look.once(stored_texts):
        for href in dict.fromkeys(_HREF.findall(one.stored)):
            if href.startswith("/") and not _leads_somewhere(href, known):
                yield Found(one.page_id, one.title, {"target": href})


def _links_to_hidden_pages(look: Look) -> Iterator[Found]:
    """Links that Wagtail keeps by number, to pages taken down or deleted."""
    page_type = ContentType.objects.get_for_model(Page)
    rows = ReferenceIndex.objects.filter(
        base_content_type=page_type, to_content_type=page_type
    ).values_list("content_type", "object_id", "to_object_id", "model_path")
    live = {str(key) for key in Page.objects.live().values_list("pk", flat=True)}
    wrong = [
        (int(key), target)
        for type_id, key, target, path in rows
        if target not in live and _is_text(type_id, path.partition(".")[0])
    ]
    pages = _records(Page).filter(pk__in=[key for key, _target in wrong])
    titles = dict(look.within(pages).values_list("pk", "title"))
    targets = {
        str(key): title
        for key, title in Page.objects.filter(
            pk__in=[target for _key, target in wrong]
        ).values_list("pk", "title")
    }
    for key, target in sorted(set(wrong)):
        if key in titles:
            name = targets.get(target) or _("a page that was deleted")
            yield Found(key, titles[key], {"target": name})


@cache
def _is_text(type_id: int, name: str) -> bool:
    """Whether editors write the field themselves, rather than choose in it."""
    model = ContentType.objects.get_for_id(type_id).model_class()
    if model is None:
        return False
    fields = {field.name: field for field in model._meta.get_fields()}
    return isinstance(fields.get(name), RichTextField | StreamField)


def _public_paths(look: Look) -> set[str]:
    roots = [root.root_path for root in Site.get_site_root_paths()]
    return {
        url_path[len(root) :]
        for url_path in Page.objects.live().values_list("url_path", flat=True)
        for root in roots
        if url_path.startswith(root)
    }


def _leads_somewhere(href: str, known: set[str]) -> bool:
    path = localized_path(urlsplit(href).path, settings.LANGUAGE_CODE)
    wanted = path.strip("/")
    if not wanted or f"{wanted}/" in known:
        return True
    try:
        match = resolve(path if path.endswith("/") or "." in wanted else f"{path}/")
    except Resolver404:
        return path.startswith((settings.MEDIA_URL, settings.STATIC_URL))
    if match.url_name != "wagtail_serve":
        return True
    # A list within a page, such as one year of the news.
    parts = wanted.split("/")
    return any(f"{'/'.join(parts[:count])}/" in known for count in range(1, len(parts)))


def link_places() -> Iterator[LinkPlace]:
    """Every link to another site, with where it stands."""
    everything = Look(at=timezone.now())
    for one in stored_texts(everything):
        for href in _HREF.findall(one.stored):
            if href.startswith(("http://", "https://")):
                yield LinkPlace(href.replace("&amp;", "&"), one.page_id, one.title)
    for model, field in (
        (ServicePage, "online_url"),
        (AgencyPage, "office_website"),
        (EventPage, "more_url"),
        (NewsPage, "source_url"),
    ):
        rows = _records(model).exclude(**{field: ""})
        for url, pk, title in rows.values_list(field, "pk", "title"):
            yield LinkPlace(url, pk, title)
    for url, title in Regulation.objects.exclude(url="").values_list("url", "title"):
        yield LinkPlace(url, None, title)


def _dead(look: Look) -> Iterator[Found]:
    broken = links.broken_links(look.at)
    if not broken:
        return
    paths = dict(Page.objects.values_list("pk", "path")) if look.paths else {}
    for place in links.link_places():
        is_seen = look.is_whole or (
            place.page_id is not None
            and paths.get(place.page_id, "").startswith(look.paths or ())
        )
        if place.url in broken and is_seen:
            values = {"url": place.url, "problem": broken[place.url]}
            yield Found(place.page_id, place.subject, values)


def _say_dead(values: Values) -> str:
    reasons = {
        "404": _("the site says that there is no such page"),
        "410": _("the site says that the page is gone"),
        "name": _("nobody knows the name of the site"),
        "certificate": _("the site's certificate isn't valid"),
        "connection": _("the site doesn't answer"),
        "redirects": _("the site leads round in circles"),
        "private": _("the address can't be reached from outside"),
    }
    reason = reasons.get(values["problem"], values["problem"])
    return _("%(url)s: %(reason)s.") % {"url": values["url"], "reason": reason}


def _act_dead(page_id: int | None, values: Values) -> Action:
    if page_id is None:
        return Action(
            _("Correct the link"), reverse("wagtailsnippets_directory_regulation:list")
        )
    return Action(
        _("Correct the link"), reverse("wagtailadmin_pages:edit", args=[page_id])
    )


# Languages


def _english_behind(look: Look) -> Iterator[Found]:
    """English pages with words that were changed in Indonesian and not translated."""
    english = Page.objects.live().filter(
        locale__language_code="en", alias_of__isnull=True
    )
    records = look.within(_records(Page))
    counts = _untranslated()
    managed = set(
        Translation.objects.filter(
            target_locale__language_code="en", enabled=True
        ).values_list("source__object_id", flat=True)
    )
    published = dict(english.values_list("translation_key", "last_published_at"))
    rows = records.filter(translation_key__in=english.values("translation_key"))
    for pk, title, key, at in rows.values_list(
        "pk", "title", "translation_key", "last_published_at"
    ):
        theirs = published.get(key)
        if count := counts.get(key, 0):
            yield Found(pk, title, {"count": count}, count)
        elif key not in managed and at and theirs and at - theirs > _SAME_TIME:
            yield Found(pk, title, {"count": 0})


def _untranslated() -> dict[Any, int]:
    """How many texts of each translated page have no English, by translation key."""
    translated = StringTranslation.objects.filter(
        locale__language_code="en",
        translation_of_id=OuterRef("string_id"),
        context_id=OuterRef("context_id"),
        has_error=False,
    )
    rows = (
        StringSegment.objects.filter(
            source__translations__target_locale__language_code="en",
            source__translations__enabled=True,
        )
        .filter(~Exists(translated))
        .order_by()
        .values("source__object_id")
        .annotate(count=Count("pk"))
    )
    return {row["source__object_id"]: row["count"] for row in rows}


def _say_english(values: Values) -> str:
    if not values["count"]:
        return _("The Indonesian page is newer than the English one.")
    return ngettext(
        "%(count)d text of the English page still reads Indonesian.",
        "%(count)d texts of the English page still read Indonesian.",
        values["count"],
    ) % {"count": values["count"]}


# Words


def _hard(look: Look) -> Iterator[Found]:
    for model in _TEXTS:
        for page in look.within(_records(model)).order_by("path"):
            texts = [page.summary, *_words_of(_raw(page.body))]
            if found := hardness(texts):
                yield Found(page.pk, page.title, found[0], found[1])


def _words_of(value: Any, name: str = "") -> Iterable[str]:
    if isinstance(value, dict):
        for key, one in value.items():
            yield from _words_of(one, key)
    elif isinstance(value, list):
        for one in value:
            yield from _words_of(one, name)
    elif isinstance(value, str) and name in _SAID:
        text = re.sub(r"</(?:p|li|h\d)>|<br/?>", "\n", value)
        yield strip_tags(text)
