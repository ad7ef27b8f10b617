"""Money, times and copies in words of the active language."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.functional import lazy
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from gerai.directory.choices import TimeUnit, ValidityUnit
from gerai.directory.standard.values import (
    Duration,
    Fee,
    Length,
    Product,
    Requirement,
)


def unknown_text() -> str:
    """What stands where nobody has filled anything in."""
    return _("Not filled in by the agency yet")


unknown_text_lazy = lazy(unknown_text, str)


def rupiah(amount: int) -> str:
    """Whole rupiah as they are written in both languages: ``Rp 350.000``.

    Raises:
        ValueError: for a negative amount.
    """
    if amount < 0:
        raise ValueError(f"{amount} is not an amount of money")
    return f"Rp {amount:,}".replace(",", ".")


def amount_range(lowest: int, highest: int) -> str:
    """``Rp 650.000–950.000``; ``Gratis`` for nothing."""
    if highest == 0:
        return _("Free")
    if lowest == highest:
        return rupiah(lowest)
    if lowest == 0:
        return _("Free to %(highest)s") % {"highest": rupiah(highest)}
    return f"{rupiah(lowest)}–{rupiah(highest).removeprefix('Rp ')}"


def fee_text(fee: Fee) -> str:
    """The amount of a fee, or how it is stated."""
    bounds = fee.bounds
    if bounds is None:
        return _("Worked out case by case")
    return amount_range(*bounds)


def fees_text(fees: Iterable[Fee]) -> str:
    """All fees in a few words, from the lowest to the highest amount."""
    known = list(fees)
    bounds = [fee.bounds for fee in known]
    amounts = [one for one in bounds if one is not None]
    if not known:
        return unknown_text()
    if not amounts:
        return _("Worked out case by case")
    text = amount_range(min(low for low, _high in amounts), max(h for _l, h in amounts))
    if len(amounts) < len(known):
        return _("%(amount)s, or worked out case by case") % {"amount": text}
    return text


def _count(number: int, unit: TimeUnit | ValidityUnit) -> str:
    texts = {
        "minutes": ngettext("%(count)d minute", "%(count)d minutes", number),
        "hours": ngettext("%(count)d hour", "%(count)d hours", number),
        "working_days": ngettext(
            "%(count)d working day", "%(count)d working days", number
        ),
        "days": ngettext("%(count)d day", "%(count)d days", number),
        "weeks": ngettext("%(count)d week", "%(count)d weeks", number),
        "months": ngettext("%(count)d month", "%(count)d months", number),
        "years": ngettext("%(count)d year", "%(count)d years", number),
    }
    return texts[unit.value] % {"count": number}


def length_text(length: Length, *, is_upper_limit: bool = False) -> str:
    """``5-10 menit``, ``3 hari kerja``, ``paling lama 14 hari kerja``."""
    minimum, maximum = length.minimum, length.maximum
    if maximum is None:
        return _("at least %(time)s") % {"time": _count(minimum or 0, length.unit)}
    time = _count(maximum, length.unit)
    if minimum is not None and minimum != maximum:
        # One count in front of a unit that is already in the right number.
        time = f"{minimum}-{time}" if minimum else _("up to %(time)s") % {"time": time}
    if is_upper_limit:
        return _("at most %(time)s") % {"time": time}
    return time


def duration_text(duration: Duration) -> str:
    """The time of one duration; its note if it has no number."""
    if duration.length is None:
        return duration.note
    return length_text(duration.length, is_upper_limit=duration.is_upper_limit)


def durations_text(durations: Iterable[Duration]) -> str:
    """All times in a few words; of several cases, the shortest to the longest."""
    known = list(durations)
    lengths = [one.length for one in known if one.length is not None]
    if not known:
        return unknown_text()
    if not lengths:
        return _("No fixed time")
    if len(known) == 1:
        return capitalised(duration_text(known[0]))
    first = min(lengths, key=lambda one: _shortest(one) * _MINUTES[one.unit])
    last = max(lengths, key=lambda one: _longest(one) * _MINUTES[one.unit])
    if first.unit == last.unit:
        whole = Length(first.unit, _shortest(first), _longest(last))
        is_limit = all(one.is_upper_limit for one in known)
        return capitalised(length_text(whole, is_upper_limit=is_limit))
    return _("%(shortest)s to %(longest)s") % {
        "shortest": _count(_shortest(first), first.unit),
        "longest": _count(_longest(last), last.unit),
    }


def copies_text(requirement: Requirement) -> str:
    """``asli + 2 fotokopi``; "" if the requirement doesn't say."""
    copies = ngettext(
        "%(count)d photocopy", "%(count)d photocopies", requirement.copies
    ) % {"count": requirement.copies}
    if requirement.is_original and requirement.copies:
        return pgettext("original and copies", "original + %(copies)s") % {
            "copies": copies
        }
    if requirement.is_original:
        return pgettext("of a document", "original")
    return copies if requirement.copies else ""


def validity_text(product: Product) -> str:
    """``berlaku 10 tahun``; "" if it is not known."""
    if product.validity is None or product.validity_unit is None:
        return ""
    return _("valid for %(time)s") % {
        "time": _count(product.validity, product.validity_unit)
    }


def capitalised(text: str) -> str:
    """The text with a capital in front, the rest untouched."""
    return text[:1].upper() + text[1:]


def _shortest(length: Length) -> int:
    return length.minimum if length.minimum is not None else length.maximum or 0


def _longest(length: Length) -> int:
    return length.maximum if length.maximum is not None else length.minimum or 0


# For putting times in order, never for telling them.
_MINUTES = {
    TimeUnit.MINUTES: 1,
    TimeUnit.HOURS: 60,
    TimeUnit.WORKING_DAYS: 24 * 60,
    TimeUnit.DAYS: 24 * 60,
    TimeUnit.WEEKS: 7 * 24 * 60,
    TimeUnit.MONTHS: 30 * 24 * 60,
    TimeUnit.YEARS: 365 * 24 * 60,
}
