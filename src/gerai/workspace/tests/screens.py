"""The desk as one person sees it: every address, filled with something to look at."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import timedelta

from django.apps import apps
from django.contrib.auth.models import Group, User
from django.contrib.messages import get_messages
from django.db import models, transaction
from django.http.response import HttpResponseBase
from django.test import Client
from django.urls import reverse
from django.utils.timezone import now
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import (
    Collection,
    GroupApprovalTask,
    Locale,
    Page,
    Site,
    Workflow,
    WorkflowTask,
    get_page_models,
)
from wagtail.snippets.models import get_snippet_models
from wagtail.users.models import UserProfile

from gerai.workspace.tests.cast import FOREIGN_KEY, Cast
from gerai.workspace.tests.desk_addresses import desk_addresses
from gerai.workspace.tests.visible_text import Text, texts_in_answer

# Pages as visitors see them, in the language of the page; answers for scripts.
NOT_FOR_PEOPLE = (
    "/view_draft/",
    "/preview/",
    f"/revisions/{FOREIGN_KEY}/view/",
    "/sprite/",
    "/api/",
    "/komponen/",
    "/multiple/",
    "/overrides/",
    "/strings/",
)
MISSING = "/admin/tidak-ada/"


def fill(cast: Cast) -> None:
    """Add one record for each kind of screen that the cast leaves empty."""
    Group.objects.create(pk=FOREIGN_KEY, name="Kelompok uji")
    task = GroupApprovalTask.objects.create(pk=FOREIGN_KEY, name="Tahap uji")
    task.groups.add(FOREIGN_KEY)
    workflow = Workflow.objects.create(pk=FOREIGN_KEY, name="Alur uji")
    WorkflowTask.objects.create(pk=FOREIGN_KEY, workflow=workflow, task=task)
    collection = Collection(pk=FOREIGN_KEY, name="Koleksi uji")
    Collection.get_first_root_node().add_child(instance=collection)
    Redirect.objects.create(
        pk=FOREIGN_KEY, old_path="/uji-lama", redirect_page=cast.foreign
    )
    site = Site.objects.get(is_default_site=True)
    Site.objects.create(
        pk=FOREIGN_KEY, hostname="uji.example", root_page=site.root_page
    )
    Locale.objects.create(pk=FOREIGN_KEY, language_code="xx")
    service = Page.objects.get(pk=FOREIGN_KEY).specific
    service.go_live_at = now() + timedelta(days=2)
    workflow.start(service, cast.people["editor_b"])


def addresses() -> list[str]:
    """All of the desk, and what the resolver alone can't know of."""
    every = {
        address + (f"?id={FOREIGN_KEY}" if "/bulk/" in address else "")
        for address in desk_addresses()
    }
    every |= {*_of_pages(), *_of_snippets(), MISSING}
    return sorted(
        address
        for address in every
        if not any(part in address for part in NOT_FOR_PEOPLE)
    )


def _of_pages() -> Iterator[str]:
    """The form for a new page of each type; each page's form and list."""
    pages = [page.specific for page in Page.objects.filter(depth__gt=1)]
    for model in get_page_models():
        parent = next((page for page in pages if model.can_create_at(page)), None)
        if parent is not None:
            names = (model._meta.app_label, model._meta.model_name, parent.pk)
            yield reverse("wagtailadmin_pages:add", args=names)
    seen = set()
    for page in pages:
        if type(page) not in seen:
            seen.add(type(page))
            yield reverse("wagtailadmin_pages:edit", args=[page.pk])
            yield reverse("wagtailadmin_explore", args=[page.pk])


def _of_snippets() -> Iterator[str]:
    """The form of one record of each kind."""
    for model in get_snippet_models():
        record = model._default_manager.first()
        url_name = model.snippet_viewset.get_url_name("edit")
        if record is not None:
            yield reverse(url_name, args=[record.pk])


class Visitor:
    """Somebody who looks at every screen and sends every form empty."""

    def __init__(self, user: User, *, language: str) -> None:
        self.user = user
        profile = UserProfile.get_for_user(user)
        profile.preferred_language = language
        profile.save()
        self.client = Client(raise_request_exception=False)
        self.client.force_login(user)
        self.statuses: dict[str, int] = {}

    def look_around(self, wanted: Iterable[str]) -> dict[Text, str]:
        """Everything there is to read, with the first address that has it."""
        found: dict[Text, str] = {}
        for address in wanted:
            for text in self.look(address):
                found.setdefault(text, address)
        return found

    def look(self, address: str) -> list[Text]:
        """What stands there, and what stands there after sending nothing."""
        answer = self.client.get(address)
        self.statuses[address] = answer.status_code
        seen = _read(answer)
        if answer.status_code == 405 or _has_form(answer):
            point = transaction.savepoint()
            seen += _read(self.client.post(address, {"title": ""}))
            transaction.savepoint_rollback(point)
        if "log" in address:  # one of them signs out
            self.client.force_login(self.user)
        return seen


def _has_form(answer: HttpResponseBase) -> bool:
    content = getattr(answer, "content", b"")
    return bool(re.search(rb'method=\\?"post\\?"', content, re.IGNORECASE))


def _read(answer: HttpResponseBase) -> list[Text]:
    if answer.status_code >= 500:  # Wagtail breaks on a form without its counters
        return []
    request = getattr(answer, "wsgi_request", None)
    told = get_messages(request) if request is not None else ()
    messages = [Text(str(message), "message after sending") for message in told]
    return [*texts_in_answer(answer), *messages]


def contents() -> re.Pattern[str]:
    """The words of all records, which are in no language of the interface."""
    found = set()
    for model in apps.get_models():
        names = [
            field.name
            for field in model._meta.local_fields
            if isinstance(field, models.CharField | models.TextField)
            and not field.choices
        ]
        if names and model._meta.app_label not in ("contenttypes", "sessions"):
            for row in model._default_manager.values_list(*names):
                found |= {value for value in row if _is_content(model, value)}
    longest_first = sorted(found, key=len, reverse=True)
    return re.compile(rf"(?<!\w)({'|'.join(map(re.escape, longest_first))})(?!\w)")


def _is_content(model: type[models.Model], value: str | None) -> bool:
    # Names of permissions are words of the interface.
    return (
        bool(value) and len(value or "") > 2 and model._meta.label != "auth.Permission"
    )
