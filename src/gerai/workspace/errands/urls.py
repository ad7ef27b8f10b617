"""Addresses of everyday tasks below ``/admin/tugas/``."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import URLPattern, path

from gerai.workspace.errands import lists, views
from gerai.workspace.errands.kinds import all_kinds


def errand_urls() -> list[URLPattern]:
    """Those of each kind, and those that all share."""
    return [
        *_kind_urls(),
        path("tugas/lihat/<int:pk>/", views.LookView.as_view(), name="workspace_errand_look"),
        path("tugas/lihat/<int:pk>/halaman/", views.frame, name="workspace_errand_frame"),
        path("tugas/batal/<int:pk>/", views.undo, name="workspace_errand_undo"),
        path("tugas/lama/", lists.untouched, name="workspace_untouched"),
        path("tugas/komentar/", lists.comments, name="workspace_comments"),
        path("tugas/ponsel/", lists.phones, name="workspace_phones"),
        path("tugas/ponsel/<int:page_id>/", lists.phone, name="workspace_phone"),
    ]  # fmt: skip


def _kind_urls() -> Iterator[URLPattern]:
    for kind in all_kinds():
        form = views.FormView.as_view(kind=kind)
        name = f"workspace_errand_{kind.key}"
        if not kind.has_target:
            yield path(f"tugas/{kind.key}/", form, name=name)
            continue
        yield path(f"tugas/{kind.key}/", views.ChooseView.as_view(kind=kind), name=name)
        yield path(f"tugas/{kind.key}/<str:target>/", form, name=f"{name}_form")
