"""What the directory tells rooms above it; public.

``record_confirmed``: an agency or a service was confirmed. Sent after the transaction is
committed, with ``page`` (as published), ``by`` (the user) and ``at`` (aware datetime).
Changes of pages are told by Wagtail's own signals ``page_published`` and
``page_unpublished``.
"""

from __future__ import annotations

from django.dispatch import Signal

record_confirmed = Signal()
