"""What an import finds is kept with its dataset, and told as long as it holds."""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter
from pathlib import Path

import pytest
from tests.importers.conftest import Signatories

from muninet._home import home
from muninet.catalogue import Catalogue
from muninet.importers.findings import RULES
from muninet.importers.importing import IMPORTERS, Imported, import_file
from muninet.loader import Place, Record, load_records, unload
from muninet.model import load_schema
from muninet.quality.checking import check
from muninet.quality.findings import Finding, Rule
from muninet.quality.stored import kept, stored_findings
from muninet.store.bolt import Store

DIRTY = (
    {"organisation_id": "1", "organisation_latitude": "58,5", "organisation_longitude": "25,5"},
    {"organisation_id": "2", "organisation_name": "Uva", "organisation_latitude": "null"},
    {"organisation_id": "3", "organisation_name": "Eva", "mayor": "Ann Ott, Bo Lind, Cy Mets", "adhesion_type": "1"},
)
CLEAN = ({"organisation_id": "1"}, {"organisation_id": "2", "organisation_name": "Uva"}, DIRTY[2])


async def imported(store: Store, file: Path, **more: object) -> Imported:
    return await import_file(store, IMPORTERS["gcom-mycovenant"], file, **more)  # type: ignore[arg-type]


async def told(store: Store) -> list[tuple[str, str]]:
    return sorted((one.rule.name, one.entity) for one in await stored_findings(store, RULES))


async def version(store: Store) -> str:
    return str((await store.read("MATCH (g:Graph) RETURN g.version")).single())


ALL = [
    ("decimal-comma", "gcom-1"),
    ("missing-coordinates", "gcom-2"),
    ("several-names", "gcom-3"),
    ("unknown-word", "gcom-3"),
]


async def test_findings_stay_with_their_dataset(
    store: Store, empty_graph: object, signatories: Signatories, tmp_path: Path
) -> None:
    file = signatories(*DIRTY)
    await imported(store, file, dry_run=True)
    assert await told(store) == []
    await imported(store, file)
    assert await told(store) == ALL
    [comma] = [one for one in await stored_findings(store, RULES) if one.rule.name == "decimal-comma"]
    assert comma == Finding(
        RULES["decimal-comma"], "gcom-1", "58,5, 25,5", "signatories.csv:2", "read as 58.5, 25.5", type="City",
        name="Ova", country="EE", datasets=("gcom-mycovenant",), sources=("gcom-mycovenant-2024-01",),
    )  # fmt: skip

    before = await version(store)
    moved = tmp_path / "elsewhere" / file.name
    moved.parent.mkdir()
    moved.write_bytes(file.read_bytes())
    assert (await imported(store, moved)).report.nothing_changed
    assert (await version(store), await told(store)) == (before, ALL)


async def test_the_next_import_replaces_them_though_nothing_else_changes(
    store: Store, empty_graph: object, signatories: Signatories
) -> None:
    await imported(store, signatories({"organisation_latitude": "58,5"}))
    assert await told(store) == [("decimal-comma", "gcom-1")]
    before = await version(store)
    report = (await imported(store, signatories({"organisation_latitude": "58.5"}))).report
    # The number is the same one, so that no entity changes; answers about the data do.
    assert report.nothing_changed
    assert await told(store) == []
    assert await version(store) != before


async def test_they_go_with_the_dataset_and_leave_others_alone(
    store: Store, empty_graph: object, signatories: Signatories
) -> None:
    file = signatories(*DIRTY)
    await imported(store, file, dataset="one")
    await imported(store, file, dataset="two")
    assert Counter(await told(store)) == dict.fromkeys(ALL, 2)
    await unload(store, "one")
    assert await told(store) == ALL
    assert {one.datasets for one in await stored_findings(store, RULES)} == {("two",)}


async def test_names_of_people_who_were_left_out_are_not_kept(
    store: Store, empty_graph: object, signatories: Signatories
) -> None:
    await imported(store, signatories(*DIRTY))
    texts = (await store.read("MATCH (d:Dataset) RETURN d.findings")).single()
    assert not any("Lind" in text for text in texts)
    [several] = [json.loads(text) for text in texts if "several-names" in text]
    assert (several["found"], several["place"]) == ("", "signatories.csv:4")


async def test_of_rows_that_were_left_out_nothing_is_told(
    store: Store, empty_graph: object, signatories: Signatories
) -> None:
    # The comma is read; a control character in the name is what the loader then refuses.
    file = signatories({}, {"organisation_id": "2", "organisation_latitude": "58,1", "organisation_name": "U\x07va"})
    done = await imported(store, file, skip_bad=True)
    assert (done.skipped, [one.entity for one in done.findings]) == (1, ["gcom-2"])
    assert await told(store) == []
    gone = [Finding(Rule("x", "note", ""), "nobody", "", "f.csv:1", "")]
    await load_records(store, [_SOURCE], "other", suppression=(), findings=lambda: kept(gone))
    assert "x" not in {rule for rule, _ in await told(store)}


async def test_an_entity_that_goes_by_another_id_is_told_by_that(
    store: Store, empty_graph: object, signatories: Signatories
) -> None:
    cells = {"id": "ova-ee", "name": "Ova", "country": "EE", "identifiers": ["gcom-org:1"], "sources": ["report"]}
    estonia = Record("Country", {"id": "estonia", "name": "Estonia", "code": "EE", "sources": ["report"]}, _PLACE)
    await load_records(store, [_SOURCE, estonia, Record("City", cells, _PLACE)], "seed", suppression=())
    await imported(store, signatories(DIRTY[0]))
    assert await told(store) == [("decimal-comma", "ova-ee")]


async def test_that_a_city_lies_nowhere_is_told_once(
    store: Store, empty_graph: object, signatories: Signatories
) -> None:
    schema = load_schema()
    await imported(store, signatories(*DIRTY[:2]))
    checked = await check(store, Catalogue.read(home("cypher"), schema), schema, dt.date(2026, 11, 22), reported=RULES)
    assert [one.rule.name for one in checked.findings if one.entity == "gcom-2"] == ["missing-coordinates"]


@pytest.mark.parametrize("place", ["/srv/tables/t.csv:7", r"C:\tables\t.csv:7", "t.csv:7"])
def test_no_folder_of_a_machine_is_kept(place: str) -> None:
    [text] = kept([Finding(RULES["decimal-comma"], "a", "1,5", place, "read as 1.5")] * 2)
    assert json.loads(text)["place"] == "t.csv:7"


_PLACE = Place("made up")
_SOURCE = Record("Source", {"id": "report", "title": "r", "publisher": "p"}, _PLACE)
