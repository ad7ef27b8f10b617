"""Form fields in place of Wagtail's: our checks come first, in our words."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _
from wagtail.documents.fields import WagtailDocumentField
from wagtail.images.fields import WagtailImageField

from gerai.files import documents, pictures
from gerai.files.exceptions import FileRefused
from gerai.files.uploads import check_upload, clean_upload

# Phones offer their gallery for these, and convert what they can't name themselves.
PICTURE_TYPES = "image/jpeg,image/png,image/webp,image/heic,image/heif,image/avif"
_TOO_LARGE = _("This file is too large: at most %(max_filesize)s fit.")


class PictureField(WagtailImageField):
    """A picture; what the form gets is what may be stored."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        limit = filesizeformat(pictures.MOST_BYTES)
        self.max_upload_size = pictures.MOST_BYTES
        self.help_text = _(
            "Straight from the phone is fine, up to %(limit)s. Place and time of the "
            "photo are removed, and it is made smaller by itself."
        ) % {"limit": limit}
        self.error_messages["file_too_large_unknown_size"] = _TOO_LARGE % {
            "max_filesize": limit
        }
        self.error_messages["invalid_image_extension"] = _(
            "Send a picture as JPEG, PNG, WebP or HEIC, as phones make them."
        )

    def to_python(self, data: Any) -> Any:
        if isinstance(data, UploadedFile):
            try:
                clean_upload(data)
            except FileRefused as reason:
                raise ValidationError(str(reason), code="refused") from reason
        return super().to_python(data)

    def widget_attrs(self, widget: Any) -> dict[str, Any]:
        return {**super().widget_attrs(widget), "accept": PICTURE_TYPES}


class FileField(WagtailDocumentField):
    """A file to download."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        limit = filesizeformat(documents.MOST_BYTES)
        self.max_upload_size = documents.MOST_BYTES
        self.help_text = _("%(kinds)s; up to %(limit)s.") % {
            "kinds": ", ".join(one.upper() for one in documents.SUFFIXES),
            "limit": limit,
        }
        self.error_messages["file_too_large_unknown_size"] = _TOO_LARGE % {
            "max_filesize": limit
        }

    def to_python(self, data: Any) -> Any:
        if isinstance(data, UploadedFile) and data.size:
            try:
                check_upload(data)
            except FileRefused as reason:
                raise ValidationError(str(reason), code="refused") from reason
        return super().to_python(data)

    def widget_attrs(self, widget: Any) -> dict[str, Any]:
        accepted = ",".join(f".{one}" for one in documents.SUFFIXES)
        return {**super().widget_attrs(widget), "accept": accepted}
