"""The text of ``/sw.js``: the worker with the settings of this mall, or the one that undoes it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.templatetags.static import static
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from gerai.place.choices import ZONE_ABBREVIATIONS
from gerai.place.models import Mall
from gerai.theme.addresses import localized_path

_FOLDER = Path(__file__).parent
KEPT_PAGES: Final = ("/", "/jam-buka/", "/lantai/")
"""Kept on every phone, whether opened or not; the catalogue's own page joins them."""

NEVER: Final = (
    "/admin/",
    "/akun/",
    "/api/",
    "/_util/",
    "/antrean/",
    "/dokumen/berkas/",
    "/kios/",
    "/latihan/",
    "/loket/",
    "/media/",
    "/pengaduan/",
    "/survei/",
)
"""What is somebody's own, live or heavy. The worker leaves these requests alone."""


def worker_text(mall: Mall | None) -> str:
    """The script for ``/sw.js``.

    Where the copy is switched off (or there is no mall yet), the script throws all
    copies away and takes itself off; a browser asks for it again at each visit, so no
    phone keeps a worker that the site doesn't want.
    """
    if mall is None or not mall.has_offline_copy:
        return (_FOLDER / "no_worker.js").read_text("utf-8")
    values = json.dumps(
        worker_settings(mall), ensure_ascii=False, separators=(",", ":"), sort_keys=True
    )
    return f"const SETTINGS={values};\n" + (_FOLDER / "worker.js").read_text("utf-8")


def worker_settings(mall: Mall) -> dict[str, Any]:
    """What the worker can't know by itself."""
    return {
        "zone": mall.timezone,
        "zoneName": ZONE_ABBREVIATIONS.get(mall.timezone, ""),
        "never": list(NEVER),
        "files": [settings.STATIC_URL + room for room in ("theme/", "website/")]
        + ["/tema/", "/ikon/"],
        "script": static("website/copy.js"),
        "languages": {code: _of_language(code) for code, _name in settings.LANGUAGES},
    }


def _of_language(language: str) -> dict[str, Any]:
    with translation.override(language):
        return {
            "prefix": localized_path("/", language),
            "shell": reverse("offline"),
            "catalogue": reverse("offline_catalogue"),
            "pages": [localized_path(path, language) for path in KEPT_PAGES],
            "name": _("Copy on this phone"),
            "offline": _("You are offline."),
            "unreachable": _("The site can't be reached right now."),
            "slow": _("The connection is slow."),
            "copy": _("This is a copy from {date}."),
            "nothing": _("This page is not on this phone yet."),
            "again": _("Try again"),
        }
