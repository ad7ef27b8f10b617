"""Two agencies, their records, and one person of each role."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.core.files.base import ContentFile
from django.utils import timezone
from wagtail.documents.models import Document
from wagtail.images.models import Image
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Collection, Page, Revision

from gerai.directory.models import AgencyPage, Counter, Regulation, ServicePage
from gerai.directory.tests.factories import AgencyPageFactory, ServicePageFactory
from gerai.feedback.models import PageAnswer, ReviewRequest
from gerai.files.models import EarlierFile
from gerai.guard import services
from gerai.guard.models import StaffMember
from gerai.guard.roles import Role, settle_roles
from gerai.place.models import Facility, Floor, HolidayChange, MallFact, Schedule
from gerai.place.tests.factories import MallFactory

# Every record of the other agency has this key: whatever number somebody guesses in an
# address, it leads to something that isn't theirs.
FOREIGN_KEY = 900_001
SECRET = "xq7-instansi-b"  # noqa: S105


@dataclass
class Cast:
    """The people, and what they work on."""

    people: dict[str, User]
    own: AgencyPage
    foreign: AgencyPage


def person(role: Role, name: str, section: Page | None = None) -> User:
    """Somebody with a role who has joined."""
    invitation = services.invite(
        email=f"{name}@example.go.id", name=name, role=role, section=section
    )
    member = services.join(
        token=invitation.token, password="kata-sandi-panjang", name=name
    )
    return User.objects.get(pk=member.user_id)


def make_cast() -> Cast:
    """Build the office."""
    mall = MallFactory()
    settle_roles()
    own = AgencyPageFactory(title="Instansi A", slug="instansi-a")
    ServicePageFactory(agency=own, title="Layanan A", slug="layanan-a")
    foreign = AgencyPageFactory(title="Instansi B", slug="instansi-b")
    people = {
        "editor": person(Role.EDITOR, "editor", own),
        "editor_b": person(Role.EDITOR, "editor-b", foreign),
        "operator": person(Role.OPERATOR, "operator", own),
        "reviewer": person(Role.REVIEWER, "reviewer"),
        "manager": person(Role.MANAGER, "manager"),
        "auditor": person(Role.AUDITOR, "auditor"),
        "administrator": person(Role.ADMINISTRATOR, "administrator"),
    }
    _foreign_records(foreign, people["editor_b"])
    _shared_records(mall)
    _bystander(foreign)
    _said_outside(people["manager"])
    return Cast(people, own, foreign)


def _foreign_records(foreign: AgencyPage, author: User) -> None:
    schedule = Schedule.objects.create(pk=FOREIGN_KEY, label="Jam instansi B")
    AgencyPage.objects.filter(pk=foreign.pk).update(schedule=schedule)
    Counter.objects.create(
        pk=FOREIGN_KEY, slug="b-1", name="Loket B1", agency=foreign, schedule=schedule
    )
    service = ServicePage(pk=FOREIGN_KEY, title="Layanan B", slug="layanan-b")
    foreign.add_child(instance=service)
    service.title = f"Draf {SECRET}"
    draft = service.save_revision(user=author)
    first_key, draft.pk = draft.pk, FOREIGN_KEY
    draft.save(force_insert=True)
    Page.objects.filter(pk=service.pk).update(latest_revision=FOREIGN_KEY)
    Revision.objects.filter(pk=first_key).delete()
    hidden = ServicePage(title=f"Baru {SECRET}", slug=f"baru-{SECRET}", live=False)
    foreign.add_child(instance=hidden)
    hidden.save_revision(user=author)
    collection = Collection.objects.get(name=foreign.title)
    Image.objects.create(
        pk=FOREIGN_KEY,
        title=f"Gambar {SECRET}",
        file=get_test_image_file(),
        collection=collection,
    )
    document = Document.objects.create(
        pk=FOREIGN_KEY,
        title=f"Berkas {SECRET}",
        file=ContentFile(b"isi", name="b.pdf"),
        collection=collection,
    )
    EarlierFile.objects.create(
        pk=FOREIGN_KEY,
        document=document,
        name=f"{SECRET}.pdf",
        file=ContentFile(f"Isi {SECRET}".encode(), name="lama.pdf"),
    )


def _shared_records(mall: Any) -> None:
    MallFact.objects.create(pk=FOREIGN_KEY, mall=mall, kind="phone", value="0541")
    Floor.objects.create(pk=FOREIGN_KEY, number=9, name="Lantai 9")
    Facility.objects.create(pk=FOREIGN_KEY, kind="toilet")
    HolidayChange.objects.create(
        pk=FOREIGN_KEY, action="add", day="2027-03-03", name="Hari uji", kind="local"
    )
    Regulation.objects.create(pk=FOREIGN_KEY, slug="uji", title="Peraturan Uji")


def _said_outside(manager: User) -> None:
    """What readers and a contact said of the foreign service."""
    now = timezone.now()
    PageAnswer.objects.create(
        pk=FOREIGN_KEY,
        page_id=FOREIGN_KEY,
        language="id",
        is_helpful=False,
        text=f"Kurang jelas {SECRET}",
        received_on=timezone.localdate(now),
    )
    ReviewRequest.objects.create(
        pk=FOREIGN_KEY,
        page_id=FOREIGN_KEY,
        name=f"Narahubung {SECRET}",
        email="narahubung@example.go.id",
        asked_by=manager,
        asked_at=now,
        answered_at=now,
        correction=f"Usul {SECRET}",
    )


def _bystander(foreign: AgencyPage) -> None:
    user = User.objects.create_user(
        "sasaran@example.go.id", password="kata-sandi-panjang", pk=FOREIGN_KEY
    )
    StaffMember.objects.create(
        pk=FOREIGN_KEY,
        user=user,
        role=Role.EDITOR,
        section=foreign,
        invited_at=timezone.now(),
    )
