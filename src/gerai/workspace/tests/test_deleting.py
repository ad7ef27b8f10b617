"""Deleting what is in use, and groups in words."""

from __future__ import annotations

from datetime import date

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client
from wagtail.images.models import Image
from wagtail.images.tests.utils import get_test_image_file

from gerai.directory.tests.factories import AgencyPageFactory
from gerai.guard.roles import settle_roles
from gerai.guard.sections import settle_section
from gerai.newsroom.models import NewsIndexPage, NewsPage, NewsPicture
from gerai.website.tests.factories import make_site

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client: Client) -> Client:
    client.force_login(User.objects.create_superuser("kepala"))
    return client


def test_a_picture_in_use_is_kept_and_its_places_named(desk: Client) -> None:
    make_site()
    image = Image.objects.create(title="Foto", file=get_test_image_file())
    page = NewsPage(title="Kunjungan wali kota", published_on=date(2026, 1, 1))
    NewsIndexPage.objects.get(locale__language_code="id").add_child(instance=page)
    NewsPicture.objects.create(page=page, image=image, alt_text="Warga")

    one = desk.post(f"/admin/images/multiple/{image.pk}/delete/")
    several = desk.post(
        f"/admin/bulk/wagtailimages/image/delete/?id={image.pk}", {"next": "/admin/"}
    )

    assert one.json()["success"] is False
    assert "Kunjungan wali kota" in one.json()["error_message"]
    # Wagtail itself refuses this one.
    assert several.status_code == 302
    assert Image.objects.filter(pk=image.pk).exists()


def test_groups_are_called_as_the_office_calls_them(desk: Client) -> None:
    settle_roles()
    settle_section(AgencyPageFactory(title="Imigrasi", slug="imigrasi"))
    made = Group.objects.create(name="Panitia lomba")

    listed = desk.get("/admin/groups/").content.decode()

    for name in ("Pengelola", "Petugas Imigrasi", "Panitia lomba"):
        assert name in listed
    assert "role:" not in listed
    assert "section:" not in listed
    ours = Group.objects.get(name="role:manager")
    assert desk.get(f"/admin/groups/edit/{ours.pk}/").headers["Location"] == (
        "/admin/staf/"
    )
    assert desk.post(f"/admin/groups/delete/{ours.pk}/").status_code == 302
    assert Group.objects.filter(pk=ours.pk).exists()
    assert desk.get(f"/admin/groups/edit/{made.pk}/").status_code == 200
