"""Turns the notes of a transaction into entries of the chain, right before its commit.

Three statements each: the head is read and held, the entry is written, the head moves.
On PostgreSQL the lock is taken last of all and kept for the commit alone, so writers
wait for nothing but one another's commit, and never in a circle. SQLite has one writer.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from datetime import datetime
from ipaddress import ip_address, ip_network
from itertools import groupby
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.html import strip_tags

from gerai.audit.acting import Acting, account_of_the_machine
from gerai.audit.chain import BEGINNING, canonical, hash_of
from gerai.audit.journal import BY_STATEMENT, Act, Change, Note
from gerai.audit.merging import merged
from gerai.audit.models import Entry, Head
from gerai.audit.scope import HIDDEN, shortened
from gerai.guard.flood import address_of

FORMAT = 1
MOST_WORDS = 8_000
_SPACE = re.compile(r"\s+")


def seal(connection: Any) -> list[Entry]:
    """Append what the open transaction has noted; the caller commits it."""
    notes = connection.journal.take()
    contents = [
        content
        for by, group in groupby(notes, key=lambda note: note.by)
        if (content := _content(by, list(group))) is not None
    ]
    if not contents:
        return []
    return append(contents, using=connection.alias)


def append(contents: Iterable[dict[str, Any]], *, using: str) -> list[Entry]:
    """Write contents as the next entries of the chain; inside a transaction."""
    head = _held_head(using)
    entries = []
    for content in contents:
        entry = entry_of(content, number=head.number + 1, previous=head.hash)
        head.number, head.hash = entry.number, entry.hash
        entries.append(entry)
    Entry.objects.using(using).bulk_create(entries)
    Head.objects.using(using).filter(pk=1).update(number=head.number, hash=head.hash)
    return entries


def _held_head(using: str) -> Head:
    heads = Head.objects.using(using)
    head = heads.select_for_update().filter(pk=1).first()
    if head is None:
        # Made on first use. Somebody who removes it stops nobody from working; the
        # verification tells.
        newest = Entry.objects.using(using).order_by("-number").first()
        number, hash_ = (newest.number, newest.hash) if newest else (0, BEGINNING)
        heads.bulk_create(
            [Head(pk=1, number=number, hash=hash_)], ignore_conflicts=True
        )
        head = heads.select_for_update().get(pk=1)
    return head


def entry_of(content: dict[str, Any], *, number: int, previous: str) -> Entry:
    """The row of a content at its place in the chain."""
    content = {**content, "number": number}
    text = canonical(content)
    return Entry(
        number=number,
        previous=previous,
        hash=hash_of(previous, number, text),
        content=text,
        # From the text, as whoever verifies it does: there the fields stand in order.
        **columns_of(json.loads(text)),
    )


def columns_of(content: dict[str, Any]) -> dict[str, Any]:
    """What of a content is kept in columns of its own, to be searched for."""
    who, subject = content["who"], content["subject"]
    return {
        "at": datetime.fromisoformat(content["at"]),
        "kind": who["kind"],
        "person_id": who.get("id"),
        "who": who["name"],
        "action": content["action"],
        "model": subject["model"],
        "key": subject["key"],
        "name": subject["name"],
        "click": content["click"],
        "touched": _touched(content),
        "words": _words(content),
    }


def _content(by: Acting, notes: list[Note]) -> dict[str, Any] | None:
    acts = [note.what for note in notes if isinstance(note.what, Act)]
    changes = merged(note.what for note in notes if isinstance(note.what, Change))
    if not acts and not changes:
        return None
    action, subject = _main(acts, changes)
    return {
        "format": FORMAT,
        "at": timezone.now().isoformat(),
        "who": who_is(by, acts),
        "where": where_from(by),
        "click": by.click,
        "action": action,
        "subject": subject,
        "acts": [_plain_act(act) for act in acts],
        "changes": list(_plain_changes(changes)),
    }


def _main(acts: list[Act], changes: list[Change]) -> tuple[str, dict[str, str]]:
    if acts:
        act = acts[-1]
        return act.action, {"model": act.model, "key": act.key, "name": act.name}
    # Statements by hand are by-work: what a record says comes first.
    named = [one for one in changes if one.key and one.how != BY_STATEMENT]
    one = (named or changes)[0]
    return one.how, {"model": one.model, "key": one.key, "name": one.name}


def who_is(by: Acting, acts: list[Act]) -> dict[str, Any]:
    """Who did it. Names of staff are kept: that is what a trail is for."""
    person = by.person
    if person is not None:
        name = person.get_full_name() or shortened(person.get_username())
        return {"kind": "person", "id": person.pk, "name": name[:200]}
    if by.kind == "request":
        leaving = next((act for act in acts if "person" in act.data), None)
        if leaving is not None:
            return {"kind": "person", **leaving.data["person"]}
        return {"kind": "reader", "name": ""}
    return {"kind": by.kind, "name": by.name}


def where_from(by: Acting) -> dict[str, str]:
    """From where: a shortened address and the screen, or the account on the server."""
    if by.request is None:
        return {"account": account_of_the_machine()}
    match = getattr(by.request, "resolver_match", None)
    return {
        "address": shortened_address(address_of(by.request)),
        # The pattern: an address may hold a token.
        "screen": str(match.route) if match else "",
        "method": str(by.request.method),
    }


def shortened_address(address: str) -> str:
    """The network of an address: enough to tell office from elsewhere."""
    try:
        known = ip_address(address)
    except ValueError:
        return ""
    return str(ip_network(f"{known}/{24 if known.version == 4 else 48}", strict=False))


def _plain_act(act: Act) -> dict[str, Any]:
    return {
        "action": act.action,
        "model": act.model,
        "key": act.key,
        "name": act.name,
        "data": act.data,
    }


def _plain_changes(changes: list[Change]) -> Iterable[dict[str, Any]]:
    in_bulk: dict[str, dict[str, list[str]]] = {}
    for change in changes:
        if change.digest:
            rows = in_bulk.setdefault(change.model, {})
            rows[change.key] = [change.how, change.digest]
            continue
        yield {
            "model": change.model,
            "key": change.key,
            "how": change.how,
            "name": change.name,
            "rows": change.rows,
            "fields": {name: list(pair) for name, pair in change.fields.items()},
        }
    for model, rows in in_bulk.items():
        yield {"model": model, "key": "", "how": "bulk", "name": "", "digests": rows}


def _touched(content: dict[str, Any]) -> str:
    """Every record that an entry speaks of, each between spaces."""
    parts = [*content["acts"], *content["changes"]]
    found = dict.fromkeys(f"{one['model']}:{one['key']}" for one in parts)
    return f" {' '.join(found)} "


def _words(content: dict[str, Any]) -> str:
    said: list[str] = [content["who"]["name"], content["subject"]["name"]]
    for change in content["changes"]:
        said.append(change["name"])
        for pair in change.get("fields", {}).values():
            said += [
                one for one in pair if isinstance(one, str) and one not in ("", HIDDEN)
            ]
    said += [act["name"] for act in content["acts"]]
    unique = dict.fromkeys(strip_tags(one[:500]) for one in said if one)
    return _SPACE.sub(" ", " ".join(unique)).casefold()[:MOST_WORDS]


def is_consistent(entry: models.Model, content: dict[str, Any]) -> bool:
    """Whether the columns of an entry say what its content says."""
    return all(
        getattr(entry, name) == value for name, value in columns_of(content).items()
    )
