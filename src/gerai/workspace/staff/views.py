"""Who works here: the list, inviting, changing, and the page behind an invitation."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse, reverse_lazy
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.generic import FormView, View
from wagtail.admin import messages
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.generic import IndexView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets import HeaderButton

from gerai.guard import services
from gerai.guard.entry import has_second_factor, require_fresh_proof
from gerai.guard.exceptions import InvitationInvalid, StaffError
from gerai.guard.models import StaffMember
from gerai.guard.policies import may_change, may_invite
from gerai.guard.returning import RESTORE, restored_notice
from gerai.guard.roles import Role
from gerai.guard.services import Invitation
from gerai.signin.joining import sign_in_joined
from gerai.workspace.staff.forms import InviteForm, JoinForm, RoleForm
from gerai.workspace.staff.mail import invitation_url, send_invitation


class InvitersOnly(View):
    """Only for those who may give roles to others."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not may_invite(request.user):
            raise PermissionDenied
        if request.method == "POST":
            require_fresh_proof(request)
        return super().dispatch(request, *args, **kwargs)  # type: ignore[return-value]


def state_of(member: StaffMember) -> str:
    """Whether somebody can sign in, in a word or two."""
    if not member.user.is_active:
        return gettext("disabled")
    if member.joined_at is None and not member.user.has_usable_password():
        return gettext("invited")
    return gettext("active")


class StaffIndexView(InvitersOnly, IndexView):
    """Everybody with a role."""

    model = StaffMember
    permission_policy = None
    page_title = _("Staff")
    header_icon = "group"
    index_url_name = "workspace_staff"
    index_results_url_name = "workspace_staff_results"
    edit_url_name = "workspace_staff_member"
    search_fields = ("user__first_name", "user__email")
    list_filter = ("role",)
    default_ordering = ("user__first_name", "user__email", "pk")
    columns = [
        TitleColumn(
            "name",
            label=_("Name"),
            accessor=str,
            get_url=lambda member: reverse("workspace_staff_member", args=[member.pk]),
        ),
        Column("email", label=_("E-mail"), accessor="user.email"),
        Column("role", label=_("Role"), accessor="get_role_display"),
        Column("section", label=_("Agency"), accessor="section.title"),
        Column("state", label=_("State"), accessor=state_of),
    ]

    def get_base_queryset(self) -> QuerySet[StaffMember]:
        return StaffMember.objects.select_related("user", "section")

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        return [
            HeaderButton(
                gettext("Invite a person"),
                reverse("workspace_staff_invite"),
                icon_name="plus",
            )
        ]


class StaffFormView(InvitersOnly, WagtailAdminTemplateMixin, FormView):  # type: ignore[type-arg]
    """A form on one person."""

    template_name = "wagtailadmin/generic/form.html"
    header_icon = "group"
    success_url = reverse_lazy("workspace_staff")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "roles": may_invite(self.request.user)}

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        return [
            {"url": reverse("wagtailadmin_home"), "label": gettext("Home")},
            {"url": reverse("workspace_staff"), "label": gettext("Staff")},
            {"url": "", "label": self.get_page_title()},
        ]


class InviteView(StaffFormView):
    """One form; its answer is the link, in case the mail doesn't arrive."""

    form_class = InviteForm
    page_title = _("Invite a person")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {
            **super().get_context_data(**kwargs),
            "action_url": reverse("workspace_staff_invite"),
            "submit_button_label": gettext("Invite"),
            "submit_button_active_label": gettext("Inviting …"),
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if RESTORE in request.POST:
            messages.warning(request, restored_notice())
            return self.form_invalid(self.get_form())
        return super().post(request, *args, **kwargs)

    def form_valid(self, form: InviteForm) -> HttpResponse:
        given = form.cleaned_data
        try:
            invitation = services.invite(
                email=given["email"],
                name=given["name"],
                role=Role(given["role"]),
                section=given["section"],
                by=self.request.user,
            )
        except StaffError as problem:
            form.add_error("email", str(problem))
            return self.form_invalid(form)
        return show_invitation(self.request, invitation)


class MemberView(StaffFormView):
    """Change somebody's role; disable or invite them anew."""

    template_name = "workspace/staff_member.html"
    form_class = RoleForm

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.member = get_object_or_404(
            StaffMember.objects.select_related("user", "section"), pk=kwargs["pk"]
        )

    def get_page_title(self) -> str:
        return str(self.member)

    def get_initial(self) -> dict[str, Any]:
        return {"role": self.member.role, "section": self.member.section_id}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {
            **super().get_context_data(**kwargs),
            "action_url": reverse("workspace_staff_member", args=[self.member.pk]),
            "submit_button_label": gettext("Save"),
            "submit_button_active_label": gettext("Saving …"),
            "member": self.member,
            "state": state_of(self.member),
            "may_change": may_change(self.request.user, self.member),
            "has_factor": has_second_factor(self.member.user),
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        act = request.POST.get("act")
        if act not in {"disable", "renew", "enable", "factors"}:
            return super().post(request, *args, **kwargs)
        try:
            if act == "disable":
                services.disable(member=self.member, by=request.user)
            elif act == "renew":
                invitation = services.renew_invitation(
                    member=self.member, by=request.user
                )
                return show_invitation(request, invitation)
            elif act == "factors":
                invitation = services.reset_factors(member=self.member, by=request.user)
                return show_invitation(request, invitation)
            else:
                invitation = services.enable(member=self.member, by=request.user)
                return show_invitation(request, invitation)
        except StaffError as problem:
            messages.error(request, str(problem))
            return redirect("workspace_staff_member", pk=self.member.pk)
        messages.success(
            request, gettext("%(name)s can no longer sign in.") % {"name": self.member}
        )
        return HttpResponseRedirect(self.get_success_url())

    def form_valid(self, form: RoleForm) -> HttpResponse:
        try:
            services.change_role(
                member=self.member,
                role=Role(form.cleaned_data["role"]),
                section=form.cleaned_data["section"],
                by=self.request.user,
            )
        except StaffError as problem:
            form.add_error(None, str(problem))
            return self.form_invalid(form)
        messages.success(self.request, gettext("Saved."))
        return HttpResponseRedirect(self.get_success_url())


def show_invitation(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    """The link on the screen of whoever made it; it is shown this once."""
    response = render(
        request,
        "workspace/invitation_sent.html",
        {
            "member": invitation.member,
            "url": invitation_url(invitation),
            "is_mailed": send_invitation(invitation),
            "page_title": gettext("Invitation for %(name)s")
            % {"name": invitation.member},
        },
    )
    response["Cache-Control"] = "no-store"
    return response


@method_decorator([never_cache, sensitive_post_parameters()], name="dispatch")
class JoinView(FormView):  # type: ignore[type-arg]
    """The page behind an invitation: choose a password, and start."""

    template_name = "workspace/join.html"
    form_class = JoinForm

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            self.member = services.invited_by_token(kwargs["token"])
        except InvitationInvalid as problem:
            return self._refuse(str(problem))
        response: HttpResponse = super().dispatch(request, *args, **kwargs)  # type: ignore[assignment]
        # The token leaves for no other site; with "no-referrer" a browser would also
        # hide where the form comes from, and be refused.
        response["Referrer-Policy"] = "same-origin"
        return response

    def get_initial(self) -> dict[str, Any]:
        return {"name": self.member.user.first_name}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "member": self.member}

    def form_valid(self, form: JoinForm) -> HttpResponse:
        try:
            member = services.join(
                token=self.kwargs["token"],
                password=form.cleaned_data["password"],
                name=form.cleaned_data["name"],
            )
        except InvitationInvalid as problem:
            return self._refuse(str(problem))
        except ValidationError as problem:
            form.add_error("password", problem)
            return self.form_invalid(form)
        return sign_in_joined(self.request, member.user)

    def _refuse(self, reason: str) -> HttpResponse:
        return render(
            self.request, "workspace/join_invalid.html", {"reason": reason}, status=410
        )
