"""The components of the site, one tag and one template each.

``{% load components %}``. What they draw is described in :mod:`gerai.theme.parts`; see
them all at ``/admin/komponen/``.
"""

from __future__ import annotations

from django import template

from gerai.theme.component_tags import answers, lists, pictures, service

register = template.Library()

for _part in (pictures, lists, answers, service):
    register.tags.update(_part.register.tags)
    register.filters.update(_part.register.filters)
