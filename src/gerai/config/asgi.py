"""The ASGI application that ``gerai serve`` runs."""

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gerai.config.settings.base")
application = get_asgi_application()
