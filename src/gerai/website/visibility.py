"""Which published pages visitors may not see all the same.

Wagtail keeps a page reachable when a page above it is taken down, and knows nothing of
agencies whose presence is unknown. Here both hide everything below them. A notice that
has not begun or is over is hidden by the clock alone.
"""

from __future__ import annotations

from collections.abc import Callable

from django.utils import timezone
from wagtail.models import Page

from gerai.directory.choices import VISIBLE_PRESENCES
from gerai.directory.models import AgencyPage
from gerai.newsroom.policies import is_out_of_time, mall_now, out_of_time_paths
from gerai.website import tree


def is_hidden(page: Page) -> bool:
    """Whether the page itself or one above it is not for visitors; two queries."""
    return tree.is_below_hidden(page) or is_out_of_time(page, timezone.now())


def hidden_paths() -> Callable[[str], bool]:
    """A test for many pages by their ``url_path``; four queries for all of them."""
    hidden = {
        *Page.objects.filter(live=False).values_list("url_path", flat=True),
        *AgencyPage.objects.exclude(presence__in=VISIBLE_PRESENCES).values_list(
            "url_path", flat=True
        ),
        *out_of_time_paths(mall_now()),
    }
    return lambda url_path: not hidden.isdisjoint(_paths_down_to(url_path))


def _paths_down_to(url_path: str) -> list[str]:
    """``/beranda/profil/`` is below ``/beranda/``; the root of the tree is nobody's."""
    parts = url_path.strip("/").split("/")
    return [f"/{'/'.join(parts[:count])}/" for count in range(1, len(parts) + 1)]
