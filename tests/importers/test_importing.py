"""Importing into a graph: account of every row, ids that the graph knows, and what the seed says beside it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.importers.conftest import Signatories

from muninet._home import home
from muninet.errors import LoadError
from muninet.importers.importing import IMPORTERS, import_file
from muninet.loader import Place, Record, load, load_records, status
from muninet.store.bolt import Store

GCOM = IMPORTERS["gcom-mycovenant"]
PLACE = Place("ours")


def ours(label: str, id_: str, **cells: str) -> Record:
    return Record(label, {"id": id_, "name": id_.title(), "sources": "we", **cells}, PLACE)


OURS = [
    Record("Source", {"id": "we", "title": "We", "publisher": "We"}, PLACE),
    ours("Country", "estland", code="EE"),
    ours("City", "ova-ee", country="EE", identifiers="gcom-org:1"),
    ours("Network", "agency", identifiers="gcom-body:the-agency"),
]


async def names(store: Store) -> dict[str, tuple[str, list[str], list[str]]]:
    rows = await store.read(
        "MATCH (n:Entity) RETURN n.id, [l IN labels(n) WHERE l <> 'Entity'][0], n.datasets, coalesce(n.identifiers, [])"
    )
    return {id_: (label, datasets, identifiers) for id_, label, datasets, identifiers in rows.rows}


async def test_entities_keep_the_ids_that_the_graph_knows_them_by(
    store: Store, empty_graph: object, signatories: Signatories
) -> None:
    await load_records(store, OURS, "ours", suppression=())
    file = signatories({"supporter_name": "The Agency"}, {"organisation_id": "2", "organisation_name": "Uva"})
    imported = await import_file(store, GCOM, file)
    assert (imported.read, imported.skipped) == (2, 0)
    there = await names(store)
    assert {"estland", "ova-ee", "agency", "gcom-2"} <= there.keys()
    assert not {"gcom-1", "estonia", "gcom-body-the-agency"} & there.keys()
    label, datasets, identifiers = there["ova-ee"]
    assert (label, datasets) == ("City", ["gcom-mycovenant", "ours"])
    assert set(identifiers) == {"gcom-org:1", "muninet:gcom-1"}
    assert there["agency"][0] == "Network"
    facts = await store.read("MATCH (a)-[f]->(b) RETURN a.id, type(f), b.id ORDER BY a.id, type(f), b.id")
    told = [tuple(row) for row in facts.rows]
    assert ("ova-ee", "SUPPORTED_BY", "agency") in told
    assert ("gcom-2", "IN_COUNTRY", "estland") in told
    again = await import_file(store, GCOM, file)
    assert again.report.nothing_changed


async def test_two_rows_that_the_graph_knows_as_one_are_stated_as_one(
    store: Store, empty_graph: object, signatories: Signatories
) -> None:
    both = {**OURS[2].cells, "identifiers": "gcom-org:1;gcom-org:2"}
    await load_records(store, [*OURS[:2], Record("City", both, PLACE)], "ours", suppression=())
    await import_file(
        store, GCOM, signatories({"supporter_name": "A"}, {"organisation_id": "2", "supporter_name": "A"})
    )
    there = await names(store)
    assert set(there["ova-ee"][2]) == {"gcom-org:1", "gcom-org:2", "muninet:gcom-1", "muninet:gcom-2"}
    facts = await store.read("MATCH (:Entity {id: 'ova-ee'})-[f]-() RETURN type(f), count(*) ORDER BY type(f)")
    # Both mayors are kept: nothing says that they are one.
    counts = {row[0]: row[1] for row in facts.rows}
    assert counts == {"IN_COUNTRY": 1, "MAYOR_OF": 2, "SIGNATORY_OF": 1, "SUPPORTED_BY": 1}


async def test_an_identifier_of_two_decides_nothing(
    store: Store, empty_graph: object, signatories: Signatories
) -> None:
    city = ours("City", "ova-ee", country="EE", identifiers="gcom:EE1")
    await load_records(store, [*OURS[:2], city], "ours", suppression=())
    await import_file(store, GCOM, signatories({"gcom_id": "EE1"}, {"organisation_id": "2", "gcom_id": "EE1"}))
    assert {"ova-ee", "gcom-1", "gcom-2"} <= (await names(store)).keys()


async def test_bad_rows_stop_an_import_or_are_skipped_and_counted(
    store: Store, empty_graph: object, signatories: Signatories
) -> None:
    file = signatories(
        {}, {"organisation_id": "2", "organisation_name": ""}, {"organisation_id": "3"},
        {"organisation_id": "1"}, {"organisation_id": "4", "country_code": "zz"},
        {"organisation_id": "5", "mayor": "\x07bell"},
    )  # fmt: skip
    with pytest.raises(LoadError) as caught:
        await import_file(store, GCOM, file)
    assert [(problem.row, problem.rule) for problem in caught.value.problems] == [
        (3, "missing-value"), (5, "duplicate-id"), (6, "bad-country"), (7, "bad-value"),
    ]  # fmt: skip
    assert (await status(store)).empty
    imported = await import_file(store, GCOM, file, skip_bad=True)
    skipped = {"missing-value": 1, "duplicate-id": 1, "bad-country": 1, "bad-value": 1}
    assert imported.report.skipped == skipped
    told = json.loads(json.dumps(imported.as_json()))
    assert told["rows"] == {"read": 6, "loaded": 2, "skipped": skipped}
    assert {id_ for id_ in await names(store) if id_.startswith("gcom-") and id_[5:].isdigit()} == {"gcom-1", "gcom-3"}


async def test_a_dry_run_writes_nothing(store: Store, empty_graph: object, signatories: Signatories) -> None:
    imported = await import_file(store, GCOM, signatories({}), dry_run=True)
    assert imported.report.nodes["City"].added == 1
    assert (await status(store)).empty


async def test_the_seed_and_the_table_together(store: Store, empty_graph: object, open_data: Path) -> None:
    """Who is linked to Climate Alliance: 78 supported by it, 23 by a branch, 28 through CEESEN, with the seed's ids."""
    await load(store, [home("seed")])
    imported = await import_file(store, GCOM, open_data / "gcom-mycovenant" / "signatories_2024.csv")
    assert (imported.read, imported.skipped) == (11_973, 0)
    rows = await store.read(
        "MATCH (c:City)-[:SUPPORTED_BY]->(s)-[:MEMBER_OF]->(:Entity {id: 'ceesen'})-[:MEMBER_OF]->"
        "(:Entity {id: 'climate-alliance'}) RETURN count(DISTINCT c), collect(DISTINCT c.id), collect(DISTINCT s.id)"
    )
    [[count, cities, agencies]] = rows.rows
    assert count == 28
    assert not [id_ for id_ in (*cities, *agencies) if id_.startswith("gcom-")]
    direct = await store.read(
        "MATCH (c:City)-[:SUPPORTED_BY]->(n:Entity {id: 'climate-alliance'}) RETURN count(DISTINCT c)"
    )
    branch = await store.read(
        "MATCH (c:City)-[:SUPPORTED_BY]->()-[:BRANCH_OF]->(n:Entity {id: 'climate-alliance'}) RETURN count(DISTINCT c)"
    )
    assert (direct.single(), branch.single()) == (78, 23)
    # Each of the 28 has the mayor that the table names, once, though two rows of it name one person.
    mayors = await store.read(
        "MATCH (c:City)<-[f:MAYOR_OF]-(p) WHERE c.id IN $cities AND 'gcom-mycovenant' IN f.datasets "
        "RETURN c.id, collect(p.id)", {"cities": cities}
    )  # fmt: skip
    assert len(mayors.rows) > 20
    assert all(len(people) == 1 and not people[0].startswith("gcom-") for _, people in mayors.rows)


async def test_a_person_who_left_the_graph_does_not_come_back_with_a_table(
    store: Store, empty_graph: object, signatories: Signatories, tmp_path: Path
) -> None:
    mayor = [
        ours("Person", "ann", identifiers="gcom-mayor:1"),
        Record("MAYOR_OF", {"from": "ann", "to": "ova-ee", "sources": "we"}, PLACE),
    ]
    await load_records(store, [*OURS, *mayor], "ours", suppression=())
    listed = tmp_path / "suppressed.csv"
    listed.write_text("id,reason,date\nann,asked for it,2026-11-01\n", encoding="utf-8")
    await load_records(store, OURS, "ours", suppression=[listed])
    file = signatories({}, {"organisation_id": "2", "organisation_name": "Uva", "mayor": "Bo Ek"})
    imported = await import_file(store, GCOM, file)
    assert imported.report.suppressed == 2
    people = await store.read("MATCH (p:Person) OPTIONAL MATCH (p)-[f]->(c) RETURN p.name, type(f), c.id")
    assert [tuple(row) for row in people.rows] == [("Bo Ek", "MAYOR_OF", "gcom-2")]
