"""What happens to any page: made, written, moved, hidden, deleted."""

from __future__ import annotations

from random import Random
from typing import Any

from django.conf import settings
from django.contrib.auth.models import Group
from wagtail.models import Locale, Page, PageViewRestriction

from gerai.config.tests.changes.registry import (
    NotNow,
    change,
    pick,
    pick_page,
    publish,
    slug,
    words,
)
from gerai.directory.models import LifeEventPage, ServicePage
from gerai.website.models import ContentPage, HomePage, SectionPage


def records() -> Any:
    """Indonesian pages below the home page."""
    return Page.objects.filter(
        depth__gt=2, locale__language_code=settings.LANGUAGE_CODE
    )


def some_record(random: Random) -> Any:
    return pick_page(random, records().live())


def some_leaf(random: Random) -> Any:
    """A page that a site can do without."""
    rows = records().type(ContentPage, ServicePage, LifeEventPage)
    return pick_page(random, rows)


def text(random: Random) -> list[dict[str, Any]]:
    key = f"text-{random.randrange(10**6)}"
    value = {"heading": words(random), "text": f"<p>{words(random)}.</p>"}
    return [{"type": "text", "id": key, "value": value}]


def _new_page(random: Random, *, live: bool) -> ContentPage:
    home = HomePage.objects.get(locale__language_code=settings.LANGUAGE_CODE)
    sections = SectionPage.objects.child_of(home).live()
    parent = pick_page(random, sections) if random.random() < 0.7 else home
    page = ContentPage(
        title=words(random),
        slug=slug(random),
        body=text(random),
        locale=Locale.objects.get(language_code=settings.LANGUAGE_CODE),
        live=live,
    )
    parent.add_child(instance=page)
    return page


@change("a page is made")
def make_page(random: Random) -> None:
    publish(_new_page(random, live=False))


@change("a draft is made", is_invisible=True)
def make_draft(random: Random) -> None:
    _new_page(random, live=False).save_revision()


@change("a draft is written", is_invisible=True)
def write_draft(random: Random) -> None:
    page = some_record(random)
    page.title, page.summary = words(random), words(random)
    page.save_revision()


@change("a title is published")
def publish_title(random: Random) -> None:
    page = some_record(random)
    page.title = words(random)
    publish(page)


@change("a summary is published")
def publish_summary(random: Random) -> None:
    page = some_record(random)
    page.summary = words(random)
    publish(page)


@change("a text is published")
def publish_text(random: Random) -> None:
    page = pick_page(random, ContentPage.objects.live() & _indonesian(ContentPage))
    page.body = text(random)
    publish(page)


@change("a page is published as it is")  # the sitemap says when
def publish_again(random: Random) -> None:
    # A standard page that nobody has published yet gets its date in the sitemap then.
    published = records().live().exclude(last_published_at=None)
    publish(pick_page(random, published.filter(has_unpublished_changes=False)))


@change("an earlier revision is published")
def revert(random: Random) -> None:
    page = some_record(random)
    revisions = list(page.revisions.order_by("pk"))
    if not revisions:
        raise NotNow
    random.choice(revisions).as_object().save_revision().publish()


@change("a page is unpublished")
def unpublish(random: Random) -> None:
    pick_page(random, records().live()).unpublish()


@change("an unpublished page comes back")
def publish_unpublished(random: Random) -> None:
    page = pick_page(random, records().filter(live=False))
    page.get_latest_revision_as_object().save_revision().publish()


@change("a page is deleted")
def delete(random: Random) -> None:
    page = some_leaf(random)
    if random.random() < 0.5:
        for translation in page.get_translations():
            translation.specific.delete()
    page.delete()


@change("a page of text moves to another section")
def move(random: Random) -> None:
    page = pick_page(random, _indonesian(ContentPage))
    parents = Page.objects.type(HomePage, SectionPage) & records_and_home()
    target = pick_page(random, parents.exclude(pk=page.get_parent().pk))
    page.move(target, pos="last-child")


@change("pages are put in another order")
def reorder(random: Random) -> None:
    page = some_record(random)
    others = page.get_siblings(inclusive=False)
    page.move(pick(random, others), pos=random.choice(["left", "right"]))


@change("a page gets another address")
def change_slug(random: Random) -> None:
    page = some_leaf(random)
    page.slug = slug(random)
    publish(page)


@change("a section gets another address")
def change_section_slug(random: Random) -> None:
    sections = records().live().filter(numchild__gt=0, depth__gt=3)
    page = pick_page(random, sections)
    page.slug = slug(random)
    publish(page)


@change("a page is copied")
def copy(random: Random) -> None:
    page = some_leaf(random)
    page.copy(update_attrs={"slug": slug(random), "title": words(random)})


@change("a page becomes private")
def restrict(random: Random) -> None:
    page = pick_page(random, records().filter(view_restrictions=None, depth__gt=3))
    kind = random.choice(["login", "password", "groups"])
    PageViewRestriction.objects.create(page=page, restriction_type=kind, password="x")


@change("the groups of a private page change", is_invisible=True)
def restrict_to_groups(random: Random) -> None:
    restriction = pick(random, PageViewRestriction.objects.all())
    restriction.groups.set(Group.objects.order_by("pk")[: random.randrange(3)])


@change("a private page becomes public")
def open_again(random: Random) -> None:
    pick(random, PageViewRestriction.objects.all()).delete()


@change("a page enters or leaves the menu")
def toggle_menu(random: Random) -> None:
    page = pick_page(random, records().live().filter(depth=3))
    page.show_in_menus = not page.show_in_menus
    publish(page)


@change("a page is hidden from search engines, or no longer")
def toggle_index(random: Random) -> None:
    page = some_record(random)
    page.is_indexed = not page.is_indexed
    page.search_description = words(random)
    publish(page)


def records_and_home() -> Any:
    return Page.objects.filter(
        depth__gte=2, locale__language_code=settings.LANGUAGE_CODE
    )


def _indonesian(model: Any) -> Any:
    return model.objects.filter(locale__language_code=settings.LANGUAGE_CODE)
