"""The screen of the desk from which a page is shared, and its pictures."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.http import parse_etags, quote_etag
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from wagtail.models import Page

from gerai.sharing.services import ShareKit, picture, picture_id, share_kit
from gerai.sharing.subjects import State, Subject, may_share, subject_of
from gerai.sharing.wording import message_url
from gerai.theme.cards import Shape
from gerai.website.addresses import og_image_path


@require_safe
def kit(request: HttpRequest, page_id: int) -> HttpResponse:
    """Pictures to download, texts to copy; in each language that the page has."""
    subject = _subject(request, page_id)
    made = share_kit(subject)
    return render(
        request,
        "sharing/kit.html",
        {
            "page_title": _("Share"),
            "subject": subject,
            "kit": made,
            "warning": _warning(subject),
            "message_url": message_url(made.message),
            "pictures": _pictures(subject, made),
            "edit_url": reverse("wagtailadmin_pages:edit", args=[subject.record.pk])
            if subject.record.permissions_for_user(request.user).can_edit()
            else "",
        },
    )


@require_safe
def kit_picture(request: HttpRequest, page_id: int, shape: str) -> HttpResponse:
    """One picture as PNG."""
    try:
        wanted = Shape(shape)
    except ValueError as problem:
        raise Http404 from problem
    subject = _subject(request, page_id)
    made = share_kit(subject)
    etag = quote_etag(picture_id(made, wanted))
    if etag in parse_etags(request.headers.get("If-None-Match", "")):
        response = HttpResponse(status=304)
    else:
        response = HttpResponse(picture(made, wanted), content_type="image/png")
        name = _file_name(subject, shape)
        response["Content-Disposition"] = f'inline; filename="{name}"'
    response["ETag"] = etag
    response["Cache-Control"] = "private, no-cache"
    return response


def _subject(request: HttpRequest, page_id: int) -> Subject:
    page = get_object_or_404(Page.objects.select_related("locale"), pk=page_id)
    subject = subject_of(page, request.GET.get("bahasa", ""))
    if subject is None:
        raise Http404
    if not may_share(request.user, subject):
        raise PermissionDenied
    return subject


def _pictures(subject: Subject, made: ShareKit) -> list[dict[str, str]]:
    named = {
        Shape.SQUARE: (_("Square"), _("For Instagram, Facebook and chats")),
        Shape.STORY: (_("Tall"), _("For stories and WhatsApp status")),
    }
    found = [
        {
            "name": name,
            "purpose": purpose,
            "kind": shape.value,
            "url": reverse("sharing_picture", args=[subject.record.pk, shape.value])
            + f"?bahasa={subject.language}",
            "file": _file_name(subject, shape.value),
            "alt": _("The picture says: %(text)s") % {"text": made.words.title},
        }
        for shape, (name, purpose) in named.items()
    ]
    if subject.is_public:
        found.append(
            {
                "name": _("Wide"),
                "purpose": _("Shown by itself where somebody shares the address"),
                "kind": "lebar",
                "url": og_image_path(subject.page),
                "file": _file_name(subject, "lebar"),
                "alt": _("The picture says: %(text)s") % {"text": made.words.title},
            }
        )
    return found


def _file_name(subject: Subject, shape: str) -> str:
    return f"{subject.record.slug}-{shape}-{subject.language}.png"


def _warning(subject: Subject) -> str:
    return {
        State.DRAFT: _(
            "This page isn't published yet. The pictures are marked as a draft, and "
            "there is nothing to send. Publish it first."
        ),
        State.NOT_YET: _(
            "Visitors don't see this yet: its time has not come. The pictures are "
            "marked until then."
        ),
        State.OVER: _(
            "This is over, so visitors don't see it any more. The pictures are marked."
        ),
        State.HIDDEN: _(
            "Visitors can't open this page, because something above it isn't public. "
            "The pictures are marked."
        ),
    }.get(subject.state, "")
