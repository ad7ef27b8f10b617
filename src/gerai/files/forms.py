"""The forms behind every screen of the desk on which a picture or a file is sent.

Wagtail builds its own forms on these, see ``WAGTAILIMAGES_IMAGE_FORM_BASE`` and
``WAGTAILDOCS_DOCUMENT_FORM_BASE``: single and multiple uploads and choosers alike.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.forms import BaseImageForm

from gerai.files.events import picture_replaced
from gerai.files.fields import FileField, PictureField
from gerai.files.replacing import keep_present_file, take_its_place
from gerai.files.uploads import fingerprint

_LOOKS = frozenset(
    {"file", *(f"focal_point_{part}" for part in ("x", "y", "width", "height"))}
)
"""Fields of a picture after whose change it looks different."""


class _OncePerFile:
    """Says so when the file that is sent is here already."""

    instance: Any
    fields: dict[str, forms.Field]
    changed_data: list[str]
    permission_policy: Any
    _by: Any = None

    def __init__(self, *args: Any, user: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, user=user, **kwargs)  # type: ignore[call-arg]
        self._by = user

    def _take_over(self, field_class: type[Any]) -> None:
        """Put our field in the place of Wagtail's; some forms have none for the file."""
        # Title and collection are enough to find something; a screen asks for no more.
        self.fields.pop("tags", None)
        theirs = self.fields.get("file")
        if theirs is not None:
            self.fields["file"] = field_class(
                label=theirs.label, required=theirs.required, widget=theirs.widget
            )

    def clean_file(self) -> Any:
        sent = self.cleaned_data["file"]  # type: ignore[attr-defined]
        if isinstance(sent, UploadedFile):
            self._refuse_twin(sent)
        return sent

    def _refuse_twin(self, sent: UploadedFile[bytes]) -> None:
        found = fingerprint(sent)
        if self.instance.pk and self.instance.file_hash == found:
            raise ValidationError(
                _("This is the file that is here now. Choose the new one."), code="same"
            )
        if self._by is None:
            return
        mine = self.permission_policy.instances_user_has_permission_for(
            self._by, "choose"
        )
        twin = mine.filter(file_hash=found).exclude(pk=self.instance.pk).first()
        if twin is not None:
            raise ValidationError(
                _(
                    "This file is here already, as “%(title)s”. Use that one: choose "
                    "it from the list."
                ),
                code="twin",
                params={"title": twin.title},
            )


class PictureForm(_OncePerFile, BaseImageForm):
    """A picture with words for those who can't see it."""

    is_decorative = forms.BooleanField(
        label=capfirst(gettext_lazy("only decoration")),
        help_text=gettext_lazy(
            "Tick this if nobody misses anything without the picture."
        ),
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._take_over(PictureField)
        if "description" not in self.fields:
            del self.fields["is_decorative"]
            return
        words = self.fields["description"]
        words.label = capfirst(gettext_lazy("what it shows"))
        words.help_text = gettext_lazy(
            "For people who can't see it, in one sentence: Petugas membantu seorang ibu "
            "mengisi formulir di loket Dukcapil."
        )
        if self.instance.pk:
            self.fields["is_decorative"].initial = not self.instance.description
        self.order_fields(["title", "file", "description", "is_decorative"])

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        if "is_decorative" not in self.fields:
            return cleaned
        if cleaned.get("is_decorative"):
            cleaned["description"] = ""
        elif not cleaned.get("description"):
            self.add_error(
                "description",
                _("Say what the picture shows, or tick “only decoration”."),
            )
        return cleaned

    def save(self, commit: bool = True) -> Any:
        is_another = self.instance.pk is not None and bool(
            _LOOKS.intersection(self.changed_data)
        )
        if commit and is_another:
            # Wagtail makes them anew only for another file, not for another centre.
            self.instance.renditions.all().delete()
        saved = super().save(commit)
        if commit and is_another:
            picture_replaced.send(type(saved), picture=saved)
        return saved


class DocumentForm(_OncePerFile, BaseDocumentForm):
    """A file to download; the one that it replaces is kept."""

    original_file: Any

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._take_over(FileField)

    def save(self, commit: bool = True) -> Any:
        is_replaced = bool(
            commit and "file" in self.changed_data and self.original_file
        )
        if is_replaced:
            keep_present_file(self.instance, self.original_file, by=self._by)
            take_its_place(self.instance, self.original_file)
            # Wagtail would delete it.
            self.original_file = None
        return super().save(commit)
