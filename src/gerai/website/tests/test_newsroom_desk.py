"""Staff can write everything; what is wrong is said in helpful words."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from PIL import Image as Pillow
from wagtail.images.models import Image
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import ModelLogEntry, Page, PageLogEntry
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text

from gerai.directory.tests.factories import AgencyPageFactory
from gerai.files.tests.samples import photo
from gerai.newsroom.models import (
    INDEX_TYPES,
    ITEM_TYPES,
    Banner,
    NewsPicture,
    NoticePage,
)
from gerai.newsroom.presentation.pictures import shown_picture, shown_tile
from gerai.newsroom.services import prepare_uses_of
from gerai.website.tests import newsroom_factories as factories
from gerai.website.tests.factories import make_mall
from gerai.website.tests.newsroom_factories import NOON

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("standard_pages")]


@pytest.fixture
def desk(client: Client) -> Client:
    client.force_login(get_user_model().objects.create_superuser("siti"))
    return client


def local(moment: Any) -> str:
    return timezone.localtime(moment).strftime("%Y-%m-%d %H:%M")


def notice_data(**values: Any) -> dict[str, Any]:
    now = timezone.now()
    return nested_form_data(
        {
            "title": "Loket lantai 2 tutup pukul 11.00",
            "slug": "loket-tutup",
            "summary": "",
            "starts_at": local(now),
            "ends_at": local(now + timedelta(hours=3)),
            "urgency": "urgent",
            "agency": "",
            "body": rich_text("<p>*Penting*: datang lebih pagi.</p>"),
            "seo_title": "",
            "search_description": "",
            "comments": inline_formset([]),
            "action-publish": "1",
        }
        | values
    )


def post_notice(desk: Client, **values: Any) -> Any:
    parent = Page.objects.get(slug="pengumuman", locale__language_code="id")
    address = reverse(
        "wagtailadmin_pages:add", args=["newsroom", "noticepage", parent.pk]
    )
    return desk.post(address, notice_data(**values))


def test_a_notice_written_in_the_desk_is_on_the_site_at_once(desk: Client) -> None:
    response = post_notice(desk)
    assert response.status_code == 302, response.context["form"].errors
    page = NoticePage.objects.get(locale__language_code="id")
    assert page.live
    assert (
        page.body == "<p><b>Penting</b>: datang lebih pagi.</p>"
        or "<b>Penting</b>" in page.body
    )
    assert PageLogEntry.objects.filter(page=page, action="wagtail.publish").exists()
    assert page.title in desk.get("/").content.decode()


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"ends_at": local(NOON - timedelta(days=900))}, "ends_at"),
        ({"starts_at": "2031-02-01 08:00", "ends_at": "2031-01-01 08:00"}, "ends_at"),
        ({"title": "Tutup! " * 30}, "title"),
        ({"slug": "halaman"}, "slug"),
        ({"slug": "2026"}, "slug"),
    ],
)
def test_slips_are_said_in_words_and_nothing_is_lost(
    desk: Client, values: dict[str, str], field: str
) -> None:
    response = post_notice(desk, **values)
    assert response.status_code == 200
    form = response.context["form"]
    assert list(form.errors) == [field]
    assert len(form.errors[field][0]) > 20
    assert "datang lebih pagi" in response.content.decode()
    assert not NoticePage.objects.exists()


def test_an_old_end_may_stay_when_something_else_is_changed(desk: Client) -> None:
    page = factories.notice(
        starts_at=NOON - timedelta(days=900), ends_at=NOON - timedelta(days=899)
    )
    page.save_revision().publish()
    data = notice_data(
        slug=page.slug, starts_at=local(page.starts_at), ends_at=local(page.ends_at)
    )
    response = desk.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), data)
    assert response.status_code == 302, response.context["form"].errors


def test_a_new_notice_of_the_office_is_one_for_all(desk: Client) -> None:
    """There are agencies to put it below, and still nobody asks where it belongs."""
    AgencyPageFactory(slug="kpp")
    for_all = Page.objects.get(slug="pengumuman", locale__language_code="id")
    answer = desk.get(reverse("notices:choose_parent"))
    assert answer.status_code == 302
    assert answer["Location"].endswith(f"/newsroom/noticepage/{for_all.pk}/")


def test_every_kind_has_a_list_and_an_editor(desk: Client) -> None:
    for name in ("news", "notices", "events", "albums", "public_documents"):
        assert desk.get(reverse(f"{name}:index")).status_code == 200, name
    for model in (*ITEM_TYPES, *INDEX_TYPES):
        parent = model.allowed_parent_page_models()[0]
        above = parent.objects.filter(locale__language_code="id").first()
        if model in ITEM_TYPES:
            address = reverse(
                "wagtailadmin_pages:add",
                args=["newsroom", model._meta.model_name, above.pk],
            )
        else:
            page = model.objects.get(locale__language_code="id")
            address = reverse("wagtailadmin_pages:edit", args=[page.pk])
        assert desk.get(address).status_code == 200, model
    for snippet in ("banner", "question", "topic"):
        for view in ("list", "add"):
            name = f"wagtailsnippets_newsroom_{snippet}:{view}"
            assert desk.get(reverse(name)).status_code == 200, name


def test_the_list_of_notices_says_what_visitors_see(desk: Client) -> None:
    factories.notice("Sudah lewat", ends_at=NOON - timedelta(days=1))
    factories.notice("Sekarang")
    html = desk.get(reverse("notices:index")).content.decode()
    assert "sudah berakhir" in html
    assert "sedang tampil" in html


def test_a_banner_is_written_previewed_and_logged(desk: Client) -> None:
    address = reverse("wagtailsnippets_newsroom_banner:add")
    data = {
        "kind": "closed",
        "text": "Hari  ini\u200b tutup.",
        "text_en": "Closed today.",
        "starts_at": local(timezone.now()),
        "ends_at": "",
        "agency": "",
        "link_page": "",
    }
    assert desk.post(address, data).status_code == 302
    row = Banner.objects.get()
    assert row.text == "Hari ini tutup."
    assert ModelLogEntry.objects.filter(object_id=str(row.pk)).exists()
    preview = row.make_preview_request()
    assert preview.status_code == 200
    assert "Closed today." in preview.content.decode()
    assert "Hari ini tutup." in desk.get("/layanan/").content.decode()


def test_pictures_need_words_or_are_decoration() -> None:
    for values, is_right in (
        ({"alt_text": ""}, False),
        ({"alt_text": "Loket"}, True),
        ({"alt_text": "", "is_decorative": True}, True),
    ):
        picture = NewsPicture(**values)
        if is_right:
            picture.clean()
        else:
            with pytest.raises(ValidationError) as refused:
                picture.clean()
            assert "alt_text" in refused.value.message_dict
    assert NewsPicture(alt_text="x", is_decorative=True).alt == ""


def news_with_picture() -> Image:
    image: Image = Image.objects.create(
        title="Loket", description="Loket yang ramai", file=get_test_image_file()
    )
    page = factories.news("Loket ramai")
    picture = NewsPicture(image=image, page=page, locale=page.locale)
    picture.clean()
    picture.save()
    return image


def test_words_of_a_picture_are_not_typed_twice() -> None:
    news_with_picture()

    assert NewsPicture.objects.get().alt_text == "Loket yang ramai"


def test_a_published_page_has_its_replaced_picture_at_once(desk: Client) -> None:
    image = news_with_picture()
    address = reverse("wagtailimages:edit", args=[image.pk])
    answer = desk.post(
        address,
        {
            "title": "Loket",
            "description": "Loket yang sepi",
            "file": SimpleUploadedFile("baru.jpg", photo()),
        },
    )

    assert answer.status_code == 302
    forms = {one.filter_spec.split("|")[1] for one in image.renditions.all()}
    assert forms >= {"format-avif", "format-webp", "format-jpeg"}


def test_in_lists_a_picture_is_cut_around_what_counts() -> None:
    image = news_with_picture()
    image.file = SimpleUploadedFile("lebar.jpg", photo(size=(1200, 300)))
    image.focal_point_x, image.focal_point_y = 1100, 150
    image.focal_point_width = image.focal_point_height = 20
    image.save()
    prepare_uses_of(image)

    tile = shown_tile(NewsPicture.objects.get())

    assert [source.type for source in tile.sources] == ["image/avif", "image/webp"]
    rendition = image.renditions.get(
        filter_spec__startswith="fill-", filter_spec__contains="format-jpeg"
    )
    with Pillow.open(rendition.file) as drawn:
        red, _, blue = drawn.convert("RGB").getpixel((5, 100))  # type: ignore[misc]
    assert blue > 150 > red, "the left half is red, the marked right one blue"
    assert shown_picture(NewsPicture.objects.get()).src != tile.src


@pytest.mark.parametrize("name", ["anonymous", "no rights", "editor"])
def test_the_desk_is_for_those_who_may(client: Client, name: str) -> None:
    factories.index("berita")
    if name != "anonymous":
        user = get_user_model().objects.create_user("budi")
        if name == "editor":
            user.groups.add(Group.objects.get(name="Editors"))
        client.force_login(user)
    response = post_notice(client)
    assert response.status_code in {302, 403}
    assert not NoticePage.objects.filter(live=True).exists()
    banner = client.post(reverse("wagtailsnippets_newsroom_banner:add"), {"text": "x"})
    assert banner.status_code == 302
    assert not Banner.objects.exists()


def test_only_indonesian_pages_are_listed(desk: Client) -> None:
    from gerai.directory.services import translate_record

    page = factories.news("Dua bahasa")
    translate_record(record=page, language="en", texts={"title": "Two languages"})
    html = desk.get(reverse("news:index")).content.decode()
    assert "Dua bahasa" in html
    assert "Two languages" not in html


def test_times_are_those_of_the_mall(desk: Client) -> None:
    make_mall(timezone="Asia/Jayapura")
    post_notice(desk, starts_at="2031-01-01 08:00", ends_at="2031-01-01 15:30")
    page = NoticePage.objects.get(locale__language_code="id")
    assert page.ends_at == datetime(2031, 1, 1, 6, 30, tzinfo=UTC)
    html = desk.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    assert "01/01/2031 15.30" in html
    assert "15.30" in desk.get(reverse("notices:index")).content.decode()


def test_the_address_comes_from_the_title(desk: Client) -> None:
    response = post_notice(desk, slug="", title="Loket 2 Tutup")
    assert response.status_code == 302, response.context["form"].errors
    assert NoticePage.objects.get(locale__language_code="id").slug == "loket-2-tutup"
