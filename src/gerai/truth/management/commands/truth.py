from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from gerai.truth.links import visit_due_links
from gerai.truth.services import look_at_everything, watch_state
from gerai.truth.summary import send_due_summaries


class Command(BaseCommand):
    help = "Looks for content that needs care, visits links, sends weekly summaries."

    def handle(self, *args: Any, **options: Any) -> None:
        visited = visit_due_links() if watch_state().checks_links else 0
        count = look_at_everything()
        sent = send_due_summaries()
        self.stdout.write(
            f"{count} findings, {visited} links visited, {sent} summaries sent."
        )
