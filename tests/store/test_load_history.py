"""What each load changed is kept in the graph, and nobody who has left the graph is named there."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from muninet.errors import LoadError
from muninet.loader import Place, Record, history, load_records, unload
from muninet.loader.entries import Entry, Value, summed
from muninet.loader.journal import MOST_ENTRIES
from muninet.progress import SilentProgress
from muninet.store.bolt import Store

PLACE = Place("made up")
SOURCE = Record("Source", {"id": "report", "title": "A report", "publisher": "p"}, PLACE)
COUNTRY = Record("Country", {"id": "albania", "name": "Albania", "code": "AL", "sources": "report"}, PLACE)
B40 = Record("Network", {"id": "b40", "name": "B40", "sources": "report"}, PLACE)
BASE = [SOURCE, B40]
# A dataset of its own.
LETTER = [Record("Source", {"id": "letter", "title": "A letter", "publisher": "p"}, PLACE)]
Told = list[dict[str, Any]]


def person(id_: str, name: str) -> list[Record]:
    """A person with an office in the network."""
    office = {"from": id_, "to": "b40", "office": "director", "sources": "report"}
    return [
        Record("Person", {"id": id_, "name": name, "sources": "report"}, PLACE),
        Record("HOLDS_OFFICE_IN", office, PLACE),
    ]


def cities(count: int, note: str = "") -> list[Record]:
    """More than one batch: each city is a row, a fact of its country, and a membership."""
    return [
        COUNTRY,
        *(
            Record("City", {"id": f"c-{n}", "name": f"C {n}", "country": "AL", "sources": "report"}, PLACE)
            for n in range(count)
        ),
        *(
            Record("MEMBER_OF", {"from": f"c-{n}", "to": "b40", "note": note, "sources": "report"}, PLACE)
            for n in range(count)
        ),
    ]


async def told(store: Store) -> Told:
    """All that the graph tells of loads, oldest first."""
    found = await store.read("MATCH (l:Load) RETURN l {.*} AS load ORDER BY l.number")
    return [row[0] for row in found.rows]


def counted(load: dict[str, Any]) -> dict[tuple[str, str], int]:
    """Counts by type and action, without the zeros."""
    return {(type_, action): n for (_, type_, action), n in summed(load["counts"]).items() if n}


def entries(load: dict[str, Any]) -> list[Entry]:
    return [Entry.parse(line) for line in load["entries"]]


async def state(store: Store, rows: Sequence[Record], dataset: str = "press", suppression: Sequence[Path] = ()) -> Any:
    return await load_records(store, rows, dataset, suppression=suppression)


async def test_each_load_that_changed_something_is_told_once(store: Store, empty_graph: object) -> None:
    first = await state(store, [*BASE, *person("jane-doe", "Jane Doe")])
    await state(store, [*BASE, *person("jane-doe", "Jane Doe")])
    await load_records(store, BASE, "press", dry_run=True, suppression=())
    with pytest.raises(LoadError):
        await state(store, [Record("City", {"id": "!"}, PLACE)])
    renamed = Record("Network", {"id": "b40", "name": "B40 Balkan", "sources": "report"}, PLACE)
    second = await state(store, [SOURCE, renamed, *person("jane-doe", "Jane Doe")])
    third = await unload(store, "press")
    loads = await told(store)
    assert [(one["number"], one["dataset"], one["doing"]) for one in loads] == [
        (1, "press", "load"), (2, "press", "load"), (3, "press", "unload"),
    ]  # fmt: skip
    assert [one["version"] for one in loads] == [first.graph_version, second.graph_version, third.graph_version]
    assert all(one["started"] <= one["finished"] for one in loads)
    assert [counted(one) for one in loads] == [
        {(type_, "added"): 1 for type_ in ("Source", "Network", "Person", "HOLDS_OFFICE_IN")},
        {("Network", "changed"): 1},
        {(type_, "removed"): 1 for type_ in ("Source", "Network", "Person", "HOLDS_OFFICE_IN")},
    ]
    (entry,) = entries(loads[1])
    assert entry == Entry(
        "changed", "entity", "Network", "b40", "B40 Balkan", values=(Value("name", "B40", "B40 Balkan"),)
    )
    assert {(e.action, e.type, e.id, e.name) for e in entries(loads[2])} == {
        ("removed", "Source", "report", "A report"), ("removed", "Network", "b40", "B40 Balkan"),
    }  # fmt: skip


async def test_a_fact_is_told_with_the_names_of_its_ends(store: Store, empty_graph: object) -> None:
    await state(store, BASE, "base")
    await state(store, person("jane-doe", "Jane Doe"))
    _, load = await told(store)
    (fact,) = [entry for entry in entries(load) if entry.kind == "fact"]
    assert (fact.action, fact.type, fact.name) == ("added", "HOLDS_OFFICE_IN", "")
    assert fact.named() == {"jane-doe": "Jane Doe", "b40": "B40"}
    found = await store.read("MATCH ()-[f:HOLDS_OFFICE_IN]->() RETURN f.id")
    assert fact.id == found.single()


class Interruption(SilentProgress):
    """Ends a load after so many batches."""

    def __init__(self, batches: int) -> None:
        self._left, self._name = batches, ""

    def stage(self, name: str, total: int | None = None, unit: str = "") -> None:
        self._name = name

    def advance(self, amount: int = 1) -> None:
        self._left -= self._name == "writing"
        if self._left == 0:
            raise KeyboardInterrupt


@pytest.mark.parametrize("batches", [1, 2])
async def test_a_load_that_was_interrupted_is_told_once_and_whole(
    store: Store, empty_graph: object, batches: int
) -> None:
    rows = [*BASE, *cities(1500)]
    with pytest.raises(KeyboardInterrupt):
        await load_records(store, rows, "data", suppression=(), progress=Interruption(batches))
    assert await told(store) == []
    await state(store, LETTER, "other")
    assert (await state(store, rows, "data")).completed
    other, load = await told(store)
    assert (other["dataset"], load["dataset"], load["number"]) == ("other", "data", 2)
    assert counted(load) == {
        ("Source", "added"): 1, ("Network", "added"): 1, ("Country", "added"): 1, ("City", "added"): 1500,
        ("MEMBER_OF", "added"): 1500, ("IN_COUNTRY", "added"): 1500,
    }  # fmt: skip
    assert len(load["entries"]) == MOST_ENTRIES == len({entry.id for entry in entries(load)})
    left = await store.read("MATCH (d:Dataset) RETURN collect([d.counts, d.entries, d.people])")
    assert left.single() == [[None, None, None]] * 2


async def test_what_changed_and_what_went_is_listed_before_what_came(store: Store, empty_graph: object) -> None:
    await state(store, [*BASE, *cities(150, "old")])
    await state(store, [*BASE, *cities(100, "new"), *person("jane-doe", "Jane Doe")])
    _, load = await told(store)
    listed = [entry.action for entry in entries(load)]
    assert (listed.count("changed"), listed.count("removed"), listed.count("added")) == (100, 100, 0)
    assert sum(counted(load).values()) == 100 + 150 + 2
    assert all(entry.values == (Value("note", "old", "new"),) for entry in entries(load) if entry.action == "changed")


async def test_only_the_newest_are_kept(store: Store, empty_graph: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(history, "MOST_LOADS", 2)
    for name in ("B", "C", "D", "E"):
        await state(store, [SOURCE, Record("Network", {"id": "b40", "name": name, "sources": "report"}, PLACE)])
    assert [load["number"] for load in await told(store)] == [3, 4]


async def everything(store: Store) -> str:
    """Every value of every node that is no entity, as one text."""
    found = await store.read("MATCH (n) WHERE NOT n:Entity RETURN collect(properties(n))")
    return str(found.single())


async def test_a_suppressed_person_is_taken_out_of_earlier_loads(
    store: Store, empty_graph: object, tmp_path: Path
) -> None:
    both = [*BASE, *person("jane-doe", "Jane Doe"), *person("jos-roe", "Jos Roe")]
    await state(store, both)
    for words in ("signed by Jane Doe", "signed by Jos Roe"):
        network = {"id": "b40", "name": "B40", "description": words, "sources": "report"}
        await state(store, [SOURCE, Record("Network", network, PLACE)], "notes")
    assert "Jane Doe" in await everything(store)
    listed = tmp_path / "suppressed.csv"
    listed.write_text("id,reason,date\njane-doe,asked for it,2026-11-01\n", encoding="utf-8")
    await state(store, LETTER, "other", [listed])
    text = await everything(store)
    assert "jane-doe" not in text
    assert "Jane Doe" not in text
    assert "Jos Roe" in text
    first, *_, last = await told(store)
    assert counted(first)["Person", "added"] == 2, "still counted"
    assert len(first["entries"]) == 4
    assert first["people"] == ["jos-roe"]
    assert counted(last) == {("Source", "added"): 1, ("Person", "removed"): 1, ("HOLDS_OFFICE_IN", "removed"): 1}
    assert [entry.id for entry in entries(last)] == ["letter"]


async def test_a_person_of_an_interrupted_load_is_forgotten_too(store: Store, empty_graph: object) -> None:
    await state(store, BASE, "base")
    rows = [*person("anna-doe", "Anna Doe"), *cities(1500)]
    # Of so many the first by id are listed; she is one of them.
    with pytest.raises(KeyboardInterrupt):
        await load_records(store, rows, "data", suppression=(), progress=Interruption(1))
    assert "Anna Doe" in await everything(store)
    await state(store, cities(1500), "data")
    text = await everything(store)
    assert "Anna Doe" not in text
    assert "anna-doe" not in text
    last = counted((await told(store))[-1])
    assert (last["Person", "added"], last["Person", "removed"]) == (1, 1)
