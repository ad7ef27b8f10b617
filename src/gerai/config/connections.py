"""Settings that name another program or place: database, cache, mail, uploads and more.

Each function checks the value of one variable (or of those that belong together) and
returns what Django or a room asks for. Texts of problems never repeat a password.

Raises:
    EnvironmentProblem: with one line that names the variable and the remedy.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured

from gerai.config.environment_problem import EnvironmentProblem

DATABASE_SCHEMES = ("sqlite", "postgres", "postgresql")
CACHE_SCHEMES = ("redis", "rediss", "valkey", "valkeys")
S3_SCHEMES = ("s3", "s3+http")
NO_BACKUPS = "none"
CITY_SIGN_IN = ("GERAI_OIDC_URL", "GERAI_OIDC_CLIENT_ID", "GERAI_OIDC_CLIENT_SECRET")
LONGEST_NAME = 40
# Public keys and secret keys of age, https://age-encryption.org
_BACKUP_KEY = re.compile(r"age1[a-z0-9]{50,}|AGE-SECRET-KEY-1[A-Z0-9]{50,}")
_BUCKET = (
    "s3://key:secret@host/bucket/folder, with special characters of the secret in "
    "percent form"
)
# Seconds, but for the last one: milliseconds until what was sent must have arrived.
# Without them a request waits a quarter of an hour for a network that swallows all.
_OF_A_LOST_NETWORK = {
    "connect_timeout": 5,
    "keepalives_idle": 20,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 10_000,
}


def database(value: str | None, data_folder: Path) -> dict[str, Any]:
    if not value:
        return _sqlite(str(data_folder / "db.sqlite3"))
    try:
        parts = urlsplit(value)
        if parts.scheme not in DATABASE_SCHEMES or (
            parts.scheme == "sqlite" and parts.netloc
        ):
            raise EnvironmentProblem(
                "DATABASE_URL must begin with sqlite:/// or postgresql://."
            )
        database: dict[str, Any] = dict(environ.Env.db_url_config(value))
    except EnvironmentProblem:
        raise
    except (ImproperlyConfigured, KeyError, ValueError, TypeError) as problem:
        # The text of the problem may hold the password.
        raise EnvironmentProblem(
            "DATABASE_URL can't be read; write "
            "postgresql://user:password@host:5432/database, with special characters "
            "of the password in percent form."
        ) from problem
    if database.get("NAME") in {None, "", ":memory:"}:
        raise EnvironmentProblem("DATABASE_URL names no database.")
    if database["ENGINE"].endswith("sqlite3"):
        return _sqlite(str(database["NAME"]))
    # Requests run in short-lived threads: connections live in a pool, not in a thread.
    database["CONN_MAX_AGE"] = 0
    database["CONN_HEALTH_CHECKS"] = True
    database["ENGINE"] = "gerai.audit.backends.postgresql"
    # A server that is away is said to be so within seconds, not after a minute.
    options = database.setdefault("OPTIONS", {})
    options["pool"] = {"min_size": 1, "max_size": 16, "timeout": 5}
    database["OPTIONS"] = {**_OF_A_LOST_NETWORK, **options}
    return database


def _sqlite(name: str) -> dict[str, Any]:
    return {
        "ENGINE": "gerai.audit.backends.sqlite3",
        "NAME": name,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": (
                "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;"
                "PRAGMA cache_size=-16000;"
            ),
        },
    }


def cache_url(value: str | None) -> str | None:
    if not value:
        return None
    try:
        parts = urlsplit(value)
        is_clean = parts.scheme in CACHE_SCHEMES and parts.hostname and parts.port != 0
    except ValueError:
        is_clean = False
    if not is_clean:
        raise EnvironmentProblem(
            "VALKEY_URL must look like valkey://host:6379/0 or redis://host:6379/0."
        )
    return value.replace("valkey", "redis", 1) if value.startswith("valkey") else value


def email(value: str | None) -> dict[str, Any]:
    try:
        return dict(environ.Env.email_url_config(value or "consolemail://"))
    except (ImproperlyConfigured, KeyError, ValueError) as problem:
        raise EnvironmentProblem(
            "EMAIL_URL must look like smtp+tls://user:password@host:587."
        ) from problem


def backup_url(value: str | None, data_folder: Path) -> str:
    """Where scheduled backups go; empty where somebody else makes them."""
    if not value:
        return (data_folder / "backups").as_uri()
    if value == NO_BACKUPS:
        return ""
    if not (_is_folder(value) or _is_bucket(value)):
        # The text may hold a password: it isn't repeated.
        raise EnvironmentProblem(
            f"GERAI_BACKUP_URL must look like file:///mnt/backup/gerai or {_BUCKET}; "
            '"none" if other programs make the backups.'
        )
    return value


def media_storage_url(value: str | None, *, backups: str) -> str | None:
    """Where uploads go, apart from the address of ``backups``; None: the data folder."""
    if not value:
        return None
    if not _is_bucket(value):
        raise EnvironmentProblem(
            f"MEDIA_STORAGE_URL must look like {_BUCKET}. Without it, uploads are kept "
            "in GERAI_DATA/media."
        )
    if _is_bucket(backups) and _overlap(urlsplit(value), urlsplit(backups)):
        raise EnvironmentProblem(
            "MEDIA_STORAGE_URL and GERAI_BACKUP_URL lie within one another. Give each a "
            "folder of its own, such as …/bucket/uploads and …/bucket/backups."
        )
    return value


def _is_folder(value: str) -> bool:
    try:
        parts = urlsplit(value)
    except ValueError:
        return False
    is_here = parts.netloc in {"", "localhost"}
    return parts.scheme == "file" and is_here and len(parts.path) > 1


def _is_bucket(value: str) -> bool:
    try:
        parts = urlsplit(value)
        return bool(
            parts.scheme in S3_SCHEMES
            and parts.hostname
            and parts.port != 0
            and parts.username
            and parts.password
            and parts.path.strip("/")
            and not (parts.query or parts.fragment)
        )
    except ValueError:
        return False


def _overlap(one: SplitResult, other: SplitResult) -> bool:
    if (one.hostname, one.port) != (other.hostname, other.port):
        return False
    first, second = (f"{parts.path.strip('/')}/" for parts in (one, other))
    return first.startswith(second) or second.startswith(first)


def backup_keys(value: str | None) -> tuple[str, ...]:
    keys = tuple(key.strip() for key in (value or "").split(",") if key.strip())
    if not all(_BACKUP_KEY.fullmatch(key) for key in keys):
        raise EnvironmentProblem(
            "GERAI_BACKUP_KEY must be a key of age (age1… or AGE-SECRET-KEY-1…), "
            'several separated by commas. "gerai backup --new-key" makes one.'
        )
    return keys


def city_sign_in(given: Mapping[str, str]) -> dict[str, Any]:
    """The city's own sign-in as allauth takes it; empty without one."""
    present = [name for name in CITY_SIGN_IN if given.get(name, "").strip()]
    if not present:
        if given.get("GERAI_OIDC_NAME"):
            raise EnvironmentProblem(
                "GERAI_OIDC_NAME is set, but GERAI_OIDC_URL isn't; set it, or remove "
                "the name."
            )
        return {}
    missing = [name for name in CITY_SIGN_IN if name not in present]
    if missing:
        raise EnvironmentProblem(
            f"{missing[0]} is missing; the city's sign-in needs "
            f"{', '.join(CITY_SIGN_IN)}."
        )
    name = given.get("GERAI_OIDC_NAME", "").strip()
    if len(name) > LONGEST_NAME:
        raise EnvironmentProblem(
            f"GERAI_OIDC_NAME is too long; {LONGEST_NAME} letters fit on the button."
        )
    url = _issuer(given["GERAI_OIDC_URL"].strip())
    return {
        "openid_connect": {
            "OAUTH_PKCE_ENABLED": True,
            "APPS": [
                {
                    "provider_id": "sso",
                    "name": name or urlsplit(url).hostname,
                    "client_id": given["GERAI_OIDC_CLIENT_ID"].strip(),
                    "secret": given["GERAI_OIDC_CLIENT_SECRET"].strip(),
                    "settings": {"server_url": url},
                }
            ],
        }
    }


def _issuer(value: str) -> str:
    try:
        parts = urlsplit(value)
        is_local = parts.hostname in {"localhost", "127.0.0.1", "::1"}
        is_clean = (
            bool(parts.hostname)
            and (parts.scheme == "https" or (parts.scheme == "http" and is_local))
            and not (parts.query or parts.fragment or parts.username or parts.password)
            and parts.port != 0
        )
    except ValueError:
        is_clean = False
    if not is_clean:
        raise EnvironmentProblem(
            f"GERAI_OIDC_URL={value} must be the address of the provider, such as "
            "https://sso.example.go.id/realms/pegawai."
        )
    return value


def scanner_url(value: str | None) -> str | None:
    if not value:
        return None
    try:
        parts = urlsplit(value)
        is_network = parts.scheme == "tcp" and parts.hostname and parts.port != 0
        is_socket = parts.scheme == "unix" and not parts.netloc and len(parts.path) > 1
    except ValueError:
        is_network = is_socket = False
    if not (is_network or is_socket):
        raise EnvironmentProblem(
            f"CLAMD_URL={value} must look like unix:///run/clamav/clamd.ctl or "
            "tcp://127.0.0.1:3310."
        )
    return value
