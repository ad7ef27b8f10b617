"""The ASGI applications that ``gerai serve`` runs."""

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gerai.config.settings.base")
django_application = get_asgi_application()

# Needs the settings that the line above has loaded.
from django.conf import settings  # noqa: E402

from gerai.academy.practice.forwarding import PracticeElsewhere  # noqa: E402
from gerai.guard.bodies import BoundedBodies  # noqa: E402
from gerai.operations.leaving import Leaving  # noqa: E402
from gerai.publishing.outages import never_create_database  # noqa: E402
from gerai.publishing.serving import PublishedSite  # noqa: E402

never_create_database()
application = BoundedBodies(PracticeElsewhere(django_application))
published = PublishedSite(
    application,
    settings.PUBLISHED_FOLDER,
    always=(
        {"Strict-Transport-Security": f"max-age={settings.SECURE_HSTS_SECONDS}"}
        if settings.SECURE_HSTS_SECONDS
        else None
    ),
)
# The same as one of several servers behind nginx; see operations.leaving.
one_of_several = Leaving(published)
one_of_several_unpublished = Leaving(application)
