"""Set-up of the room ``files``."""

from __future__ import annotations

import PIL.Image
from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from gerai.files.pictures import MOST_PIXELS_SHRUNK


class FilesConfig(AppConfig):
    """Pictures and files: what may come in, and what becomes of it."""

    name = "gerai.files"
    label = "files"
    verbose_name = _("Pictures and files")

    def ready(self) -> None:
        """Let nothing in this process open a picture that is larger than we take."""
        from gerai.files import checks, receivers  # noqa: F401, PLC0415

        PIL.Image.MAX_IMAGE_PIXELS = MOST_PIXELS_SHRUNK
