"""Closed lists of the room ``directory``; public, and free of models."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class AgencyKind(TextChoices):
    """Who runs an agency."""

    CITY = "city", _("City office")
    PROVINCIAL = "provincial", _("Provincial office")
    VERTICAL = "vertical", _("National office")
    STATE_COMPANY = "state_company", _("State-owned company")
    REGIONAL_COMPANY = "regional_company", _("Region-owned company")
    OTHER_BODY = "other_body", _("Public body")
    PRIVATE = "private", _("Private company")
    UNKNOWN = "unknown", _("Not known")


class Presence(TextChoices):
    """Where an agency is found."""

    AT_MALL = "at_mall", _("At a counter here")
    ELSEWHERE = "elsewhere", _("Elsewhere: visitors are sent to its main office")
    UNKNOWN = "unknown", _("Not known: not shown to visitors")


VISIBLE_PRESENCES: tuple[Presence, ...] = (Presence.AT_MALL, Presence.ELSEWHERE)


class OfferedHere(TextChoices):
    """Whether a service can be had in the mall."""

    YES = "yes", pgettext_lazy("offered here", "Yes, here")
    UNKNOWN = "unknown", pgettext_lazy("offered here", "Not known")
    ELSEWHERE = "elsewhere", pgettext_lazy("offered here", "No, elsewhere")


class RequirementKind(TextChoices):
    """What kind of thing a requirement asks for."""

    DOCUMENT = "document", _("Document")
    FORM = "form", _("Form to fill in")
    PHOTO = "photo", _("Photograph")
    PAYMENT = "payment", _("Proof of payment")
    PRESENCE = "presence", _("To come in person")
    DATA = "data", _("Information to know")
    CONDITION = "condition", _("Condition to meet")
    OTHER = "other", _("Other")


THINGS_TO_BRING: tuple[RequirementKind, ...] = (
    RequirementKind.DOCUMENT,
    RequirementKind.FORM,
    RequirementKind.PHOTO,
    RequirementKind.PAYMENT,
    RequirementKind.OTHER,
)
"""Kinds that one can carry; the others are counted as conditions."""


class StepActor(TextChoices):
    """Who does a step."""

    APPLICANT = "applicant", _("You")
    OFFICER = "officer", _("Officer")
    SYSTEM = "system", _("System")
    OTHER = "other", _("Others")


class StepPlace(TextChoices):
    """Where a step happens."""

    COUNTER = "counter", _("At the counter")
    ONLINE = "online", _("Online")
    BANK = "bank", _("At a bank or post office")
    HOME = "home", _("At home")
    ELSEWHERE = "elsewhere", _("Elsewhere")
    UNKNOWN = "unknown", _("Not known")


class TimeUnit(TextChoices):
    """Units of time; working days leave out weekends and holidays."""

    MINUTES = "minutes", _("minutes")
    HOURS = "hours", _("hours")
    WORKING_DAYS = "working_days", _("working days")
    DAYS = "days", _("days")
    WEEKS = "weeks", _("weeks")
    MONTHS = "months", _("months")
    YEARS = "years", _("years")


MINUTES_PER_UNIT: dict[str, int] = {
    TimeUnit.MINUTES.value: 1,
    TimeUnit.HOURS.value: 60,
}
"""Units that one can wait for on the spot."""

WORKING_DAY_MINUTES = 8 * 60
"""A working day has at most eight hours (UU 13/2003 art. 77)."""


class ValidityUnit(TextChoices):
    """Units in which a product's validity is told."""

    DAYS = "days", _("days")
    WEEKS = "weeks", _("weeks")
    MONTHS = "months", _("months")
    YEARS = "years", _("years")


class FeeKind(TextChoices):
    """How a fee is stated. Free is said, never left empty."""

    FREE = "free", _("Free of charge")
    FIXED = "fixed", _("One amount")
    RANGE = "range", _("From … to …")
    FORMULA = "formula", _("Worked out case by case")


class ProductForm(TextChoices):
    """The shape of what one takes home."""

    PAPER = "paper", _("Paper")
    ELECTRONIC = "electronic", _("Electronic document")
    CARD = "card", _("Card")
    ACCOUNT = "account", _("Account or membership")
    PAYMENT = "payment", _("Payment")
    OTHER = "other", _("Other")
    UNKNOWN = "unknown", _("Not known")


class ChannelKind(TextChoices):
    """How to complain or ask."""

    COUNTER = "counter", _("Counter")
    PHONE = "phone", _("Telephone")
    WHATSAPP = "whatsapp", _("WhatsApp")
    SMS = "sms", _("SMS")
    EMAIL = "email", _("E-mail")
    WEBSITE = "website", _("Website")
    APP = "app", _("App")
    SOCIAL = "social", _("Social media")
    LETTER = "letter", _("Letter")
    BOX = "box", _("Suggestion box")
    OTHER = "other", _("Other")


class ManagementPart(TextChoices):
    """The management components of a standard that are told in words."""

    FACILITIES = "facilities", _("Facilities and equipment")
    COMPETENCE = "competence", _("Competence of the staff")
    SUPERVISION = "supervision", _("Internal supervision")
    STAFF_COUNT = "staff_count", _("Number of staff")
    GUARANTEE = "guarantee", _("Service guarantee")
    SAFETY = "safety", _("Guarantee of safety and security")
    EVALUATION = "evaluation", _("Evaluation of performance")


class ComponentName(TextChoices):
    """The lists that a record holds; provenance may differ between them."""

    CASES = "cases", _("Cases")
    REQUIREMENTS = "requirements", _("Requirements")
    STEPS = "steps", _("Procedure")
    DURATIONS = "durations", _("Service time")
    FEES = "fees", _("Fees")
    PRODUCTS = "products", _("Products")
    COMPLAINT_CHANNELS = "complaint_channels", _("Complaints and suggestions")
    LEGAL_BASIS = "legal_basis", _("Legal basis")
    MANAGEMENT = "management", _("Management of the service")


DELIVERY_COMPONENTS: tuple[ComponentName, ...] = (
    ComponentName.REQUIREMENTS,
    ComponentName.STEPS,
    ComponentName.DURATIONS,
    ComponentName.FEES,
    ComponentName.PRODUCTS,
    ComponentName.COMPLAINT_CHANNELS,
)
"""Components 1 to 6 of a service standard, in their legal order (PermenPANRB 15/2014)."""

MALL_COMPONENTS: tuple[ComponentName, ...] = (
    ComponentName.COMPLAINT_CHANNELS,
    ComponentName.LEGAL_BASIS,
    ComponentName.MANAGEMENT,
)
"""What the mall itself may say for all services."""

STANDARD_PARTS: tuple[tuple[str, str | Promise], ...] = (
    *((name.value, name.label) for name in DELIVERY_COMPONENTS),
    (ComponentName.LEGAL_BASIS.value, ComponentName.LEGAL_BASIS.label),
    *((part.value, part.label) for part in ManagementPart),
)
"""Key and name of all 14 components in their legal order: six of delivery, eight of
management (PermenPANRB 15/2014, UU 25/2009 art. 21)."""


class ServiceFacet(TextChoices):
    """What visitors can filter services by."""

    FREE = "free", _("Free of charge")
    ONLINE = "online", _("Can be done online")
    WHILE_YOU_WAIT = "while_you_wait", _("Done while you wait")
