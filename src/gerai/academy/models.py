"""The room's tables; each part keeps its own beside its code."""

from gerai.academy.practice.models import Copy

__all__ = ["Copy"]
