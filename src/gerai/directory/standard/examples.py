"""How a well-worded component reads, for the people who fill it in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gerai.directory.choices import ComponentName, ManagementPart


@dataclass(frozen=True, slots=True)
class Example:
    """A question that the component answers, a good answer, and what to leave out."""

    question: str | Promise
    good: str | Promise
    instead_of: str | Promise = ""


EXAMPLES: Mapping[str, Example] = {
    ComponentName.CASES.value: Example(
        _("Does somebody who lost it need other things than somebody who is new?"),
        _("New · Lost · Damaged"),
        _("Service type A · Service type B"),
    ),
    ComponentName.REQUIREMENTS.value: Example(
        _("What must the visitor have in hand? One thing in each row."),
        _("Family card (original + 1 photocopy)"),
        _("Complete administrative documents"),
    ),
    ComponentName.STEPS.value: Example(
        _("What happens first, and then? One step in each row, verb first."),
        _("Hand over the documents at the counter; the officer checks them."),
        _("Verification of the files by the related party"),
    ),
    ComponentName.DURATIONS.value: Example(
        _("When does the visitor have the result in hand?"),
        _("At most 3 working days, counted from complete documents"),
        _("As soon as possible"),
    ),
    ComponentName.FEES.value: Example(
        _("How much must be paid? If nothing, choose “Free of charge”."),
        _("Passport, 10 years: Rp 650.000"),
        _("According to the regulations in force"),
    ),
    ComponentName.PRODUCTS.value: Example(
        _("What does the visitor take home?"),
        _("Electronic identity card (card), valid for life"),
        _("Service output"),
    ),
    ComponentName.COMPLAINT_CHANNELS.value: Example(
        _("Where to complain or ask, and when is it answered?"),
        _("WhatsApp 0811-0000-0000. Answered on working days, within a day"),
        _("Contact the officer on duty"),
    ),
    ComponentName.LEGAL_BASIS.value: Example(
        _("On which regulations does it rest? Choose them from the list."),
        _("The regulation that sets the fee, and the one that sets the requirements"),
        _("All regulations of the sector"),
    ),
    ManagementPart.FACILITIES.value: Example(
        _("What is there for visitors and for the work?"),
        _("Waiting room with 20 seats, a ramp for wheelchairs, a nursing room."),
        _("Adequate facilities"),
    ),
    ManagementPart.COMPETENCE.value: Example(
        _("What must those who serve know and be able to do?"),
        _("Trained in civil registration; can explain it in simple words."),
        _("Competent human resources"),
    ),
    ManagementPart.SUPERVISION.value: Example(
        _("Who checks the work, and how often?"),
        _("The head of section checks every day; the inspectorate once a year."),
        _("Supervision is carried out in tiers"),
    ),
    ManagementPart.STAFF_COUNT.value: Example(
        _("How many people do the work?"),
        _("3 people: 2 at the counter, 1 checks the documents."),
        _("Sufficient"),
    ),
    ManagementPart.GUARANTEE.value: Example(
        _("What do you promise, and what happens if it isn't kept?"),
        _("If it is late, we call you and tell you the new day."),
        _("Excellent service"),
    ),
    ManagementPart.SAFETY.value: Example(
        _("How are the visitor, the documents and the data kept safe?"),
        _("Documents are kept locked; data are used for this service only."),
        _("Guaranteed safe"),
    ),
    ManagementPart.EVALUATION.value: Example(
        _("How and when is the service judged?"),
        _("Every three months, from the satisfaction survey; the result is published."),
        _("Evaluation is carried out periodically"),
    ),
}
