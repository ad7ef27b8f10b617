"""Registrations with the desk; nothing else."""

from __future__ import annotations

from wagtail.permissions import register_permission_policy
from wagtail.snippets.models import register_snippet

from gerai.place.models import Mall
from gerai.place.viewsets import OneMallPolicy, PlaceViewSetGroup

# First the policy: the viewset asks for it while it is registered.
register_permission_policy(Mall, OneMallPolicy(Mall))
register_snippet(PlaceViewSetGroup)
