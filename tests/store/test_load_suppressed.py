"""People on the suppression list stay out, whoever states them, and go where they are."""

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest

from muninet.errors import LoadError
from muninet.loader import Place, Record, load, load_records, status
from muninet.loader.suppression import hashed
from muninet.model import load_schema
from muninet.store.bolt import Store
from muninet.store.values import Statement

Dumper = Callable[[], Awaitable[dict[str, dict[str, Any]]]]
PLACE = Place("made up")
BASE = [
    Record("Source", {"id": "report", "title": "A report", "publisher": "p"}, PLACE),
    Record("Network", {"id": "b40", "name": "B40", "sources": "report"}, PLACE),
]
PEOPLE = [
    *BASE,
    *(Record("Person", {"id": id_, "name": id_, "sources": "report"}, PLACE) for id_ in ("jane-doe", "jos-roe")),
    *(
        Record("HOLDS_OFFICE_IN", {"from": id_, "to": "b40", "office": "director", "sources": "report"}, PLACE)
        for id_ in ("jane-doe", "jos-roe")
    ),
]


def listed(folder: Path, *ids: str) -> Path:
    file = folder / "suppressed.csv"
    rows = "".join(f"{id_},asked for it,2026-11-01\n" for id_ in ids)
    file.write_text("id,reason,date\n" + rows, encoding="utf-8")
    return file


async def test_a_suppressed_person_and_what_touches_them_is_left_out(
    store: Store, empty_graph: object, tmp_path: Path, dump: Dumper
) -> None:
    report = await load_records(store, PEOPLE, "press", suppression=[listed(tmp_path, "jane-doe")])
    assert report.suppressed == 2
    assert "2 rows left out" in "\n".join(report.summary())
    graph = await dump()
    assert set(graph["nodes"]) == {"report", "b40", "jos-roe"}
    assert {fact["from"] for fact in graph["facts"].values()} == {"jos-roe"}


async def test_who_has_no_identifier_is_not_taken_for_another_without_one(
    store: Store, empty_graph: object, tmp_path: Path, dump: Dumper
) -> None:
    """Tables have an empty cell there, and graphs of earlier versions remember it as that of who stays out."""
    people = [Record(one.type, {**one.cells, "identifiers": ""}, PLACE) for one in PEOPLE if one.type == "Person"]
    records = [*BASE, *people, *(one for one in PEOPLE if one.type == "HOLDS_OFFICE_IN")]
    for _ in range(2):
        await load_records(store, records, "press", suppression=[listed(tmp_path, "jane-doe")])
        assert {"jos-roe"} == set((await dump())["nodes"]) - {"report", "b40"}
        remembered = (await store.read("MATCH (g:Graph) RETURN g.suppressed")).single()
        assert hashed("") not in remembered
        await store.write([Statement("MATCH (g:Graph) SET g.suppressed = g.suppressed + $hash", {"hash": hashed("")})])
    await load_records(store, records, "press", suppression=[listed(tmp_path, "jane-doe")])
    assert {"jos-roe"} == set((await dump())["nodes"]) - {"report", "b40"}


async def test_a_person_who_is_there_goes_whoever_states_them(
    store: Store, empty_graph: object, tmp_path: Path, dump: Dumper
) -> None:
    await load_records(store, PEOPLE, "press", suppression=())
    await load_records(store, PEOPLE, "wiki", suppression=())
    report = await load_records(store, BASE, "base", suppression=[listed(tmp_path, "jane-doe")])
    assert report.nodes["Person"].removed == 1
    assert report.facts["HOLDS_OFFICE_IN"].removed == 1
    graph = await dump()
    assert set(graph["nodes"]) == {"report", "b40", "jos-roe"}
    assert {(d.name, d.nodes, d.facts) for d in (await status(store)).datasets} == {
        ("press", 3, 1), ("wiki", 3, 1), ("base", 2, 0),
    }  # fmt: skip
    again = await load_records(store, PEOPLE, "press", suppression=[tmp_path / "suppressed.csv"])
    assert again.nothing_changed


async def test_the_list_beside_the_tables_is_read(store: Store, empty_graph: object, tmp_path: Path) -> None:
    (tmp_path / "sources.csv").write_text("id,title,publisher\nreport,A report,An institute\n", encoding="utf-8")
    (tmp_path / "nodes").mkdir()
    (tmp_path / "nodes" / "Person.csv").write_text("id,name,sources\njane-doe,Jane,report\n", encoding="utf-8")
    listed(tmp_path, "jane-doe")
    assert (await load(store, [tmp_path], dataset="x")).suppressed == 1


async def test_only_people_can_be_suppressed(store: Store, empty_graph: object, tmp_path: Path) -> None:
    file = listed(tmp_path, "b40")
    with pytest.raises(LoadError) as caught:
        await load_records(store, PEOPLE, "press", suppression=[file])
    (problem,) = {(p.file, p.row, p.column, p.rule) for p in caught.value.problems}
    assert problem == (str(file), 2, "id", "not-a-person")


async def test_rows_are_written_anew_when_the_model_has_changed(
    store: Store, empty_graph: object, dump: Dumper
) -> None:
    schema = load_schema()
    network = schema.nodes["Network"].model_copy(update={"hub": True})
    changed = schema.model_copy(update={"nodes": {**schema.nodes, "Network": network}})
    await load_records(store, PEOPLE, "press", suppression=())
    report = await load_records(store, PEOPLE, "press", schema=changed, suppression=())
    assert (report.refreshed, report.total(report.nodes).unchanged, report.nothing_changed) == (6, 4, False)
    assert (await dump())["nodes"]["b40"]["hub"] is True
    assert (await load_records(store, PEOPLE, "press", schema=changed, suppression=())).nothing_changed


def known_as(id_: str, *identifiers: str) -> list[Record]:
    """What a dataset states of a person, the office before the person."""
    office = {"from": id_, "to": "b40", "office": "director", "sources": "report"}
    person = {"id": id_, "name": "Jane", "identifiers": ";".join(identifiers), "sources": "report"}
    return [*BASE, Record("HOLDS_OFFICE_IN", office, PLACE), Record("Person", person, PLACE)]


async def test_a_suppressed_person_never_comes_back_whatever_another_dataset_calls_them(
    store: Store, empty_graph: object, tmp_path: Path, dump: Dumper
) -> None:
    await load_records(store, known_as("jane-doe", "wikidata:Q1", "wiki:jane"), "press", suppression=())
    await load_records(store, BASE, "base", suppression=[listed(tmp_path, "jane-doe")])
    # Neither list nor id are there any more; one of the identifiers is enough, and tells of a further one.
    for dataset, stated in (
        ("press", known_as("jane-doe")),
        ("wiki", known_as("j-doe", "wikidata:Q1", "geo:7")),
        ("late", known_as("doe-jane", "geo:7")),
    ):
        report = await load_records(store, stated, dataset, suppression=())
        assert report.suppressed == 2, dataset
    graph = await dump()
    assert (set(graph["nodes"]), graph["facts"]) == ({"report", "b40"}, {})
    kept = (await store.read("MATCH (g:Graph) RETURN g {.*}")).single()
    assert "jane" not in str(kept).lower()
    assert (await load_records(store, known_as("jos-roe", "wikidata:Q2"), "roe", suppression=())).suppressed == 0


async def test_the_list_may_name_identifiers(store: Store, empty_graph: object, tmp_path: Path, dump: Dumper) -> None:
    await load_records(store, known_as("j-doe", "wikidata:Q1"), "wiki", suppression=())
    file = tmp_path / "suppressed.csv"
    file.write_text("id,reason,date,identifiers\njane-doe,asked for it,2026-11-01,wikidata:Q1\n", encoding="utf-8")
    report = await load_records(store, BASE, "base", suppression=[file])
    assert (report.nodes["Person"].removed, report.facts["HOLDS_OFFICE_IN"].removed) == (1, 1)
    assert set((await dump())["nodes"]) == {"report", "b40"}
    assert (await load_records(store, BASE, "base", suppression=[file])).nothing_changed


async def test_an_identifier_on_the_list_that_is_none_is_told(
    store: Store, empty_graph: object, tmp_path: Path
) -> None:
    file = tmp_path / "suppressed.csv"
    file.write_text("id,reason,date,identifiers\njane-doe,asked for it,2026-11-01,Q1\n", encoding="utf-8")
    with pytest.raises(LoadError) as caught:
        await load_records(store, BASE, "base", suppression=[file])
    assert [(p.row, p.column, p.rule) for p in caught.value.problems] == [(2, "identifiers", "bad-identifier")]
