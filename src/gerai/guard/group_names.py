"""Groups in the words of the office; what is stored of them is for programs."""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings
from django.contrib.auth.models import Group
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import Page

from gerai.guard.roles import GROUP_PREFIX, Role
from gerai.guard.sections import SECTION_PREFIX

# They come with Wagtail's first migrations; nobody is in them.
_OF_WAGTAIL = {
    "Editors": gettext_lazy("Wagtail's editors, not used here"),
    "Moderators": gettext_lazy("Wagtail's moderators, not used here"),
}


def is_ours(group: Group) -> bool:
    """Whether a group is kept by the system: a role, or a section's editors."""
    return group.name.startswith((GROUP_PREFIX, SECTION_PREFIX))


def group_titles(groups: Iterable[Group]) -> dict[int, str]:
    """What to call groups, by key; one query."""
    given = list(groups)
    keys = {
        one.pk: one.name.removeprefix(SECTION_PREFIX)
        for one in given
        if one.name.startswith(SECTION_PREFIX)
    }
    pages = Page.objects.filter(
        translation_key__in=set(keys.values()),
        locale__language_code=settings.LANGUAGE_CODE,
    )
    titles = {
        str(key): title for key, title in pages.values_list("translation_key", "title")
    }
    return {
        one.pk: _section(titles.get(keys[one.pk], ""))
        if one.pk in keys
        else role_title(one.name)
        for one in given
    }


def role_title(name: str) -> str:
    """The name of a role's group in words; that of any other group as it is."""
    if name in _OF_WAGTAIL:
        return str(_OF_WAGTAIL[name])
    role = name.removeprefix(GROUP_PREFIX)
    if role == name or role not in Role.values:
        return name
    return str(Role(role).label)


def _section(title: str) -> str:
    if not title:
        return _("Staff of an agency that is no longer there")
    return _("Staff of %(agency)s") % {"agency": title}
