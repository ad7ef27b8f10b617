"""Tables of the room ``directory``; other rooms refer to them by name only."""

from gerai.directory.models.agencies import AgencyIndexPage, AgencyPage
from gerai.directory.models.life_events import (
    Handover,
    LifeEventIndexPage,
    LifeEventPage,
    LifeEventService,
)
from gerai.directory.models.services import RelatedService, ServicePage
from gerai.directory.models.shared import Counter, MallStandard, Regulation

__all__ = [
    "AgencyIndexPage",
    "AgencyPage",
    "Counter",
    "Handover",
    "LifeEventIndexPage",
    "LifeEventPage",
    "LifeEventService",
    "MallStandard",
    "Regulation",
    "RelatedService",
    "ServicePage",
]
