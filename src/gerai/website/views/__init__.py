"""What the site answers: pages and errors to people, lists and images to machines."""

from gerai.website.views.errors import (
    error_page,
    page_gone,
    page_not_found,
    server_error,
    unavailable_for_machines,
)
from gerai.website.views.pages import serve

__all__ = [
    "error_page",
    "page_gone",
    "page_not_found",
    "serve",
    "server_error",
    "unavailable_for_machines",
]
