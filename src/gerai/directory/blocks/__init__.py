"""The blocks of which the components of a service standard are made."""

from gerai.directory.blocks.components import (
    CaseBlock,
    ChannelBlock,
    ComponentProvenanceBlock,
    DurationBlock,
    FeeBlock,
    ManagementBlock,
    ProductBlock,
    RequirementBlock,
    StepBlock,
    regulation_block,
)

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
