"""The screens: choose, fill in, look, done; the same for every kind of task."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe
from wagtail.admin import messages

from gerai.guard.returning import RESTORE, restored_notice
from gerai.publishing.headers import PREVIEW_HEADERS
from gerai.publishing.rendering import RenderFailed
from gerai.workspace.errands import services
from gerai.workspace.errands.kinds import ErrandKind, kind_of
from gerai.workspace.errands.preview import preview
from gerai.workspace.exceptions import ErrandRefused
from gerai.workspace.models import Errand

LONGEST_QUERY = 80


def signed_in(request: HttpRequest) -> User:
    """Whoever asks.

    Raises:
        PermissionDenied: nobody in particular.
    """
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user


@method_decorator(never_cache, name="dispatch")
class ErrandView(View):
    """What the screens of one kind have in common."""

    kind: ErrandKind = None  # type: ignore[assignment]

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.user = signed_in(request)
        if not self.kind.is_for(self.user):
            raise PermissionDenied

    def show(self, template: str, context: dict[str, Any]) -> HttpResponse:
        """A screen with the frame of the desk."""
        shared = {
            "kind": self.kind,
            "page_title": self.kind.title,
            "header_icon": self.kind.icon,
        }
        return render(self.request, template, shared | context)


class ChooseView(ErrandView):
    """What it is about; left out where there is only one answer."""

    def get(self, request: HttpRequest) -> HttpResponse:
        query = " ".join(request.GET.get("q", "").replace("\0", "").split())
        query = query[:LONGEST_QUERY]
        targets = self.kind.targets(self.user, query)
        if len(targets.found) == 1 and targets.is_whole:
            return redirect(self.kind.form_url(targets.found[0].key))
        return self.show(
            self.kind.choose_template,
            {"targets": targets, "query": query},
        )


class FormView(ErrandView):
    """The questions of one task, with nothing else on the screen."""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.key = kwargs.get("target", "")
        self.target = self.kind.target(self.user, self.key)

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        errand = self._begun(request.GET.get("tugas", ""))
        given = errand.given if errand else None
        try:
            self.kind.refuse(self.user, self.target)
        except ErrandRefused as refusal:
            return self._refused(str(refusal))
        return self._form(self._make(given=given), errand)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        errand = self._begun(request.POST.get("errand", ""))
        form = self._make(data=request.POST, files=request.FILES)
        if RESTORE in request.POST:
            messages.warning(request, restored_notice())
            return self._form(form, errand)
        if not form.is_valid():
            return self._form(form, errand, status=422)
        try:
            errand = services.prepare(
                kind=self.kind,
                user=self.user,
                target=self.target,
                given=self.kind.given(form, self.target, self.user),
                found=self.kind.found(self.target),
                errand=errand,
            )
        except ErrandRefused as refusal:
            return self._refused(str(refusal))
        return redirect("workspace_errand_look", pk=errand.pk)

    def _refused(self, why: str) -> HttpResponse:
        messages.error(self.request, why)
        return redirect("wagtailadmin_home")

    def _make(self, **kwargs: Any) -> Any:
        return self.kind.form(self.user, self.target, **kwargs)

    def _begun(self, pk: str) -> Errand | None:
        """The same task as it was typed before, if it isn't done yet."""
        if not pk.isdecimal():
            return None
        return Errand.objects.filter(
            pk=int(pk[:18]), by=self.user, kind=self.kind.key, done_at__isnull=True
        ).first()

    def _form(
        self, form: Any, errand: Errand | None, status: int = 200
    ) -> HttpResponse:
        response = self.show(
            self.kind.template,
            {
                "form": form,
                "errand": errand,
                "heading": self.kind.heading(self.target),
                "action_url": self.kind.form_url(self.key),
            },
        )
        response.status_code = status
        return response


@method_decorator(never_cache, name="dispatch")
class LookView(View):
    """The page as it will look on a phone; then it goes out, or back to the form."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        errand = own_errand(request, pk)
        if errand.done_at is not None:
            return redirect(done_url(errand))
        return self._show(request, errand)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        errand = own_errand(request, pk)
        try:
            errand = services.perform(pk=pk, user=signed_in(request))
        except ErrandRefused as refusal:
            return self._refused(request, errand, str(refusal))
        return redirect(done_url(errand))

    @staticmethod
    def _refused(request: HttpRequest, errand: Errand, why: str) -> HttpResponse:
        """Back to the form, which begins with what was typed and what is there now."""
        messages.error(request, why)
        return redirect(_form_of(errand))

    @staticmethod
    def _show(request: HttpRequest, errand: Errand) -> HttpResponse:
        kind, user = kind_of(errand), signed_in(request)
        target = kind.target(user, kind.key_of(errand.given))
        try:
            effects = kind.effects(errand, target)
        except ErrandRefused as refusal:
            return LookView._refused(request, errand, str(refusal))
        return render(
            request,
            "workspace/errands/look.html",
            {
                "kind": kind,
                "page_title": kind.title,
                "header_icon": kind.icon,
                "errand": errand,
                "effects": effects,
                "has_page": kind.shows_page,
                "back_url": _form_of(errand),
                "waits": not kind.goes_out(user, target),
            },
        )


@never_cache
@require_safe
def frame(request: HttpRequest, pk: int) -> HttpResponse:
    """The public page with the change, for the frame of the preview."""
    errand = own_errand(request, pk)
    if errand.done_at is not None or not kind_of(errand).shows_page:
        raise Http404
    try:
        body = preview(errand, signed_in(request))
    except (ErrandRefused, RenderFailed) as problem:
        words = (
            str(problem)
            if isinstance(problem, ErrandRefused)
            else _("This page isn't visible to visitors yet, so it can't be shown.")
        )
        response = render(
            request, "workspace/errands/no_preview.html", {"words": words}
        )
    else:
        response = HttpResponse(body)
    for name, value in PREVIEW_HEADERS.items():
        response.headers[name] = value
    return response


@require_POST
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a task back."""
    errand = own_errand(request, pk)
    try:
        errand = services.undo(pk=pk, user=signed_in(request))
    except ErrandRefused as refusal:
        messages.error(request, str(refusal))
    except Http404:
        messages.error(
            request, _("What this was about is no longer there. Nothing to undo.")
        )
    else:
        messages.success(
            request, _("Undone: %(what)s. It is as before.") % {"what": errand.title}
        )
    return redirect("wagtailadmin_home")


def own_errand(request: HttpRequest, pk: int) -> Errand:
    """A task of whoever asks; those of others don't exist for them."""
    return get_object_or_404(Errand, pk=pk, by=signed_in(request))


def done_url(errand: Errand) -> str:
    """The home screen, which says what was done."""
    home = reverse("wagtailadmin_home")
    return f"{home}?{urlencode({'selesai': errand.pk})}"


def _form_of(errand: Errand) -> str:
    kind = kind_of(errand)
    address = kind.form_url(kind.key_of(errand.given))
    return f"{address}?{urlencode({'tugas': errand.pk})}"
