"""What has a file that can be replaced: a document page, or a form of a requirement."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db.models import IntegerField, Q, QuerySet
from django.db.models.functions import Cast
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.documents import get_document_model
from wagtail.models import ReferenceIndex
from wagtail.permissions import page_permission_policy

from gerai.directory.choices import ComponentName
from gerai.directory.models import AgencyPage, ServicePage
from gerai.directory.services import set_component
from gerai.directory.standard.parsing import raw_items, referenced_files
from gerai.files.replacing import (
    places_of,
    propose_replacement,
    proposed_instead_of,
)
from gerai.newsroom.choices import InformationClass
from gerai.newsroom.models import DocumentPage, DocumentVersion
from gerai.place.selectors import mall_timezone
from gerai.workspace.errands.kinds import Place, Target
from gerai.workspace.errands.pages import Change, editable_page
from gerai.workspace.exceptions import ErrandRefused

SHOWN = 40
OTHER_PLACES = 5
"""How many other pages with the same form are named."""

REQUIREMENTS = ComponentName.REQUIREMENTS


@dataclass(frozen=True, slots=True)
class FileOfPage:
    """The newest file of a document page; the older ones stay below it."""

    page: DocumentPage

    @property
    def key(self) -> str:
        return str(self.page.pk)

    @property
    def title(self) -> str:
        return str(self.page.title)

    @property
    def file_title(self) -> str:
        """What its file is called in the desk."""
        return str(self.page.title)

    def effects(self) -> list[str]:
        """What becomes of the old file."""
        return [_("The old file stays below it, as an earlier version.")]

    def change(self, document: Any, *, by: Any, as_preview: bool) -> Change:
        """What to do to the page, published or draft."""
        today = timezone.now().astimezone(mall_timezone()).date()

        def change(page: Any) -> Any:
            older = list(page.versions.all())
            for position, version in enumerate(older, start=1):
                version.sort_order = position
            newest = DocumentVersion(document=document, issued_on=today, sort_order=0)
            page.versions = [newest, *older]
            return page

        return change

    def places(self, url: str, document: Any) -> list[Place]:
        """Where the new file is found."""
        return [
            Place(_("The page of the document"), url),
            Place(_("The file, at its lasting address"), f"{url}unduh/"),
            Place(_("All documents"), "/dokumen/"),
        ]


@dataclass(frozen=True, slots=True)
class FormOfRequirement:
    """A form that visitors of a service download; its address leads to the new one."""

    page: AgencyPage | ServicePage
    document: Any

    @property
    def key(self) -> str:
        return f"{self.page.pk}-{self.document.pk}"

    @property
    def title(self) -> str:
        return f"{self.document.title}, {self.page.title}"

    @property
    def file_title(self) -> str:
        """What its file is called in the desk."""
        return str(self.document.title)

    def effects(self) -> list[str]:
        """What becomes of the old file, and of other pages that have it."""
        lines = [
            _(
                "Its old address leads to the new file; the old one is kept with the "
                "files in the desk."
            )
        ]
        others = self._other_places()
        if others:
            lines.append(
                _("These have the same form, and their link leads to the new one, too: "
                  "%(names)s.") % {"names": ", ".join(others)}
            )  # fmt: skip
        return lines

    def change(self, document: Any, *, by: Any, as_preview: bool) -> Change:
        """What to do to the page, published or draft.

        Raises:
            ErrandRefused: it is the same file.
        """
        if document.pk == self.document.pk:
            raise ErrandRefused(
                _("This is the file that is here now. Choose the new one.")
            )
        given = proposed_instead_of(self.document, self.page) - {document.pk}
        if not as_preview:
            propose_replacement(old=self.document, new=document, page=self.page, by=by)

        def change(page: Any) -> Any:
            items = [
                {**item, "value": {**item["value"], "form": document.pk}}
                if item["value"].get("form") in given
                else dict(item)
                for item in raw_items(page, REQUIREMENTS.value)
            ]
            return set_component(
                page=page,
                component=REQUIREMENTS,
                items=items,
                by=by,
                at=timezone.now(),
            )

        return change

    def places(self, url: str, document: Any) -> list[Place]:
        """Where the new file is found."""
        return [
            Place(self.page.title, url),
            Place(_("The form, at its old address"), self.document.url),
            Place(_("Printed sheet"), f"{url}lembar-a4.pdf")
            if isinstance(self.page, ServicePage)
            else Place(_("All services"), "/layanan/"),
        ]

    def _other_places(self) -> list[str]:
        others = [
            str(record.title)
            for record, _references in places_of(self.document)
            if isinstance(record, AgencyPage | ServicePage)
            and record.locale_id == self.page.locale_id
            and record.pk != self.page.pk
        ]
        named = others[:OTHER_PLACES]
        return [*named, "…"] if len(others) > OTHER_PLACES else named


Replaceable = FileOfPage | FormOfRequirement


def replaceable(user: Any, key: str) -> Replaceable:
    """What a key of an address is about.

    Raises:
        Http404: there is none.
        PermissionDenied: it isn't this user's.
    """
    first, _dash, second = key.partition("-")
    number = int(first) if first.isdecimal() else 0
    if not second:
        return FileOfPage(editable_page(user, number, DocumentPage))
    page = _record(number)
    if not page.permissions_for_user(user).can_edit():
        raise PermissionDenied
    document = _form_of(page, second)
    if document is None:
        raise Http404
    return FormOfRequirement(page, document)


def replaceable_targets(user: Any, query: str) -> list[Target]:
    """What this user may choose from: documents, then forms of their services."""
    pages = document_pages(user)
    if query:
        pages = pages.filter(title__icontains=query)
    found = [
        Target(str(one.pk), one.title, str(one.get_kind_display()))
        for one in pages.order_by("title", "pk")[:SHOWN]
    ]
    return found + _forms(user, query)


def document_pages(user: Any) -> QuerySet[DocumentPage]:
    """Published documents that a user may change."""
    found: QuerySet[DocumentPage] = DocumentPage.objects.filter(
        _own(user), live=True, locale__language_code=settings.LANGUAGE_CODE
    ).exclude(information_class=InformationClass.EXEMPT)
    return found


def _forms(user: Any, query: str) -> list[Target]:
    """Forms of requirements; what the index names is looked at once more when chosen."""
    references = ReferenceIndex.objects.filter(
        to_content_type__app_label="wagtaildocs",
        to_content_type__model="document",
        content_type__app_label="directory",
        content_type__model__in=("agencypage", "servicepage"),
        model_path__startswith=f"{REQUIREMENTS.value}.",
    ).annotate(page=Cast("object_id", IntegerField()))
    pages = page_permission_policy.instances_user_has_permission_for(
        user, "change"
    ).filter(
        pk__in=references.values("page"),
        live=True,
        locale__language_code=settings.LANGUAGE_CODE,
    )
    documents = get_document_model().objects.filter(title__icontains=query)
    if query:
        named = references.filter(
            to_object_id__in=[str(pk) for pk in documents.values_list("pk", flat=True)]
        )
        pages = pages.filter(Q(title__icontains=query) | Q(pk__in=named.values("page")))
    titles = dict(pages.order_by("title", "pk").values_list("pk", "title")[:SHOWN])
    pairs = references.filter(page__in=titles).values_list("page", "to_object_id")
    named_documents = get_document_model().objects.in_bulk(
        {int(document) for _page, document in pairs}
    )
    position = {key: place for place, key in enumerate(titles)}
    found = {
        (position[page], named_documents[int(document)].title, page, int(document))
        for page, document in pairs
        if int(document) in named_documents
    }
    return [
        Target(f"{page}-{document}", title, titles[page])
        for _position, title, page, document in sorted(found)[:SHOWN]
    ]


def _own(user: Any) -> Q:
    own = page_permission_policy.instances_user_has_permission_for(user, "change")
    return Q(pk__in=own.values("pk"))


def _record(number: int) -> AgencyPage | ServicePage:
    for model in (ServicePage, AgencyPage):
        found = model.objects.filter(
            pk=number, live=True, locale__language_code=settings.LANGUAGE_CODE
        ).first()
        if found is not None:
            page: AgencyPage | ServicePage = found
            return page
    raise Http404


def _form_of(page: AgencyPage | ServicePage, key: str) -> Any:
    """A form of the page, or one that another has taken the place of there."""
    document = (
        get_document_model().objects.filter(pk=int(key)).first()
        if key.isdecimal()
        else None
    )
    if document is None:
        return None
    name = REQUIREMENTS.value
    used = referenced_files([(name, item) for item in raw_items(page, name)])
    return document if used & proposed_instead_of(document, page) else None
