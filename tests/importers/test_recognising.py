"""Cities and mayors of an import that are those of the graph, though nothing but name and place says so."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from tests.importers.conftest import Signatories

from muninet.importers.importing import IMPORTERS, Imported, import_file
from muninet.loader import Place, Record, load_records
from muninet.match import Decided, Decisions
from muninet.match.decisions import MUNINET
from muninet.store.bolt import Store

GCOM = IMPORTERS["gcom-mycovenant"]
PLACE = Place("ours")
NONE = Decisions()
OVA = {"country": "EE", "lat": "58.51", "lon": "25.51"}


def ours(type_: str, **cells: str) -> Record:
    return Record(type_, {"sources": "we", **cells}, PLACE)


def graph(*more: Record) -> list[Record]:
    return [
        Record("Source", {"id": "we", "title": "We", "publisher": "We"}, PLACE),
        ours("Country", id="estland", name="Estonia", code="EE"),
        ours("City", id="ova-ee", name="Õva", **OVA),
        ours("Person", id="ann-ott", name="Ann Ött"),
        ours("MAYOR_OF", **{"from": "ann-ott", "to": "ova-ee"}, as_of="2025"),
        *more,
    ]


async def imported(store: Store, file: Path, decisions: Decisions = NONE) -> Imported:
    return await import_file(store, GCOM, file, same=decisions.merged(), recognising=decisions)


async def ids(store: Store, label: str) -> dict[str, list[str]]:
    rows = await store.read("MATCH (n:Entity) WHERE $label IN labels(n) RETURN n.id, n.datasets", {"label": label})
    return {row[0]: row[1] for row in rows.rows}


async def mayors(store: Store) -> list[tuple[str, str, list[str]]]:
    rows = await store.read("MATCH (p)-[f:MAYOR_OF]->(c) RETURN p.id, c.id, f.datasets ORDER BY p.id, c.id")
    return [tuple(row) for row in rows.rows]


async def test_a_city_and_its_mayor_are_those_of_the_graph(
    store: Store, empty_graph: object, signatories: Signatories
) -> None:
    await load_records(store, graph(), "ours", suppression=())
    file = signatories({"organisation_name": "Municipality of Ova"})
    first = await imported(store, file)
    both = ["gcom-mycovenant", "ours"]
    assert await ids(store, "City") == {"ova-ee": both}
    assert await ids(store, "Person") == {"ann-ott": both}
    assert {(mayor, city) for mayor, city, _ in await mayors(store)} == {("ann-ott", "ova-ee")}
    taken = {(row.left, row.right): row for row in first.report.recognised}
    assert taken.keys() == {("ova-ee", "gcom-1"), ("ann-ott", "gcom-mayor-1")}
    assert {row.who for row in taken.values()} == {MUNINET}
    # A hundredth of a degree is 1.11 km to the north, and 0.58 to the east at this latitude.
    assert "1.3 km apart" in taken["ova-ee", "gcom-1"].why
    [[name, names, identifiers]] = (await store.read("MATCH (c:City) RETURN c.name, c.names, c.identifiers")).rows
    # Found by either name, and by the id that went.
    assert {name, *names} == {"Õva", "Municipality of Ova"}
    assert {"gcom-org:1", "muninet:gcom-1"} <= set(identifiers)
    # Whether what was decided was kept or got lost, the next import does the same.
    for decisions in (Decisions(first.report.recognised), NONE):
        assert (await imported(store, file, decisions)).report.nothing_changed


async def test_what_people_say_goes_before(store: Store, empty_graph: object, signatories: Signatories) -> None:
    await load_records(store, graph(), "ours", suppression=())
    apart = Decisions([Decided("gcom-1", "ova-ee", "different", "Ana", date(2026, 1, 2), "a farm")])
    first = await imported(store, signatories({}), apart)
    assert not first.report.recognised
    assert await ids(store, "City") == {"ova-ee": ["ours"], "gcom-1": ["gcom-mycovenant"]}
    # No city in common, so the mayors are not one either.
    assert (await ids(store, "Person")).keys() == {"ann-ott", "gcom-mayor-1"}
    # Taken back, they become one; said again, they are two again.
    assert len((await imported(store, signatories({}))).report.recognised) == 2
    assert (await ids(store, "City")).keys() == {"ova-ee"}
    await imported(store, signatories({}), apart)
    assert (await ids(store, "City")).keys() == {"ova-ee", "gcom-1"}


async def test_what_could_be_two_stays_apart(store: Store, empty_graph: object, signatories: Signatories) -> None:
    await load_records(store, graph(), "ours", suppression=())
    file = signatories({}, {"organisation_id": "2", "organisation_latitude": "58.52"})
    assert not (await imported(store, file)).report.recognised
    assert (await ids(store, "City")).keys() == {"ova-ee", "gcom-1", "gcom-2"}


async def test_other_names_places_and_mayors_stay_apart(
    store: Store, empty_graph: object, signatories: Signatories
) -> None:
    far = ours("City", id="uva-ee", name="Uva", country="EE", lat="59.4", lon="27.9")
    county = ours("City", id="ida", name="Ida", country="EE", lat="58.1", lon="25.1")
    await load_records(store, graph(far, county), "ours", suppression=())
    file = signatories(
        {"mayor": "Bo Berg"},
        {"organisation_id": "2", "organisation_name": "Uva"},
        {"organisation_id": "3", "organisation_name": "Ida County", "organisation_latitude": "58.1",
         "organisation_longitude": "25.1"},
    )  # fmt: skip
    [row] = (await imported(store, file)).report.recognised
    assert (row.left, row.right) == ("ova-ee", "gcom-1")
    assert (await ids(store, "Person")).keys() == {"ann-ott", "gcom-mayor-1", "gcom-mayor-2", "gcom-mayor-3"}
    assert {("ann-ott", "ova-ee"), ("gcom-mayor-1", "ova-ee")} <= {(who, of) for who, of, _ in await mayors(store)}


async def test_a_trial_run_says_so_and_writes_nothing(
    store: Store, empty_graph: object, signatories: Signatories
) -> None:
    await load_records(store, graph(), "ours", suppression=())
    tried = await import_file(store, GCOM, signatories({}), dry_run=True, recognising=NONE)
    assert {row["right"] for row in tried.as_json()["recognised"]} == {"gcom-1", "gcom-mayor-1"}
    assert "2 entities taken for others of the graph" in "\n".join(tried.summary())
    assert (await ids(store, "City")).keys() == {"ova-ee"}
