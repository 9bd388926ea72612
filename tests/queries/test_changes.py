"""What loads have changed, asked of a graph of three loads worked out by hand."""

from __future__ import annotations

import datetime as dt
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from muninet.catalogue import Catalogue, bind
from muninet.loader import Place, Record, Report, load_records, unload
from muninet.store.bolt import Store

PLACE = Place("made up")
SOURCE = Record("Source", {"id": "report", "title": "A report", "publisher": "p"}, PLACE)
TOWN = Record("Organisation", {"id": "town", "name": "Town hall", "sources": "report"}, PLACE)
MEMBER = Record("MEMBER_OF", {"from": "town", "to": "b40", "since": "2021", "sources": "report"}, PLACE)
Ask = Callable[..., Awaitable[list[dict[str, Any]]]]


def network(name: str) -> Record:
    return Record("Network", {"id": "b40", "name": name, "sources": "report"}, PLACE)


@pytest.fixture
async def loads(store: Store, empty_graph: object) -> list[Report]:
    """1: three things of `base`; 2: a member in `more`; 3: the network is renamed; 4: `more` is unloaded."""
    return [
        await load_records(store, [SOURCE, network("B40"), TOWN], "base", suppression=()),
        await load_records(store, [MEMBER], "more", suppression=()),
        await load_records(store, [SOURCE, network("B40 Balkan"), TOWN], "base", suppression=()),
        await unload(store, "more"),
    ]


@pytest.fixture
def ask(store: Store, catalogue: Catalogue) -> Ask:
    async def asked(**given: str | None) -> list[dict[str, Any]]:
        query = catalogue.query("admin/changes")
        return (await store.read(query.text, bind(query, given, dt.date(2026, 1, 1)).cypher)).maps()

    return asked


def numbers(rows: list[dict[str, Any]]) -> list[int]:
    return [row["number"] for row in rows]


async def test_loads_come_newest_first_with_their_numbers(loads: list[Report], ask: Ask) -> None:
    rows = await ask()
    assert [
        (r["number"], r["dataset"], r["doing"], r["added"], r["changed"], r["removed"], r["more"]) for r in rows
    ] == [
        (4, "more", "unload", 0, 0, 1, 0),
        (3, "base", "load", 0, 1, 0, 0),
        (2, "more", "load", 1, 0, 0, 0),
        (1, "base", "load", 3, 0, 0, 0),
    ]
    assert [row["version"] for row in rows] == [report.graph_version for report in reversed(loads)]
    assert rows[3]["counts"] == [
        {"kind": "entity", "type": type_, "added": 1, "changed": 0, "removed": 0}
        for type_ in ("Network", "Organisation", "Source")
    ]
    assert all(row["started"] <= row["finished"] for row in rows)
    assert {dt.datetime.fromisoformat(row["finished"]).date() for row in rows} <= days()


def days() -> set[dt.date]:
    """Today, and yesterday in case it is just past midnight."""
    today = dt.datetime.now(tz=dt.UTC).date()
    return {today, today - dt.timedelta(days=1)}


async def test_things_are_listed_with_what_changed_of_them(loads: list[Report], ask: Ask) -> None:
    unloaded, renamed, joined, _ = await ask()
    assert renamed["entries"] == [
        {
            "action": "changed", "kind": "entity", "type": "Network", "id": "b40", "name": "B40 Balkan",
            "from": None, "to": None, "values": [{"property": "name", "old": "B40", "new": "B40 Balkan"}],
        }
    ]  # fmt: skip
    (fact,) = joined["entries"]
    assert (fact["action"], fact["type"], fact["name"], fact["values"]) == ("added", "MEMBER_OF", None, [])
    assert (fact["from"], fact["to"]) == ({"id": "town", "name": "Town hall"}, {"id": "b40", "name": "B40"})
    (gone,) = unloaded["entries"]
    assert (gone["action"], gone["id"], gone["to"]["name"]) == ("removed", fact["id"], "B40 Balkan")


async def test_less_can_be_asked_for(loads: list[Report], ask: Ask) -> None:
    assert numbers(await ask(dataset="more")) == [4, 2]
    assert numbers(await ask(beyond="2")) == [4, 3]
    assert numbers(await ask(version=loads[1].graph_version)) == [4, 3]
    assert numbers(await ask(since=min(days()).isoformat())) == [4, 3, 2, 1]
    assert numbers(await ask(since=(max(days()) + dt.timedelta(days=1)).isoformat())) == []
    first = (await ask(most_entries="2"))[-1]
    assert (len(first["entries"]), first["more"]) == (2, 1)


async def test_pages_of_one_row_add_up(loads: list[Report], ask: Ask) -> None:
    rows, after = [], None
    while page := await ask(limit="1", after=after):
        rows += page
        after = page[-1]["key"]
    assert numbers(rows) == [4, 3, 2, 1]
    assert sorted({row["key"] for row in rows}) == [row["key"] for row in rows]
