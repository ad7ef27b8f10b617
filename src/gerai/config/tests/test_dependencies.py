"""What the code imports is what an installation gets."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import gerai

PACKAGE = Path(gerai.__file__).parent
PROJECT = PACKAGE.parents[1] / "pyproject.toml"
# Halves of a declared package: one can't be had without the other.
HALVES = {
    "boto3": {"botocore"},
    "django-allauth": {"pyjwt"},
    "pydantic": {"pydantic-core"},
    "wagtail": {"django-modelcluster", "django-taggit"},
}


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", re.split(r"[ \[<>=~!;]", name)[0]).lower()


def declared() -> set[str]:
    project = tomllib.loads(PROJECT.read_text())["project"]
    extras = project["optional-dependencies"]
    names = {
        normal(requirement)
        for requirement in (
            *project["dependencies"],
            *extras["postgresql"],
            *extras["valkey"],
            *extras["s3"],
        )
    }
    return names.union(*(HALVES.get(name, set()) for name in names))


def imported() -> dict[str, Path]:
    """Top-level names that the code imports, tests and migrations aside."""
    found: dict[str, Path] = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        if {"tests", "migrations"} & set(path.parts):
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom) and not node.level and node.module:
                names = [node.module]
            else:
                continue
            for name in names:
                found.setdefault(name.split(".")[0], path)
    return found


def test_every_import_is_a_declared_dependency() -> None:
    distributions = packages_distributions()
    known = declared()

    missing = {
        name: str(path.relative_to(PACKAGE))
        for name, path in imported().items()
        if name not in sys.stdlib_module_names
        and name != "gerai"
        and not known & {normal(found) for found in distributions.get(name, [])}
    }

    assert missing == {}
