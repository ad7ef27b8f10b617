"""Lists with addresses that can be files: pages, years and groups are path segments."""

from __future__ import annotations

from typing import Any, ClassVar

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from wagtail.contrib.routable_page.models import RoutablePageMixin, re_path
from wagtail.fields import RichTextField

from gerai.newsroom.models.base import IndexPage

_PAGE = r"(?:halaman/(?P<number>[1-9]\d{0,3})/)?"
_GROUP = r"(?P<group>topik|jenis|golongan)/(?P<value>[a-z0-9-]{1,80})/"


class ListIndexPage(RoutablePageMixin, IndexPage):
    """A list of one kind: ``/``, ``/halaman/2/``, ``/2026/``, ``/topik/antrean/``.

    What is in it is decided by ``selectors.lists`` for its ``kind``.
    """

    kind: ClassVar[str]

    body = RichTextField(
        _("introduction"),
        blank=True,
        features=["bold", "italic", "ol", "ul", "link"],
        help_text=_("Stands above the list. Usually it can stay empty."),
    )

    class Meta:
        abstract = True

    @re_path(rf"^{_PAGE}$")
    @re_path(rf"^(?P<year>\d{{4}})/{_PAGE}$")
    @re_path(rf"^{_GROUP}{_PAGE}$")
    def listed(
        self,
        request: HttpRequest,
        *,
        year: str = "",
        group: str = "",
        value: str = "",
        number: str = "",
    ) -> HttpResponse:
        """One page of the list.

        Raises:
            Http404: for a year, group or page in which there is nothing, and for the
                first page by its number, which has an address already.
        """
        from gerai.newsroom.presentation import lists  # noqa: PLC0415
        from gerai.newsroom.selectors.lists import Choice  # noqa: PLC0415

        choice = Choice(year=int(year) if year else None, group=group, value=value)
        if number == "1":
            raise Http404
        shown = lists.list_context(self, choice, number=int(number or 1))
        if shown is None:
            raise Http404
        return self.render(request, context_overrides=shown)

    def get_context(
        self, request: HttpRequest, *args: Any, **kwargs: Any
    ) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        context["kind"] = self.kind
        return context
