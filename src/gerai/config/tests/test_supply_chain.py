"""What Gerai is made of is pinned, listed, justified, and gives the same package twice."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[4]
REQUIREMENTS = REPOSITORY / "requirements"
pytestmark = pytest.mark.skipif(
    not REQUIREMENTS.is_dir(), reason="not in a source checkout"
)


def run(*arguments: str, folder: Path = REPOSITORY, **environment: str) -> None:
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=folder,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def direct_packages() -> list[str]:
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text())["project"]
    lines = list(project["dependencies"])
    for extra in project["optional-dependencies"].values():
        lines += extra
    lines += [
        line
        for line in (REQUIREMENTS / "build.in").read_text().splitlines()
        if not line.startswith("#")
    ]
    found = [re.split(r"[\[~<>=]", line)[0] for line in lines]
    for folder in ("e2e", "bench"):
        package = json.loads((REPOSITORY / folder / "package.json").read_text())
        found += package["devDependencies"]
    return found


def test_each_dependency_has_its_reason() -> None:
    text = (REPOSITORY / "docs" / "dependencies.md").read_text("utf-8").lower()
    words = re.findall(r"[\w@/.-]*\w", text)
    told = {re.sub(r"[-_.]+", "-", word) for word in words}

    missing = [
        name
        for name in direct_packages()
        if re.sub(r"[-_.]+", "-", name.lower()) not in told
    ]

    assert not missing, "docs/dependencies.md doesn't say what for"


@pytest.mark.parametrize("name", ["build", "run", "production", "test"])
def test_everything_is_pinned_with_hashes(name: str) -> None:
    text = (REQUIREMENTS / f"{name}.txt").read_text("utf-8")
    entries = re.split(r"\n(?=\S)", text.partition("\n")[2])
    packages = [entry for entry in entries if not entry.startswith("#")]

    assert packages
    for entry in packages:
        head = entry.partition("\n")[0]
        assert re.match(r"[\w.-]+(\[[\w,-]+\])?==[^\s]+", head), head
        assert "--hash=sha256:" in entry, head
    assert "://" not in text


def make_bill(path: Path, seed: str) -> None:
    run(
        *("scripts/sbom.py", "--licences", "--check", "--output", str(path)),
        PYTHONHASHSEED=seed,
    )


def test_the_bill_of_materials_is_valid_whole_and_the_same_twice(
    tmp_path: Path,
) -> None:
    """Its own schema is checked while it is made."""
    first, second = tmp_path / "1.json", tmp_path / "2.json"
    with ThreadPoolExecutor(2) as both:
        list(both.map(make_bill, (first, second), "17"))
    assert first.read_bytes() == second.read_bytes()

    bill = json.loads(first.read_text())
    assert (bill["bomFormat"], bill["specVersion"]) == ("CycloneDX", "1.6")
    parts = {one["name"]: one for one in bill["components"] if one["type"] == "library"}
    pins = dict(
        re.findall(
            r"^([\w.-]+)==(\S+)", (REQUIREMENTS / "run.txt").read_text(), re.MULTILINE
        )
    )
    assert len(parts) > 50
    for name in ("django", "wagtail", "granian", "psycopg"):
        assert parts[name]["hashes"]
        assert parts[name]["licenses"]
    assert parts["django"]["version"] == pins["django"]
    needs = {one["ref"]: one.get("dependsOn", []) for one in bill["dependencies"]}
    assert f"django=={pins['django']}" in needs["gerai"]
    assert needs[f"wagtail=={pins['wagtail']}"]


def test_the_same_source_gives_the_same_package(tmp_path: Path) -> None:
    """Whoever builds it, wherever, whenever, and under whichever mask of rights."""
    digests = []
    for number, mask in ((1, 0o022), (2, 0o077)):
        copy = tmp_path / f"copy-{number}"
        before = os.umask(mask)
        try:
            shutil.copytree(
                REPOSITORY / "src",
                copy / "src",
                ignore=shutil.ignore_patterns("__pycache__", "tests", "node_modules"),
                copy_function=shutil.copyfile,
            )
            for name in ("pyproject.toml", "README.md", "LICENSE"):
                shutil.copyfile(REPOSITORY / name, copy / name)
            for path in list((copy / "src").rglob("*.py"))[:50]:
                os.utime(path, (number * 1e9, number * 1e9))
            run(
                *("-m", "hatchling", "build", "--target", "wheel"),
                *("--directory", str(copy / "dist")),
                folder=copy,
                SOURCE_DATE_EPOCH="1767225600",
                TZ=("UTC", "Asia/Makassar")[number - 1],
                PYTHONHASHSEED=str(number),
            )
        finally:
            os.umask(before)
        (wheel,) = (copy / "dist").iterdir()
        digests.append((wheel.name, hashlib.sha256(wheel.read_bytes()).hexdigest()))
    assert digests[0] == digests[1]
