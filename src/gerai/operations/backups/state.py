"""What is known of backups and drills, in a file that needs no database.

The scheduled copies write it; the desk, the doctor and the metrics read it. It isn't part
of a backup: a restore must not bring old news back.
"""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path

FOLDER, NAME, LOCK = "backups", "state.json", "lock"


@dataclass(slots=True)
class State:
    """Seconds are those of the wall clock since 1970; 0 is never.

    ``began_at``: when the first backup was made.
    ``seen_at``: when it was last known that the newest backup has everything.
    """

    began_at: float = 0.0
    backup_at: float = 0.0
    backup_name: str = ""
    backup_seconds: float = 0.0
    backup_bytes: int = 0
    backup_new_bytes: int = 0
    backup_pictures: int = 0
    backup_pages: int = 0
    seen_at: float = 0.0
    tried_at: float = 0.0
    trouble: str = ""
    trouble_since: float = 0.0
    tidied_at: float = 0.0
    drill_at: float = 0.0
    drill_seconds: float = 0.0
    drill_of: str = ""
    drill_trouble: str = ""
    place: str = ""
    is_encrypted: bool = False
    fingerprint: str = ""
    marks: list[int] = field(default_factory=list)


def state_folder(data: Path) -> Path:
    folder = data / FOLDER
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder


def read_state(data: Path) -> State:
    """What was last written; an unreadable or missing file says nothing."""
    try:
        document = json.loads((data / FOLDER / NAME).read_bytes())
        known = {one.name for one in fields(State)}
        return State(**{key: value for key, value in document.items() if key in known})
    except (OSError, ValueError, TypeError, AttributeError):
        return State()


def write_state(data: Path, state: State) -> None:
    """Replace the file. A disk that doesn't take it is not worth stopping for."""
    try:
        folder = state_folder(data)
        beside = folder / f"{NAME}.part"
        beside.write_text(json.dumps(asdict(state), ensure_ascii=False))
        beside.chmod(0o600)
        beside.replace(folder / NAME)
    except OSError:
        return


@contextmanager
def one_at_a_time(data: Path, *, wait: bool = True) -> Iterator[bool]:
    """Keep other backups of this installation waiting; yields whether it is our turn."""
    lock = os.open(state_folder(data) / LOCK, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError:
            yield False
            return
        yield True
    finally:
        os.close(lock)
