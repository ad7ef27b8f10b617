"""Values that components draw: words that are ready to be read, and nothing else.

The theme knows no domain, so whoever calls a component formats money, times and dates
first. Any object or mapping with the same names does; these classes are the typed way.
Texts may be lazy translations.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils.functional import Promise

Text = str | Promise


@dataclass(frozen=True, slots=True)
class Link:
    """An address with its words."""

    title: Text
    url: str
    is_current: bool = False
    icon: str = ""


@dataclass(frozen=True, slots=True)
class ContactLine:
    """One way to reach somebody; ``note`` says how sure it is."""

    icon: str
    label: Text
    text: Text
    url: str = ""
    note: Text = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """One of the five facts. ``is_unknown`` draws the value as a gap, not an answer.

    With a ``pill_key`` the value is what the open pill says without a script.
    """

    icon: str
    label: Text
    value: Text
    note: Text = ""
    href: str = ""
    pill_key: str = ""
    is_unknown: bool = False


@dataclass(frozen=True, slots=True)
class Badge:
    """A short word about a thing; ``kind`` is plain, good, or warm (one per view)."""

    text: Text
    kind: str = "plain"
    icon: str = ""


@dataclass(frozen=True, slots=True)
class FormFile:
    """A form to fetch: ``size`` and ``type`` as people say them ("PDF", "120 KB")."""

    url: str
    label: Text
    type: str = ""
    size: str = ""


@dataclass(frozen=True, slots=True)
class RequirementItem:
    """One thing to bring. ``key`` stays the same when the words change."""

    key: str
    text: Text
    condition: Text = ""
    marks: Sequence[Text] = ()
    note: Text = ""
    is_optional: bool = False
    form: FormFile | None = None


@dataclass(frozen=True, slots=True)
class RequirementGroup:
    """What to bring in one case; without a title for what everybody brings."""

    title: Text = ""
    note: Text = ""
    items: Sequence[RequirementItem] = ()
    key: str = ""


@dataclass(frozen=True, slots=True)
class StepItem:
    """One step: what happens, who does it, where, and how long it takes."""

    text: Text
    who: Text = ""
    where: Text = ""
    how_long: Text = ""
    icon: str = "counter"
    url: str = ""
    condition: Text = ""


@dataclass(frozen=True, slots=True)
class FeeRow:
    """One fee; ``amount`` is "Rp 350.000", "Gratis" or how it is worked out."""

    label: Text
    amount: Text
    per: Text = ""
    condition: Text = ""
    basis: Text = ""
    basis_url: str = ""
    note: Text = ""
    is_free: bool = False


@dataclass(frozen=True, slots=True)
class DayRow:
    """One line of the weekly table. ``weekday``: 1 is Monday; 0 for a single date."""

    day: Text
    hours: Sequence[Text] = ()
    note: Text = ""
    weekday: int = 0
    is_unknown: bool = False


@dataclass(frozen=True, slots=True)
class FloorTile:
    """One counter on a floor, in walking order."""

    title: Text
    href: str = ""
    counter: Text = ""
    note: Text = ""
    pill_key: str = ""
    pill_fallback: Text = ""


@dataclass(frozen=True, slots=True)
class Feature:
    """What there is on a floor: lift, prayer room; ``note`` if out of order."""

    icon: str
    title: Text
    note: Text = ""
    is_out: bool = False


@dataclass(frozen=True, slots=True)
class FloorPlan:
    """One floor. ``label`` stands on the plate, large: "1", "2", "B".

    ``empty_text`` is what a floor without counters says.
    """

    label: Text
    name: Text
    description: Text = ""
    tiles: Sequence[FloorTile] = ()
    features: Sequence[Feature] = ()
    note: Text = ""
    anchor: str = ""
    empty_text: Text = ""


@dataclass(frozen=True, slots=True)
class FactRow:
    """A line of the facts table with where it comes from."""

    label: Text
    value: Text
    url: str = ""
    level: str = ""
    source: Text = ""
    source_url: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    """One filter that a reader can switch on or off by following its address."""

    title: Text
    url: str
    is_current: bool = False
    count: int | None = None


@dataclass(frozen=True, slots=True)
class ChoiceGroup:
    """Filters of one kind."""

    title: Text
    choices: Sequence[Choice] = field(default_factory=tuple)
