"""What every kind of everyday task says of itself."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from gerai.workspace.models import Errand


@dataclass(frozen=True, slots=True)
class Target:
    """What a task can be about, in a list to choose from."""

    key: str
    title: str
    note: str = ""
    # More than one way on from here: (key, words).
    choices: tuple[tuple[str, Any], ...] = ()


@dataclass(frozen=True, slots=True)
class Place:
    """Where visitors see what was done."""

    title: str
    url: str


@dataclass(frozen=True, slots=True)
class Targets:
    """One page of the list of targets.

    Attributes:
        is_whole: whether these are all of them, so that a single one needs no choosing.
    """

    found: list[Target]
    is_whole: bool = True


class ErrandKind:
    """One kind of task. The screens are the same for all; what differs is said here.

    ``user`` is whoever does it. Every method that writes runs in a transaction and asks
    for permission itself: the form that led to it proves nothing.
    """

    key: ClassVar[str]
    title: Any
    about: Any
    icon: ClassVar[str] = "edit"
    template: ClassVar[str] = "workspace/errands/form.html"
    choose_template: ClassVar[str] = "workspace/errands/choose.html"
    choose_title: Any = ""
    # Words of the last button.
    act_label: Any
    # Said where there is nothing that it could be about.
    nothing_words: Any = _("There is nothing here yet.")
    has_target: ClassVar[bool] = True
    # Whether visitors see a difference, so that there is a page to look at first.
    shows_page: ClassVar[bool] = True

    def is_for(self, user: Any) -> bool:
        """Whether this user has something to do here."""
        raise NotImplementedError

    def targets(self, user: Any, query: str) -> Targets:
        """What it can be about."""
        return Targets([])

    def target(self, user: Any, key: str) -> Any:
        """The record behind the key of a target.

        Raises:
            PermissionDenied: it isn't this user's.
            Http404: there is none.
        """
        return None

    def heading(self, target: Any) -> str:
        """What the form is about, in a few words."""
        return str(target) if target is not None else ""

    def form(
        self,
        user: Any,
        target: Any,
        *,
        data: Any = None,
        files: Any = None,
        given: dict[str, Any] | None = None,
    ) -> forms.Form:
        """The form; ``given`` is what was typed before, when somebody comes back."""
        raise NotImplementedError

    def given(self, form: Any, target: Any, user: Any) -> dict[str, Any]:
        """What to keep of a valid form; plain JSON."""
        raise NotImplementedError

    def found(self, target: Any) -> dict[str, Any]:
        """The state that the form was shown for."""
        return {}

    def name(self, given: dict[str, Any], target: Any) -> str:
        """What is about to happen, for lists: “Tutup Imigrasi”."""
        return f"{self.title}: {self.heading(target)}".rstrip(": ")

    def effects(self, errand: Errand, target: Any) -> list[str]:
        """What will be seen where, one sentence each, above the preview."""
        return []

    def refuse(self, user: Any, target: Any) -> None:
        """Refuse what can't be done at the moment, before anybody types.

        Raises:
            ErrandRefused: with the reason.
        """

    def goes_out(self, user: Any, target: Any) -> bool:
        """Whether it is out at once, or has to be approved."""
        return True

    def perform(
        self, errand: Errand, target: Any, *, user: Any, as_preview: bool = False
    ) -> dict[str, Any]:
        """Do it.

        Args:
            as_preview: everything is taken back afterwards: publish at once, whatever
                the user may do, and tell nobody.

        Returns:
            the outcome: all that undoing it needs.

        Raises:
            ErrandRefused: it can't be done any more.
            ValidationError: what it would make isn't valid; told as a refusal.
        """
        raise NotImplementedError

    def undo(self, errand: Errand, target: Any, *, user: Any) -> None:
        """Take it back.

        Raises:
            ErrandRefused: somebody has changed the same since, or it is too late.
        """
        raise NotImplementedError

    def preview_path(self, errand: Errand, outcome: dict[str, Any]) -> str:
        """The public address that shows it best."""
        raise NotImplementedError

    def places(self, errand: Errand) -> list[Place]:
        """Where it is visible; the first is the best."""
        return []

    def said(self, errand: Errand) -> str:
        """What has happened, in a sentence."""
        raise NotImplementedError

    def uploads(self, given: dict[str, Any]) -> list[tuple[type[Any], int]]:
        """Files that were stored for it before it was done: their models and keys."""
        return []

    def key_of(self, given: dict[str, Any]) -> str:
        """The key of the target that a stored task is about."""
        return str(given.get("target", ""))

    @property
    def url(self) -> str:
        """Where it begins."""
        return reverse(f"workspace_errand_{self.key}")

    def form_url(self, key: str) -> str:
        """Where the form for a target is."""
        if not self.has_target:
            return self.url
        return reverse(f"workspace_errand_{self.key}_form", args=[key])


@dataclass(frozen=True, slots=True)
class Shortcut:
    """A task that has its screens elsewhere, on the home screen all the same."""

    title: Any
    about: Any
    icon: str
    url: str


_kinds: dict[str, ErrandKind] = {}


def register(*kinds: ErrandKind) -> None:
    """Offer kinds of tasks, in the order of the home screen."""
    for kind in kinds:
        _kinds[kind.key] = kind


def all_kinds() -> Iterable[ErrandKind]:
    """All kinds, in the order of the home screen."""
    return _kinds.values()


def kind_of(errand: Errand) -> ErrandKind:
    """The kind of a stored task."""
    return _kinds[errand.kind]
