"""Says it in the form, beside the field, with everything that was typed still there."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models
from wagtail.fields import StreamField
from wagtail.log_actions import get_active_log_context
from wagtail.models import DraftStateMixin

from gerai.defacement.choices import Place
from gerai.defacement.exceptions import HELD_WORDS
from gerai.defacement.gate import is_watched, without_allowed
from gerai.defacement.gathering import own_hosts, parent_field, watched_fields
from gerai.defacement.holding import Held, hold, mode
from gerai.defacement.judging import Document, examine
from gerai.defacement.selectors import allowed_marks


class NotSuspicious:
    """One field of a record that has no drafts."""

    def __init__(self, model: type[models.Model], kind: str) -> None:
        self._model, self._kind = model, kind

    def _document(self, text: str) -> Document:
        match self._kind:
            case "names":
                return Document(names=(text.replace("-", " "),))
            case "links":
                return Document(links=(text,))
            case "redirects":
                return Document(redirects=(text,))
            case "files":
                return Document(files=(text,))
            case _:
                return Document(texts=(text,))

    def __call__(self, value: Any) -> None:
        """Refuse what looks like a defacement.

        Raises:
            ValidationError: it does.
        """
        if mode() != "guard" or not is_watched(self._model):
            return
        text = getattr(value, "name", value)
        if not isinstance(text, str) or not text:
            return
        verdict = examine(replace(self._document(text), own=own_hosts()))
        if not verdict.is_suspicious:
            return
        verdict = without_allowed(verdict, allowed_marks(verdict))
        if not verdict.is_suspicious:
            return
        user = get_active_log_context().user
        name = str(self._model._meta.verbose_name)
        hold(
            Held(
                place=Place.RECORD,
                label=f"{name[:1].upper()}{name[1:]}: {' '.join(text.split())[:120]}",
                verdict=verdict,
                model=self._model._meta.label_lower,
                by_id=user.pk if user is not None else None,
            )
        )
        raise ValidationError(
            HELD_WORDS,
            code="held_back",
            params={"found": verdict.reasons[0].found or str(verdict.reasons[0].words)},
        )


def watch_fields() -> None:
    """Ask at every field of every model whose rows are public at once.

    The list of validators belongs to the field; nothing is written into migrations.
    """
    for model in apps.get_models():
        if issubclass(model, DraftStateMixin) or not is_watched(model):
            continue
        if parent_field(model):
            continue  # part of a page: its draft may hold anything
        for kind, field in watched_fields(model):
            if not isinstance(field, StreamField | models.JSONField):
                field.validators.append(NotSuspicious(model, kind))
