"""One's own name on Wagtail's account screen."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.account import NameEmailForm


def settle_account() -> None:
    """Many people have one name; Wagtail's form insists on two.

    It is sent with every other setting on that screen, such as the language: who has one
    name could keep none of them.
    """
    field = NameEmailForm.base_fields["last_name"]
    field.required = False
    field.help_text = _("Leave it empty if you have one name only.")
