"""From the values of a standard to what the theme's components draw."""

from __future__ import annotations

from django.utils import translation
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from gerai.directory.choices import (
    ChannelKind,
    ComponentName,
    OfferedHere,
    ProductForm,
    StepPlace,
)
from gerai.directory.models import ServicePage
from gerai.directory.standard.completeness import completeness
from gerai.directory.standard.grouping import requirements_by_case
from gerai.directory.standard.merging import mall_names_channels
from gerai.directory.standard.values import (
    Fee,
    FormFile,
    Requirement,
    ServiceStandard,
    StandardPart,
    Step,
)
from gerai.directory.standard.wording import (
    fee_text,
    length_text,
    validity_text,
)
from gerai.place.clock import Timetable
from gerai.place.wording import hours_text
from gerai.theme import parts
from gerai.theme.frame import ContactLine

_PLACE_ICONS = {
    StepPlace.COUNTER: "counter",
    StepPlace.ONLINE: "globe",
    StepPlace.BANK: "money",
    StepPlace.HOME: "house",
    StepPlace.ELSEWHERE: "map-pin",
    StepPlace.UNKNOWN: "",
}
_CHANNEL_ICONS = {
    ChannelKind.COUNTER: "counter",
    ChannelKind.PHONE: "phone",
    ChannelKind.WHATSAPP: "chat",
    ChannelKind.SMS: "chat",
    ChannelKind.EMAIL: "mail",
    ChannelKind.LETTER: "mail",
    ChannelKind.SOCIAL: "megaphone",
    ChannelKind.BOX: "mail",
    ChannelKind.APP: "phone",
}
_KIB = 1024


def requirement_groups(standard: ServiceStandard) -> list[parts.RequirementGroup]:
    """What everybody brings, then what each case adds; for ``requirement_list``."""
    return [
        parts.RequirementGroup(
            title=_("In the case “%(case)s”") % {"case": group.case.label}
            if group.case
            else "",
            note=group.case.description if group.case else "",
            items=[_requirement(one) for one in group.requirements],
            key=group.case.key if group.case else "",
        )
        for group in requirements_by_case(standard)
    ]


def step_items(standard: ServiceStandard) -> list[parts.StepItem]:
    """The procedure; for ``step_list``."""
    return [
        parts.StepItem(
            text=step.text,
            who=str(step.actor.label),
            where=_where(step),
            how_long=length_text(step.length) if step.length else "",
            icon=_PLACE_ICONS[step.place],
            condition=standard.case_labels(step.cases),
        )
        for step in standard.steps
    ]


def fee_rows(standard: ServiceStandard) -> list[parts.FeeRow]:
    """The fees; for ``fee_table``."""
    return [_fee_row(fee, standard) for fee in standard.fees]


def channel_lines(standard: ServiceStandard) -> list[ContactLine]:
    """Where to complain or ask; for ``contact_list``."""
    return [
        ContactLine(
            icon=_CHANNEL_ICONS.get(channel.kind, "globe"),
            label=channel.kind.label,
            text=channel.value,
            url=channel.href,
            note=channel.note,
        )
        for channel in standard.complaint_channels
    ]


def missing_delivery(
    page: ServicePage, standard: ServiceStandard
) -> list[StandardPart]:
    """What every visitor needs and nobody has filled in, neither here nor above.

    ``standard``: without what the mall says for all services.
    """
    return [
        part
        for part in completeness(standard).missing_delivery
        if part.key != ComponentName.COMPLAINT_CHANNELS
        or not mall_names_channels(page.locale_id)
    ]


def product_lines(standard: ServiceStandard) -> list[parts.FactRow]:
    """What one takes home, with its form and how long it is valid; for ``facts_table``."""
    return [
        parts.FactRow(
            label=_form_name(product.form) or _("Result"),
            value=", ".join(
                text
                for text in (product.name, validity_text(product), product.note)
                if text
            ),
        )
        for product in standard.products
    ]


def service_badges(service: ServicePage) -> list[parts.Badge]:
    """Free, online, while you wait, elsewhere: what one sees in a list."""
    badges = []
    if service.is_free:
        badges.append(parts.Badge(_("Free"), "good", "check"))
    if service.is_online:
        badges.append(parts.Badge(_("Can be done online"), "plain", "globe"))
    if service.while_you_wait:
        badges.append(parts.Badge(_("Done while you wait"), "plain", "timer"))
    if service.is_offered_here == OfferedHere.ELSEWHERE or service.agency.is_elsewhere:
        badges.append(parts.Badge(_("Not in the mall"), "warm", "map-pin"))
    return badges


def day_rows(timetable: Timetable | None, language: str) -> list[parts.DayRow]:
    """The seven days for ``weekly_table``; empty if the hours are not known."""
    week = timetable.usual_week if timetable is not None else None
    if week is None:
        return []
    with translation.override(language):
        names = [str(WEEKDAYS[number]) for number in range(7)]
    return [
        parts.DayRow(
            day=names[number],
            hours=[hours_text((interval,), language) for interval in hours],
            weekday=number + 1,
        )
        for number, hours in enumerate(week.days)
    ]


def file_size(size: int | None) -> str:
    """Bytes as people say them: ``120 KB``; "" if nobody measured."""
    if size is None:
        return ""
    if size < _KIB * _KIB:
        return f"{max(1, round(size / _KIB))} KB"
    megabytes = f"{size / _KIB / _KIB:.1f}".replace(
        ".", pgettext("decimal separator", ".")
    )
    return f"{megabytes} MB"


def _requirement(one: Requirement) -> parts.RequirementItem:
    marks = []
    if one.is_original:
        marks.append(_("original"))
    if one.copies:
        marks.append(
            ngettext("%(count)d photocopy", "%(count)d photocopies", one.copies)
            % {"count": one.copies}
        )
    return parts.RequirementItem(
        key=one.key,
        text=one.text,
        condition=one.condition.rstrip(": "),
        marks=marks,
        note=one.note,
        is_optional=one.is_optional,
        form=_form(one.form),
    )


def _form(form: FormFile | None) -> parts.FormFile | None:
    if form is None:
        return None
    return parts.FormFile(
        url=form.url,
        label=form.title,
        type=form.extension,
        size=file_size(form.size),
    )


def _where(step: Step) -> str:
    if step.place == StepPlace.UNKNOWN:
        return step.place_note
    return step.place_note or str(step.place.label)


def _form_name(form: ProductForm) -> str:
    return "" if form == ProductForm.UNKNOWN else str(form.label)


def _fee_row(fee: Fee, standard: ServiceStandard) -> parts.FeeRow:
    return parts.FeeRow(
        label=fee.label or (_("This service") if fee.is_free else _("Fee")),
        amount=fee_text(fee),
        per=_("per %(unit)s") % {"unit": fee.per} if fee.per else "",
        condition=standard.case_labels(fee.cases),
        basis=fee.basis.title if fee.basis else "",
        basis_url=fee.basis.url if fee.basis else "",
        note=fee.note,
        is_free=fee.is_free,
    )
