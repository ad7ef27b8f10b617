"""The component lists, and the base of every record that holds them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any, ClassVar, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail_localize.fields import SynchronizedField

from gerai.directory.blocks import (
    CaseBlock,
    ChannelBlock,
    ComponentProvenanceBlock,
    DurationBlock,
    FeeBlock,
    ManagementBlock,
    ProductBlock,
    RequirementBlock,
    StepBlock,
    regulation_block,
)
from gerai.directory.choices import ComponentName
from gerai.directory.fields import ComponentField
from gerai.place.choices import TrustLevel
from gerai.place.provenance import Provenance
from gerai.place.selectors import mall_timezone


def synchronised(*names: str) -> list[SynchronizedField]:
    """Declare fields as facts: the same in every language, whoever edits them."""
    return [SynchronizedField(name, overridable=False) for name in names]


def is_record(page: Any) -> bool:
    """Whether ``page`` is in the language of the records, not a translation."""
    return page.locale_id is None or page.locale.language_code == settings.LANGUAGE_CODE


def refuse_translation(page: Any, field: str) -> None:
    """Refuse a reference to a translation: what belongs together hangs on records.

    Raises:
        ValidationError: for ``field``.
    """
    if not is_record(page):
        raise ValidationError({field: gettext("Choose the Indonesian page.")})


PROVENANCE_FIELDS = (
    "source",
    "source_as_of",
    "trust",
    "provenance_note",
    "confirmed_by",
    "confirmed_by_name",
    "confirmed_at",
)


class SharedComponents(Provenance):
    """What the mall itself can say for all services."""

    complaint_channels = ComponentField.of(
        "channel",
        ChannelBlock(),
        verbose_name=_("complaints and suggestions"),
        help_text=_("Where visitors complain, ask, or suggest something."),
    )
    legal_basis = ComponentField.of(
        "regulation",
        regulation_block(),
        verbose_name=_("legal basis"),
        help_text=_("The laws and rules on which the service rests."),
    )
    management = ComponentField.of(
        "part",
        ManagementBlock(),
        verbose_name=_("management of the service"),
        help_text=_(
            "Facilities, competence, supervision, number of staff, guarantees, safety, "
            "evaluation. Visitors see them folded away."
        ),
    )
    component_provenance = ComponentField.of(
        "component",
        ComponentProvenanceBlock(),
        verbose_name=_("sources of single components"),
        help_text=_("Only for components that come from elsewhere than the rest."),
    )

    class Meta:
        abstract = True


class ServiceComponents(SharedComponents):
    """All components; held by a service, and by an agency for all its services."""

    cases = ComponentField.of(
        "case",
        CaseBlock(),
        verbose_name=_("cases"),
        help_text=_(
            "Only if requirements, time or fees differ by case: Baru, Hilang, Rusak."
        ),
    )
    requirements = ComponentField.of(
        "requirement",
        RequirementBlock(),
        verbose_name=_("requirements"),
        help_text=_("What to bring, one thing at a time."),
    )
    steps = ComponentField.of(
        "step",
        StepBlock(),
        verbose_name=_("procedure"),
        help_text=_("What happens, in order, from the visitor's point of view."),
    )
    durations = ComponentField.of(
        "duration",
        DurationBlock(),
        verbose_name=_("service time"),
        help_text=_("How long it takes until the visitor has the result."),
    )
    fees = ComponentField.of(
        "fee",
        FeeBlock(),
        verbose_name=_("fees"),
        help_text=_("If it is free, say so with one fee of the kind “Free of charge”."),
    )
    products = ComponentField.of(
        "product",
        ProductBlock(),
        verbose_name=_("products"),
        help_text=_("What the visitor takes home."),
    )
    confirmed_content = models.CharField(
        max_length=64,
        blank=True,
        default="",
        editable=False,
        help_text="Fingerprint of what was confirmed; see settle_confirmation().",
    )

    # Fields that a confirmation vouches for, beside the components.
    confirmed_fields: ClassVar[tuple[str, ...]] = ()

    class Meta:
        abstract = True

    def content_fingerprint(self) -> str:
        """A fingerprint of what a confirmation vouches for, of whom, and of its moment.

        The moment is part of it, so that a new confirmation is never taken for an edit,
        and the record, so that nobody vouches for a copy of it.
        """
        content: list[Any] = [
            getattr(self, "translation_key", None),
            self.confirmed_at.timestamp() if self.confirmed_at else None,
        ]
        content.extend(
            [essence(item["value"]) for item in getattr(self, name).get_prep_value()]
            for name in ComponentName.values
        )
        for name in self.confirmed_fields:
            field = self._meta.get_field(name)
            assert isinstance(field, models.Field)  # noqa: S101
            content.append(essence(str(field.value_from_object(self) or "")))
        text = json.dumps(content, sort_keys=True, separators=(",", ":"), default=str)
        return hashlib.sha256(text.encode()).hexdigest()

    @property
    def is_record(self) -> bool:
        """Whether it is in the language of the records, not a translation."""
        return is_record(self)

    @property
    def is_changed_since_confirmed(self) -> bool:
        """Whether somebody changed what had been confirmed."""
        return bool(
            self.is_confirmed
            and self.confirmed_content
            and self.confirmed_content != self.content_fingerprint()
        )

    def settle_confirmation(self) -> Self:
        """Take the confirmation back if the content is no longer what was confirmed.

        A record that was confirmed for the first time remembers its content. An edit by
        somebody who may confirm is a new confirmation, which the form states before this
        is called; every other edit makes the record "not yet confirmed" again. It falls
        to ``local``: the words come from the people of this mall, whatever they were
        before. Who had confirmed it, and when, stays in the note for staff.
        """
        if not self.is_confirmed:
            self._forget_confirmation()
        elif not self.confirmed_content:
            self.confirmed_content = self.content_fingerprint()
        elif self.is_changed_since_confirmed:
            with translation.override(settings.LANGUAGE_CODE):
                note = gettext("Changed since %(name)s confirmed it on %(day)s.")
            self.add_provenance_note(
                note
                % {
                    "name": self.confirmed_by_name or "?",
                    "day": _day_at_the_mall(self.confirmed_at),
                }
            )
            self.trust = TrustLevel.LOCAL
            self._forget_confirmation()
        return self

    def _forget_confirmation(self) -> None:
        self.confirmed_by = None
        self.confirmed_by_name = ""
        self.confirmed_at = None
        self.confirmed_content = ""

    def add_provenance_note(self, line: str) -> None:
        """Append a line to the note for staff, unless it is there already."""
        lines = self.provenance_note.splitlines()
        if line not in lines:
            self.provenance_note = "\n".join([*lines, line])


def essence(value: Any) -> Any:
    """A value without what a form adds or drops on its way: blanks and line ends."""
    if isinstance(value, str):
        return "\n".join(line.rstrip() for line in value.strip().splitlines())
    if isinstance(value, Mapping):
        return {key: essence(one) for key, one in value.items() if one}
    if isinstance(value, list | tuple):
        return [essence(one) for one in value]
    return value


def _day_at_the_mall(at: datetime | None) -> str:
    return at.astimezone(mall_timezone()).date().isoformat() if at else "?"
