"""Right, half-right and wrong solutions of every delivered exercise.

They act within a copy as the trainee would: with the services of the rooms, not with the
rules. Each exercise begins afresh for each of them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import time, timedelta
from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Page

from gerai.academy.practice.samples import NEW_FORM, sample
from gerai.academy.practice.scenes import fee_items
from gerai.approval.selectors import current_step
from gerai.approval.services import decide, publish_or_hand_in
from gerai.directory.models import AgencyPage, Counter, ServicePage
from gerai.directory.services import own_hours
from gerai.newsroom.models import NewsIndexPage, NewsPage, NoticePage
from gerai.newsroom.policies import mall_now
from gerai.place.services import add_closure, change_hours

Act = Callable[[Any], None]
"""Does something as the given person; called within the copy."""


@dataclass(frozen=True, slots=True)
class Solutions:
    """What people do with one exercise.

    Attributes:
        half: something of it is right; the feedback must differ from that of ``wrong``.
    """

    right: Act
    half: Act
    wrong: Act


def closing(*, starts: time | None, days: int = 1) -> Act:
    def act(_person: Any) -> None:
        day = mall_now().date() + timedelta(days=days)
        add_closure(
            schedule=own_hours(holder=Counter.objects.get(slug="latihan-sim")),
            first_day=day,
            last_day=day,
            reason="petugas mengikuti pelatihan",
            from_time=starts,
        )

    return act


def hours(day: str, start: str, end: str) -> Act:
    def act(person: Any) -> None:
        schedule = own_hours(holder=Counter.objects.get(slug="latihan-jam"))
        change_hours(
            schedule=schedule,
            weekly={day: [[start, end]]},
            follows_parent=False,
            by=person,
            at=timezone.now(),
        )

    return act


def changing(slug: str, *, send: bool = True, **values: Any) -> Act:
    """Change a page and hand it in (who may, publishes); or leave it a draft."""

    def act(person: Any) -> None:
        page = Page.objects.get(slug=slug, locale__language_code="id").specific
        draft: Any = page.get_latest_revision_as_object()
        for name, value in values.items():
            setattr(draft, name, value)
        draft.save_revision(user=person)
        if send:
            publish_or_hand_in(page=draft, by=person)

    return act


def notice(title: str, text: str, *, days: int | None = 30, send: bool = True) -> Act:
    def act(person: Any) -> None:
        agency = AgencyPage.objects.get(slug="instansi-a")
        page = NoticePage(title=title, summary=text, agency=agency, live=False)
        page.locale, page.owner = agency.locale, person
        if days is not None:
            page.ends_at = timezone.now() + timedelta(days=days)
        write(agency, page, person, send=send)

    return act


def news(title: str, text: str, *, send: bool = True) -> Act:
    def act(person: Any) -> None:
        index = NewsIndexPage.objects.get()
        page = NewsPage(title=title, summary=text, live=False, locale=index.locale)
        write(index, page, person, send=send)

    return act


def write(parent: Page, page: Any, person: Any, *, send: bool) -> None:
    parent.add_child(instance=page)
    page.save_revision(user=person)
    if send:
        publish_or_hand_in(page=page, by=person)


def picture(title: str, words: str) -> Act:
    def act(_person: Any) -> None:
        file = get_test_image_file(filename="foto.png")
        get_image_model().objects.create(title=title, description=words, file=file)

    return act


def new_form(*, given: bool, beside: bool = False) -> Act:
    """Upload the new form; and let the service give it, in place of the old one."""

    def act(person: Any) -> None:
        file = ContentFile(sample(NEW_FORM), name=NEW_FORM)
        title = "Formulir permohonan latihan"
        document = get_document_model().objects.create(title=title, file=file)
        if not given:
            return
        page = ServicePage.objects.get(slug="latihan-formulir")
        old = list(page.requirements.get_prep_value())
        new = [
            {**one, "value": {**one["value"], "form": document.pk}, "id": None}
            for one in old
        ]
        stream = [*old, *new] if beside else new
        changing("latihan-formulir", requirements=stream)(person)

    return act


def deciding(*, approve: bool, comment: str = "") -> Act:
    def act(person: Any) -> None:
        step = current_step(Page.objects.get(slug="latihan-sim-c"))
        assert step is not None
        decide(task_state=step, by=person, approve=approve, comment=comment)

    return act


MOVED = "Loket SIM pindah ke lantai 1 sampai akhir bulan"
MOBILE = "Mobil layanan KTP datang ke Palaran setiap Rabu"

SOLUTIONS: dict[str, Solutions] = {
    "tutup-gerai": Solutions(
        right=closing(starts=time(12)),
        half=closing(starts=None),
        wrong=closing(starts=time(12), days=3),
    ),
    "jam-buka": Solutions(
        right=hours("fri", "08:00", "11:30"),
        half=hours("fri", "08:00", "11:00"),
        wrong=hours("thu", "08:00", "11:30"),
    ),
    "koreksi-biaya": Solutions(
        right=changing("latihan-sim-c", fees=fee_items(125000)),
        half=changing("latihan-sim-c", fees=fee_items(125000), send=False),
        wrong=changing("latihan-sim-c", fees=fee_items(12500)),
    ),
    "pengumuman": Solutions(
        right=notice(MOVED, "Langsung saja ke lantai 1."),
        half=notice(MOVED, "Langsung saja ke lantai 1.", days=None),
        wrong=notice("Pemberitahuan", "Sehubungan dengan kegiatan internal.", days=90),
    ),
    "berita-foto": Solutions(
        right=news(MOBILE, "Mulai pukul 09.00."),
        half=news("Mobil layanan KTP ke Palaran", "Mulai pukul 09.00."),
        wrong=news(MOBILE, "Mulai pukul 09.00.", send=False),
    ),
    "teks-alternatif": Solutions(
        right=picture("Loket prioritas", "Petugas membantu seorang ibu di loket"),
        half=picture("Loket prioritas", ""),
        wrong=picture("IMG 2034", "Petugas membantu seorang ibu di loket"),
    ),
    "ajukan-draf": Solutions(
        right=changing("latihan-tutup", title="Loket latihan tutup Jumat"),
        half=changing("latihan-tutup", title="Loket tutup Jumat", send=False),
        wrong=changing("latihan-tutup", summary="Silakan datang lain kali."),
    ),
    "setujui": Solutions(
        right=deciding(approve=False, comment="Biaya seharusnya Rp 75.000."),
        half=deciding(approve=False, comment="Salah"),
        wrong=deciding(approve=True),
    ),
    "ganti-formulir": Solutions(
        right=new_form(given=True),
        half=new_form(given=True, beside=True),
        wrong=new_form(given=False),
    ),
}
