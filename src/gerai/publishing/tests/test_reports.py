"""What operators and staff are told: ``gerai verify``, ``gerai doctor`` and the desk."""

from __future__ import annotations

import os
import re
import time
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.checks import ERROR, INFO, WARNING, CheckMessage
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone, translation
from pytest_django import Settings

from gerai.publishing import checks
from gerai.publishing.addresses import AddressBook
from gerai.publishing.advice import advice_for
from gerai.publishing.health import PublisherStatus, read_status, write_status
from gerai.publishing.management.commands import verify
from gerai.publishing.manifest import MANIFEST_NAME
from gerai.publishing.models import Change, FailedPage
from gerai.publishing.operators import operators_language
from gerai.publishing.publisher import Publisher
from gerai.publishing.record import PublishedRecord
from gerai.publishing.services import published_record

PAGE = b"<!doctype html><title>KTP</title>" + b"<p>Bawa ini</p>" * 100


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "en_GB.UTF-8")
    monkeypatch.setattr(verify, "SETTLE_SECONDS", 0.01)


@pytest.fixture
def record(settings: Settings, tmp_path: Path) -> PublishedRecord:
    settings.PUBLISHED_FOLDER = tmp_path / "published"
    settings.PUBLISHER_FOLDER = tmp_path / "publisher"
    found = published_record()
    found.put({"/": PAGE, "/a/": PAGE})
    return found


def run_verify(*options: str) -> str:
    output = StringIO()
    call_command("verify", *options, stdout=output)
    return output.getvalue()


def test_verify_needs_no_database_and_says_that_all_is_well(
    record: PublishedRecord,
) -> None:
    assert run_verify() == "Every file is as it was published.\n"


def test_verify_speaks_indonesian_unless_the_terminal_is_english(
    record: PublishedRecord, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LANG", "C.UTF-8")
    assert run_verify() == "Semua berkas masih seperti saat diterbitkan.\n"
    assert operators_language({"LC_ALL": "id_ID", "LANG": "en_US"}) == "id"
    assert operators_language({}) == "id"


@pytest.mark.parametrize(
    ("deed", "line"),
    [
        ("change", "changed    a/index.html"),
        ("add", "added      slot/index.html"),
        ("remove", "removed    a/index.html.br"),
        ("link", "removed    index.html"),
        ("edit the manifest", "changed    manifest.json"),
        ("take the manifest", "removed    manifest.json"),
    ],
)
def test_verify_finds_and_heals(record: PublishedRecord, deed: str, line: str) -> None:
    root = record.tree.root
    match deed:
        case "change":
            path = root / "a" / "index.html"
            path.write_bytes(path.read_bytes().replace(b"ini", b"itu", 1))
        case "add":
            (root / "slot").mkdir()
            (root / "slot" / "index.html").write_text("slot gacor")
        case "remove":
            (root / "a" / "index.html.br").unlink()
        case "link":
            (root / "index.html").unlink()
            (root / "index.html").symlink_to("/etc/passwd")
        case "edit the manifest":
            with (root / MANIFEST_NAME).open("a") as file:
                file.write(" ")
        case "take the manifest":
            (root / MANIFEST_NAME).unlink()
    output = StringIO()
    with pytest.raises(CommandError, match="gerai verify --heal"):
        call_command("verify", stdout=output)
    assert output.getvalue() == f"{line}\n"
    healed = run_verify("--heal")
    assert line in healed
    assert "1 file is again as it was published." in healed
    assert "change the server's passwords" in healed
    assert "as it was published" in run_verify()
    assert published_record().differences() == {}
    assert (root / "a" / "index.html").read_bytes() == PAGE


def test_verify_leaves_healing_to_a_running_publisher(
    record: PublishedRecord, monkeypatch: pytest.MonkeyPatch
) -> None:
    (record.tree.root / "index.html").write_text("slot gacor")
    monkeypatch.setattr(verify, "PATIENCE_SECONDS", 0.2)
    with record.lock(), pytest.raises(CommandError, match="gerai doctor"):
        run_verify("--heal")


def test_verify_watches_and_reports_each_change_once(
    record: PublishedRecord, monkeypatch: pytest.MonkeyPatch
) -> None:
    output = StringIO()
    waited: list[float] = []

    def sleep(seconds: float) -> None:
        if seconds != verify.WATCH_SECONDS:
            return
        waited.append(seconds)
        page = record.tree.root / "index.html"
        if len(waited) == 1:
            page.write_text("slot gacor")
        elif len(waited) == 4:
            page.write_bytes(PAGE)
        elif len(waited) == 6:
            raise KeyboardInterrupt

    monkeypatch.setattr("time.sleep", sleep)
    with pytest.raises(KeyboardInterrupt):
        call_command("verify", "--watch", stdout=output)
    text = output.getvalue()
    assert text.count("changed    index.html") == 1
    assert text.count("Every file is as it was published again.") == 1
    assert re.search(r"\d\d-\d\d-\d{4} \d\d\.\d\d\.\d\d", text)
    assert verify.WATCH_SECONDS + 1 < 60


def test_verify_says_what_to_do_when_the_record_or_a_copy_is_lost(
    record: PublishedRecord,
) -> None:
    private = record.private_folder
    for path in (private / "objects").rglob("*"):
        if path.is_file():
            path.write_bytes(b"rotten")
    (record.tree.root / "index.html").unlink()
    with pytest.raises(CommandError, match=r"no good copy of index.html.*publish"):
        run_verify("--heal")
    for folder in (private, record.tree.root):
        (folder / MANIFEST_NAME).write_text("")
    with pytest.raises(CommandError, match="makes all pages and the record anew"):
        run_verify("--heal")


def test_verify_refuses_the_tree_of_another(
    record: PublishedRecord, settings: Settings, tmp_path: Path
) -> None:
    settings.PUBLISHER_FOLDER = tmp_path / "another"
    with pytest.raises(CommandError, match="another installation"):
        run_verify("--heal")


def words(found: list[CheckMessage]) -> str:
    return "\n".join(f"{message.msg} → {message.hint}" for message in found)


def examine() -> list[CheckMessage]:
    with translation.override("en"):
        found = [
            *checks.publisher_is_well(),
            *checks.pages_are_published(),
            *checks.tree_is_as_published(),
        ]
        return [
            CheckMessage(one.level, str(one.msg), str(one.hint), id=one.id)
            for one in found
        ]


def level(found: list[CheckMessage]) -> int:
    return max(message.level for message in found)


@pytest.mark.django_db
def test_the_doctor_finds_publishing_in_order(record: PublishedRecord) -> None:
    write_status(record.private_folder, PublisherStatus(pid=1, swept_at=time.time()))
    with record.lock():
        found = examine()
    assert level(found) == INFO, words(found)
    assert "All 6 published files are as they were published" in words(found)


@pytest.mark.django_db
def test_the_doctor_before_anything_is_published(
    settings: Settings, tmp_path: Path
) -> None:
    settings.PUBLISHED_FOLDER = tmp_path / "published"
    settings.PUBLISHER_FOLDER = tmp_path / "publisher"
    assert "Nothing is published yet." in words(examine())


@pytest.mark.django_db
def test_the_doctor_names_each_fault_with_its_remedy(
    record: PublishedRecord, settings: Settings, tmp_path: Path
) -> None:
    private = record.private_folder
    assert "No publisher is running" in words(examine())
    with record.lock():
        write_status(
            private,
            PublisherStatus(pid=7, trouble="disk", trouble_text="No space left"),
        )
        found = examine()
        assert level(found) == ERROR
        assert "The disk is full" in words(found)
        assert "Free space" in words(found)

        status = PublisherStatus(pid=7)
        write_status(private, status)
        text = (private / "status.json").read_text()
        past = text.replace(f'"seen_at": {status.seen_at}', '"seen_at": 1000.0')
        (private / "status.json").write_text(past)
        assert "kill -9 7" in words(examine())

        hours_ago = time.time() - 3 * 3600
        write_status(private, PublisherStatus(pid=7, swept_at=hours_ago))
        assert "minutes ago" in words(examine())

        write_status(
            private,
            PublisherStatus(altered=["index.html"], altered_at=time.time() - 60),
        )
        found = examine()
        assert level(found) == WARNING
        assert "have been restored: index.html" in words(found)

    FailedPage.objects.create(address="/a/", reason="UnsafeAddress: too long")
    change = Change.objects.create(table="auth_group", values=[1])
    earlier = timezone.now() - timedelta(minutes=10)
    Change.objects.filter(pk=change.pk).update(created_at=earlier)
    (record.tree.root / "index.html").write_text("slot gacor")
    os.chmod(private / "signing.key", 0o644)  # noqa: PTH101
    found = examine()
    assert level(found) == ERROR
    for sentence in (
        "1 page can't be published: /a/",
        "Give the page a shorter, simpler slug.",
        "1 changes wait for publication",
        "1 files are not as they were published: index.html",
        "gerai verify --heal",
        "chmod 600",
    ):
        assert sentence in words(found)
    settings.PUBLISHER_FOLDER = tmp_path / "another"
    settings.PUBLISHER_FOLDER.mkdir()
    assert "another installation" in words(examine())


@pytest.mark.parametrize(
    ("reason", "advice"),
    [
        ("UnsafeAddress: '/é/' has a segment that can't be a name", "slug"),
        ("UnidentifiedImageError: cannot identify image file", "picture"),
        ("OSError: image file is truncated (3 bytes not processed)", "picture"),
        ("the answer is 404", "Publish it again"),
        ("the answer sets a cookie, so it depends on the reader", "technician"),
        ("TemplateSyntaxError: Invalid block tag", "technician"),
    ],
)
def test_every_reason_has_its_advice(reason: str, advice: str) -> None:
    with translation.override("en"):
        assert advice in str(advice_for(reason))


@pytest.fixture
def editor(client: Client) -> Client:
    user = get_user_model().objects.create_superuser("staff", "", "secret-words")
    client.force_login(user)
    return client


@pytest.mark.django_db
def test_the_desk_shows_a_panel_only_while_something_is_wrong(
    editor: Client, record: PublishedRecord
) -> None:
    write_status(record.private_folder, PublisherStatus(pid=1, swept_at=time.time()))
    with record.lock():
        assert "laporan/terbitan" not in home_panels(editor)
        FailedPage.objects.create(address="/a/", reason="ValueError: broken")
        assert "laporan/terbitan" in home_panels(editor)
        FailedPage.objects.all().delete()
        assert "laporan/terbitan" not in home_panels(editor)
    assert "laporan/terbitan" in home_panels(editor)  # no publisher is running


def home_panels(editor: Client) -> str:
    html = editor.get("/admin/").content.decode()
    found = re.search(r'<section[^>]*id="publishing-section".*?</section>', html, re.S)
    return found.group() if found else ""


@pytest.mark.django_db
def test_the_report_says_what_to_do_about_each_page(
    editor: Client, record: PublishedRecord
) -> None:
    FailedPage.objects.create(address="/a/", reason="ValueError: <broken>")
    write_status(
        record.private_folder,
        PublisherStatus(
            pages=2, swept_at=1e9, altered=["index.html"], altered_at=1e9 + 60
        ),
    )
    html = editor.get("/admin/laporan/terbitan/").content.decode()
    for part in ("/a/", "ValueError: &lt;broken&gt;", "index.html"):
        assert part in html
    with translation.override("id"):
        assert "Halaman yang tidak dapat diterbitkan" in html
    assert Client().get("/admin/laporan/terbitan/").status_code == 302


@pytest.mark.django_db
@pytest.mark.urls("gerai.publishing.tests.sample_site")
def test_a_page_is_struck_off_once_it_is_well(record: PublishedRecord) -> None:
    Group.objects.all().delete()
    book = AddressBook()
    from gerai.publishing.tests import sample_site

    book.register("sample", sample_site.addresses)
    publisher = Publisher(record, book)
    group = Group.objects.create(name="broken")
    publisher.sweep()
    assert FailedPage.objects.count() == 1
    group.name = "mended"
    group.save()
    publisher.publish_changes()
    assert FailedPage.objects.count() == 0
    assert read_status(record.private_folder).pid == 0
