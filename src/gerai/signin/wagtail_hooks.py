"""Registrations with the desk; nothing else."""

from __future__ import annotations

from typing import Any

from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem


class AccountMenuItem(MenuItem):
    """In the language of the reader: the address depends on it."""

    def render_component(self, request: Any) -> Any:
        self.url = str(reverse_lazy("mfa_index"))
        return super().render_component(request)


@hooks.register("register_admin_menu_item")
def account_menu_item() -> AccountMenuItem:
    """Password, second factor and devices, one tap from everywhere."""
    return AccountMenuItem(
        _("Sign-in and security"), "", name="sign-in", icon_name="key", order=950
    )


@hooks.register("register_log_actions")
def log_actions(actions: Any) -> None:
    """Acts on one's own account have names in the history."""
    for name, label, message in (
        ("factor_added", _("Second factor"), _("Set up a second factor")),
        ("factor_removed", _("Second factor"), _("Took a second factor off")),
        ("password", _("Password"), _("Set a new password")),
        ("email", _("E-mail address"), _("Changed the e-mail address")),
    ):
        actions.register_action(f"gerai.account.{name}", label, message)
