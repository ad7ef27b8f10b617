"""Every address of the desk, found by walking the resolver; new ones come by themselves."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver, reverse

from gerai.workspace.tests.cast import FOREIGN_KEY

MODELS = (
    ("directory", "servicepage"),
    ("directory", "counter"),
    ("wagtailimages", "image"),
    ("wagtailcore", "page"),
)
FAILS_ON_PURPOSE = "/admin/failwhale/"
TEXTS: dict[str, tuple[str, ...]] = {
    "action": ("publish", "unpublish", "delete", "move"),
    "action_name": ("publish", "unpublish", "delete", "copy", "approve"),
    "mode": ("default",),
    "filter_spec": ("original",),
    "revision_id_a": ("live",),
    "revision_id_b": ("latest",),
    "uidb64": ("MQ",),
    "token": ("a-b",),
    # Everyday tasks: what they are about.
    "target": (
        "mal",
        f"loket-{FOREIGN_KEY}",
        f"instansi-{FOREIGN_KEY}",
        f"{FOREIGN_KEY}-biaya",
        str(FOREIGN_KEY),
        f"{FOREIGN_KEY}-{FOREIGN_KEY}",
    ),
    "shape": ("persegi",),
}
APP_WORDS = ("app_label", "app_name", "content_type_app_name")
MODEL_WORDS = ("model_name", "content_type_model_name")


def patterns(
    resolver: URLResolver, names: tuple[str, ...] = ()
) -> Iterator[tuple[str, frozenset[str]]]:
    """Name with namespaces, and the names of the parameters, of every pattern."""
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            inner = (*names, pattern.namespace) if pattern.namespace else names
            yield from patterns(pattern, inner)
        elif isinstance(pattern, URLPattern) and pattern.name:
            converted = frozenset(pattern.pattern.converters)
            by_expression = frozenset(pattern.pattern.regex.groupindex)
            yield ":".join([*names, pattern.name]), converted | by_expression


def _desk() -> URLResolver:
    return next(
        pattern
        for pattern in get_resolver().url_patterns
        if isinstance(pattern, URLResolver) and str(pattern.pattern) == "admin/"
    )


def desk_addresses() -> list[str]:
    """The addresses below ``/admin/``, with every number the foreign record's."""
    addresses = set()
    for name, parameters in patterns(_desk()):
        for values in _values(parameters):
            addresses.add(reverse(name, kwargs=values))
    return sorted(addresses - {FAILS_ON_PURPOSE})


def _values(parameters: frozenset[str]) -> Iterator[dict[str, Any]]:
    app = next((word for word in APP_WORDS if word in parameters), None)
    model = next((word for word in MODEL_WORDS if word in parameters), None)
    rest = sorted(parameters - {app, model})
    choices = [TEXTS.get(parameter, (FOREIGN_KEY,)) for parameter in rest]
    for app_label, model_name in MODELS if app else (("", ""),):
        for chosen in product(*choices):
            values: dict[str, Any] = dict(zip(rest, chosen, strict=True))
            if app:
                values[app] = app_label
            if model:
                values[model] = model_name
            yield values
