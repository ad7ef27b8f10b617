"""``python -m gerai.publishing.tests.ordered FOLDER DATABASE ORDER …``

One process of a sample installation. DATABASE is empty for SQLite.
"""

from __future__ import annotations

import sys
from pathlib import Path

from environ import Env

from gerai.publishing.tests.sample_installation import set_up


def main(folder: Path, database: str, order: str, *values: str) -> None:
    set_up(
        folder,
        dict(Env.db_url_config(database)) if database else None,
        migrate=order != "follow",
    )
    orders = {
        "create": create,
        "create-many": create_many,
        "follow": lambda: follow(folder),
        "snapshot": lambda: snapshot_is_one_view(folder),
        "counter": counter_sees_every_commit,
        "failing": lambda: failing_query_fails_its_page_only(folder),
        "kill": lambda: killed_publishers(folder),
    }
    orders[order](*values)  # type: ignore[operator]


def create(name: str) -> None:
    from django.contrib.auth.models import Group

    Group.objects.create(name=name)


def create_many(name: str, count: str) -> None:
    for number in range(int(count)):
        create(f"{name}-{number:03}")


def follow(folder: Path) -> None:
    from gerai.publishing import services
    from gerai.publishing.tests import sample_site

    services.register_addresses("sample", sample_site.addresses)
    services.follow_changes()


def snapshot_is_one_view(folder: Path) -> None:
    """A batch sees one state however many pages it renders, and can't write."""
    from django.contrib.auth.models import Group
    from django.db import DatabaseError, connections

    from gerai.publishing.rendering import Renderer, RenderFailed
    from gerai.publishing.snapshot import database_snapshot, mend_snapshot

    create("a")
    usual = connections["default"]
    renderer = Renderer()
    with database_snapshot():
        before = renderer.render("/").body
        with usual.cursor() as cursor:
            cursor.execute("INSERT INTO auth_group (name) VALUES ('b')")
        assert renderer.render("/").body == before
        for address in ("/writing/", "/wrong-query/", "/writing/"):
            try:
                renderer.render(address)
            except RenderFailed:
                mend_snapshot()
            else:
                raise AssertionError(f"{address} could be rendered")
            assert renderer.render("/").body == before
        try:
            Group.objects.create(name="c")
        except DatabaseError:
            mend_snapshot()
        else:
            raise AssertionError("a render could write")
        assert Group.objects.count() == 1
    assert set(Group.objects.values_list("name", flat=True)) == {"a", "b"}
    assert renderer.render("/").body != before


def counter_sees_every_commit() -> None:
    from django.db import connections, transaction

    from gerai.publishing.memory import database_counter

    usual = connections["default"]
    editor = type(usual)(usual.settings_dict, alias="editor")
    before = database_counter(usual)
    assert database_counter(usual) == before
    for number in range(20):
        with editor.cursor() as cursor:
            cursor.execute("BEGIN")
            cursor.execute("INSERT INTO auth_group (name) VALUES (%s)", [str(number)])
            open_counter = database_counter(usual)
            cursor.execute("COMMIT")
        after = database_counter(usual)
        # What was read while the change was open must differ once it is seen.
        assert after != open_counter, number
    with transaction.atomic():
        create("own")
    editor.close()


def failing_query_fails_its_page_only(folder: Path) -> None:
    """PostgreSQL refuses everything after a failed query; other pages go on."""
    from gerai.publishing.models import FailedPage
    from gerai.publishing.tests import sample_site
    from gerai.publishing.tests.killing import open_publisher

    create("a")
    publisher = open_publisher(folder)
    publisher.book.register("failing", lambda: ["/aaa-wrong-query/", "/wrong-query/"])
    report = publisher.sweep()
    assert set(report.failed) == {"/aaa-wrong-query/", "/wrong-query/"}, report
    assert report.rendered == len(sample_site.addresses()), report
    reason = FailedPage.objects.get(address="/wrong-query/").reason
    assert "ProgrammingError" in reason, reason


def killed_publishers(folder: Path) -> None:
    import random

    from gerai.publishing.tests import killing

    chance = random.Random(5)  # noqa: S311
    for _ in range(20):
        killing._kill_at_an_instant(folder, chance.randrange(1 << 30), 0.1)
        killing._expect_nothing_torn(folder)
        killing._expect_all_well(folder, "on PostgreSQL")


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], *sys.argv[3:])
