"""What visitors see now against a draft, line by line, by Wagtail's own comparison."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from wagtail.models import Page, Revision


def differences(request: HttpRequest, page: Page, draft: Revision) -> list[Any]:
    """The fields that differ, for ``approval/differences.html``.

    A page that was never public is compared with an empty one, so that everything in it
    is there to be read.
    """
    new: Any = draft.as_object()
    old: Any = (
        page
        if page.live
        else type(page)(
            title="",
            slug=new.slug,
            locale_id=page.locale_id,
            path=page.path,
            depth=page.depth,
        )
    )
    panel = new.get_edit_handler().get_bound_panel(
        instance=new, request=request, form=None
    )
    found = (compare(old, new) for compare in panel.get_comparison())
    return [one for one in found if one.has_changed()]
