"""Pictures and files that some visitors can't make out, wherever they are used."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import IntegerField
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Page, ReferenceIndex

from gerai.files.legibility import hard_to_hear
from gerai.newsroom.models import DocumentVersion
from gerai.truth.checks import Action, Check, Found, Harm, Values, register_check
from gerai.truth.cures import edit_page
from gerai.truth.looking import Look
from gerai.website.truth import stored_texts

# Their pictures have words of their own, which the newsroom looks at.
_WORDS_BESIDE = "pictures."
_VERSIONS = "versions."
_REQUIREMENTS = "requirements."
_EMBEDDED = re.compile(r'<embed\b[^>]*embedtype=\\?"image\\?"[^>]*>')
_WORDS = re.compile(r'\balt=\\?"[^"\\]*[^\s"\\][^"\\]*\\?"')


def register_checks() -> None:
    """Declare the checks (from ``apps.ready``)."""
    for check in (
        Check(
            "workspace.alt_text",
            gettext_lazy("Pictures on pages without words"),
            Harm.MISSING,
            _pictures,
            lambda values: (
                _(
                    "%(count)d pictures on this page don't say what they show. People "
                    "who can't see them miss it."
                )
                % values
            ),
            edit_page(gettext_lazy("Describe the pictures")),
        ),
        Check(
            "workspace.file_without_text",
            gettext_lazy("File that is only a picture of text"),
            Harm.MISSING,
            lambda look: _files(look, "text"),
            lambda values: (
                _(
                    "“%(file)s” is a scan: it can't be read aloud, searched or copied. "
                    "Replace it by the file that it was printed from, or by a scan with "
                    "text recognition (OCR)."
                )
                % values
            ),
            _replace,
        ),
        Check(
            "workspace.file_without_structure",
            gettext_lazy("File without marked headings"),
            Harm.UNCLEAR,
            lambda look: _files(look, "structure"),
            lambda values: (
                _(
                    "“%(file)s” doesn't say what is a heading, a list or a table. Save "
                    "it as PDF once more with “tagged” or “accessible” switched on."
                )
                % values
            ),
            _replace,
        ),
    ):
        register_check(check)


@dataclass(frozen=True, slots=True)
class _Use:
    """One use of a picture or a file on a page."""

    page_id: int
    key: int
    path: str


def _uses(look: Look, model: Any) -> list[_Use]:
    """Where Indonesian pages that visitors read use records of ``model``."""
    rows = ReferenceIndex.objects.filter(
        base_content_type__app_label="wagtailcore",
        base_content_type__model="page",
        to_content_type__app_label=model._meta.app_label,
        to_content_type__model=model._meta.model_name,
    ).annotate(page=Cast("object_id", IntegerField()))
    return [
        _Use(page, int(key), path)
        for page, key, path in rows.values_list("page", "to_object_id", "model_path")
    ]


def _titles(look: Look, uses: list[_Use]) -> dict[int, str]:
    records = Page.objects.live().filter(
        locale__language_code=settings.LANGUAGE_CODE,
        pk__in={use.page_id for use in uses},
    )
    return dict(look.within(records).order_by("path").values_list("pk", "title"))


def _pictures(look: Look) -> Iterator[Found]:
    """Chosen pictures without a description, and embedded ones without words."""
    image = get_image_model()
    uses = [use for use in _uses(look, image) if not _has_words_beside(use)]
    bare = set(
        image.objects.filter(
            pk__in={use.key for use in uses}, description=""
        ).values_list("pk", flat=True)
    )
    counts: dict[int, int] = defaultdict(int)
    for use in uses:
        counts[use.page_id] += use.key in bare
    titles = _titles(look, uses)
    for one in look.once(stored_texts):
        embedded = _EMBEDDED.findall(one.stored)
        counts[one.page_id] += sum(not _WORDS.search(tag) for tag in embedded)
        titles.setdefault(one.page_id, one.title)
    for page_id, title in titles.items():
        if count := counts.get(page_id, 0):
            yield Found(page_id, title, {"count": count}, count)


def _has_words_beside(use: _Use) -> bool:
    # Within running text the words stand in the text, which is read itself.
    return use.path.startswith((_WORDS_BESIDE, "body"))


def _files(look: Look, missing: str) -> Iterator[Found]:
    uses, hard, titles = look.once(_hard_files)
    for use in uses:
        if hard[use.key][1] == missing and use.page_id in titles:
            form = f"{use.page_id}-{use.key}"
            values = {
                "file": hard[use.key][0],
                "target": form if use.path.startswith(_REQUIREMENTS) else "",
                "is_document": use.path.startswith(_VERSIONS),
            }
            yield Found(use.page_id, titles[use.page_id], values)


def _hard_files(
    look: Look,
) -> tuple[list[_Use], dict[int, tuple[str, str]], dict[int, str]]:
    """Uses of files that can't be heard well; of versions, only the newest counts."""
    uses = _uses(look, get_document_model())
    documents = get_document_model().objects.in_bulk({use.key for use in uses})
    hard = {
        key: (str(documents[key].title), missing)
        for key, missing in hard_to_hear(documents.values()).items()
    }
    newest: dict[int, int] = {}
    versions = DocumentVersion.objects.filter(document__in=hard).values("page")
    for page, document in (
        DocumentVersion.objects.filter(page__in=versions)
        .order_by("page", "sort_order", "pk")
        .values_list("page", "document")
    ):
        newest.setdefault(page, document)
    left = dict.fromkeys(
        use
        for use in uses
        if use.key in hard
        and (not use.path.startswith(_VERSIONS) or newest.get(use.page_id) == use.key)
    )
    return list(left), hard, _titles(look, list(left))


def _replace(page_id: int | None, values: Values) -> Action:
    key = values["target"] or (str(page_id) if values["is_document"] else "")
    if key:
        address = reverse("workspace_errand_formulir_form", args=[key])
        return Action(_("Replace the file"), address)
    return Action(
        _("Look at the page"), reverse("wagtailadmin_pages:edit", args=[page_id])
    )
