"""“Replace a form”: a new file at the old address."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.documents import get_document_model
from wagtail.documents.forms import get_document_form
from wagtail.models import Collection
from wagtail.permissions import page_permission_policy, policy_registry

from gerai.newsroom.choices import InformationClass
from gerai.newsroom.models import DocumentPage, DocumentVersion
from gerai.place.selectors import mall_timezone
from gerai.theme.addresses import localized_url
from gerai.workspace.errands.fields import ErrandForm, choosable, keep, stored_twin
from gerai.workspace.errands.kinds import ErrandKind, Place, Target, Targets
from gerai.workspace.errands.notices import said_of_page
from gerai.workspace.errands.pages import (
    change_page,
    editable_page,
    refuse_locked,
    revision_of,
    undo_change,
)
from gerai.workspace.exceptions import ErrandRefused
from gerai.workspace.models import Errand

SHOWN = 40


class FileForm(ErrandForm):
    """The new file; nothing else is asked."""

    file = forms.FileField(
        label=gettext_lazy("The new file"),
        required=False,
        help_text=gettext_lazy("PDF, Word, Excel or OpenDocument."),
        widget=forms.FileInput(
            attrs={"accept": ".pdf,.docx,.xlsx,.odt,.ods", "data-send-at-once": ""}
        ),
    )
    kept = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, user: Any, page: DocumentPage, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.user, self.page = user, page

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
        model = get_document_model()
        form = get_document_form(model)(
            {
                "title": self.page.title[:255],
                "collection": Collection.get_first_root_node().pk,
            },
            {"file": sent},
            instance=model(uploaded_by_user=self.user),
            user=self.user,
        )
        document = (
            form.save() if form.is_valid() else stored_twin(form, sent, self.user)
        )
        if document is None:
            self.add_error(
                # Once a file is refused the model complains that there is none.
                "file",
                form.errors.get("file", [_("Choose another file.")])[:1],
            )
            return None
        self.data = keep(self.data, "kept", str(document.pk))
        return document


class Replacing(ErrandKind):
    """The address stays, and the old files stay below the new one."""

    key = "formulir"
    title = gettext_lazy("Replace a form")
    about = gettext_lazy("A new file; the address stays, the old one is kept")
    icon = "doc-full-inverse"
    choose_title = gettext_lazy("Which document gets a new file?")
    act_label = gettext_lazy("Publish the new file")
    template = "workspace/errands/file.html"

    def is_for(self, user: Any) -> bool:
        return _may_add_files(user) and bool(_editable(user).exists())

    def targets(self, user: Any, query: str) -> Targets:
        found = _editable(user)
        if query:
            found = found.filter(title__icontains=query)
        return Targets(
            [
                Target(str(one.pk), one.title, str(one.get_kind_display()))
                for one in found.order_by("title", "pk")[:SHOWN]
            ],
            is_whole=not query,
        )

    def target(self, user: Any, key: str) -> DocumentPage:
        if not _may_add_files(user):
            raise PermissionDenied
        number = int(key) if key.isdecimal() else 0
        page: DocumentPage = editable_page(user, number, DocumentPage)
        return page

    def heading(self, target: Any) -> str:
        return str(target.title)

    def found(self, target: Any) -> dict[str, Any]:
        return revision_of(target)

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
        return FileForm(data, files, initial=kept, user=user, page=target)

    def given(self, form: Any, target: Any, user: Any) -> dict[str, Any]:
        document = form.cleaned_data["document"]
        return {
            "target": str(target.pk),
            "document": document.pk,
            "file": document.filename,
        }

    def effects(self, errand: Errand, target: Any) -> list[str]:
        return [
            _("“%(file)s” is handed out from now on, at the same address as before.")
            % {"file": errand.given["file"]},
            _("The old file stays below it, as an earlier version."),
        ]

    def refuse(self, user: Any, target: Any) -> None:
        refuse_locked(target, user)

    def goes_out(self, user: Any, target: Any) -> bool:
        return bool(target.permissions_for_user(user).can_publish())

    def perform(
        self, errand: Errand, target: Any, *, user: Any, as_preview: bool = False
    ) -> dict[str, Any]:
        document = own_document(errand.given["document"], user)
        if document is None:
            raise ErrandRefused(_("The new file is no longer there. Choose it again."))
        today = timezone.now().astimezone(mall_timezone()).date()

        def change(page: Any) -> Any:
            older = list(page.versions.all())
            for position, version in enumerate(older, start=1):
                version.sort_order = position
            newest = DocumentVersion(document=document, issued_on=today, sort_order=0)
            page.versions = [newest, *older]
            return page

        try:
            outcome = change_page(target, change, user=user, as_preview=as_preview)
        except ValidationError as problem:
            raise ErrandRefused(" ".join(problem.messages)) from problem
        return outcome | {"url": localized_url(target, settings.LANGUAGE_CODE)}

    def undo(self, errand: Errand, target: Any, *, user: Any) -> None:
        undo_change(errand.outcome, user=user)

    def preview_path(self, errand: Errand, outcome: dict[str, Any]) -> str:
        return str(outcome["url"])

    def places(self, errand: Errand) -> list[Place]:
        if not errand.outcome["is_live"]:
            return []
        url = errand.outcome["url"]
        return [
            Place(_("The page of the document"), url),
            Place(_("The file, at its lasting address"), f"{url}unduh/"),
            Place(_("All documents"), "/dokumen/"),
        ]

    def said(self, errand: Errand) -> str:
        return said_of_page(
            errand, _("The new file is on the site, at the same address as before.")
        )


def own_document(key: Any, user: Any) -> Any:
    """A file that this user may use."""
    if not str(key or "").isdecimal():
        return None
    return choosable(get_document_model(), user).filter(pk=key).first()


def _may_add_files(user: Any) -> bool:
    policy = policy_registry.get_by_type(get_document_model())
    return bool(policy.user_has_permission(user, "add"))


def _editable(user: Any) -> Any:
    own = page_permission_policy.instances_user_has_permission_for(user, "change")
    return (
        DocumentPage.objects.filter(
            pk__in=own.values("pk"),
            live=True,
            locale__language_code=settings.LANGUAGE_CODE,
        )
        .exclude(information_class=InformationClass.EXEMPT)
        .order_by("title", "pk")
    )
