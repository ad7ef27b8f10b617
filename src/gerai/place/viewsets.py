"""The desk's screens for the mall, its building and its hours."""

from __future__ import annotations

from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import ObjectList
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from gerai.guard.viewsets import SectionViewSet
from gerai.place import panels
from gerai.place.forms import HolidayChangeForm, ProvenanceForm, ScheduleForm
from gerai.place.models import (
    Facility,
    Floor,
    HolidayChange,
    Mall,
    MallFact,
    Schedule,
)


class OneMallPolicy(ModelPermissionPolicy):
    """There is one mall: it can be changed, and only the first one can be added."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        if action == "delete" or (action == "add" and Mall.objects.exists()):
            return False
        return bool(super().user_has_permission(user, action))


class MallViewSet(SnippetViewSet):
    model = Mall
    icon = "home"
    menu_label = _("Identity")
    list_display: ClassVar[list[str]] = ["name", "city", "operator_name"]
    edit_handler = ObjectList(panels.MALL_PANELS)
    copy_view_enabled = False


class MallFactViewSet(SnippetViewSet):
    model = MallFact
    icon = "info-circle"
    menu_label = _("Contacts and facts")
    list_display: ClassVar[list[str]] = ["__str__", "is_shown", "trust", "source_as_of"]
    list_filter: ClassVar[list[str]] = ["kind", "is_shown", "trust"]
    edit_handler = ObjectList(panels.FACT_PANELS, base_form_class=ProvenanceForm)


class ScheduleViewSet(SectionViewSet):
    model = Schedule
    icon = "time"
    menu_label = _("Opening hours")
    list_display: ClassVar[list[str]] = ["label", "trust", "source_as_of"]
    list_filter: ClassVar[list[str]] = ["trust"]
    search_fields: ClassVar[list[str]] = ["label"]
    edit_handler = ObjectList(panels.SCHEDULE_PANELS, base_form_class=ScheduleForm)


class HolidayChangeViewSet(SnippetViewSet):
    model = HolidayChange
    icon = "calendar-alt"
    menu_label = _("Holidays")
    list_display: ClassVar[list[str]] = ["day", "action", "name", "moved_to"]
    edit_handler = ObjectList(
        panels.HOLIDAY_CHANGE_PANELS, base_form_class=HolidayChangeForm
    )


class FloorViewSet(SnippetViewSet):
    model = Floor
    icon = "list-ul"
    menu_label = _("Floors")
    list_display: ClassVar[list[str]] = ["name", "number", "trust"]
    edit_handler = ObjectList(panels.FLOOR_PANELS, base_form_class=ProvenanceForm)


class FacilityViewSet(SnippetViewSet):
    model = Facility
    icon = "pick"
    menu_label = _("Facilities")
    list_display: ClassVar[list[str]] = ["__str__", "floor", "status", "trust"]
    list_filter: ClassVar[list[str]] = ["kind", "status"]
    edit_handler = ObjectList(panels.FACILITY_PANELS, base_form_class=ProvenanceForm)


class PlaceViewSetGroup(SnippetViewSetGroup):
    """One entry of the desk's menu."""

    items = (
        ScheduleViewSet,
        HolidayChangeViewSet,
        MallFactViewSet,
        FloorViewSet,
        FacilityViewSet,
        MallViewSet,
    )
    menu_icon = "home"
    menu_label = _("Mall and hours")
    menu_name = "place"
    menu_order = 150
    add_to_admin_menu = True
