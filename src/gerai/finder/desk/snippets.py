"""Words for the search, in the desk's menu."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, PageChooserPanel
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from gerai.finder.models import ElsewhereTopic, SearchWords


class SearchWordsViewSet(SnippetViewSet):
    """Words that mean the same."""

    model = SearchWords
    icon = "search"
    menu_label = _("Search words")
    list_display = ["__str__", "means"]
    search_fields = ["words", "means"]
    panels = [FieldPanel("words"), FieldPanel("means")]


class ElsewhereTopicViewSet(SnippetViewSet):
    """What people look for in vain."""

    model = ElsewhereTopic
    icon = "cross"
    menu_label = _("Not offered here")
    list_display = ["title", "place", "agency"]
    search_fields = ["title", "words"]
    panels = [
        FieldRowPanel([FieldPanel("title"), FieldPanel("title_en")]),
        FieldPanel("words"),
        FieldRowPanel([FieldPanel("place"), FieldPanel("place_en")]),
        PageChooserPanel("agency", "directory.AgencyPage"),
    ]


class SearchGroup(SnippetViewSetGroup):
    """One entry of the menu for both."""

    items = (SearchWordsViewSet, ElsewhereTopicViewSet)
    menu_label = _("Finding")
    menu_icon = "search"
    menu_order = 215
