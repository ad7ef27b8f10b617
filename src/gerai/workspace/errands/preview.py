"""The public page as it will look, before anything goes out."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.db import transaction

from gerai.defacement.holding import only_a_preview
from gerai.publishing.rendering import Renderer
from gerai.workspace.errands.kinds import kind_of
from gerai.workspace.errands.services import carry_out
from gerai.workspace.models import Errand


def preview(errand: Errand, user: User) -> bytes:
    """Do a task, render the page that shows it, and take everything back.

    The page is the real one, made by the same code as the published file.

    Raises:
        PermissionDenied: the user may not do it.
        ErrandRefused: it can't be done any more.
        RenderFailed: the page can't be shown.
    """
    kind = kind_of(errand)
    with transaction.atomic(), only_a_preview():
        try:
            target = kind.target(user, kind.key_of(errand.given))
            kind.refuse(user, target)
            outcome = carry_out(errand, target, user=user, as_preview=True)
            address = kind.preview_path(errand, outcome)
            return Renderer().render(address).body
        finally:
            transaction.set_rollback(True)
