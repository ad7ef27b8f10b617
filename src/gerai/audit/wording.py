"""The trail in plain words."""

from __future__ import annotations

import difflib
import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.log_actions import registry

from gerai.audit.scope import HIDDEN
from gerai.audit.telling import field_text, plain_text

MOST_CHANGES = 100
LONGEST_COMPARED = 3000
ACTIONS = {
    "create": gettext_lazy("Made"),
    "change": gettext_lazy("Changed"),
    "delete": gettext_lazy("Deleted"),
    "draft": gettext_lazy("Draft saved"),
    "statement": gettext_lazy("Put in order"),
    "bulk": gettext_lazy("Loaded"),
    "audit.signin": gettext_lazy("Signed in"),
    "audit.signout": gettext_lazy("Signed out"),
    "audit.signin_failed": gettext_lazy("Failed to sign in"),
    "audit.code_failed": gettext_lazy("Wrong code after the right password"),
    "audit.signin_stopped": gettext_lazy("Stopped: too many tries to sign in"),
    "audit.session_ended": gettext_lazy("Signed out on another device"),
    "audit.refused": gettext_lazy("Refused: not allowed"),
    "audit.load": gettext_lazy("Content pack loaded"),
    "audit.export": gettext_lazy("Trail downloaded"),
    "audit.purge": gettext_lazy("Old entries removed as configured"),
    "audit.restored": gettext_lazy("Backup put back"),
}
PROOFS = {
    "password": gettext_lazy("password"),
    "totp": gettext_lazy("code of an app"),
    "recovery_codes": gettext_lazy("recovery code"),
    "webauthn": gettext_lazy("passkey"),
    "code": gettext_lazy("code by mail"),
    "socialaccount": gettext_lazy("the city's sign-in"),
}
KINDS = {
    "command": gettext_lazy("Command on the server"),
    "chore": gettext_lazy("By itself"),
    "reader": gettext_lazy("Somebody without an account"),
}
_WORDS = re.compile(r"\s+|[^\s]+")


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a text: ``is_changed`` if the other side hasn't got it."""

    text: str
    is_changed: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One field: what stood there, and what stands there now."""

    label: str
    before: list[Piece]
    after: list[Piece]
    is_hidden: bool = False


@dataclass(slots=True)
class Told:
    """One record that was changed."""

    how: str
    kind: str
    name: str
    record: str
    note: str = ""
    rows: list[Row] = field(default_factory=list)


def action_words(action: str) -> str:
    """What was done, in a word or two."""
    if action in ACTIONS:
        return str(ACTIONS[action])
    registry.scan_for_actions()
    formatter = registry.formatters.get(action)
    if formatter is None:
        return action
    return capfirst(str(formatter.message or formatter.label))


def proof_words(act: dict[str, Any]) -> str:
    """What somebody signed in with."""
    proofs = act.get("data", {}).get("proofs", ())
    return ", ".join(str(PROOFS.get(proof, proof)) for proof in proofs)


def kind_words(label: str) -> str:
    """What kind of record, as the desk calls it."""
    try:
        return capfirst(str(apps.get_model(label)._meta.verbose_name))
    except (LookupError, ValueError):
        return label


def who_words(who: dict[str, Any]) -> str:
    """A name, or what acted without one."""
    if who["kind"] == "person":
        return str(who["name"])
    said = str(KINDS.get(who["kind"], who["kind"]))
    return f"{said}: {who['name']}" if who["name"] else said


def where_words(where: dict[str, str]) -> str:
    """From where, as far as it is kept."""
    if "account" in where:
        return _("on the server, as %(account)s") % {"account": where["account"]}
    return where.get("address", "")


def told(changes: list[dict[str, Any]]) -> list[Told]:
    """The changes of an entry, each field before and after; a few queries in all."""
    shown = changes[:MOST_CHANGES]
    names = _names(shown)
    return [_told(change, names) for change in shown]


def _told(change: dict[str, Any], names: dict[Any, dict[str, str]]) -> Told:
    one = Told(
        how=action_words(change["how"]),
        kind=kind_words(change["model"]),
        name=change["name"],
        record=f"{change['model']}:{change['key']}" if change["key"] else "",
    )
    if digests := change.get("digests"):
        one.note = ngettext(
            "%(count)s record, by its digest",
            "%(count)s records, by digest",
            len(digests),
        ) % {"count": len(digests)}
        return one
    if not change["key"]:
        one.note = ngettext(
            "%(count)s row at once", "%(count)s rows at once", change["rows"]
        ) % {"count": change["rows"]}
    model = _model(change["model"])
    for name, (before, after) in change["fields"].items():
        one.rows.append(_row(model, name, before, after, names))
    return one


def _row(model: Any, name: str, before: Any, after: Any, names: Any) -> Row:
    known = _field(model, name)
    label = capfirst(str(getattr(known, "verbose_name", "") or name.replace("_", " ")))
    if HIDDEN in (before, after):
        return Row(label, [], [], is_hidden=True)
    texts = [_text(known, value, names) for value in (before, after)]
    return Row(label, *_compared(*texts))


def _text(known: Any, value: Any, names: Any) -> str:
    if value in (None, "", []):
        return ""
    if known is not None and known.is_relation and not isinstance(value, list):
        return str(names[known.related_model].get(str(value), f"#{value}"))
    if known is not None and not known.is_relation:
        try:
            return field_text(known, value)
        except (ValueError, TypeError, AttributeError, KeyError):
            return str(value)
    return _anything(value)


def _anything(value: Any) -> str:
    """Records that stand inside another, such as pictures of an album."""
    if isinstance(value, dict):
        hidden = ("pk", "id", "page", "sort_order", "locale", "translation_key")
        said = (
            f"{key.replace('_', ' ')}: {_anything(one)}"
            for key, one in value.items()
            if key not in hidden and one not in (None, "", [])
        )
        return "; ".join(said)
    if isinstance(value, list):
        return "\n".join(_anything(one) for one in value)
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return plain_text(value) if isinstance(value, str) else str(value)


def _compared(before: str, after: str) -> tuple[list[Piece], list[Piece]]:
    if not before or not after or len(before) + len(after) > LONGEST_COMPARED:
        return _whole(before), _whole(after)
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=False)
    left: list[Piece] = []
    right: list[Piece] = []
    for tag, from_old, to_old, from_new, to_new in matcher.get_opcodes():
        is_changed = tag != "equal"
        if from_old < to_old:
            left.append(Piece("".join(old[from_old:to_old]), is_changed))
        if from_new < to_new:
            right.append(Piece("".join(new[from_new:to_new]), is_changed))
    return left, right


def _whole(text: str) -> list[Piece]:
    return [Piece(text)] if text else []


def _names(changes: Iterable[dict[str, Any]]) -> dict[Any, dict[str, str]]:
    """Names of the records that fields point at; one query for each kind."""
    keys: dict[Any, set[Any]] = defaultdict(set)
    for change in changes:
        model = _model(change["model"])
        for name, pair in change.get("fields", {}).items():
            known = _field(model, name)
            if known is not None and known.is_relation:
                keys[known.related_model].update(
                    one for one in pair if isinstance(one, int | str) and one != ""
                )
    found: dict[Any, dict[str, str]] = defaultdict(dict)
    for model, wanted in keys.items():
        rows = model._base_manager.filter(
            pk__in=[k for k in wanted if _is_key(model, k)]
        )
        found[model] = {str(row.pk): _name(row) for row in rows}
    return found


def _is_key(model: Any, key: Any) -> bool:
    try:
        model._meta.pk.to_python(key)
    except Exception:  # noqa: BLE001 - any kind of key refuses in its own way
        return False
    return True


def _name(row: Any) -> str:
    for name in ("title", "name", "label"):
        if isinstance(said := getattr(row, name, None), str) and said:
            return said
    return str(row)


def _model(label: str) -> Any:
    try:
        return apps.get_model(label)
    except (LookupError, ValueError):
        return None


def _field(model: Any, name: str) -> Any:
    if model is None:
        return None
    for one in model._meta.concrete_fields:
        if name in (one.name, one.attname):
            return one
    try:
        known = model._meta.get_field(name)
    except FieldDoesNotExist:
        return None
    return known if getattr(known, "concrete", False) else None
