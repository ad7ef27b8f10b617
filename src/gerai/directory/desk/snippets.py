"""Records that many pages refer to, in the desk's menu."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    FieldPanel,
    MultiFieldPanel,
    PageChooserPanel,
)
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from gerai.directory.models import Counter, MallStandard, Regulation
from gerai.guard.viewsets import SectionViewSet

SOURCE_PANEL = MultiFieldPanel(
    [
        FieldPanel("trust"),
        FieldPanel("source"),
        FieldPanel("source_as_of"),
        FieldPanel("provenance_note"),
    ],
    heading=_("Source and trust"),
)


class RegulationViewSet(SnippetViewSet):
    """Laws and rules."""

    model = Regulation
    icon = "openquote"
    menu_label = _("Regulations")
    list_display = ["title", "full_title", "source_as_of"]
    search_fields = ["title", "full_title"]
    panels = [
        FieldPanel("title"),
        FieldPanel("full_title"),
        FieldPanel("url"),
        FieldPanel("note"),
        FieldPanel("note_en"),
        FieldPanel("slug"),
        SOURCE_PANEL,
    ]


class CounterViewSet(SectionViewSet):
    """Counters in the mall."""

    model = Counter
    icon = "desktop"
    menu_label = _("Counters")
    list_display = ["name", "agency", "floor", "order"]
    list_filter = ["agency", "floor"]
    search_fields = ["name", "slug"]
    panels = [
        FieldPanel("name"),
        FieldPanel("name_en"),
        PageChooserPanel("agency", "directory.AgencyPage"),
        FieldPanel("floor"),
        FieldPanel("schedule"),
        FieldPanel("order"),
        FieldPanel("slug"),
    ]


class MallStandardViewSet(SnippetViewSet):
    """What the mall says for all services."""

    model = MallStandard
    icon = "home"
    menu_label = _("Standard of the mall")
    panels = [
        FieldPanel("complaint_channels"),
        FieldPanel("legal_basis"),
        FieldPanel("management"),
        SOURCE_PANEL,
        FieldPanel("component_provenance"),
    ]


class DirectoryGroup(SnippetViewSetGroup):
    """One entry of the menu for all of them."""

    items = (CounterViewSet, RegulationViewSet, MallStandardViewSet)
    menu_label = _("Services")
    menu_icon = "list-ul"
    menu_order = 210
