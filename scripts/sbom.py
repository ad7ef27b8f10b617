"""What a Gerai server consists of: a CycloneDX bill of materials, and a list of licences.

Read from the pinned requirements (names, versions, hashes) and from what the packages
say of themselves (licences, what they need). The same requirements give the same bytes.

    python scripts/sbom.py --output dist/gerai.cdx.json    (make sbom)
    python scripts/sbom.py --licences                      (writes docs/licences.md)
    python scripts/sbom.py --licences --check
"""

from __future__ import annotations

import argparse
import os
import re
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path
from uuid import NAMESPACE_URL, uuid5

from cyclonedx.contrib.license.factories import LicenseFactory
from cyclonedx.model import HashAlgorithm, HashType
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentType
from cyclonedx.output.json import JsonV1Dot6
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from packageurl import PackageURL
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

REPOSITORY = Path(__file__).resolve().parents[1]
PINS = REPOSITORY / "requirements" / "production.txt"
LICENCES = REPOSITORY / "docs" / "licences.md"
# Classifiers of the package index, as SPDX calls those licences.
SPDX = {
    "Apache Software License": "Apache-2.0",
    "BSD License": "BSD-3-Clause",
    "GNU General Public License v2 or later (GPLv2+)": "GPL-2.0-or-later",
    "GNU Lesser General Public License v2 or later (LGPLv2+)": "LGPL-2.1-or-later",
    "GNU Lesser General Public License v3 (LGPLv3)": "LGPL-3.0-only",
    "ISC License (ISCL)": "ISC",
    "MIT License": "MIT",
    "Mozilla Public License 1.1 (MPL 1.1)": "MPL-1.1",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "Python Software Foundation License": "PSF-2.0",
    "Zope Public License": "ZPL-2.1",
}
# Their metadata say nothing; read in the licence that comes with them.
BY_FILE = {"pyrage": "MIT"}
# What is in the tree itself and was made by others: name, licence, where.
VENDORED = (
    ("Lora Bold", "OFL-1.1", "src/gerai/theme/fonts"),
    ("DejaVu Sans Bold (reduced)", "Bitstream-Vera", "src/gerai/theme/fonts"),
    ("Leaked passwords of SecLists (digests)", "MIT", "src/gerai/signin/data"),
)
_PIN = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^]]*])?==([^\s;\\]+)\s*(?:;\s*([^\\]+))?")
_HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")


@dataclass(slots=True)
class Pin:
    """A package of the requirements."""

    name: str
    version: str
    hashes: list[str] = field(default_factory=list)

    @property
    def licence(self) -> str:
        """As an SPDX expression.

        Raises:
            LookupError: the package says nothing that we know.
        """
        about = metadata.metadata(self.name)
        if expression := about.get("License-Expression"):
            return expression
        names = [
            SPDX[words]
            for line in about.get_all("Classifier") or ()
            if (words := line.rpartition(" :: ")[2]) in SPDX
            and line.startswith("License")
        ]
        if names:
            # Several classifiers are a choice: none of these packages means "and".
            return " OR ".join(names)
        said = (about.get("License") or "").strip()
        if said in SPDX.values():
            return said
        if self.name in BY_FILE:
            return BY_FILE[self.name]
        raise LookupError(f"{self.name} {self.version} names no licence that we know")

    @property
    def needs(self) -> list[str]:
        """Names of the packages that it needs itself."""
        wanted = (Requirement(line) for line in metadata.requires(self.name) or ())
        return [
            canonicalize_name(one.name)
            for one in wanted
            if one.marker is None or one.marker.evaluate({"extra": ""})
        ]


def pinned(path: Path = PINS) -> list[Pin]:
    """The packages of a requirements file that this kind of machine gets."""
    return sorted(_read(path.read_text("utf-8")), key=lambda pin: pin.name)


def _read(text: str) -> Iterator[Pin]:
    pin: Pin | None = None
    for line in text.splitlines():
        if begun := _PIN.match(line):
            if pin:
                yield pin
            name, version, marker = begun.groups()
            applies = not marker or Requirement(f"x ; {marker}").marker.evaluate()  # type: ignore[union-attr]
            pin = Pin(canonicalize_name(name), version) if applies else None
        elif pin and (found := _HASH.search(line)):
            pin.hashes.append(found.group(1))
    if pin:
        yield pin


def bill() -> str:
    """The bill of materials as JSON, checked against CycloneDX's own schema.

    Raises:
        LookupError: a package without a known licence, or that isn't installed.
        ValueError: what was made is no valid bill.
    """
    pins = pinned()
    licences = LicenseFactory()
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text("utf-8"))[
        "project"
    ]
    root = Component(
        name="gerai",
        version=project["version"],
        type=ComponentType.APPLICATION,
        bom_ref="gerai",
        description=project["description"],
        purl=PackageURL("pypi", name="gerai", version=project["version"]),
        licenses=[licences.make_from_string(project["license"])],
    )
    bom = Bom(serial_number=uuid5(NAMESPACE_URL, PINS.read_text("utf-8")))
    bom.metadata.component = root
    bom.metadata.timestamp = datetime.fromtimestamp(
        int(os.environ.get("SOURCE_DATE_EPOCH", "0")), UTC
    )
    made = {pin.name: _component(pin, licences) for pin in pins}
    for name, licence, _place in VENDORED:
        bom.components.add(
            Component(
                name=name,
                type=ComponentType.FILE,
                bom_ref=name,
                licenses=[licences.make_from_string(licence)],
            )
        )
    bom.components.update(made.values())
    wanted = [Requirement(line) for line in project["dependencies"]]
    for extra in ("postgresql", "valkey"):
        wanted += map(Requirement, project["optional-dependencies"][extra])
    bom.register_dependency(root, [made[canonicalize_name(one.name)] for one in wanted])
    for pin in pins:
        bom.register_dependency(
            made[pin.name], [made[name] for name in pin.needs if name in made]
        )
    text = JsonV1Dot6(bom).output_as_string(indent=1)
    problem = JsonStrictValidator(SchemaVersion.V1_6).validate_str(text)
    if problem:
        raise ValueError(str(problem))
    return text + "\n"


def _component(pin: Pin, licences: LicenseFactory) -> Component:
    return Component(
        name=pin.name,
        version=pin.version,
        type=ComponentType.LIBRARY,
        bom_ref=f"{pin.name}=={pin.version}",
        purl=PackageURL("pypi", name=pin.name, version=pin.version),
        licenses=[licences.make_from_string(pin.licence)],
        hashes=[HashType(alg=HashAlgorithm.SHA_256, content=one) for one in pin.hashes],
    )


def licence_list() -> str:
    """``docs/licences.md``."""
    rows = [(pin.name, pin.licence) for pin in pinned()]
    lines = [
        "# Licences",
        "",
        "What a Gerai server consists of, and under which licence each part stands. Made by",
        "`python scripts/sbom.py --licences`; a test compares. `make sbom` writes the same",
        "with versions and hashes as a CycloneDX bill of materials.",
        "",
        "| package | licence (SPDX) |",
        "|---|---|",
        "| gerai | BSD-3-Clause |",
        *(f"| {name} | {licence} |" for name, licence in rows),
        "",
        "In the tree itself:",
        "",
        "| what | licence (SPDX) | where |",
        "|---|---|---|",
        *(f"| {name} | {licence} | `{place}` |" for name, licence, place in VENDORED),
        "",
    ]
    return "\n".join(lines)


def _say(problem: str) -> int:
    sys.stderr.write(f"{problem}\n")
    return 1


def main() -> int:
    """Write what is asked for; 1 if a check finds a difference."""
    arguments = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    arguments.add_argument("--output", type=Path)
    arguments.add_argument("--licences", action="store_true")
    arguments.add_argument("--check", action="store_true")
    asked = arguments.parse_args()
    if asked.licences:
        if not asked.check:
            LICENCES.write_text(licence_list(), "utf-8")
        elif LICENCES.read_text("utf-8") != licence_list():
            return _say("docs/licences.md is old: python scripts/sbom.py --licences")
    if asked.output:
        asked.output.parent.mkdir(parents=True, exist_ok=True)
        asked.output.write_text(bill(), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
