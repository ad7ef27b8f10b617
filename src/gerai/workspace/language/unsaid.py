"""Words that Wagtail and its plug-ins fix before anybody has a language, or forget.

``gettext`` where a class is defined speaks the language of the process for ever. Here
those words become lazy; what has no words but a Python name gets some. Each line is a
candidate for upstream; the test that walks the desk in both languages says when one is
no longer needed or a new one is.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any

from allauth.mfa.models import Authenticator
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.models import Permission
from django.forms import Form
from django.utils.functional import lazy
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.auth import LoginForm
from wagtail.admin.forms.choosers import (
    AnchorLinkChooserForm,
    EmailLinkChooserForm,
    ExternalLinkChooserForm,
    LocaleFilterMixin,
    PhoneLinkChooserForm,
)
from wagtail.admin.forms.collections import GroupCollectionManagementPermissionFormSet
from wagtail.admin.forms.workflows import TaskChooserSearchForm, WorkflowPageForm
from wagtail.admin.viewsets.chooser import ChooserViewSet
from wagtail.admin.widgets import AdminPageChooser
from wagtail.contrib.redirects.filters import RedirectsReportFilterSet
from wagtail.contrib.simple_translation.models import SimpleTranslation
from wagtail.documents.forms import GroupDocumentPermissionFormSet
from wagtail.images.forms import GroupImagePermissionFormSet, ImageInsertionForm
from wagtail.models import (
    PAGE_PERMISSION_TYPES,
    Locale,
    Page,
    PageSubscription,
)
from wagtail.sites.views import IndexView as SitesView
from wagtail.snippets.views.snippets import SnippetViewSet
from wagtail.snippets.widgets import AdminSnippetChooser
from wagtail.users.forms import PagePermissionsForm
from wagtail_localize.components import BaseComponentManager
from wagtail_localize.models import (
    LocaleSynchronization,
    SegmentOverride,
    StringTranslation,
    Translation,
    TranslationSource,
)
from wagtail_localize.views.report import TranslationsReportFilterSet

Words = Any  # a str, or Django's lazy one


def settle_words() -> None:
    """Give them all their words; called once when Django starts."""
    _name_models()
    _label_forms()
    _label_filters()
    _label_choosers()
    _lead_home_later(SnippetViewSet)
    _label_permissions()


def _name_models() -> None:
    names: dict[type[Any], tuple[Words, Words]] = {
        Locale: (_("locale"), _("locales")),
        Translation: (_("translation"), _("translations")),
        TranslationSource: (_("source of a translation"), _("sources of translations")),
        LocaleSynchronization: (_("synchronisation"), _("synchronisations")),
        SimpleTranslation: (_("handing in translations"), _("handing in translations")),
        # Only the trail of changes names these.
        PageSubscription: (_("page subscription"), _("page subscriptions")),
        StringTranslation: (_("translated text"), _("translated texts")),
        SegmentOverride: (_("value of a translation"), _("values of translations")),
        Authenticator: (_("second factor"), _("second factors")),
    }
    for model, (one, many) in names.items():
        model._meta.verbose_name = one
        model._meta.verbose_name_plural = many
    source = LocaleSynchronization._meta.get_field("sync_from")
    source.verbose_name = _("from language")


def _label(form: type[Form], **labels: Words) -> None:
    for name, label in labels.items():
        form.base_fields[name].label = label


def _label_forms() -> None:
    text = _("Link text")
    for form in (ExternalLinkChooserForm, AnchorLinkChooserForm, PhoneLinkChooserForm):
        _label(form, link_text=text)
    _label(PhoneLinkChooserForm, phone_number=_("Phone number"))
    _label(
        EmailLinkChooserForm,
        email_address=_("E-mail address"),
        link_text=text,
        subject=_("Subject"),
        body=_("Text of the e-mail"),
    )
    _label(PagePermissionsForm, page=_("Page"))
    _label(WorkflowPageForm, page=_("Page"))
    _label(LoginForm, password=AuthenticationForm.base_fields["password"].label)
    _label(
        ImageInsertionForm,
        format=_("Format"),
        image_is_decorative=_("Image is decorative"),
        alt_text=_("Alt text"),
    )


def _label_filters() -> None:
    permanent = RedirectsReportFilterSet.base_filters["is_permanent"]
    permanent.label = _("Type")
    permanent.extra["choices"] = ((True, _("Permanent")), (False, _("Temporary")))
    permanent.extra["empty_label"] = _("All")
    translations = TranslationsReportFilterSet.base_filters
    translations["source_locale"].label = _("From language")
    translations["target_locale"].label = _("Into language")
    next(
        column for column in SitesView.columns if column.name == "site_name"
    ).label = _("Name")


def _label_choosers() -> None:
    ChooserViewSet.choose_one_text = _("Choose")
    ChooserViewSet.choose_another_text = _("Choose another")
    ChooserViewSet.edit_item_text = _("Edit")
    ChooserViewSet.search_tab_label = _("Search")
    ChooserViewSet.create_action_label = _("Create")
    _afterwards(AdminSnippetChooser, _name_the_record)
    _afterwards(AdminPageChooser, _name_the_page)
    _afterwards(LocaleFilterMixin, _label_locale)
    _afterwards(TaskChooserSearchForm, _label_task_type)
    _afterwards(BaseComponentManager, _label_components)


def _lead_home_later(viewset: type[Any]) -> None:
    """Views get their way back when Django starts, before anybody has a language."""
    early = viewset.breadcrumbs_items.fget

    def late(self: Any) -> list[dict[str, Any]]:
        home, *others = early(self)
        for item in others:
            if item["label"] == gettext("Snippets"):
                item["label"] = _("Snippets")
        return [{**home, "label": _("Home")}, *others]

    viewset.breadcrumbs_items = property(late)


def _afterwards(made: type[Any], act: Callable[[Any, Mapping[str, Any]], None]) -> None:
    """Let ``act`` finish each new object of a class."""
    make = made.__init__

    @wraps(make)
    def make_and_finish(self: Any, *arguments: Any, **named: Any) -> None:
        make(self, *arguments, **named)
        act(self, named)

    made.__init__ = make_and_finish


def _name_the_record(chooser: Any, named: Mapping[str, Any]) -> None:
    for attribute, message in (
        ("choose_one_text", "Choose %(object)s"),
        ("choose_another_text", "Choose another %(object)s"),
        ("link_to_chosen_text", "Edit this %(object)s"),
    ):
        if attribute not in named:
            setattr(chooser, attribute, _about(message, chooser.model))


def _about_now(message: str, model: type[Any]) -> str:
    return gettext(message) % {"object": model._meta.verbose_name}


_about = lazy(_about_now, str)


def _name_the_page(chooser: Any, named: Mapping[str, Any]) -> None:
    models = chooser.target_models
    if len(models) != 1 or models[0] is Page:
        return
    for attribute in ("choose_one_text", "choose_another_text"):
        if attribute not in named:
            words = getattr(AdminPageChooser, attribute)
            setattr(chooser, attribute, _of_type(words, models[0]))


def _of_type_now(words: Words, model: type[Any]) -> str:
    return f"{words} ({capfirst(model._meta.verbose_name)})"


_of_type = lazy(_of_type_now, str)


def _label_task_type(form: Any, given: Mapping[str, Any]) -> None:
    if "task_type" in form.fields:
        form.fields["task_type"].label = _("Task type")


def _label_locale(form: Any, named: Mapping[str, Any]) -> None:
    if "locale" in form.fields:
        form.fields["locale"].label = _("Language")


def _label_components(manager: Any, named: Mapping[str, Any]) -> None:
    for _component, _instance, form in manager:
        if "enabled" in form.fields:
            form.fields["enabled"].label = _("Enabled")


def _page_permission(permission: Permission) -> Words:
    names = {f"{code}_page": words for code, _short, words in PAGE_PERMISSION_TYPES}
    return names.get(permission.codename, permission.name)


def _label_permissions() -> None:
    pages = PagePermissionsForm.base_fields["permissions"]
    pages.label_from_instance = _page_permission
    formsets: dict[type[Any], tuple[tuple[Words, Words], ...]] = {
        GroupImagePermissionFormSet: (
            (_("Add"), _("Add/edit images you own")),
            (_("Edit"), _("Edit any image")),
            (_("Choose"), _("Select images in choosers")),
        ),
        GroupCollectionManagementPermissionFormSet: (
            (_("Add"), _("Add collections")),
            (_("Edit"), _("Edit collections")),
            (_("Delete"), _("Delete collections")),
        ),
    }
    for formset in (*formsets, GroupDocumentPermissionFormSet):
        _label(formset.form, collection=_("Collection"))
    for formset, words in formsets.items():
        # In place: the form's own field looks them up in this very list.
        formset.permission_types[:] = [
            (codename, *labels)
            for (codename, *_early), labels in zip(
                formset.permission_types, words, strict=True
            )
        ]
