"""What is deleted takes its files along."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models.signals import post_delete
from django.dispatch import receiver

from gerai.files.models import EarlierFile


@receiver(post_delete, sender=EarlierFile, dispatch_uid="files.earlier_file_deleted")
def earlier_file_deleted(sender: type[Any], instance: EarlierFile, **_: Any) -> None:
    """The bytes go once the deletion is certain, unless another record has them."""
    storage, name = instance.file.storage, str(instance.file.name)
    transaction.on_commit(lambda: storage.delete(name))
