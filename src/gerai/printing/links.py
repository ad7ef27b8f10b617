"""The links to a service's sheets on its page."""

from __future__ import annotations

from django.utils.translation import gettext as _

from gerai.directory.models import ServicePage
from gerai.printing.choices import SIZE_BOUNDS, SheetKind
from gerai.printing.libraries import can_print
from gerai.theme.addresses import localized_url
from gerai.theme.parts import FormFile


def sheet_links(service: ServicePage, language: str) -> list[FormFile]:
    """One link for each sheet; none where PDF can't be made."""
    path = localized_url(service, language)
    if not can_print() or not path:
        return []
    return [
        FormFile(
            url=f"{path}{kind.value}.pdf",
            label=str(kind.label),
            type="PDF",
            size=_("under %(size)d KB") % {"size": SIZE_BOUNDS[kind]},
        )
        for kind in SheetKind
    ]
