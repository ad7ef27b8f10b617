"""Settings for tests: the same site in a throwaway data folder."""

from __future__ import annotations

import os
import tempfile

if "GERAI_DATA" not in os.environ:
    os.environ["GERAI_DATA"] = tempfile.mkdtemp(prefix="gerai-test-")

from gerai.config.settings.base import *  # noqa: F403

# Nothing is collected for tests; the folder is there so that nobody warns of it.
STATIC_ROOT.mkdir(exist_ok=True)  # noqa: F405
# A fast hasher: tests sign in often and guard nothing.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
# Tests render templates without a collected manifest.
STORAGES = {
    "default": {
        "BACKEND": "gerai.rehearsal.storage.RehearsalStorage",
        "OPTIONS": {"usual": {"BACKEND": "django.core.files.storage.InMemoryStorage"}},
    },
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
ALLOWED_HOSTS = ["*"]
SECURE_SSL_REDIRECT = False
# Records of tests are made by nobody; what a test asks as somebody is recorded.
AUDIT_UNATTENDED = False
# Parallel tests look for Django's own back end to know that it needs no file.
if DATABASES["default"]["ENGINE"].endswith(".sqlite3"):  # noqa: F405
    DATABASES["default"]["TEST"] = {"NAME": ":memory:"}  # noqa: F405
