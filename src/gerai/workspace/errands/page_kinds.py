"""What tasks have in common that change a page of the site, or add one."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.utils.translation import gettext as _

from gerai.theme.addresses import localized_url
from gerai.workspace.errands.kinds import ErrandKind, Place
from gerai.workspace.errands.pages import refuse_locked, revision_of, undo_change
from gerai.workspace.models import Errand


class PageErrand(ErrandKind):
    """One page is changed, and goes out or is handed in.

    Its target is the page, or has it as ``page``. The outcome is that of
    ``pages.change_page``, with the page's public address as ``url``.

    Attributes:
        published_words: what has happened, where visitors see it already.
    """

    published_words: ClassVar[Any]

    def heading(self, target: Any) -> str:
        return str(page_of(target).title)

    def found(self, target: Any) -> dict[str, Any]:
        return revision_of(page_of(target))

    def refuse(self, user: Any, target: Any) -> None:
        refuse_locked(page_of(target), user)

    def goes_out(self, user: Any, target: Any) -> bool:
        return bool(page_of(target).permissions_for_user(user).can_publish())

    def undo(self, errand: Errand, target: Any, *, user: Any) -> None:
        undo_change(errand.outcome, user=user)

    def preview_path(self, errand: Errand, outcome: dict[str, Any]) -> str:
        return str(outcome["url"])

    def places(self, errand: Errand) -> list[Place]:
        return self.public_places(errand) if errand.outcome["is_live"] else []

    def public_places(self, errand: Errand) -> list[Place]:
        """Where it is visible, once it is."""
        return [Place(errand.outcome["title"], errand.outcome["url"])]

    def said(self, errand: Errand) -> str:
        outcome = errand.outcome
        if outcome["is_live"]:
            return str(self.published_words)
        if outcome.get("is_handed_in"):
            return _(
                "Handed in. Visitors see it as soon as a manager has approved it; you "
                "are told."
            )
        return _("Kept as a draft. Ask a manager to publish it.")


class NewPageErrand(PageErrand):
    """A page is added below another one, which is the target."""

    def heading(self, target: Any) -> str:
        return ""

    def found(self, target: Any) -> dict[str, Any]:
        return {}

    def refuse(self, user: Any, target: Any) -> None:
        """Others may add to the same list meanwhile."""

    def goes_out(self, user: Any, target: Any) -> bool:
        return bool(target.permissions_for_user(user).can_publish_subpage())


def page_of(target: Any) -> Any:
    """The page that a target is, or is a part of."""
    return getattr(target, "page", target)


def address_of(page: Any) -> dict[str, Any]:
    """Where visitors find a page, as a part of an outcome."""
    return {"url": localized_url(page, settings.LANGUAGE_CODE)}
