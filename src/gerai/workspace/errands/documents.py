"""“Replace a form”: a new file at the old address."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.documents import get_document_model
from wagtail.documents.forms import get_document_form
from wagtail.permissions import page_permission_policy, policy_registry

from gerai.workspace.errands.fields import ErrandForm, keep, own_file, stored_upload
from gerai.workspace.errands.kinds import Place, Targets
from gerai.workspace.errands.page_kinds import PageErrand, address_of
from gerai.workspace.errands.pages import change_page
from gerai.workspace.errands.replaceable import (
    Replaceable,
    replaceable,
    replaceable_targets,
)
from gerai.workspace.exceptions import ErrandRefused
from gerai.workspace.models import Errand

ACCEPTED = ".pdf,.docx,.xlsx,.odt,.ods"


class FileForm(ErrandForm):
    """The new file; nothing else is asked."""

    file = forms.FileField(
        label=gettext_lazy("The new file"),
        required=False,
        help_text=gettext_lazy("PDF, Word, Excel or OpenDocument."),
        widget=forms.FileInput(attrs={"accept": ACCEPTED, "data-send-at-once": ""}),
    )
    kept = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, user: Any, title: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user, self.title = user, title

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        sent = cleaned.get("file")
        if "file" in self.errors:
            return cleaned
        if sent is None:
            cleaned["document"] = own_document(cleaned.get("kept"), self.user)
            if cleaned["document"] is None:
                self.add_error("file", _("Choose the new file."))
            return cleaned
        cleaned["document"] = self._keep(sent)
        return cleaned

    def _keep(self, sent: Any) -> Any:
        form_class = get_document_form(get_document_model())
        try:
            document = stored_upload(form_class, sent, title=self.title, user=self.user)
        except ValidationError as problem:
            self.add_error("file", problem)
            return None
        self.data = keep(self.data, "kept", str(document.pk))
        return document


class Replacing(PageErrand):
    """The address stays, and the old file is kept."""

    key = "formulir"
    title = gettext_lazy("Replace a form")
    about = gettext_lazy("A new file; the address stays, the old one is kept")
    icon = "doc-full-inverse"
    choose_title = gettext_lazy("Which form gets a new file?")
    act_label = gettext_lazy("Publish the new file")
    published_words = gettext_lazy(
        "The new file is on the site, at the same address as before."
    )
    nothing_words = gettext_lazy(
        "There is no form to replace yet. Open the page of the service that asks for "
        "it and add the file to its requirement; from then on it is replaced here."
    )
    template = "workspace/errands/file.html"
    accepted = ACCEPTED
    choose_template = "workspace/errands/choose_file.html"

    def is_for(self, user: Any) -> bool:
        return _may_add_files(user) and page_permission_policy.user_has_permission(
            user, "change"
        )

    def targets(self, user: Any, query: str) -> Targets:
        found = replaceable_targets(user, query)
        return Targets(found, is_whole=not query)

    def target(self, user: Any, key: str) -> Replaceable:
        if not _may_add_files(user):
            raise PermissionDenied
        return replaceable(user, key)

    def heading(self, target: Any) -> str:
        return str(target.title)

    def form(
        self,
        user: Any,
        target: Any,
        *,
        data: Any = None,
        files: Any = None,
        given: dict[str, Any] | None = None,
    ) -> FileForm:
        kept = {"kept": given["document"]} if given else None
        return FileForm(data, files, initial=kept, user=user, title=target.file_title)

    def given(self, form: Any, target: Any, user: Any) -> dict[str, Any]:
        document = form.cleaned_data["document"]
        return {
            "target": target.key,
            "document": document.pk,
            "file": document.filename,
        }

    def uploads(self, given: dict[str, Any]) -> list[tuple[type[Any], int]]:
        return [(get_document_model(), given["document"])]

    def effects(self, errand: Errand, target: Any) -> list[str]:
        return [
            _("“%(file)s” is handed out from now on, at the same address as before.")
            % {"file": errand.given["file"]},
            *target.effects(),
        ]

    def perform(
        self, errand: Errand, target: Any, *, user: Any, as_preview: bool = False
    ) -> dict[str, Any]:
        document = own_document(errand.given["document"], user)
        if document is None:
            raise ErrandRefused(_("The new file is no longer there. Choose it again."))
        change = target.change(document, by=user, as_preview=as_preview)
        outcome = change_page(target.page, change, user=user, as_preview=as_preview)
        address = address_of(target.page)
        places = target.places(address["url"], document)
        return outcome | address | {"places": [[one.title, one.url] for one in places]}

    def public_places(self, errand: Errand) -> list[Place]:
        return [Place(*one) for one in errand.outcome.get("places", [])]


def own_document(key: Any, user: Any) -> Any:
    """A file that this user may use."""
    return own_file(get_document_model(), key, user)


def _may_add_files(user: Any) -> bool:
    policy = policy_registry.get_by_type(get_document_model())
    return bool(policy.user_has_permission(user, "add"))
