"""``deploy/install.sh`` in a scratch root, with a stand-in for each program of the system.

It was run for real on a fresh Debian 12; here its own lines are kept from breaking: the
order of its steps, what it writes, and that a second run keeps what people changed.
"""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

DEPLOY = Path(__file__).resolve().parents[4] / "deploy"
pytestmark = [
    pytest.mark.skipif(not DEPLOY.is_dir(), reason="not in a checkout"),
    pytest.mark.skipif(not shutil.which("openssl"), reason="makes a certificate"),
]
NAME = "mpp.contoh.go.id"
OWN_FOLDERS = ("/opt/gerai", "/etc/", "/var/lib/gerai", "/usr/local/bin")
# Each notes how it was called; a second line is what it does besides.
STAND_INS = {
    **dict.fromkeys(("apt-get", "useradd", "usermod", "systemctl", "nginx"), ""),
    "python3": (
        "mkdir -p .venv/bin; for name in python pip gerai; do"
        ' cp "$(dirname "$0")/quiet" .venv/bin/$name; done'
    ),
    "quiet": "",
    # Who runs the test can't give files away.
    "install": """
        kept=()
        while (($#)); do case $1 in -o|-g) shift 2;; *) kept+=("$1"); shift;; esac; done
        exec /usr/bin/install "${kept[@]}\"""",
    "id": """
        case "$*" in -u) echo 0;; -un) echo gerai;; *) exit 1;; esac""",
}


class Machine:
    """A folder that stands for the disk of a server with the checkout on it."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.notes = root / "notes"
        self.programs = root / "programs"
        self.programs.mkdir()
        for name, also in STAND_INS.items():
            program = self.programs / name
            noted = f'echo "$(basename "$0") $*" >> {self.notes}'
            program.write_text(f"#!/bin/bash\n{noted}\n{also}\n")
            program.chmod(0o755)
        code = root / "opt" / "gerai"
        shutil.copytree(DEPLOY, code / "deploy")
        for folder in ("etc/nginx/sites-available", "etc/nginx/sites-enabled"):
            (root / folder).mkdir(parents=True)
        for folder in ("etc/systemd/system", "usr/local/bin", "var/lib"):
            (root / folder).mkdir(parents=True)
        (root / "etc/nginx/sites-enabled/default").touch()
        (root / "etc/nginx/nginx.conf").write_text(
            "worker_processes auto;\nevents {\n  worker_connections 768;\n}\n"
        )
        self._script = code / "deploy" / "install.sh"
        self._script.write_text(self._for_this_disk(self._script.read_text()))

    def _for_this_disk(self, text: str) -> str:
        for path in ("PATH=", *OWN_FOLDERS):
            assert path in text, path
        for path in OWN_FOLDERS:
            text = text.replace(path, f"{self.root}{path}")
        return text.replace("export PATH=", f"export PATH={self.programs}:")

    def install(self) -> list[str]:
        """Run it as somebody whose PATH lacks the programs of root; what was called."""
        self.notes.write_text("")
        run = subprocess.run(
            ["/bin/bash", str(self._script), NAME],
            env={"PATH": f"{self.programs}:/usr/bin:/bin", "HOME": str(self.root)},
            capture_output=True,
            text=True,
            check=False,
        )
        assert run.returncode == 0, run.stdout + run.stderr
        return self.notes.read_text().splitlines()

    def read(self, name: str) -> str:
        return (self.root / name).read_text()


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


def test_it_prepares_before_it_starts_and_puts_each_thing_in_its_place(
    machine: Machine,
) -> None:
    called = machine.install()

    steps = ("apt-get install", "useradd", "pip install", "gerai prepare", "nginx -t")
    last = ("systemctl daemon-reload", "systemctl restart", "gerai doctor")
    places = [
        next(at for at, call in enumerate(called) if call.startswith(step))
        for step in (*steps, *last)
    ]
    assert places == sorted(places)
    assert f"GERAI_BASE_URL=https://{NAME}\n" in machine.read("etc/gerai/gerai.env")
    site = machine.read("etc/nginx/sites-enabled/gerai.conf")
    assert f"server_name {NAME};" in site
    assert "example.go.id" not in site
    assert not (machine.root / "etc/nginx/sites-enabled/default").exists()
    included = machine.root / "etc/nginx/gerai"
    assert (included / "site.conf").is_file()
    assert not (included / "gerai.conf").exists()
    assert "worker_connections 8192;" in machine.read("etc/nginx/nginx.conf")
    key = machine.root / "etc/ssl/gerai/privkey.pem"
    assert key.stat().st_mode & 0o777 == 0o600
    assert {path.name for path in (machine.root / "etc/systemd/system").iterdir()} == {
        path.name for path in (DEPLOY / "systemd").glob("*.service")
    }


def test_a_second_run_keeps_what_people_changed(machine: Machine) -> None:
    machine.install()
    changed = (
        "etc/gerai/gerai.env",
        "etc/nginx/sites-available/gerai.conf",
        "etc/ssl/gerai/fullchain.pem",
    )
    for name in changed:
        (machine.root / name).write_text("# ours\n")

    called = machine.install()

    assert [machine.read(name) for name in changed] == ["# ours\n"] * 3
    assert machine.read("etc/nginx/nginx.conf").count("worker_rlimit_nofile") == 1
    assert not any(call.startswith("python3") for call in called)
    assert "systemctl restart gerai.service nginx.service" in called
