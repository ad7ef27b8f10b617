"""What the site answers: pages and errors to people, lists and images to machines."""

from gerai.website.views.errors import page_not_found, server_error
from gerai.website.views.pages import serve

__all__ = ["page_not_found", "serve", "server_error"]
