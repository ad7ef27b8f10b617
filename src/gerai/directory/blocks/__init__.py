"""The blocks of which the components of a service standard are made."""

from gerai.directory.blocks.management import (
    ComponentProvenanceBlock,
    ManagementBlock,
    regulation_block,
)
from gerai.directory.blocks.needs import (
    CaseBlock,
    DurationBlock,
    RequirementBlock,
    StepBlock,
)
from gerai.directory.blocks.results import ChannelBlock, FeeBlock, ProductBlock

__all__ = [
    "CaseBlock",
    "ChannelBlock",
    "ComponentProvenanceBlock",
    "DurationBlock",
    "FeeBlock",
    "ManagementBlock",
    "ProductBlock",
    "RequirementBlock",
    "StepBlock",
    "regulation_block",
]
