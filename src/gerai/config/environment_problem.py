"""What stops a start: a setting that can't be used."""

from __future__ import annotations

from django.core.exceptions import ImproperlyConfigured


class EnvironmentProblem(ImproperlyConfigured):
    """A variable has a name or a value that Gerai can't use; the text says which."""
