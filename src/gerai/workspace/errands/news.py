"""“Publish news with photos”."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.images import get_image_model
from wagtail.images.forms import get_image_form
from wagtail.permissions import policy_registry

from gerai.newsroom.cleaning import clean_line, rich_text_of
from gerai.newsroom.models import NewsIndexPage, NewsPage, NewsPicture
from gerai.newsroom.presentation.pictures import filter_specs
from gerai.place.selectors import mall_timezone
from gerai.workspace.errands.fields import (
    DayInput,
    ErrandForm,
    keep,
    own_file,
    stored_upload,
)
from gerai.workspace.errands.kinds import Place
from gerai.workspace.errands.notices import TextField, TitleField
from gerai.workspace.errands.page_kinds import NewPageErrand, address_of
from gerai.workspace.errands.pages import add_page
from gerai.workspace.models import Errand

PHOTOS = 6
FIRST_SHOWN = 1


class NewsForm(ErrandForm):
    """What happened, with up to six photos.

    A photo that was sent is kept although something else is wrong: nobody sends it
    twice over a weak signal.
    """

    title = TitleField(label=gettext_lazy("What happened, in one sentence?"))
    text = TextField(label=gettext_lazy("Tell it"))
    published_on = forms.DateField(label=gettext_lazy("Date"), widget=DayInput)

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        self.order_fields(["title", "text"])
        for number in range(PHOTOS):
            self.fields[f"photo_{number}"] = forms.FileField(
                label=gettext_lazy("Photo"),
                required=False,
                widget=forms.FileInput(attrs={"accept": "image/*"}),
            )
            self.fields[f"kept_{number}"] = forms.IntegerField(
                required=False, widget=forms.HiddenInput
            )
            self.fields[f"shows_{number}"] = forms.CharField(
                label=gettext_lazy("What does the photo show?"),
                required=False,
                max_length=250,
                help_text=gettext_lazy("For people who can't see it, in one sentence."),
            )
        self.order_fields(
            ["title", "text", *_photo_fields(), "published_on"],
        )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        for number in range(PHOTOS):
            image = self._keep(number, cleaned)
            cleaned[f"image_{number}"] = image
            shows = clean_line(cleaned.get(f"shows_{number}") or "")
            cleaned[f"shows_{number}"] = shows
            if image is not None and not shows:
                self.add_error(
                    f"shows_{number}",
                    _("Say what the photo shows, for people who can't see it."),
                )
        return cleaned

    def rows(self) -> list[dict[str, Any]]:
        """What the template draws for each photo."""
        found = []
        for number in range(PHOTOS):
            kept = own_file(get_image_model(), self._kept_key(number), self.user)
            found.append(
                {
                    "photo": self[f"photo_{number}"],
                    "kept": self[f"kept_{number}"],
                    "shows": self[f"shows_{number}"],
                    "image": kept,
                    "is_open": number < FIRST_SHOWN or kept is not None,
                }
            )
        return found

    def _kept_key(self, number: int) -> Any:
        name = f"kept_{number}"
        return self.data.get(name) if self.is_bound else self.initial.get(name)

    def _keep(self, number: int, cleaned: dict[str, Any]) -> Any:
        """The photo of one row: the one just sent, or the one kept from before."""
        sent = cleaned.get(f"photo_{number}")
        if sent is None:
            return own_file(get_image_model(), cleaned.get(f"kept_{number}"), self.user)
        shows = clean_line(cleaned.get(f"shows_{number}") or "")
        title = shows or cleaned.get("title") or sent.name
        # Whether words are missing is this form's own question.
        words = {"description": shows, "is_decorative": not shows}
        try:
            image = stored_upload(
                get_image_form(get_image_model()),
                sent,
                title=title,
                user=self.user,
                more=words,
            )
        except ValidationError as problem:
            self.add_error(f"photo_{number}", problem)
            return None
        # Before the preview: a file that is made within it would be left behind.
        image.get_renditions(*filter_specs(image.width))
        self.data = keep(self.data, f"kept_{number}", str(image.pk))
        return image


class News(NewPageErrand):
    """News of the mall."""

    key = "berita"
    title = gettext_lazy("Publish news with photos")
    about = gettext_lazy("What happened, with photos straight from the phone")
    icon = "image"
    template = "workspace/errands/news.html"
    act_label = gettext_lazy("Publish")
    published_words = gettext_lazy("Your news is on the site.")
    has_target = False

    def is_for(self, user: Any) -> bool:
        parent = _list()
        policy = policy_registry.get_by_type(get_image_model())
        return (
            parent is not None
            and parent.permissions_for_user(user).can_add_subpage()
            and policy.user_has_permission(user, "add")
        )

    def target(self, user: Any, key: str) -> NewsIndexPage:
        parent = _list()
        if parent is None:
            raise Http404
        if not self.is_for(user):
            raise PermissionDenied
        return parent

    def form(
        self,
        user: Any,
        target: Any,
        *,
        data: Any = None,
        files: Any = None,
        given: dict[str, Any] | None = None,
    ) -> NewsForm:
        today = timezone.now().astimezone(mall_timezone()).date()
        initial = {"published_on": today, **(given or {})}
        return NewsForm(data, files, initial=initial, user=user)

    def given(self, form: Any, target: Any, user: Any) -> dict[str, Any]:
        cleaned = form.cleaned_data
        pictures = {
            f"{name}_{number}": value
            for number in range(PHOTOS)
            if (image := cleaned[f"image_{number}"])
            for name, value in (
                ("kept", image.pk),
                ("shows", cleaned[f"shows_{number}"]),
            )
        }
        return {
            "title": cleaned["title"],
            "text": cleaned["text"],
            "published_on": cleaned["published_on"].isoformat(),
            **pictures,
        }

    def uploads(self, given: dict[str, Any]) -> list[tuple[type[Any], int]]:
        kept = [given.get(f"kept_{number}") for number in range(PHOTOS)]
        return [(get_image_model(), int(key)) for key in kept if key]

    def name(self, given: dict[str, Any], target: Any) -> str:
        return _("News: %(title)s") % {"title": given["title"]}

    def effects(self, errand: Errand, target: Any) -> list[str]:
        return [_("It stands first in the list of news, and on the home page.")]

    def perform(
        self, errand: Errand, target: Any, *, user: Any, as_preview: bool = False
    ) -> dict[str, Any]:
        given = errand.given
        page = NewsPage(
            title=given["title"],
            body=rich_text_of(given["text"]),
            published_on=date.fromisoformat(given["published_on"]),
        )
        page.pictures = [
            NewsPicture(
                image_id=given[f"kept_{number}"],
                alt_text=given[f"shows_{number}"],
                sort_order=number,
                locale=target.locale,
            )
            for number in range(PHOTOS)
            if own_file(get_image_model(), given.get(f"kept_{number}"), user)
            is not None
        ]
        outcome = add_page(target, page, user=user, as_preview=as_preview)
        return outcome | address_of(page)

    def public_places(self, errand: Errand) -> list[Place]:
        return [
            Place(errand.given["title"], errand.outcome["url"]),
            Place(_("All news"), "/berita/"),
            Place(_("Home page"), "/"),
        ]


def _photo_fields() -> list[str]:
    return [
        f"{name}_{number}"
        for number in range(PHOTOS)
        for name in ("photo", "kept", "shows")
    ]


def _list() -> NewsIndexPage | None:
    found: NewsIndexPage | None = NewsIndexPage.objects.filter(
        locale__language_code=settings.LANGUAGE_CODE
    ).first()
    return found
