"""Registrations with the desk; nothing else."""

from __future__ import annotations

from wagtail.snippets.models import register_snippet

from gerai.newsroom.desk import NewsroomGroup

register_snippet(NewsroomGroup)
