"""Who is told what, in which words."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from gerai.defacement.choices import Place, Status
from gerai.defacement.models import Suspicion
from gerai.guard.people import managers
from gerai.notifications.messages import Message
from gerai.notifications.services import tell

_ON_THE_SERVER = frozenset({Place.TREE, Place.MEDIA})


def path_of(suspicion: Suspicion) -> str:
    """Where the matter is dealt with, in the desk."""
    return reverse("defacement_one", args=[suspicion.pk])


def found(suspicion: Suspicion) -> None:
    """Managers learn of it; its author, where no screen tells them."""
    key = f"defacement:{suspicion.pk}"
    everybody = [one for one in managers() if one.pk != suspicion.by_id]
    tell(everybody, lambda: _report(suspicion), key=key, is_task=False)
    if suspicion.by is not None and suspicion.status == Status.HELD:
        tell([suspicion.by], lambda: _to_author(suspicion), key=key)


def _report(suspicion: Suspicion) -> Message:
    if suspicion.place in _ON_THE_SERVER:
        return _server_report(suspicion)
    is_held = suspicion.status == Status.HELD
    subject = (
        _("Held back, please look: “%(what)s”")
        if is_held
        else _("Looks like slipped-in advertising: “%(what)s”")
    )
    first = (
        _("It looks like advertising that somebody has slipped in, so it isn't public.")
        if is_held
        else _("It is public and looks like advertising that somebody has slipped in.")
    )
    return Message(
        subject=subject % {"what": suspicion.label},
        paragraphs=(first, *_lines(suspicion), _WHAT_TO_DO()),
        path=path_of(suspicion),
        action=_("Look at it"),
    )


def _server_report(suspicion: Suspicion) -> Message:
    return Message(
        subject=_("Somebody else has changed a file of the site: %(file)s")
        % {"file": suspicion.label},
        paragraphs=(
            _("The site was put right at once; readers see what you have published.")
            if suspicion.place == Place.TREE
            else _("A file among the uploads isn't as it was uploaded."),
            *_lines(suspicion),
            _("What was found is kept outside the web folder: %(path)s")
            % {"path": suspicion.evidence},
            _(
                "Tell your technician today. What to do stands in the operator's "
                "handbook, under “Our site shows gambling”."
            ),
        ),
        path=path_of(suspicion),
        action=_("See what was found"),
    )


def _WHAT_TO_DO() -> str:
    return _("If it is right, allow it with one click. If not, send it back.")


def _lines(suspicion: Suspicion) -> tuple[str, ...]:
    lines = []
    for reason in suspicion.evidence_list[:3]:
        words = str(reason.words)
        lines.append(f"{words} “{reason.found}”" if reason.found else words)
    return tuple(lines)


def _to_author(suspicion: Suspicion) -> Message:
    return Message(
        subject=_("Not public yet: “%(what)s”") % {"what": suspicion.label},
        paragraphs=(
            _("What you wrote looks like advertising that somebody has slipped in."),
            *_lines(suspicion),
            _(
                "Nothing was lost. A manager looks at it; you are told what they decide."
            ),
        ),
        path=path_of(suspicion),
        action=_("See what was found"),
    )


def allowed(suspicion: Suspicion, *, is_out: bool) -> None:
    """The author learns that it is right."""
    if suspicion.by is None:
        return

    def compose() -> Message:
        return Message(
            subject=_("Allowed: “%(what)s”") % {"what": suspicion.label},
            paragraphs=(
                _("It is public now.")
                if is_out
                else _("Save or publish it once more; it isn't stopped again."),
            ),
            path=suspicion.path or path_of(suspicion),
            action=_("Open it"),
        )

    tell(_author(suspicion), compose)


def sent_back(suspicion: Suspicion) -> None:
    """The author learns that it stays unpublished."""
    if suspicion.by is None:
        return

    def compose() -> Message:
        return Message(
            subject=_("Sent back: “%(what)s”") % {"what": suspicion.label},
            paragraphs=(_("It stays unpublished. Change it, then publish it again."),),
            quote=suspicion.note,
            path=suspicion.path or path_of(suspicion),
            action=_("Open it"),
        )

    tell(_author(suspicion), compose)


def _author(suspicion: Suspicion) -> list[Any]:
    return [suspicion.by] if suspicion.by is not None else []
