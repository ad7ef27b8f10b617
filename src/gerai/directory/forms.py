"""The form by which staff edit an agency or a service."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminPageForm

from gerai.place.choices import TrustLevel


class RecordForm(WagtailAdminPageForm):
    """Keeps confirming a separate act, and keeps it honest when somebody edits.

    An edit of confirmed content by somebody who may confirm is a new confirmation, as of
    now; by anybody else it takes the confirmation back.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._was_confirmed = self.instance.is_confirmed
        parent = kwargs.get("parent_page")
        if not self.instance.path and parent is not None:
            # A new service has no place in the tree yet, but its agency's cases count.
            self.instance.prepare_below(parent.specific)

    def clean_trust(self) -> str:
        trust: str = self.cleaned_data["trust"]
        if trust == TrustLevel.CONFIRMED and not self._was_confirmed:
            raise ValidationError(
                _(
                    "Save the page first, then use the button “Confirm that this is "
                    "right”: it records your name and the day."
                )
            )
        return trust

    def save(self, commit: bool = True) -> Any:
        from gerai.directory.policies import can_confirm  # noqa: PLC0415

        page, user = self.instance, self.for_user
        if page.is_changed_since_confirmed and user and can_confirm(user, page):
            page.mark_confirmed(by=user, at=timezone.now())
            page.confirmed_content = ""
        if page.is_record:
            page.settle_confirmation()
        return super().save(commit=commit)
