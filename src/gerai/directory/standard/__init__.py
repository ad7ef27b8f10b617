"""The one true description of a service, as typed values; public.

``standard_of(page)`` reads the components of a service, fills what is missing from its
agency and from the mall, and says of each component where it comes from.
"""

from gerai.directory.standard.completeness import Completeness, completeness
from gerai.directory.standard.facets import Facets, facets_of
from gerai.directory.standard.five_facts import FactKey, ServiceFact, five_facts
from gerai.directory.standard.grouping import RequirementsOfCase, requirements_by_case
from gerai.directory.standard.merging import (
    deliveries_of,
    delivery_of,
    mall_names_channels,
    names_legal_basis,
    own_channels_of,
    own_parts_of,
    own_standard_of,
    said_by_the_mall,
    standard_of,
    standards_of,
)
from gerai.directory.standard.values import (
    Case,
    ComplaintChannel,
    Component,
    Duration,
    Fee,
    FormFile,
    LegalReference,
    Length,
    ManagementText,
    Origin,
    Product,
    Requirement,
    ServiceStandard,
    StandardPart,
    Step,
)

__all__ = [
    "Case",
    "ComplaintChannel",
    "Completeness",
    "Component",
    "Duration",
    "Facets",
    "FactKey",
    "Fee",
    "FormFile",
    "LegalReference",
    "Length",
    "ManagementText",
    "Origin",
    "Product",
    "Requirement",
    "RequirementsOfCase",
    "ServiceFact",
    "ServiceStandard",
    "StandardPart",
    "Step",
    "completeness",
    "deliveries_of",
    "delivery_of",
    "facets_of",
    "five_facts",
    "mall_names_channels",
    "names_legal_basis",
    "own_channels_of",
    "own_parts_of",
    "own_standard_of",
    "requirements_by_case",
    "said_by_the_mall",
    "standard_of",
    "standards_of",
]
