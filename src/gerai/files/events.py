"""What this room tells; public."""

from django.dispatch import Signal

picture_replaced = Signal()
"""A picture looks different now and has no renditions left; sent with ``picture``."""
