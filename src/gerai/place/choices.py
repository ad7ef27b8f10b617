"""Closed lists of the room ``place``; public, and free of models."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class TrustLevel(TextChoices):
    """How far a statement can be trusted, strongest first."""

    CONFIRMED = "confirmed", _("Confirmed by the agency")
    LOCAL = "local", _("From a source about this mall, not yet confirmed")
    UNIFORM = "uniform", _("The agency's uniform standard, not yet confirmed here")
    GENERAL = "general", _("General reference, make sure at the counter")


class MallZone(TextChoices):
    """The three time zones of Indonesia; none has summer time."""

    WIB = "Asia/Jakarta", _("WIB (western Indonesia, UTC+7)")
    WITA = "Asia/Makassar", _("WITA (central Indonesia, UTC+8)")
    WIT = "Asia/Jayapura", _("WIT (eastern Indonesia, UTC+9)")


ZONE_ABBREVIATIONS: dict[str, str] = {
    MallZone.WIB.value: "WIB",
    MallZone.WITA.value: "WITA",
    MallZone.WIT.value: "WIT",
}


class FactKind(TextChoices):
    """What a fact about the mall says."""

    ADDRESS = "address", _("Address")
    COORDINATES = "coordinates", _("Map position")
    PHONE = "phone", _("Telephone")
    FAX = "fax", _("Fax")
    SMS = "sms", _("SMS")
    WHATSAPP = "whatsapp", _("WhatsApp")
    EMAIL = "email", _("E-mail")
    WEBSITE = "website", _("Website")
    OPERATOR_WEBSITE = "operator_website", _("Website of the operator")
    INSTAGRAM = "instagram", _("Instagram")
    FACEBOOK = "facebook", _("Facebook")
    TIKTOK = "tiktok", _("TikTok")
    YOUTUBE = "youtube", _("YouTube")
    COUNTERS_TOTAL = "counters_total", _("Number of counters")
    AGENCIES_TOTAL = "agencies_total", _("Number of agencies")
    SERVICES_TOTAL = "services_total", _("Number of services")
    VISION = "vision", _("Vision")
    MISSION = "mission", _("Mission")
    MOTTO = "motto", _("Motto")
    SERVICE_CHARTER = "service_charter", _("Service charter")


CONTACT_FACT_KINDS: tuple[FactKind, ...] = (
    FactKind.PHONE,
    FactKind.WHATSAPP,
    FactKind.SMS,
    FactKind.EMAIL,
    FactKind.FAX,
    FactKind.WEBSITE,
    FactKind.OPERATOR_WEBSITE,
    FactKind.INSTAGRAM,
    FactKind.FACEBOOK,
    FactKind.TIKTOK,
    FactKind.YOUTUBE,
)
NUMBER_FACT_KINDS: tuple[FactKind, ...] = (
    FactKind.COUNTERS_TOTAL,
    FactKind.AGENCIES_TOTAL,
    FactKind.SERVICES_TOTAL,
)


class FacilityKind(TextChoices):
    """What a visitor finds in the building."""

    ACCESSIBLE_TOILET = "accessible_toilet", _("Toilet for people with disabilities")
    TOILET = "toilet", _("Toilet")
    NURSING_ROOM = "nursing_room", _("Nursing room")
    PRAYER_ROOM = "prayer_room", _("Prayer room")
    PARKING = "parking", _("Parking")
    LIFT = "lift", _("Lift")
    RAMP = "ramp", _("Ramp")
    WHEELCHAIR = "wheelchair", _("Wheelchair to borrow")
    GUIDE_BLOCKS = "guide_blocks", _("Guide blocks for the blind")
    PRIORITY_SEATING = "priority_seating", _("Priority seating")
    PLAYGROUND = "playground", _("Children's play area")
    READING_CORNER = "reading_corner", _("Reading corner")
    WAITING_ROOM = "waiting_room", _("Waiting room")
    INFORMATION_DESK = "information_desk", _("Information desk")
    WIFI = "wifi", _("Free Wi-Fi")
    CHARGING = "charging", _("Charging point")
    CANTEEN = "canteen", _("Canteen")
    ATM = "atm", _("ATM")
    PHOTOCOPY = "photocopy", _("Photocopies")
    OTHER = "other", _("Other")


class FacilityStatus(TextChoices):
    """Whether a facility can be used."""

    AVAILABLE = "available", _("Available")
    OUT_OF_ORDER = "out_of_order", _("Out of order")
    UNKNOWN = "unknown", _("Not known")


class HolidayAction(TextChoices):
    """What the mall does with a day of the national calendar."""

    ADD = "add", _("Add a holiday")
    MOVE = "move", _("Move a holiday to another day")
    CANCEL = "cancel", _("Open although it is a holiday")


class HolidayKind(TextChoices):
    """Why a day is a holiday."""

    NATIONAL = "national", _("National holiday")
    COLLECTIVE_LEAVE = "collective_leave", _("Collective leave (cuti bersama)")
    LOCAL = "local", _("Local holiday")


class Weekday(TextChoices):
    """Keys of a weekly schedule, in the order of ``date.weekday()``."""

    MONDAY = "mon", _("Monday")
    TUESDAY = "tue", _("Tuesday")
    WEDNESDAY = "wed", _("Wednesday")
    THURSDAY = "thu", _("Thursday")
    FRIDAY = "fri", _("Friday")
    SATURDAY = "sat", _("Saturday")
    SUNDAY = "sun", _("Sunday")
