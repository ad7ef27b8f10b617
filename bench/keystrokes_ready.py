"""What the ten tasks need to be there; run in the installation's own environment."""

from __future__ import annotations

import os
from datetime import timedelta

import django

django.setup()

from django.contrib.auth.models import User  # noqa: E402
from django.core.files.base import ContentFile  # noqa: E402
from django.utils import timezone  # noqa: E402
from wagtail.documents.models import Document  # noqa: E402
from wagtail.models import Revision  # noqa: E402

from gerai.directory.models import AgencyPage, ServicePage  # noqa: E402
from gerai.guard import services  # noqa: E402
from gerai.guard.models import StaffMember  # noqa: E402
from gerai.guard.roles import Role  # noqa: E402
from gerai.newsroom.models import (  # noqa: E402
    DocumentIndexPage,
    DocumentPage,
    DocumentVersion,
)

SERVICE = "Paspor baru untuk dewasa"


def main() -> None:
    """Make each of them, unless it is there."""
    _editor(os.environ["BENCH_EDITOR"], os.environ["BENCH_WORD"])
    _documents()
    _yesterday()


def _editor(email: str, password: str) -> None:
    User.objects.filter(username="siti.rahma@example.go.id").delete()
    if StaffMember.objects.filter(user__email=email).exists():
        return
    agency = AgencyPage.objects.get(slug="imigrasi", locale__language_code="id")
    invitation = services.invite(email=email, role=Role.EDITOR, section=agency)
    services.join(token=invitation.token, password=password, name="Penyunting")


def _documents() -> None:
    index = DocumentIndexPage.objects.get(locale__language_code="id")
    for number, title in enumerate(("Formulir uji", "Formulir lain")):
        if DocumentPage.objects.filter(title=title).exists():
            continue
        file = ContentFile(b"%PDF-1.4 lama", name=f"formulir-{number}.pdf")
        page = DocumentPage(title=title)
        page.versions = [
            DocumentVersion(document=Document.objects.create(title=title, file=file))
        ]
        index.add_child(instance=page)
        page.save_revision().publish()


def _yesterday() -> None:
    page = ServicePage.objects.get(title=SERVICE, locale__language_code="id")
    Revision.objects.filter(pk=page.live_revision_id).update(
        created_at=timezone.now() - timedelta(days=1)
    )
    page.summary = "Diubah hari ini."
    page.save_revision().publish()


if __name__ == "__main__":
    main()
