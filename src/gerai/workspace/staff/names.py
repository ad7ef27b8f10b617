"""Names of people: many here have one, and the invitation asks for no more."""

from __future__ import annotations

from wagtail.admin.forms.account import NameEmailForm


def accept_one_name() -> None:
    """Let Wagtail's form of the own account do without a family name.

    It is sent with every other setting on that screen, such as the language: who has one
    name could keep none of them.
    """
    NameEmailForm.base_fields["last_name"].required = False
