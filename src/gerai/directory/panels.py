"""How staff see an agency or a service: tabs in the order of the 14 components."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    HelpPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
    PageChooserPanel,
    TabbedInterface,
)
from wagtail.models import Page

from gerai.directory.choices import ComponentName, ManagementPart


class ComponentPanel(FieldPanel):
    """A component's field below its state, what is inherited, and an example."""

    class BoundPanel(FieldPanel.BoundPanel):
        template_name = "directory/desk/panels/component.html"

        @property
        def names_parts(self) -> bool:
            """Whether one field holds several of the 14 components."""
            return bool(self.field_name == ComponentName.MANAGEMENT)

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            if self.form is not None:
                keys = {self.field_name}
                if self.names_parts:
                    keys = set(ManagementPart.values)
                context["states"] = [
                    state for state in _states_in(self.form) if state.key in keys
                ]
                context["editor_url"] = self._editor_url()
            return context

        def _editor_url(self) -> str:
            if not self.instance.pk:
                return ""
            if self.names_parts:
                return reverse("directory_standard", args=[self.instance.pk])
            return reverse(
                "directory_standard_component",
                args=[self.instance.pk, self.field_name],
            )


def _states_in(form: Any) -> list[Any]:
    """The 14 components of a form's record; worked out once for all its panels."""
    from gerai.directory.desk.components import component_states  # noqa: PLC0415

    if not hasattr(form, "component_states"):
        is_placed = bool(form.instance.path) or "agency" in form.instance.__dict__
        is_known = is_placed or not hasattr(type(form.instance), "agency")
        form.component_states = component_states(form.instance) if is_known else []
    states: list[Any] = form.component_states
    return states


COMPONENT_PANELS = [
    FieldPanel("cases", heading=_("Cases (only if they differ)")),
    ComponentPanel("requirements", heading=_("1. Requirements: what to bring")),
    ComponentPanel("steps", heading=_("2. Procedure: what happens")),
    ComponentPanel("durations", heading=_("3. Service time: how long it takes")),
    ComponentPanel("fees", heading=_("4. Fees: what it costs")),
    ComponentPanel("products", heading=_("5. Products: what one takes home")),
    ComponentPanel(
        "complaint_channels", heading=_("6. Complaints and suggestions: where to")
    ),
]
MANAGEMENT_PANELS = [
    ComponentPanel("legal_basis", heading=_("7. Legal basis")),
    ComponentPanel("management", heading=_("8 to 14. Management of the service")),
]


def source_panels(*more: Any) -> list[Any]:
    """Where the record comes from, who confirmed it, and who looks after it."""
    return [
        MultiFieldPanel(
            [
                FieldPanel("trust"),
                FieldPanel("source"),
                FieldPanel("source_as_of"),
                FieldPanel("provenance_note"),
                FieldRowPanel(
                    [
                        FieldPanel("confirmed_by_name", read_only=True),
                        FieldPanel("confirmed_at", read_only=True),
                    ],
                    heading=_("Confirmation"),
                ),
            ],
            heading=_("Source and trust"),
        ),
        FieldPanel("component_provenance"),
        MultiFieldPanel(
            [
                FieldPanel("owner_name"),
                FieldPanel("owner_email"),
                FieldPanel("reviewed_on"),
                *more,
            ],
            heading=_("Who looks after it"),
        ),
    ]


PROMOTE_PANELS = [*Page.promote_panels, FieldPanel("is_indexed")]


def tabs(*tabs: tuple[Any, list[Any]]) -> TabbedInterface:
    """Tabs by name, with those for search engines and for the time of publishing."""
    return TabbedInterface(
        [
            *(ObjectList(panels, heading=heading) for heading, panels in tabs),
            ObjectList(PROMOTE_PANELS, heading=_("Address and search engines")),
            ObjectList(Page.settings_panels, heading=_("Publishing")),
        ]
    )


SERVICE_TABS = (
    (
        _("What it is"),
        [
            FieldPanel("title", help_text=_("The everyday name: Paspor baru.")),
            FieldPanel("official_name"),
            FieldPanel("summary"),
            FieldPanel("audience"),
            FieldPanel("other_names"),
            MultiFieldPanel(
                [
                    FieldPanel("is_offered_here"),
                    FieldPanel("counter"),
                    FieldPanel("online_url"),
                    FieldPanel("online_label"),
                ],
                heading=_("Where it is offered"),
            ),
            MultiFieldPanel(
                [
                    FieldPanel("category"),
                    FieldPanel("popular_order"),
                    InlinePanel(
                        "related_services",
                        [PageChooserPanel("service", "directory.ServicePage")],
                        label=_("related service"),
                    ),
                ],
                heading=_("Where visitors find it"),
            ),
        ],
    ),
    (
        _("For visitors (1-6)"),
        [
            HelpPanel(
                content=_(
                    "What you leave empty here is taken from the agency, if it says "
                    "something for all its services. Otherwise visitors read “Belum "
                    "diisi oleh instansi”."
                )
            ),
            *COMPONENT_PANELS,
        ],
    ),
    (
        _("Management (7-14)"),
        [
            *MANAGEMENT_PANELS,
            MultiFieldPanel(
                [
                    FieldPanel("decree_number"),
                    FieldPanel("decree_date"),
                    FieldPanel("effective_from"),
                    FieldPanel("version"),
                    FieldPanel("standard_file"),
                ],
                heading=_("Decree"),
            ),
        ],
    ),
    (_("Source and care"), source_panels(FieldPanel("next_review_on"))),
)

AGENCY_TABS = (
    (
        _("What it is"),
        [
            FieldPanel("title", help_text=_("The full official name.")),
            FieldPanel("short_name"),
            FieldPanel("summary"),
            FieldPanel("kind"),
            FieldPanel("order"),
        ],
    ),
    (
        _("Where and when"),
        [
            FieldPanel("presence"),
            FieldPanel("floor"),
            FieldPanel("floor_is_inferred"),
            FieldPanel("schedule"),
            FieldPanel("hours_note"),
            MultiFieldPanel(
                [
                    FieldPanel("office_address"),
                    FieldPanel("office_phone"),
                    FieldPanel("office_hours"),
                    FieldPanel("office_website"),
                ],
                heading=_("Main office"),
            ),
        ],
    ),
    (
        _("For all its services"),
        [
            HelpPanel(
                content=_(
                    "What is the same for all services of this agency is written once "
                    "here. A service that says something itself is not touched by it."
                )
            ),
            *COMPONENT_PANELS,
            *MANAGEMENT_PANELS,
        ],
    ),
    (_("Source and care"), source_panels()),
)

LIFE_EVENT_PANELS = [
    FieldPanel("title", help_text=_("As people say it: Dompet hilang.")),
    FieldPanel("summary"),
    FieldPanel("icon"),
    FieldPanel("order"),
    InlinePanel(
        "services",
        [
            PageChooserPanel("service", "directory.ServicePage"),
            FieldPanel("note"),
            FieldPanel("case"),
        ],
        label=_("service"),
        heading=_("Services, in the order in which one needs them"),
    ),
    InlinePanel(
        "handovers",
        [
            PageChooserPanel("giver", "directory.ServicePage"),
            PageChooserPanel("receiver", "directory.ServicePage"),
            FieldPanel("what"),
            FieldPanel("is_required"),
        ],
        label=_("handover"),
        heading=_("What one service gives the next"),
    ),
]
