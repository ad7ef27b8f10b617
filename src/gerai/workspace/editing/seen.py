"""A fingerprint of the record that a form showed; tells whether others changed it."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from modelcluster.models import ClusterableModel

FIELD = "seen_state"


def seen_state(record: models.Model) -> str:
    """A fingerprint of what is stored of a record without versions, its rows included."""
    content: Any
    if isinstance(record, ClusterableModel):
        content = record.serializable_data()
    else:
        content = {
            field.attname: field.value_from_object(record)
            for field in record._meta.concrete_fields
        }
    for field in record._meta.many_to_many:
        related = getattr(record, field.name)
        content[field.name] = sorted(related.values_list("pk", flat=True))
    text = json.dumps(content, sort_keys=True, cls=DjangoJSONEncoder)
    return hashlib.sha256(text.encode()).hexdigest()
