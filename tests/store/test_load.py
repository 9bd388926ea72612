"""Loads into a real Neo4j: what is stored, and that loading again changes nothing but what has changed."""

import datetime as dt
import random
from collections.abc import Awaitable, Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from neo4j.exceptions import ClientError, ConstraintError

from muninet.errors import DatasetInUseError, LoadError, UnknownDatasetError, UsageError
from muninet.loader import Place, Record, load, load_records, status, unload
from muninet.store.bolt import Store
from muninet.store.values import Point, Statement

Row = dict[str, str]
Tables = Mapping[str, Sequence[Row]]
TableWriter = Callable[[str, Tables], Path]
Dumper = Callable[[], Awaitable[dict[str, dict[str, Any]]]]

SOURCE: Row = {"id": "report", "title": "A report", "publisher": "An institute", "published": "2024-05"}
COUNTRY: Row = {"id": "albania", "name": "Shqipëria", "code": "AL", "sources": "report"}
TIRANA: Row = {
    "id": "tirana-al", "name": "Tiranë", "names": "Tirana@en;Тирана@mk;Tirana", "identifiers": "wikidata:Q19689",
    "country": "AL", "population": "557422", "lat": "41.33", "lon": "19.82", "sources": "report",
}  # fmt: skip
DURRES: Row = {"id": "durres-al", "name": "Durrës", "country": "AL", "sources": "report"}
B40: Row = {"id": "b40", "name": "B40", "founded": "2021-11-29", "sources": "report"}
MEMBERS: list[Row] = [
    {"from": "tirana-al", "to": "b40", "since": "2021-11", "kind": "founding", "note": "one", "sources": "report"},
    {"from": "durres-al", "to": "b40", "as_of": "2023", "sources": "report"},
]
BASE: Tables = {
    "sources": [SOURCE],
    "nodes/Country": [COUNTRY],
    "nodes/City": [TIRANA, DURRES],
    "nodes/Network": [B40],
    "facts/MEMBER_OF": MEMBERS,
}


async def test_what_is_stored(store: Store, empty_graph: object, tables: TableWriter, dump: Dumper) -> None:
    report = await load(store, [tables("base", BASE)])
    graph = await dump()
    tirana = graph["nodes"]["tirana-al"]
    assert tirana.pop("statements")
    assert tirana == {
        "labels": ["City", "Entity"],
        "id": "tirana-al",
        "name": "Tiranë",
        "names": ["Tirana", "Тирана", "Tirana"],
        "names_lang": ["en", "mk", ""],
        "search_names": ["tirane", "tirana", "tirana al"],
        "sort_key": "City\ttirane\ttirana-al",
        "identifiers": ["wikidata:Q19689"],
        "country": "AL",
        "population": 557422,
        "location": Point(41.33, 19.82),
        "hub": False,
        "sources": ["report"],
        "datasets": ["base"],
    }
    assert graph["nodes"]["albania"]["hub"] is True
    assert (graph["nodes"]["b40"]["founded"], graph["nodes"]["b40"]["founded_precision"]) == (
        dt.date(2021, 11, 29),
        "day",
    )
    source = graph["nodes"]["report"]
    assert (source["name"], source["title"], source["sources"]) == ("A report", "A report", ["report"])
    facts = {(fact["from"], fact["type"], fact["to"]): fact for fact in graph["facts"].values()}
    assert set(facts) == {
        ("tirana-al", "MEMBER_OF", "b40"),
        ("durres-al", "MEMBER_OF", "b40"),
        ("tirana-al", "IN_COUNTRY", "albania"),
        ("durres-al", "IN_COUNTRY", "albania"),
    }
    member = facts["tirana-al", "MEMBER_OF", "b40"]
    assert member.pop("statements")
    assert len(member.pop("id")) == 16
    assert member == {
        "type": "MEMBER_OF",
        "from": "tirana-al",
        "to": "b40",
        "kind": "founding",
        "since": dt.date(2021, 11, 1),
        "since_precision": "month",
        "rank": "normal",
        "note": "one",
        "certainty": "dated",
        "holds_from": dt.date(2021, 11, 1),
        "sources": ["report"],
        "datasets": ["base"],
    }
    other = facts["durres-al", "MEMBER_OF", "b40"]
    assert (other["certainty"], other["holds_from"], other["as_of_precision"]) == (
        "as_of",
        dt.date(2023, 1, 1),
        "year",
    )
    implied = facts["durres-al", "IN_COUNTRY", "albania"]
    assert (implied["certainty"], implied["sources"], "holds_from" in implied) == ("undated", ["report"], False)
    assert report.as_json()["facts"]["MEMBER_OF"] == {"added": 2, "changed": 0, "removed": 0, "unchanged": 0}
    state = await status(store)
    assert (state.version, state.empty, state.loads) == (report.graph_version, False, 1)
    assert state.nodes == {"City": 2, "Country": 1, "Network": 1, "Source": 1}
    assert state.facts == {"MEMBER_OF": 2, "IN_COUNTRY": 2}
    assert [(d.name, d.state, d.nodes, d.facts) for d in state.datasets] == [("base", "loaded", 5, 4)]


async def test_loading_again_in_another_order_changes_nothing(
    store: Store, empty_graph: object, tables: TableWriter, dump: Dumper
) -> None:
    first = await load(store, [tables("base", BASE)])
    before = await dump()
    shuffled = {path: random.Random(1).sample(list(rows), len(rows)) for path, rows in BASE.items()}
    # The columns in another order too, an explicit default, and the same sources.
    shuffled["facts/MEMBER_OF"] = [{**dict(reversed(row.items())), "rank": "normal"} for row in MEMBERS]
    again = await load(store, [tables("again", shuffled)], dataset="base")
    assert again.nothing_changed
    assert again.summary()[0] == "base: nothing changed"
    assert again.graph_version == first.graph_version
    assert again.total(again.nodes).unchanged == 5
    assert await dump() == before


async def test_the_server_is_asked_to_count_anew_and_may_refuse(
    store: Store, empty_graph: object, tables: TableWriter, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, read, asked = tables("base", BASE), store.read, []

    async def refusing(text: str, *rest: Any, **more: Any) -> Any:
        if "resample" not in text:
            return await read(text, *rest, **more)
        asked.append((await read("MATCH (d:Dataset) RETURN collect(d.state)")).single())
        await read(text)
        raise ClientError("there is no procedure of that name here")

    monkeypatch.setattr(store, "read", refusing)
    await load(store, [folder], dry_run=True)
    assert asked == []
    assert (await load(store, [folder])).nodes["City"].added == 2
    assert (await load(store, [folder])).nothing_changed
    assert asked == [["loaded"]]
    await unload(store, "base")
    assert asked == [["loaded"], []]


async def test_a_change_an_addition_and_a_removal_are_counted_and_listed(
    store: Store, empty_graph: object, tables: TableWriter
) -> None:
    first = await load(store, [tables("base", BASE)])
    vlore = {"id": "vlore-al", "name": "Vlorë", "country": "AL", "sources": "report"}
    later: Tables = {
        **BASE,
        "nodes/City": [TIRANA, vlore],
        "facts/MEMBER_OF": [{**MEMBERS[0], "note": "two", "until": "2024"}],
    }
    folder = tables("later", later)
    dry = await load(store, [folder], dataset="base", dry_run=True)
    assert (await status(store)).version == first.graph_version
    real = await load(store, [folder], dataset="base")
    assert real.nodes["City"].as_json() == {"added": 1, "changed": 0, "removed": 1, "unchanged": 1}
    assert real.facts["MEMBER_OF"].as_json() == {"added": 0, "changed": 1, "removed": 1, "unchanged": 0}
    assert real.facts["IN_COUNTRY"].as_json() == {"added": 1, "changed": 0, "removed": 1, "unchanged": 1}
    assert {(c.property, c.old, c.new) for c in real.changes} == {("note", "one", "two"), ("until", None, "2024")}
    assert (dry.nodes, dry.facts, dry.changes) == (real.nodes, real.facts, real.changes)
    assert dry.dry_run
    assert real.graph_version != first.graph_version


async def test_what_two_datasets_state_is_united_and_parted_exactly(
    store: Store, empty_graph: object, tables: TableWriter, dump: Dumper
) -> None:
    await load(store, [tables("seed", BASE)])
    before = await dump()
    own = {**SOURCE, "id": "other", "title": "Another"}
    also: Tables = {
        "sources": [own],
        "nodes/City": [
            {**TIRANA, "name": "Tirana", "description": "The capital.", "names": "Tirana@sq", "sources": "other"}
        ],
        "facts/MEMBER_OF": [{**MEMBERS[0], "note": "three", "as_of": "2022-03", "sources": "other"}],
    }
    report = await load(store, [tables("also", also)])
    assert report.nodes["City"].as_json() == {"added": 0, "changed": 1, "removed": 0, "unchanged": 0}
    graph = await dump()
    tirana = graph["nodes"]["tirana-al"]
    assert (tirana["name"], tirana["description"]) == ("Tiranë", "The capital.")
    assert list(zip(tirana["names"], tirana["names_lang"], strict=True)) == [
        ("Tirana", "en"), ("Тирана", "mk"), ("Tirana", ""), ("Tirana", "sq"),
    ]  # fmt: skip
    assert (tirana["sources"], tirana["datasets"]) == (["report", "other"], ["also", "seed"])
    member = next(f for f in graph["facts"].values() if f["type"] == "MEMBER_OF" and f["from"] == "tirana-al")
    assert (member["note"], member["as_of"], member["sources"]) == ("one", dt.date(2022, 3, 1), ["report", "other"])
    with pytest.raises(DatasetInUseError, match="also states") as refused:
        await unload(store, "seed")
    assert refused.value.others == ("also",)
    await unload(store, "also")
    assert await dump() == before
    await unload(store, "seed")
    state = await status(store)
    assert (state.empty, state.datasets) == (True, ())
    with pytest.raises(UnknownDatasetError, match="none"):
        await unload(store, "seed")


async def test_a_row_that_another_dataset_refers_to_cannot_vanish(
    store: Store, empty_graph: object, tables: TableWriter, dump: Dumper
) -> None:
    await load(store, [tables("seed", BASE)])
    more = {"from": "durres-al", "to": "b40", "since": "2020", "sources": "report"}
    await load(store, [tables("MEMBER_OF", {"MEMBER_OF": [more]}) / "MEMBER_OF.csv"])
    before = await dump()
    less = {**BASE, "nodes/City": [TIRANA], "facts/MEMBER_OF": MEMBERS[:1]}
    with pytest.raises(LoadError) as caught:
        await load(store, [tables("less", less)], dataset="seed")
    assert [(problem.rule, problem.found) for problem in caught.value.problems] == [("still-referenced", "durres-al")]
    assert "durres-al MEMBER_OF b40" in str(caught.value)
    assert await dump() == before


async def test_a_node_may_change_its_label_unless_another_dataset_states_it(
    store: Store, empty_graph: object, tables: TableWriter, dump: Dumper
) -> None:
    await load(store, [tables("seed", BASE)])
    renamed: Tables = {**BASE, "nodes/Network": [], "nodes/Organisation": [{**B40, "kind": "association"}]}
    folder = tables("renamed", {path: rows for path, rows in renamed.items() if rows})
    report = await load(store, [folder], dataset="seed")
    assert ("label", "Network", "Organisation") in {(c.property, c.old, c.new) for c in report.changes}
    assert (await dump())["nodes"]["b40"]["labels"] == ["Entity", "Organisation"]
    conflict = tables("conflict", {"nodes/Network": [B40]})
    with pytest.raises(LoadError) as caught:
        await load(store, [conflict])
    assert [problem.rule for problem in caught.value.problems] == ["label-conflict"]


async def test_paths_that_cannot_be_loaded(store: Store, empty_graph: object, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no such file"):
        await load(store, [tmp_path / "absent"])
    with pytest.raises(UsageError, match="--dataset"):
        await load(store, [tmp_path, tmp_path])
    with pytest.raises(UsageError, match="dataset's name"):
        await load(store, [tmp_path], dataset=" ")
    with pytest.raises(LoadError) as caught:
        await load(store, [tmp_path])
    assert [problem.rule for problem in caught.value.problems] == ["no-tables"]


async def test_the_graph_itself_refuses_doubles(store: Store, empty_graph: object, tables: TableWriter) -> None:
    await load(store, [tables("base", BASE)])
    doubles = (
        "CREATE (:Entity {id: 'b40'})",
        "CREATE (:Country {code: 'AL'})",
        "CREATE (:Dataset {name: 'base'})",
        "MATCH (a)-[f:MEMBER_OF]->(b) WITH * LIMIT 1 CREATE (a)-[:MEMBER_OF {id: f.id}]->(b)",
    )
    for text in doubles:
        with pytest.raises(ConstraintError):
            await store.write([Statement(text)])
    found = await store.read(
        "CALL db.index.fulltext.queryNodes('entity_names', 'tirna~1') YIELD node RETURN collect(node.id)"
    )
    assert found.single() == ["tirana-al"]


async def test_the_longest_names_there_are_can_be_sorted_and_searched(store: Store, empty_graph: object) -> None:
    # A letter of this script becomes several plain ones, and an index holds some 8,000 bytes.
    records = [
        Record("Source", {"id": "report", "title": "R", "publisher": "P"}, Place("made up")),
        *(
            Record("Network", {"id": id_, "name": "豬" * 1999 + last, "sources": "report"}, Place("made up"))
            for id_, last in (("one", "a"), ("two", "b"))
        ),
    ]
    await load_records(store, records, "long", suppression=())
    found = await store.read("MATCH (n:Network) WHERE n.sort_key > '' RETURN n.id, size(n.name) ORDER BY n.sort_key")
    assert [tuple(row) for row in found.rows] == [("one", 2000), ("two", 2000)]
