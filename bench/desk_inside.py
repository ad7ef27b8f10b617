"""Measures inside the application; see ``bench.desk``. Prints one line of JSON."""

from __future__ import annotations

import json
import statistics
import time
from collections.abc import Iterator
from secrets import token_urlsafe
from typing import Any

import django

django.setup()

from django.contrib.auth.models import User  # noqa: E402
from django.core.files.base import ContentFile  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.urls import URLPattern, URLResolver, get_resolver, reverse  # noqa: E402
from wagtail.documents.models import Document  # noqa: E402

from gerai.directory.models import (  # noqa: E402
    AgencyIndexPage,
    AgencyPage,
    ServicePage,
)
from gerai.guard import services  # noqa: E402
from gerai.guard.models import StaffMember  # noqa: E402
from gerai.guard.roles import Role  # noqa: E402
from gerai.guard.tests.signing_in import with_factor  # noqa: E402
from gerai.truth.services import look_at_everything  # noqa: E402

ROUNDS = 3
SCREENS = ("text/html", "application/json")
"""What a screen is sent as; a chooser in its window comes within JSON."""
EDITOR = "editor@example.go.id"
# Answers for scripts, and what signs out.
LEFT_OUT = ("logout", "login", "failwhale", "sprite", "jsi18n", "komponen", "/api/")


def main() -> None:
    agency = AgencyPage.objects.get(slug="kantor-0")
    service = ServicePage.objects.get(slug="layanan-0")
    _forms(agency)
    look_at_everything()
    manager = _client(User.objects.filter(is_superuser=True).earliest("pk"))
    editor = _client(_editor(agency))
    found = {}
    for address in [*_plain(), *_of_records(agency, service)]:
        if figures := _measured(manager, address):
            found[address] = figures
    for address in _of_editors(agency):
        if figures := _measured(editor, address):
            found[f"{address} (editor)"] = figures
    print(json.dumps(found))


def _measured(client: Client, address: str) -> dict[str, float] | None:
    """Milliseconds of the processor, and queries; None for what isn't a screen."""
    answer = client.get(address)
    if answer.status_code >= 500:
        raise RuntimeError(f"{address} answered {answer.status_code}.")
    if answer.status_code != 200 or not answer.headers["Content-Type"].startswith(
        SCREENS
    ):
        return None
    asked: list[str] = []

    def count(execute: Any, sql: str, *rest: Any) -> Any:
        asked.append(sql)
        return execute(sql, *rest)

    # Django's own capture starts anew with each request outside of tests.
    with connection.execute_wrapper(count):
        client.get(address)
    taken = []
    for _round in range(ROUNDS):
        started = time.process_time()
        client.get(address)
        taken.append(time.process_time() - started)
    return {"ms": 1000 * statistics.median(taken), "queries": len(asked)}


def _plain() -> Iterator[str]:
    """Every address below ``/admin/`` that needs no record."""
    desk = next(
        one
        for one in get_resolver().url_patterns
        if isinstance(one, URLResolver) and str(one.pattern) == "admin/"
    )
    for name in sorted(set(_names(desk))):
        address = reverse(name)
        if not any(part in address for part in LEFT_OUT):
            yield address


def _names(resolver: URLResolver, spaces: tuple[str, ...] = ()) -> Iterator[str]:
    for one in resolver.url_patterns:
        if isinstance(one, URLResolver):
            inner = (*spaces, one.namespace) if one.namespace else spaces
            yield from () if one.pattern.converters else _names(one, inner)
        elif isinstance(one, URLPattern) and one.name and not one.pattern.regex.groups:
            yield ":".join([*spaces, one.name])


def _of_records(agency: AgencyPage, service: ServicePage) -> list[str]:
    index = AgencyIndexPage.objects.get(locale__language_code="id")
    return [
        f"/admin/pages/{index.pk}/",
        f"/admin/pages/{agency.pk}/",
        f"/admin/pages/{agency.pk}/edit/",
        f"/admin/pages/{service.pk}/edit/",
        f"/admin/pages/{service.pk}/history/",
        f"/admin/choose-page/{index.pk}/",
        "/admin/choose-page/search/?q=layanan",
        f"/admin/versi/{service.pk}/",
        f"/admin/standar/{service.pk}/",
        f"/admin/standar/{service.pk}/fees/",
        f"/admin/naskah/{service.pk}/",
        f"/admin/suara-pembaca/{service.pk}/",
        f"/admin/tugas/koreksi/{service.pk}-biaya/",
        f"/admin/tugas/tutup/instansi-{agency.pk}/",
        "/admin/tugas/koreksi/?q=layanan",
        "/admin/tugas/ponsel/?q=layanan",
        "/admin/tugas/formulir/?q=formulir",
        "/admin/pages/search/?q=layanan",
        "/admin/jaga-isi/?p=3",
    ]


def _of_editors(agency: AgencyPage) -> list[str]:
    """Screens that have to leave out what somebody may not see."""
    return [
        "/admin/",
        "/admin/cetak/",
        "/admin/jaga-isi/",
        "/admin/tugas/formulir/",
        "/admin/tugas/koreksi/",
        "/admin/tugas/ponsel/?q=layanan",
        f"/admin/pages/{agency.pk}/",
        f"/admin/choose-page/{agency.pk}/",
        "/admin/choose-page/search/?q=layanan",
    ]


def _forms(agency: AgencyPage) -> None:
    """Forms to download at some services, as a real city has them."""
    if Document.objects.filter(title="Formulir 0").exists():
        return
    pages = ServicePage.objects.filter(slug__startswith="layanan-").order_by("pk")
    for number, page in enumerate(pages[:40]):
        file = ContentFile(b"%PDF-1.7 %%EOF", name=f"formulir-{number}.pdf")
        form = Document.objects.create(title=f"Formulir {number}", file=file)
        page.requirements = [("requirement", {"text": "Formulir", "form": form})]
        page.save()


def _editor(agency: AgencyPage) -> User:
    if not StaffMember.objects.filter(user__email=EDITOR).exists():
        invitation = services.invite(email=EDITOR, role=Role.EDITOR, section=agency)
        services.join(token=invitation.token, password=token_urlsafe(), name="Editor")
    return User.objects.get(email=EDITOR)


def _client(user: User) -> Client:
    client = Client(headers={"host": "127.0.0.1"}, raise_request_exception=False)
    return with_factor(client, user)


if __name__ == "__main__":
    main()
