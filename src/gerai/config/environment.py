"""Reads Gerai's configuration from environment variables, and refuses what it can't use.

The variables are part of the project's contract and are described in
``docs/operators/settings.md``.
"""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from gerai.config import connections
from gerai.config.environment_problem import EnvironmentProblem

LOG_FORMATS = ("text", "json")

GERAI_VARIABLES = frozenset(
    {
        "GERAI_DATA",
        "GERAI_BASE_URL",
        "GERAI_ALLOWED_HOSTS",
        "GERAI_SECRET_KEY",
        "GERAI_ADMIN_PASSWORD",
        "GERAI_LOG",
        "GERAI_BACKUP_URL",
        "GERAI_BACKUP_KEY",
        "GERAI_OIDC_URL",
        "GERAI_OIDC_CLIENT_ID",
        "GERAI_OIDC_CLIENT_SECRET",
        "GERAI_OIDC_NAME",
        "GERAI_AUDIT_DAYS",
    }
)
SHARED_VARIABLES = frozenset(
    {"DATABASE_URL", "VALKEY_URL", "MEDIA_STORAGE_URL", "EMAIL_URL", "CLAMD_URL"}
)
# Names that the contracts reserve for a later version, and what holds until then.
NOT_YET = {
    "GERAI_NOTIFY_WEBHOOK": "it sends no notifications yet",
}
SHORTEST_SECRET_KEY = 32
SHORTEST_PASSWORD = 10
FEWEST_AUDIT_DAYS = 90
_HOST = re.compile(r"\.?[a-z0-9]([a-z0-9.-]*[a-z0-9])?|\[[0-9a-f:.]+\]", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Environment:
    """The validated configuration of one installation."""

    data_folder: Path
    base_url: str
    allowed_hosts: tuple[str, ...]
    secret_key: str = field(repr=False)
    admin_password: str | None = field(repr=False)
    database: dict[str, Any] = field(repr=False)
    cache_url: str | None = field(repr=False)
    media_url: str | None = field(repr=False)
    email: dict[str, Any] = field(repr=False)
    log_format: str
    backup_url: str = field(repr=False)
    backup_keys: tuple[str, ...] = field(repr=False)
    city_sign_in: dict[str, Any] = field(repr=False)
    audit_days: int
    scanner_url: str | None

    @property
    def is_https(self) -> bool:
        return self.base_url.startswith("https://")

    @property
    def sender(self) -> str:
        """Whom mail comes from: the account of the mail server, else the site."""
        account = self.email.get("EMAIL_HOST_USER") or ""
        host = urlsplit(self.base_url).hostname or "localhost"
        return account if "@" in account else f"gerai@{host}"


def read_environment(variables: Mapping[str, str] | None = None) -> Environment:
    """Validate ``variables`` (default: the process environment).

    Raises:
        EnvironmentProblem: with one line that names the variable and the remedy.
    """
    given = os.environ if variables is None else variables
    _refuse_unknown_names(given)
    data_folder = _data_folder(given.get("GERAI_DATA", "./var"))
    base_url = _base_url(given.get("GERAI_BASE_URL", "http://127.0.0.1:8000"))
    backups = connections.backup_url(given.get("GERAI_BACKUP_URL"), data_folder)
    return Environment(
        data_folder=data_folder,
        base_url=base_url,
        allowed_hosts=_allowed_hosts(given.get("GERAI_ALLOWED_HOSTS"), base_url),
        secret_key=_secret_key(given.get("GERAI_SECRET_KEY"), data_folder),
        admin_password=_admin_password(given.get("GERAI_ADMIN_PASSWORD")),
        database=connections.database(given.get("DATABASE_URL"), data_folder),
        cache_url=connections.cache_url(given.get("VALKEY_URL")),
        media_url=connections.media_storage_url(
            given.get("MEDIA_STORAGE_URL"), backups=backups
        ),
        email=connections.email(given.get("EMAIL_URL")),
        log_format=_log_format(given.get("GERAI_LOG", "text")),
        backup_url=backups,
        backup_keys=connections.backup_keys(given.get("GERAI_BACKUP_KEY")),
        city_sign_in=connections.city_sign_in(given),
        audit_days=_audit_days(given.get("GERAI_AUDIT_DAYS", "730")),
        scanner_url=connections.scanner_url(given.get("CLAMD_URL")),
    )


def _refuse_unknown_names(given: Mapping[str, str]) -> None:
    for name, reason in NOT_YET.items():
        if given.get(name):
            raise EnvironmentProblem(
                f"{name} is not supported by this version: {reason}. "
                "Remove the variable."
            )
    for name in sorted(given):
        if (
            name.startswith("GERAI_")
            and name not in GERAI_VARIABLES
            and name not in NOT_YET
        ):
            known = ", ".join(sorted(GERAI_VARIABLES))
            raise EnvironmentProblem(
                f"{name} is not a setting of Gerai. Known: {known}."
            )


def _data_folder(value: str) -> Path:
    if not value.strip() or "\0" in value:
        raise EnvironmentProblem("GERAI_DATA is empty; name a folder, such as ./var.")
    try:
        folder = Path(value).expanduser().resolve()
        if folder.exists() and not folder.is_dir():
            raise EnvironmentProblem(f"GERAI_DATA={value} is a file; name a folder.")
        folder.mkdir(parents=True, exist_ok=True)
    except (OSError, RuntimeError) as problem:
        reason = getattr(problem, "strerror", None) or problem
        raise EnvironmentProblem(
            f"GERAI_DATA={value} can't be created: {reason}."
        ) from problem
    return folder


def _base_url(value: str) -> str:
    try:
        parts = urlsplit(value)
        port = parts.port
        is_clean = (
            parts.scheme in {"http", "https"}
            and parts.path in {"", "/"}
            and not (parts.query or parts.fragment or parts.username or parts.password)
            and port != 0
        )
    except ValueError:
        is_clean, port = False, None
    host = parts.hostname or "" if is_clean else ""
    if ":" in host:
        host = f"[{host}]"
    if not _HOST.fullmatch(host) or host.startswith("."):
        raise EnvironmentProblem(
            f"GERAI_BASE_URL={value} must be an address without a path, such as "
            "https://mpp.example.go.id."
        )
    return f"{parts.scheme}://{host}" + (f":{port}" if port else "")


def _allowed_hosts(value: str | None, base_url: str) -> tuple[str, ...]:
    hostname = urlsplit(base_url).hostname or ""
    if value is None:
        local = ("127.0.0.1", "localhost", "[::1]")
        own = f"[{hostname}]" if ":" in hostname else hostname
        return tuple(dict.fromkeys((own, *local)))
    hosts = tuple(host.strip() for host in value.split(",") if host.strip())
    if not hosts:
        raise EnvironmentProblem(
            "GERAI_ALLOWED_HOSTS is empty; name at least one host."
        )
    for host in hosts:
        if not _HOST.fullmatch(host):
            raise EnvironmentProblem(
                f"GERAI_ALLOWED_HOSTS: {host} is not a host name; write names "
                "separated by commas, such as mpp.example.go.id."
            )
    return hosts


def _admin_password(value: str | None) -> str | None:
    if value is not None and len(value) < SHORTEST_PASSWORD:
        raise EnvironmentProblem(
            f"GERAI_ADMIN_PASSWORD is too short; use at least {SHORTEST_PASSWORD} "
            "characters, or remove the variable to have one made."
        )
    return value


def _secret_key(value: str | None, data_folder: Path) -> str:
    if value is not None:
        if len(value) < SHORTEST_SECRET_KEY:
            raise EnvironmentProblem(
                "GERAI_SECRET_KEY is too short; use at least "
                f"{SHORTEST_SECRET_KEY} random characters."
            )
        return value
    return _kept_secret(data_folder / "secret_key")


def _kept_secret(path: Path) -> str:
    """Read the generated secret, or make it; never two different ones at once."""
    try:
        if not path.exists():
            _write_once(path, secrets.token_urlsafe(64) + "\n")
        kept = path.read_text().strip()
    except (OSError, UnicodeDecodeError) as problem:
        reason = getattr(problem, "strerror", None) or "not a text"
        raise EnvironmentProblem(
            f"GERAI_DATA: {path.name} can't be read or written: {reason}."
        ) from problem
    if len(kept) < SHORTEST_SECRET_KEY:
        raise EnvironmentProblem(
            f"GERAI_DATA: {path.name} is damaged. Restore it from the backup, or "
            "remove it: everybody then has to sign in again."
        )
    return kept


def _write_once(path: Path, text: str) -> None:
    """Make ``path`` whole, unless another process was first."""
    beside = path.with_name(f"{path.name}.{os.getpid()}")
    descriptor = os.open(beside, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600)
    try:
        with os.fdopen(descriptor, "w") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        with suppress(FileExistsError):
            os.link(beside, path)
    finally:
        beside.unlink()


def _log_format(value: str) -> str:
    if value not in LOG_FORMATS:
        raise EnvironmentProblem(
            f"GERAI_LOG={value} must be one of: {', '.join(LOG_FORMATS)}."
        )
    return value


def _audit_days(value: str) -> int:
    if not value.isascii() or not value.isdigit() or int(value) < FEWEST_AUDIT_DAYS:
        raise EnvironmentProblem(
            f"GERAI_AUDIT_DAYS={value} must be a number of days, {FEWEST_AUDIT_DAYS} or "
            "more."
        )
    return int(value)
