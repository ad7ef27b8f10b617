"""What the publisher did."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(slots=True)
class Report:
    """What a sweep or a prompt run did.

    ``standing``: pages that needn't be rendered, because all that they rest on is as it
    was. ``is_for_a_sweep``: so much is affected that all processes should get to work.
    ``is_overtaken``: it ended early for a change that came meanwhile; the run for that
    one looks for what this one has not.
    """

    rendered: int = 0
    standing: int = 0
    written: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    failed: dict[str, str] = field(default_factory=dict)
    succeeded: set[str] = field(default_factory=set)
    seconds: float = 0.0
    is_for_a_sweep: bool = False
    is_overtaken: bool = False

    @property
    def pages(self) -> int:
        """How many addresses are right now."""
        return self.rendered + self.standing

    @property
    def is_quiet(self) -> bool:
        return not (self.written or self.removed)
