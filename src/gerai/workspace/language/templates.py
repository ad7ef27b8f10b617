"""Words that stand untranslated in templates of Wagtail and its plug-ins.

A copy of such a template would age; instead, its few words are put right while it is
read. A test says when an update of the library has made a line here useless.
"""

from __future__ import annotations

from django.template import Origin
from django.template.loaders import app_directories
from django.utils.translation import gettext_noop

from gerai.workspace import without_inline

# Named here so that it is collected with the room's messages.
OTHERS = gettext_noop("%(number)s other records")
YES_OR_NO = gettext_noop("Yes,No,Unknown")
# Template: what stands there, and what should. Django's tags work without {% load %}
# only where the template has loaded them, hence the odd ones.
CORRECTIONS: dict[str, tuple[tuple[str, str], ...]] = {
    "wagtailadmin/shared/header.html": (
        ('value="Search"', 'value="{% translate "Search" %}"'),
    ),
    "wagtailadmin/home.html": (('value="Search"', 'value="{% translate "Search" %}"'),),
    "wagtailadmin/shared/headers/_actions.html": (
        (
            'aria-label="Actions"',
            'aria-label="{% load i18n %}{% translate "Actions" %}"',
        ),
    ),
    "wagtailadmin/panels/read_only_output.html": (
        ("{{ display_value }}", '{{ display_value|default_if_none:"–" }}'),
    ),
    "wagtailadmin/shared/side_panel_toggle.html": (
        ("{{ count|intcomma }}", '{{ count|default_if_none:""|intcomma }}'),
    ),
    "wagtailadmin/shared/user_avatar.html": (
        (
            "{% if not username %}{{ user }}{% else %}{{ username }}{% endif %}",
            '{{ username|default:user|default_if_none:"" }}',
        ),
    ),
    "wagtailadmin/tables/boolean_cell.html": (
        ("{% load wagtailadmin_tags %}", "{% load wagtailadmin_tags i18n %}"),
        ("title=value|stringformat:'s'", 'title=value|yesno:_("Yes,No,Unknown")'),
    ),
    # The page search gives the table no name for what it lists.
    "wagtailadmin/pages/listing/_page_title_column_header.html": (
        (
            "items_count=items_count|intcomma %}\n"
            "            {{ start_index }}-{{ end_index }} of {{ items_count }} "
            "{{ model_name }}\n",
            "items_count=items_count|intcomma "
            'model_name=model_name|default:_("pages") %}\n'
            "            {{ start_index }}-{{ end_index }} of {{ items_count }} "
            "{{ model_name }}\n",
        ),
    ),
    "wagtaillocales/index.html": (
        (
            "{{ locale.num_pages }} pages{% if locale.num_others %}"
            " + {{ locale.num_others }} others{% endif %}",
            "{% blocktranslate count counter=locale.num_pages %}1 page{% plural %}"
            "{{ counter }} pages{% endblocktranslate %}"
            "{% if locale.num_others %}, {% blocktranslate with "
            "number=locale.num_others %}{{ number }} other records"
            "{% endblocktranslate %}{% endif %}",
        ),
    ),
    "wagtailusers/groups/includes/formatted_permissions.html": tuple(
        (
            f"{{{{ content_perms_dict.{action}.perm.name }}}}",
            f'{{% translate "{word}" %}}: {{{{ content_perms_dict.object }}}}',
        )
        for action, word in (("add", "Add"), ("change", "Change"), ("delete", "Delete"))
    ),
    **without_inline.CORRECTIONS,
}


class Loader(app_directories.Loader):
    """Django's loader for the templates of apps, with the corrections."""

    def get_contents(self, origin: Origin) -> str:
        """The source of a template."""
        contents = str(super().get_contents(origin))
        for early, right in CORRECTIONS.get(str(origin.template_name), ()):
            contents = contents.replace(early, right)
        return contents
