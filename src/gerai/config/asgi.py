"""The ASGI application that ``gerai serve`` runs: published files, then Django."""

import os

from django.conf import settings
from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gerai.config.settings.base")
django_application = get_asgi_application()

# Files are answered before Django, and without its database.
from gerai.publishing.serving import PublishedSite  # noqa: E402

application = PublishedSite(django_application, settings.PUBLISHED_FOLDER)
