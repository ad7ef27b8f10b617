"""The files with which operators run Gerai, looked at by the programs that read them."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from ruamel.yaml import YAML

DEPLOY = Path(__file__).resolve().parents[4] / "deploy"
pytestmark = pytest.mark.skipif(not DEPLOY.is_dir(), reason="not in a checkout")
MOST_EXPOSED = 3.0
ANALYZE = shutil.which("systemd-analyze") or ""
BASH = shutil.which("bash") or "/bin/bash"


UNITS = ("gerai.service", "gerai-server@.service", "gerai-worker.service")


@pytest.mark.skipif(not ANALYZE, reason="no systemd here")
@pytest.mark.parametrize("unit", UNITS)
def test_the_services_are_shut_in(unit: str) -> None:
    run = subprocess.run(
        [
            *(ANALYZE, "security", "--offline=true", "--no-pager"),
            str(DEPLOY / "systemd" / unit),
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    found = re.search(r"exposure level for \S+: ([\d.]+)", run.stdout)
    assert found, run.stdout + run.stderr
    assert float(found[1]) <= MOST_EXPOSED


@pytest.mark.skipif(not ANALYZE, reason="no systemd here")
def test_systemd_understands_every_line() -> None:
    run = subprocess.run(
        [ANALYZE, "verify", *(str(DEPLOY / "systemd" / unit) for unit in UNITS)],
        capture_output=True,
        text=True,
        check=False,
    )
    said = [line for line in run.stderr.splitlines() if "gerai" in line]
    # The program is on the server only.
    assert [line for line in said if "is not executable" not in line] == []


def test_all_services_are_shut_in_alike() -> None:
    shut_in = {
        (DEPLOY / "systemd" / unit).read_text().partition("# What it may write")[2]
        for unit in UNITS
    }
    assert len(shut_in) == 1


def test_servers_are_restarted_only_while_another_is_there() -> None:
    script = str(DEPLOY / "restart-servers.sh")
    for ports, code, words in (
        ([], 2, "at least two"),
        (["8001"], 2, "at least two"),
        (["9", "x;reboot"], 1, "isn't ready: nothing was restarted"),
    ):
        run = subprocess.run(
            [BASH, script, *ports], capture_output=True, text=True, check=False
        )
        assert (run.returncode, words in run.stderr) == (code, True)


def test_the_installer_is_a_script_that_bash_can_read_and_refuses_nonsense() -> None:
    script = DEPLOY / "install.sh"
    assert subprocess.run([BASH, "-n", str(script)], check=False).returncode == 0
    for name in ("", "x;reboot", "-rf", "mpp example", "../x"):
        run = subprocess.run(
            [BASH, str(script), name], capture_output=True, text=True, check=False
        )
        assert run.returncode == 2
        assert "the name that visitors type" in run.stderr


def test_no_container_is_root_writes_or_is_left_unwatched() -> None:
    services = YAML(typ="safe").load(DEPLOY / "compose.yaml")["services"]
    for name, service in services.items():
        assert service["read_only"] is True, name
        assert "no-new-privileges:true" in service["security_opt"], name
        image = (DEPLOY / "container" / "Dockerfile").read_text()
        assert "healthcheck" in service or "HEALTHCHECK" in image, name
    assert services["gerai"]["user"] == "10001:10001"
    assert services["gerai"]["cap_drop"] == ["ALL"]
    assert "USER 10001:10001" in image
