"""The desk without inline scripts: what Wagtail starts in the page, a file starts.

Wagtail and its translation plug-in write a few calls between ``<script>`` tags. A strict
Content-Security-Policy refuses those, together with whatever somebody smuggles in. Here
each becomes a block of data (``<script type="application/json" data-start="…">``), which
no browser runs, and ``starting.js`` makes the call. It makes only the calls that it
knows. (Dates and times: ``templates/wagtailadmin/widgets``, which Django reads past the
desk's template loader.) A test walks all screens and says when an update of a library brings a new one.
"""

from __future__ import annotations

import json
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from wagtail.admin.widgets import BaseChooser

_FOR_SCRIPT = {ord(">"): "\\u003E", ord("<"): "\\u003C", ord("&"): "\\u0026"}
_PANEL = """    <script>
        (function() {{
            var panel = new {name}(JSON.parse("{{{{options_json|escapejs}}}}"));
        }})();
    </script>
"""
_SELECT_ALL = """    <script type="text/javascript">
        document.addEventListener('DOMContentLoaded', function() {
            var selectAll = document.querySelector('[name="select_all"]');
            var locales = document.querySelectorAll('[name="locales"]');

            selectAll.addEventListener('change', function() {
                for (var i = 0; i < locales.length; i++) {
                    locales[i].checked = selectAll.checked;
                }
            });
        });
    </script>
"""
_CHOOSER_URLS = """    <script>
        if (typeof window.chooserUrls === "undefined") {
            window.chooserUrls = {
                imageChooser: "{% url "wagtailimages_chooser:choose" %}",
                documentChooser: "{% url "wagtaildocs_chooser:choose" %}",
                pageChooser: "{% url "wagtailadmin_choose_page" %}",
            }
        }
    </script>
"""
_TRANSLATION_STYLES = """    <style>
        .publish-translations-field {
            margin-top: 30px;
            margin-bottom: 20px;
        }

        .publish-translations-field > p.help {
            margin-top: 10px;
        }

        .publish-translations-label {
            float: unset;
            font-weight: normal;
        }
    </style>
"""


def _block(name: str, arguments: str) -> str:
    """A template's source for one call."""
    return (
        "{% load desk_scripts %}"
        f'<script type="application/json" data-start="{name}">{arguments}</script>\n'
    )


# Template: what stands there, and what should; applied while the template is read.
CORRECTIONS: dict[str, tuple[tuple[str, str], ...]] = {
    "wagtailadmin/panels/inline_panel.html": (
        (
            _PANEL.format(name="InlinePanel"),
            _block("InlinePanel", "[{{ options_json|for_start }}]"),
        ),
    ),
    "wagtailadmin/panels/multiple_chooser_panel.html": (
        (
            _PANEL.format(name="MultipleChooserPanel"),
            _block("MultipleChooserPanel", "[{{ options_json|for_start }}]"),
        ),
    ),
    "wagtail_localize/admin/submit_translation.html": (
        (_SELECT_ALL, _block("selectAll", '["select_all", "locales"]')),
    ),
    "wagtail_localize/admin/edit_translation.html": (
        (
            _CHOOSER_URLS,
            _block(
                "chooserUrls",
                '[{"imageChooser": "{% url "wagtailimages_chooser:choose" %}", '
                '"documentChooser": "{% url "wagtaildocs_chooser:choose" %}", '
                '"pageChooser": "{% url "wagtailadmin_choose_page" %}"}]',
            ),
        ),
    ),
    "wagtail_localize/admin/update_translations.html": ((_TRANSLATION_STYLES, ""),),
    "wagtail_localize/admin/edit_translatable_alias.html": (
        (' style="padding-top: 20px;"', ""),
    ),
}


def settle_choosers() -> None:
    """Let every chooser of a page, picture, file or record be started by the file."""
    BaseChooser.render = _render_chooser


def _render_chooser(
    self: Any,
    name: str,
    value: Any,
    attrs: dict[str, Any] | None = None,
    renderer: Any = None,
) -> SafeString:
    if not attrs or not attrs.get("id"):
        raise TypeError("A chooser can't be drawn without an 'id' attribute.")
    data = self.get_value_data(value)
    identity = attrs["id"]
    constructor = getattr(self, "js_constructor", None)
    call = (
        start_block(
            constructor, identity, self.get_js_init_options(identity, name, data)
        )
        if constructor and type(self).render_js_init is BaseChooser.render_js_init
        else start_block("createTaskChooser", identity)
    )
    return mark_safe(f"{self.render_html(name, data, attrs)}{call}")  # noqa: S308  both are HTML


def start_block(name: str, *arguments: Any) -> SafeString:
    """The data from which ``starting.js`` makes one call."""
    return format_html(
        '<script type="application/json" data-start="{}">{}</script>',
        name,
        for_script(json.dumps(arguments)),
    )


def for_script(text: str) -> SafeString:
    """A JSON text made safe to stand inside ``<script>``."""
    return mark_safe(str(text).translate(_FOR_SCRIPT))  # noqa: S308  nothing is left to end the element
