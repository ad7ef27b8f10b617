"""Copies of an installation: what is in them, how they come back, what is refused."""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
import zipfile
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest

from gerai.audit.anchors import AnchorProblem, read_anchors, write_anchor
from gerai.files.s3 import Bucket
from gerai.operations.backups import known_files, restoring
from gerai.operations.backups.bundle import Bundle, opened_bundle, write_bundle
from gerai.operations.backups.contents import MEDIA, Contents, Entry, read_contents
from gerai.operations.backups.drill import drill
from gerai.operations.backups.encryption import Cipher, cipher_of, new_key
from gerai.operations.backups.installation import Installation, serving
from gerai.operations.backups.known_files import KnownFiles
from gerai.operations.backups.making import copied
from gerai.operations.backups.places import FolderPlace, Place, S3Place
from gerai.operations.backups.problems import BackupProblem
from gerai.operations.backups.rotation import NAME_FORMAT, superfluous
from gerai.operations.backups.services import newest
from gerai.operations.backups.store import Snapshot, Store
from gerai.publishing.record import PublishedRecord

PICTURE = b"\xff\xd8" + bytes(range(256)) * 40
PAGE = "/layanan/"
BODY = b"<html>" + b"isi " * 200 + b"</html>"


def make_installation(folder: Path, *, rows: int = 3) -> Installation:
    """Small, and whole: a database, an upload, a published page with its record."""
    found = Installation(
        data=folder,
        media=folder / "media",
        published=folder / "published",
        publisher=folder / "publisher",
        database={
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": str(folder / "db.sqlite3"),
        },
    )
    folder.mkdir(parents=True, exist_ok=True)
    with closing(sqlite3.connect(found.database["NAME"])) as database, database:
        database.execute("PRAGMA journal_mode=WAL")
        database.executescript(
            "CREATE TABLE django_migrations (id INTEGER PRIMARY KEY, app, name);"
            "CREATE TABLE django_session (session_key PRIMARY KEY);"
            "CREATE TABLE page (id INTEGER PRIMARY KEY, title);"
            "INSERT INTO django_session VALUES ('open');"
        )
        database.executemany(
            "INSERT INTO page (title) VALUES (?)",
            [(f"Layanan {n} " * 400,) for n in range(rows)],
        )
    (found.media / "documents").mkdir(parents=True)
    (found.media / "documents" / "foto.jpg").write_bytes(PICTURE)
    record = PublishedRecord(
        web_root=found.published, private=found.publisher, build="b"
    )
    with record.lock():
        record.put({PAGE: BODY})
    return found


def titles(installation: Installation) -> list[str]:
    with closing(sqlite3.connect(installation.database["NAME"])) as database:
        found = database.execute("SELECT title FROM page ORDER BY id").fetchall()
    return [title for (title,) in found]


def add_row(installation: Installation, title: str) -> None:
    with closing(sqlite3.connect(installation.database["NAME"])) as database, database:
        database.execute("INSERT INTO page (title) VALUES (?)", [title])


@pytest.fixture
def site(tmp_path: Path) -> Installation:
    return make_installation(tmp_path / "site")


@pytest.fixture
def empty(tmp_path: Path) -> Installation:
    found = make_installation(tmp_path / "empty", rows=0)
    (found.media / "documents" / "foto.jpg").rename(found.media / "lama.jpg")
    return found


def file_of(site: Installation, cipher: Cipher | None = None) -> Path:
    path = site.data.parent / "site.gerai"
    with copied(site) as copy:
        write_bundle(copy, path, cipher or Cipher())
    return path


def bring_back(path: Path, into: Installation, cipher: Cipher | None = None) -> None:
    with opened_bundle(path, cipher or Cipher(), scratch=into.data) as bundle:
        restoring.restore(bundle, into, say=lambda line: None, migrate=False)


def test_everything_comes_back_and_nobody_is_signed_in(
    site: Installation, empty: Installation
) -> None:
    path = file_of(site)
    key = (empty.publisher / "signing.key").read_bytes()

    bring_back(path, empty)

    assert titles(empty) == titles(site)
    assert (empty.media / "documents" / "foto.jpg").read_bytes() == PICTURE
    assert not (empty.media / "lama.jpg").exists()
    assert (empty.publisher / "signing.key").read_bytes() == key
    record = PublishedRecord(
        web_root=empty.published, private=empty.publisher, build="b"
    )
    assert record.differences() == {}
    assert record.tree.read("layanan/index.html") == BODY
    assert record.tree.read("layanan/index.html.br")
    with closing(sqlite3.connect(empty.database["NAME"])) as database:
        assert not database.execute("SELECT * FROM django_session").fetchall()
    assert sorted(p.name for p in empty.data.iterdir()) == sorted(
        ["db.sqlite3", "media", "published", "publisher", "restored.note", "serve.lock"]
    )


class TestAnchors:
    """What was anchored of the trail outlives the machine, without the key that signs."""

    @pytest.fixture
    def anchored(self, site: Installation, settings: Any) -> Installation:
        settings.GERAI_DATA = site.data
        write_anchor(kind="anchor", number=3, hash_="a" * 64)
        return site

    def test_another_installation_goes_on_from_them(
        self, anchored: Installation, empty: Installation, settings: Any
    ) -> None:
        settings.GERAI_DATA = empty.data
        write_anchor(kind="anchor", number=9, hash_="b" * 64)  # of a first try
        path = file_of(anchored)

        bring_back(path, empty)

        assert [one.number for one in read_anchors()] == [3]
        assert (empty.data / "audit-before-1" / "anchors.jsonl").exists()
        write_anchor(kind="restored", number=2, hash_="c" * 64)
        # The next backup has both, and comes back as its own.
        bring_back(file_of(empty), empty)
        assert [one.number for one in read_anchors()] == [3, 2]
        assert not (empty.data / "audit-before-2").exists()

        lines = empty.data / "audit" / "earlier" / "1.jsonl"
        lines.write_bytes(lines.read_bytes().replace(b'"number": 3', b'"number": 2'))
        with pytest.raises(AnchorProblem, match="isn't signed"):
            read_anchors()

    def test_later_ones_of_the_same_installation_stay(
        self, anchored: Installation
    ) -> None:
        path = file_of(anchored)
        write_anchor(kind="anchor", number=5, hash_="d" * 64)

        bring_back(path, anchored)

        assert [one.number for one in read_anchors()] == [3, 5]
        assert (anchored.data / "restored.note").read_text().startswith("backup of 20")


def test_no_secret_is_in_a_backup(site: Installation, settings: Any) -> None:
    secrets = [b"a secret of forty letters that nobody knows", b"-----BEGIN"]
    (site.data / "secret_key").write_bytes(secrets[0])
    secrets[1] = (site.publisher / "signing.key").read_bytes()
    settings.GERAI_DATA = site.data
    write_anchor(kind="anchor", number=1, hash_="a" * 64)
    secrets.append((site.data / "audit" / "signing.key").read_bytes())

    with zipfile.ZipFile(file_of(site)) as archive:
        names = archive.namelist()
        bodies = [archive.read(name) for name in names]

    assert not [n for n in names if "key" in n]
    assert not [s for s in secrets for body in bodies if s in body]


def test_a_commit_in_the_log_is_in_the_copy_and_a_half_done_one_is_not(
    site: Installation,
) -> None:
    """While somebody writes, without keeping them waiting."""
    with closing(sqlite3.connect(site.database["NAME"])) as writer:
        writer.execute("PRAGMA wal_autocheckpoint=0")
        writer.execute("INSERT INTO page (title) VALUES ('sudah')")
        writer.commit()
        writer.execute("INSERT INTO page (title) VALUES ('belum')")
        with copied(site) as copy:
            writer.commit()
            with closing(sqlite3.connect(copy.paths["database.sqlite3"])) as found:
                copied_titles = [
                    t for (t,) in found.execute("SELECT title FROM page").fetchall()
                ]
    assert "sudah" in copied_titles
    assert "belum" not in copied_titles
    assert copy.contents.rows["page"] == 4


def test_an_upload_deleted_while_copying_is_in_the_copy(
    site: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    from gerai.operations.backups import sqlite

    whole = sqlite.copy_database

    def copy_then_delete(source: Path, target: Path) -> None:
        whole(source, target)
        (site.media / "documents" / "foto.jpg").unlink()

    monkeypatch.setattr(sqlite, "copy_database", copy_then_delete)
    with copied(site) as copy:
        path = copy.paths["media/documents/foto.jpg"]
        assert path.read_bytes() == PICTURE


class TestEncryption:
    def test_only_the_key_opens_it(
        self, site: Installation, empty: Installation
    ) -> None:
        secret, public = new_key()
        path = file_of(site, cipher_of([public]))  # the server can only write

        assert path.read_bytes().startswith(b"age-encryption.org/v1")
        for other in (Cipher(), cipher_of([new_key()[0]]), cipher_of([public])):
            with pytest.raises(BackupProblem, match=r"encrypted|decrypted"):
                bring_back(path, empty, other)
        assert titles(empty) == []
        bring_back(path, empty, cipher_of([secret]))
        assert titles(empty) == titles(site)

    def test_a_key_with_a_typing_error(self) -> None:
        _, public = new_key()
        with pytest.raises(BackupProblem, match="typing error"):
            cipher_of([public[:-1] + ("q" if public[-1] != "q" else "p")])

    def test_names_and_content_are_hidden_in_a_place(
        self, site: Installation, tmp_path: Path
    ) -> None:
        secret, public = new_key()
        place = FolderPlace(tmp_path / "place")
        with copied(site) as copy:
            name = Store(place, cipher_of([public])).add(copy).name
        everything = b"".join(
            p.read_bytes() for p in place.root.rglob("*") if p.is_file()
        )
        assert b"foto.jpg" not in everything
        assert BODY not in everything
        with pytest.raises(BackupProblem, match="secret key"):
            Store(place, cipher_of([public])).read(name)
        # A server that can't read them still tidies up.
        store = Store(place, cipher_of([public]))
        store.tidy(datetime.now(UTC))
        snapshot = Snapshot(Store(place, cipher_of([secret])), name)
        assert drill(snapshot, site).rows == 3


@pytest.fixture(params=["folder", "s3"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Place:
    if request.param == "folder":
        return FolderPlace(tmp_path / "place")
    found = S3Place(f"{request.getfixturevalue('s3')}/cadangan/{tmp_path.name}")
    found._bucket.client.create_bucket(Bucket="cadangan")
    return found


class TestStore:
    def test_only_what_changed_is_written_again(
        self, site: Installation, empty: Installation, place: Place
    ) -> None:
        store = Store(place, Cipher())
        with copied(site) as copy:
            first = store.add(copy)
        add_row(site, "baru")
        (site.media / "baru.jpg").write_bytes(b"baru")
        with copied(site) as copy:
            later = replace(
                copy,
                contents=replace(
                    copy.contents, made_at=copy.contents.made_at + timedelta(minutes=1)
                ),
            )
            second = store.add(later)

        assert store.names() == [first.name, second.name]
        assert (first.pieces, second.pieces) == (3, 2)
        restoring.restore(
            Snapshot(store, second.name), empty, say=lambda line: None, migrate=False
        )
        assert titles(empty)[-1] == "baru"
        assert (empty.media / "baru.jpg").read_bytes() == b"baru"

    def test_tidying_keeps_what_somebody_needs(
        self, site: Installation, place: Place
    ) -> None:
        store, now = Store(place, Cipher()), datetime.now(UTC)
        for minutes in (200, 190, 0):
            add_row(site, f"vor {minutes}")
            with copied(site) as copy:
                made_at = now.replace(minute=0) - timedelta(minutes=minutes)
                store.add(
                    replace(copy, contents=replace(copy.contents, made_at=made_at))
                )
        place.put("objects/ff/" + "f" * 64, b"left by one that was killed")

        given_up = store.tidy(now)

        assert len(given_up) == 1
        assert len(store.names()) == 2
        assert not [n for n in place.names("objects") if n.endswith("f" * 64)]
        for name in store.names():
            assert drill(Snapshot(store, name), site).pictures == 1

    def test_damage_is_found(
        self, site: Installation, empty: Installation, place: Place
    ) -> None:
        store = Store(place, Cipher())
        with copied(site) as copy:
            name = store.add(copy).name
            piece = copy.contents.below("media")[0].digest
        at = f"objects/{piece[:2]}/{piece}"
        for damage in (b"=other", b"z", b"", place.get(at)[:-1]):
            place.put(at, damage)
            with pytest.raises(BackupProblem, match=r"damaged"):
                restoring.restore(
                    Snapshot(store, name), empty, say=lambda line: None, migrate=False
                )
        place.remove([at])
        with pytest.raises(BackupProblem):
            drill(Snapshot(store, name), site)
        assert titles(empty) == []
        assert not (empty.data / "restoring").exists()

    def test_a_storage_that_lies_is_noticed(self, site: Installation) -> None:
        class Liar(FolderPlace):
            def get(self, name: str) -> bytes:
                return super().get(name) + b"?"

        with (
            copied(site) as copy,
            pytest.raises(BackupProblem, match="gives back other"),
        ):
            Store(Liar(site.data / "place"), Cipher()).add(copy)


def test_uploads_elsewhere_are_in_it_and_come_back(
    site: Installation, s3: str, settings: Any
) -> None:
    address = f"{s3}/unggahan/cadangan"
    settings.STORAGES = settings.STORAGES | {
        "default": {
            "BACKEND": "gerai.files.elsewhere.UploadsInS3",
            "OPTIONS": {"url": address},
        }
    }
    there = replace(site, has_uploads_elsewhere=True)
    with pytest.raises(BackupProblem, match="refuses: NoSuchBucket"), copied(there):
        pass
    bucket = Bucket(address, setting="", seconds_to_connect=2, seconds_to_answer=10)
    bucket.client.create_bucket(Bucket="unggahan")
    bucket.put("images/foto.jpg", PICTURE)
    bucket.put("documents/lama/surat.pdf", b"surat")
    path = file_of(there)

    bucket.put("images/foto.jpg", b"another")
    bucket.put("images/later.jpg", b"later")
    bucket.remove(["documents/lama/surat.pdf"])
    bring_back(path, there)

    assert bucket.get("images/foto.jpg") == PICTURE
    assert bucket.get("documents/lama/surat.pdf") == b"surat"
    # What the database doesn't name does no harm.
    assert bucket.get("images/later.jpg") == b"later"
    assert (site.media / "documents" / "foto.jpg").exists()

    bucket.remove(["images/foto.jpg", "images/later.jpg", "documents/lama/surat.pdf"])
    bucket.client.delete_bucket(Bucket="unggahan")
    add_row(site, "tetap")
    with pytest.raises(BackupProblem, match="refuses: NoSuchBucket"):
        bring_back(path, there)
    assert titles(site)[-1] == "tetap"


def test_uploads_elsewhere_are_read_once(
    site: Installation, empty: Installation, s3: str, settings: Any, tmp_path: Path
) -> None:
    address = f"{s3}/sekali/unggahan"
    settings.STORAGES = settings.STORAGES | {
        "default": {
            "BACKEND": "gerai.files.elsewhere.UploadsInS3",
            "OPTIONS": {"url": address},
        }
    }
    there = replace(site, has_uploads_elsewhere=True)
    bucket = Bucket(address, setting="", seconds_to_connect=2, seconds_to_answer=10)
    bucket.client.create_bucket(Bucket="sekali")
    for name in ("a.jpg", "b.jpg", "c.jpg"):
        bucket.put(f"images/{name}", f"first {name}".encode())
    read: list[str] = []
    fetch = Bucket.copy_into

    def noted(self: Bucket, name: str, file: Any) -> None:
        read.append(name)
        fetch(self, name, file)

    def back_up(known: KnownFiles, place: Path, minute: int) -> str:
        read.clear()
        with copied(there, known=known) as copy:
            made_at = copy.contents.made_at + timedelta(minutes=minute)
            contents = replace(copy.contents, made_at=made_at)
            known.write(site.data)
            store = Store(FolderPlace(place), Cipher())
            return store.add(replace(copy, contents=contents)).name

    place, other = tmp_path / "place", tmp_path / "other"
    with (
        patch.object(Bucket, "copy_into", noted),
        patch.object(known_files, "SETTLED_SECONDS", -60.0),
    ):
        back_up(KnownFiles(), place, 0)
        assert read == ["images/a.jpg", "images/b.jpg", "images/c.jpg"]

        bucket.put("images/b.jpg", b"other b.jpg")
        bucket.remove(["images/c.jpg"])
        bucket.put("images/d.jpg", b"d")
        name = back_up(KnownFiles.read(site.data), place, 1)
        assert read == ["images/b.jpg", "images/d.jpg"]
        # A place that has nothing of it yet is given all.
        assert back_up(KnownFiles.read(site.data), other, 2)
        assert read == ["images/a.jpg", "images/b.jpg", "images/d.jpg"]

    store = Store(FolderPlace(place), Cipher())
    restored = {
        entry.name: b"".join(store.chunks(entry))
        for entry in store.read(name).below(MEDIA)
    }
    assert restored == {
        "media/images/a.jpg": b"first a.jpg",
        "media/images/b.jpg": b"other b.jpg",
        "media/images/d.jpg": b"d",
    }


def test_a_storage_that_is_away_or_refuses_is_said_plainly(s3: str) -> None:
    with pytest.raises(BackupProblem, match="refuses: NoSuchBucket"):
        S3Place(f"{s3}/ada/tidak").get("x")
    away = S3Place("s3+http://k:s@127.0.0.1:9/a/b")
    with pytest.raises(BackupProblem, match="doesn't answer") as told:
        away.names("objects")
    assert "s@" not in str(told.value)


def test_files_that_did_not_change_are_not_read_again(
    site: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    from gerai.operations.backups import making

    long_ago = datetime(2026, 1, 1).timestamp()
    for path in site.media.rglob("*.jpg"):
        os.utime(path, (long_ago, long_ago))
    known = KnownFiles()
    with copied(site, known=known) as copy:
        first = copy.contents
    known.write(site.data)
    read: list[str] = []
    digested = making._digested

    def noted(name: str, path: Path) -> Entry:
        read.append(name)
        return digested(name, path)

    monkeypatch.setattr(making, "_digested", noted)
    with copied(site, known=KnownFiles.read(site.data)) as copy:
        assert copy.contents.fingerprint == first.fingerprint
    assert "media/documents/foto.jpg" not in read
    assert "database.sqlite3" in read
    (site.media / "documents" / "foto.jpg").write_bytes(PICTURE[::-1])
    with copied(site, known=KnownFiles.read(site.data)) as copy:
        assert copy.contents.fingerprint != first.fingerprint


class TestRotation:
    NOW = datetime(2026, 11, 26, 12, 30, tzinfo=UTC)

    def kept(self, *ages: timedelta) -> int:
        names = sorted({(self.NOW - age).strftime(NAME_FORMAT) for age in ages})
        return len(names) - len(superfluous(names, self.NOW))

    def test_a_minute_each_for_two_years(self) -> None:
        ages = [timedelta(minutes=m) for m in range(0, 60, 7)]
        ages += [timedelta(minutes=m) for m in range(60, 2 * 365 * 24 * 60, 241)]
        # 9 of the last hour, then hours, days, weeks, months; some are the same one.
        assert 9 + 24 + 4 <= self.kept(*ages) <= 9 + 24 + 7 + 4 + 12

    def test_the_last_one_stays_however_old(self) -> None:
        assert self.kept(timedelta(days=5000)) == 1

    def test_a_clock_that_was_ahead_costs_nothing(self) -> None:
        names = ["20400101T000000Z", "20261126T122900Z"]
        assert superfluous(names, self.NOW) == []
        assert newest(names, self.NOW) == names[1]
        assert newest(names[:1], self.NOW) == names[0]
        assert newest([], self.NOW) is None


class TestRefused:
    """A backup is a file that somebody may have made up."""

    def listed(self, *files: list[Any], **changes: Any) -> bytes:
        document: dict[str, Any] = {
            "format": 1,
            "made_at": "2026-11-26T00:00:00+00:00",
            "version": "0.1.0",
            "engine": "sqlite",
            "migrations": [],
            "rows": {},
            "settings": {},
            "files": [["database.sqlite3", 0, "0" * 64], *files],
        }
        return json.dumps(document | changes).encode()

    @pytest.mark.parametrize(
        "name",
        [
            "../db.sqlite3",
            "media/../../x",
            "/etc/passwd",
            "media//x",
            "media/./x",
            "media/x/",
            "media",
            "media/\n",
            "media/a\\b",
            "media/a\u0000b",
            "secret_key",
            "published/" + "x" * 1000,
            "",
        ],
    )
    def test_names_that_lead_elsewhere(self, name: str) -> None:
        with pytest.raises(BackupProblem, match="leads elsewhere"):
            read_contents(self.listed([name, 1, "0" * 64]))

    @pytest.mark.parametrize(
        ("file", "changes"),
        [
            (["media/a", -1, "0" * 64], {}),
            (["media/a", "1", "0" * 64], {}),
            (["media/a", 1, "../" + "0" * 61], {}),
            (["media/a", 1, "0" * 64, ["0" * 64, "0" * 64]], {}),
            (["media/a", 1], {}),
            (["database.sqlite3", 0, "0" * 64], {}),
            (["media/a", 1, "0" * 64], {"engine": "oracle"}),
            (["media/a", 1, "0" * 64], {"rows": "many"}),
        ],
    )
    def test_lists_that_are_none(self, file: list[Any], changes: Any) -> None:
        with pytest.raises(BackupProblem):
            read_contents(self.listed(file, **changes))

    @pytest.mark.django_db
    def test_a_newer_format_and_a_newer_database(self) -> None:
        with pytest.raises(BackupProblem, match="newer version"):
            read_contents(self.listed(format=2))
        contents = read_contents(self.listed(migrations=[["place", "9999_tomorrow"]]))
        with pytest.raises(
            BackupProblem, match=r"newer version .*place\.9999_tomorrow"
        ):
            restoring.refuse_newer(contents)
        restoring.refuse_newer(
            read_contents(self.listed(migrations=[["an_app_of_theirs", "0001"]]))
        )

    @pytest.mark.parametrize("cut", [0, 1, 50, -1, -30])
    def test_cut_off(self, site: Installation, empty: Installation, cut: int) -> None:
        path = file_of(site)
        path.write_bytes(path.read_bytes()[:cut])
        with pytest.raises(BackupProblem):
            bring_back(path, empty)
        assert titles(empty) == []

    def test_any_changed_byte(self, site: Installation, empty: Installation) -> None:
        path = file_of(site)
        whole = path.read_bytes()
        for place in range(40, len(whole), len(whole) // 25):
            path.write_bytes(
                whole[:place] + bytes([whole[place] ^ 0x41]) + whole[place + 1 :]
            )
            try:
                bring_back(path, empty)
            except BackupProblem:
                assert titles(empty) == []
            else:  # a byte that means nothing, such as a time
                assert titles(empty) == titles(site)
                empty = make_installation(empty.data.parent / f"again{place}", rows=0)

    def test_a_member_that_is_longer_than_it_says(self, tmp_path: Path) -> None:
        bomb = tmp_path / "bomb.gerai"
        with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("contents.json", self.listed(["media/a", 10, "0" * 64]))
            archive.writestr("database.sqlite3", b"")
            archive.writestr("media/a", b"0" * 50_000_000)
        with (
            pytest.raises(BackupProblem, match="damaged"),
            opened_bundle(bomb, Cipher(), scratch=tmp_path),
        ):
            pass
        # Also where the archive itself lies about the length.
        entry = Entry("media/a", 10, "0" * 64, ("0" * 64,))
        with zipfile.ZipFile(bomb) as archive:
            bundle = Bundle(archive, read_contents(self.listed()))
            taken = 0
            with pytest.raises(BackupProblem, match="damaged"):
                for chunk in bundle.chunks(entry):
                    taken += len(chunk)
        assert taken <= 10

    def test_more_than_the_list_says(self, site: Installation, tmp_path: Path) -> None:
        path = file_of(site)
        with zipfile.ZipFile(path, "a") as archive:
            archive.writestr("../evil", b"x")
        with (
            pytest.raises(BackupProblem, match="other files than its list"),
            opened_bundle(path, Cipher(), scratch=tmp_path),
        ):
            pass

    def test_another_database(self, site: Installation, empty: Installation) -> None:
        other = replace(empty, database={"ENGINE": "django.db.backends.postgresql"})
        with pytest.raises(BackupProblem, match="DATABASE_URL"):
            bring_back(file_of(site), other)

    def test_a_damaged_database(self, site: Installation, empty: Installation) -> None:
        with copied(site) as copy:
            path = copy.paths["database.sqlite3"]
            body = bytearray(path.read_bytes())
            body[4096:5120] = b"\xff" * 1024
            path.write_bytes(body)
            digest = hashlib.sha256(body).hexdigest()
            contents: Contents = replace(
                copy.contents,
                entries=tuple(
                    replace(e, digest=digest, pieces=(digest,))
                    if e.name == "database.sqlite3"
                    else e
                    for e in copy.contents.entries
                ),
            )
            target = site.data.parent / "damaged.gerai"
            write_bundle(replace(copy, contents=contents), target, Cipher())
        with pytest.raises(BackupProblem, match="damaged"):
            bring_back(target, empty)
        assert titles(empty) == []


class TestRestoring:
    def test_refused_while_a_server_runs(
        self, site: Installation, empty: Installation
    ) -> None:
        path = file_of(site)
        with (
            serving(empty.data),
            serving(empty.data),
            pytest.raises(BackupProblem, match="Stop it first"),
        ):
            bring_back(path, empty)
        bring_back(path, empty)

    def test_no_room(
        self,
        site: Installation,
        empty: Installation,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        path = file_of(site)
        monkeypatch.setattr("shutil.disk_usage", lambda _: _Full())
        with pytest.raises(BackupProblem, match="MiB are needed"):
            bring_back(path, empty)
        assert titles(empty) == []


class _Full:
    free = 0


def test_files_of_a_full_or_read_only_disk_say_so(
    site: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    import errno

    path = file_of(site)
    before = path.read_bytes()
    for number, words in ((errno.ENOSPC, "is full"), (errno.EROFS, "is read-only")):

        def refuse(*_: Any, number: int = number) -> None:
            raise OSError(number, os.strerror(number))

        with monkeypatch.context() as patch:
            patch.setattr(os, "fsync", refuse)
            patch.setattr("gerai.operations.backups.bundle._sync", refuse)
            with pytest.raises(BackupProblem, match=words):
                file_of(site)
            with copied(site) as copy, pytest.raises(BackupProblem, match=words):
                Store(FolderPlace(site.data / "place"), Cipher()).add(copy)
    assert path.read_bytes() == before
    assert [p.name for p in path.parent.iterdir() if p.name.startswith(".")] == []
