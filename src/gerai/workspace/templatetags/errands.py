"""How forms of everyday tasks are laid out."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django import template

register = template.Library()


@dataclass(slots=True)
class FieldGroup:
    """Fields in a row; ``is_own`` ones matter only for one value of another field."""

    is_own: bool = False
    of: str = ""
    value: str = ""
    fields: list[Any] = field(default_factory=list)


@register.filter
def field_groups(form: Any) -> list[FieldGroup]:
    """The visible fields of a form, those that one choice needs kept together."""
    own = {
        name: (of, value) for of, (value, names) in form.own.items() for name in names
    }
    groups: list[FieldGroup] = []
    for bound in form.visible_fields():
        of, value = own.get(bound.name, ("", ""))
        if not groups or (groups[-1].of, groups[-1].value) != (of, value):
            groups.append(FieldGroup(bool(of), of, value))
        groups[-1].fields.append(bound)
    return groups
