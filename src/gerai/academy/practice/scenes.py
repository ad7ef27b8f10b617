"""Brings a copy into the state that an exercise begins with, by small declared steps.

    - counter: {slug: latihan-sim, name: Loket SIM}
    - service: {slug: latihan-sim, title: SIM C, fee: 75000}
    - page: {kind: notice, slug: latihan-libur, title: …, state: waits, by: editor}
    - work_as: manager

An exercise brings what it needs along, so it works with the content of any mall.
"""

from __future__ import annotations

import io
import uuid
from collections.abc import Iterable
from datetime import time, timedelta
from typing import Any, ClassVar, Literal

from django.core.files.base import ContentFile
from django.core.files.images import ImageFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from PIL import Image, ImageDraw
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Page, Site

from gerai.academy.practice.connecting import inside
from gerai.academy.practice.models import Copy
from gerai.academy.practice.people import PERSONA, Persona, person_for
from gerai.academy.practice.places import folder_of
from gerai.academy.practice.samples import OLD_FORM, sample
from gerai.academy.practice.services import reset_copy, session_of_copy
from gerai.academy.practice.state import note_beginning
from gerai.approval.models import Remark
from gerai.approval.services import hand_in
from gerai.contentpack.format.base import Line, Text
from gerai.contentpack.reading.faults import faults_of
from gerai.contentpack.reading.problems import Problem
from gerai.directory.choices import FeeKind, RequirementKind
from gerai.directory.models import AgencyPage, Counter, ServicePage
from gerai.directory.services import own_hours
from gerai.newsroom.models import (
    NewsIndexPage,
    NewsPage,
    NoticeIndexPage,
    NoticePage,
)
from gerai.newsroom.policies import mall_now
from gerai.place.services import add_closure

_LANGUAGE = "id"
MOST_STEPS = 30


class SceneRefused(Exception):
    """The steps can't be used; ``problems`` names file and field of each fault."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = sorted(set(problems))
        super().__init__("\n".join(str(problem) for problem in self.problems))


class Stage:
    """The copy while it is arranged: whose agency it is about, and who acts."""

    def __init__(self, owner_id: int) -> None:
        self.owner_id = owner_id

    def person(self, who: str) -> Any:
        """The trainee, or one of the colleagues."""
        return person_for(who, self.owner_id)

    @property
    def agency(self) -> AgencyPage:
        """The trainee's own agency; of those who have none, the colleague's."""
        for who in (Persona.SELF, Persona.EDITOR):
            member = getattr(self.person(who), "staff_member", None)
            if member is not None and member.section is not None:
                found: AgencyPage = member.section.specific
                return found
        raise SceneRefused([Problem("", 0, "agency", _("There is no agency."))])


class Step(BaseModel):
    """One step; its fields are what may be declared."""

    model_config = ConfigDict(
        extra="forbid", strict=True, frozen=True, populate_by_name=True
    )
    name: ClassVar[str]

    def perform(self, stage: Stage) -> None:
        """Do it; called within the copy."""
        raise NotImplementedError


class CounterStep(Step):
    """A counter of the trainee's agency."""

    name: ClassVar[str] = "counter"
    slug: Line
    label: Line = Field(alias="name")

    def perform(self, stage: Stage) -> None:
        Counter.objects.update_or_create(
            slug=self.slug, defaults={"name": self.label, "agency": stage.agency}
        )


class ServiceStep(Step):
    """A public service of the trainee's agency, with a fee in rupiah (0: free)."""

    name: ClassVar[str] = "service"
    slug: Line
    title: Line
    summary: Line = "Layanan untuk latihan."
    fee: int | None = None

    def perform(self, stage: Stage) -> None:
        agency = stage.agency
        service = ServicePage(
            slug=self.slug,
            title=self.title,
            summary=self.summary,
            locale=agency.locale,
            is_offered_here="yes",
        )
        if self.fee is not None:
            service.fees = fee_items(self.fee)
        agency.add_child(instance=service)
        service.save_revision(user=stage.person(Persona.MANAGER)).publish()


class FeeStep(Step):
    """Another fee of a service: public at once, a draft, or waiting for approval."""

    name: ClassVar[str] = "fee"
    service: Line
    amount: int = Field(ge=0)
    state: Literal["live", "draft", "waits"] = "waits"
    by: Literal["self", "editor", "manager"] = "editor"

    def perform(self, stage: Stage) -> None:
        page = ServicePage.objects.get(slug=self.service, locale=stage.agency.locale)
        page.fees = fee_items(self.amount)
        _let_be(page, self.state, stage.person(self.by))


class PageStep(Step):
    """A notice or a piece of news; notices of an agency's editor stand below it."""

    name: ClassVar[str] = "page"
    kind: Literal["notice", "news"]
    slug: Line
    title: Line
    summary: Line | None = None
    body: Text | None = None
    state: Literal["live", "draft", "waits"] = "waits"
    by: Literal["self", "editor", "manager"] = "editor"
    days: int | None = Field(default=None, ge=0, le=365)

    def perform(self, stage: Stage) -> None:
        person = stage.person(self.by)
        page: Any = NoticePage() if self.kind == "notice" else NewsPage()
        page.slug, page.title, page.owner = self.slug, self.title, person
        page.summary, page.locale = self.summary or "", stage.agency.locale
        page.body = "".join(f"<p>{one}</p>" for one in (self.body or "").split("\n\n"))
        page.live = False
        if isinstance(page, NoticePage):
            page.agency = stage.agency
            if self.days is not None:
                page.ends_at = timezone.now() + timedelta(days=self.days)
        self._parent(stage).add_child(instance=page)
        _let_be(page, self.state, person)

    def _parent(self, stage: Stage) -> Page:
        if self.kind == "notice" and self.by != "manager":
            return stage.agency
        model = NoticeIndexPage if self.kind == "notice" else NewsIndexPage
        found: Page | None = model.objects.filter(
            locale__language_code=_LANGUAGE
        ).first()
        return found if found is not None else stage.agency


class RemarkStep(Step):
    """A comment on a draft, by a colleague."""

    name: ClassVar[str] = "remark"
    page: Line
    text: Line
    by: Literal["editor", "manager"] = "manager"

    def perform(self, stage: Stage) -> None:
        page = Page.objects.filter(
            slug=self.page, locale__language_code=_LANGUAGE
        ).latest("pk")
        Remark.objects.create(page=page, author=stage.person(self.by), text=self.text)


class ClosureStep(Step):
    """A counter that is closed for some days from today."""

    name: ClassVar[str] = "closure"
    counter: Line
    reason: Line
    in_days: int = Field(default=0, ge=0, le=365)
    days: int = Field(default=1, ge=1, le=60)
    starts: Line | None = Field(default=None, alias="from")

    def perform(self, stage: Stage) -> None:
        counter = Counter.objects.get(slug=self.counter)
        first = mall_now().date() + timedelta(days=self.in_days)
        add_closure(
            schedule=own_hours(holder=counter),
            first_day=first,
            last_day=first + timedelta(days=self.days - 1),
            reason=self.reason,
            from_time=time.fromisoformat(self.starts) if self.starts else None,
        )


class FormStep(Step):
    """A requirement of a service with a form to download; it replaces the others."""

    name: ClassVar[str] = "form"
    service: Line
    title: Line
    text: Line = "Formulir permohonan yang sudah diisi"

    def perform(self, stage: Stage) -> None:
        page = ServicePage.objects.get(slug=self.service, locale=stage.agency.locale)
        document = get_document_model().objects.create(
            title=self.title,
            file=ContentFile(sample(OLD_FORM), name=f"{self.service}.pdf"),
        )
        value = {"text": self.text, "kind": RequirementKind.FORM.value}
        page.requirements = [_item("requirement", value | {"form": document.pk})]
        _let_be(page, "live", stage.person(Persona.MANAGER))


class FieldStep(Step):
    """A field of a page as visitors have it, such as a wrong telephone number."""

    name: ClassVar[str] = "field"
    page: Line
    field: Line
    value: Line | int | bool

    def perform(self, stage: Stage) -> None:
        root = Site.objects.get(is_default_site=True).root_page
        url_path = f"{root.url_path.rstrip('/')}/{self.page.strip('/')}/"
        page: Any = Page.objects.get(url_path=url_path).specific
        setattr(page, self.field, self.value)
        _let_be(page, "live", stage.person(Persona.MANAGER))


class PictureStep(Step):
    """A plain picture in the trainee's collection, with or without a description."""

    name: ClassVar[str] = "picture"
    title: Line
    description: Line | None = None

    def perform(self, stage: Stage) -> None:
        get_image_model().objects.create(
            title=self.title,
            description=self.description or "",
            file=ImageFile(_drawn(self.title), name=f"{uuid.uuid4().hex[:8]}.png"),
        )


class WorkAsStep(Step):
    """As whom the trainee begins."""

    name: ClassVar[str] = "work_as"
    who: Literal["self", "editor", "manager"]

    def perform(self, stage: Stage) -> None:
        session = session_of_copy()
        session[PERSONA] = self.who
        session.save()


STEPS: dict[str, type[Step]] = {
    step.name: step
    for step in (
        *(CounterStep, ServiceStep, FeeStep, PageStep, RemarkStep),
        *(ClosureStep, FieldStep, FormStep, PictureStep, WorkAsStep),
    )
}


def load_scene(data: Any, *, file: str) -> list[Step]:
    """The steps of an exercise, from what was read of its file.

    Raises:
        SceneRefused: with every fault.
    """
    faults: list[Problem] = []
    found: list[Step] = []
    items = data if isinstance(data, list) else []
    if not isinstance(data, list) or len(data) > MOST_STEPS:
        faults.append(Problem(file, 0, "", _("must be a list of steps")))
    for number, item in enumerate(items[:MOST_STEPS], 1):
        name = next(iter(item)) if isinstance(item, dict) and len(item) == 1 else None
        if name not in STEPS:
            text = _("must be one step with its fields, one of: %(steps)s")
            words = text % {"steps": ", ".join(STEPS)}
            faults.append(Problem(file, 0, f"[{number}]", words))
            continue
        value = item[name]
        if name == WorkAsStep.name and isinstance(value, str):
            value = {"who": value}
        try:
            found.append(STEPS[name].model_validate(value))
        except ValidationError as refused:
            faults += [
                Problem(file, 0, f"[{number}].{name}.{one.field}", one.text)
                for one in faults_of(refused, file)
            ]
    if faults:
        raise SceneRefused(faults)
    return found


def arrange(copy: Copy, scene: Iterable[Step], *, task: str = "") -> Copy:
    """Begin the copy anew and bring it into the state that an exercise begins with.

    Args:
        task: the address of the screen that set the exercise; the banner leads there.

    Returns:
        the copy as it is now; what is made in it from here on counts as new.

    Raises:
        NoRoom: the disk is nearly full.
        CopyGone: it was begun anew or removed meanwhile.
    """
    fresh = reset_copy(copy.user)
    with inside(fresh):
        with transaction.atomic():
            stage = Stage(fresh.user_id)
            for step in scene:
                step.perform(stage)
        note_beginning(folder_of(fresh), task=task)
    return fresh


def fee_items(amount: int) -> list[dict[str, Any]]:
    """Stored items of a fee in whole rupiah; 0 is free of charge."""
    value: dict[str, Any] = {"kind": FeeKind.FREE.value, "cases": []}
    if amount:
        value = {"kind": FeeKind.FIXED.value, "amount": amount, "cases": []}
    return [_item("fee", value)]


def _item(kind: str, value: dict[str, Any]) -> dict[str, Any]:
    return {"type": kind, "value": value, "id": str(uuid.uuid4())}


def _let_be(page: Any, state: str, person: Any) -> None:
    revision = page.save_revision(user=person)
    if state == "live":
        revision.publish()
    elif state == "waits":
        hand_in(page=page, by=person)


def _drawn(title: str) -> io.BytesIO:
    """A picture that is nobody's: colours and a word."""
    picture = Image.new("RGB", (640, 400), "#cfe3ea")
    draw = ImageDraw.Draw(picture)
    draw.rectangle((60, 120, 580, 360), fill="#7a5c3e")
    draw.text((80, 40), title[:40], fill="#123")
    written = io.BytesIO()
    picture.save(written, "PNG")
    written.seek(0)
    return written
