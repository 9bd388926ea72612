"""Any table into a graph: account of every row, references and countries that must be there, identities."""

from __future__ import annotations

from collections import Counter
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest

from muninet.errors import LoadError, UsageError
from muninet.importers.importing import Imported
from muninet.importers.reading import REASONS, Reading
from muninet.importers.table import read_mapping
from muninet.importers.table.importing import import_table
from muninet.loader import Place, Record, load_records, status
from muninet.store.bolt import Store

COUNTRIES = {
    "AL": ["Albania"], "BA": ["Bosnia and Herzegovina"], "EE": ["Estonia"], "GR": ["Greece", "Ελλάδα@el"],
    "TR": ["Türkiye"],
}  # fmt: skip
SIMPLE = """dataset: simple
source: notes
entities:
  city: {type: City, id: Code, name: Town, country: Country}
facts:
  - {type: MEMBER_OF, from: city, to: {constant: ring}, since: {column: Joined, format: "%Y"}}
"""
HEADER = "Code,Town,Country,Joined"
Import = Callable[..., Awaitable[Imported]]


@pytest.fixture
async def importing(store: Store, empty_graph: object, tmp_path: Path) -> Import:
    """Import a table through a mapping, beside what lists refer to: countries, a network, sources."""
    place = Place("frame")
    records = [
        Record("Source", {"id": id_, "title": id_, "publisher": "We"}, place) for id_ in ("notes", "many-networks-2025")
    ]
    for code, names in COUNTRIES.items():
        cells = {"id": f"c-{code.lower()}", "name": names[0], "names": names[1:], "code": code, "sources": ["notes"]}
        records.append(Record("Country", cells, place))
    records += [
        Record("Network", {"id": id_, "name": id_.title(), "sources": ["notes"]}, place) for id_ in ("ring", "star")
    ]
    await load_records(store, records, "frame", suppression=())

    async def run(rows: list[str], mapping: str = SIMPLE, header: str = HEADER, **options: Any) -> Imported:
        (tmp_path / "list.csv").write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
        (tmp_path / "list.yaml").write_text(mapping, encoding="utf-8")
        return await import_table(store, tmp_path / "list.csv", read_mapping(tmp_path / "list.yaml"), **options)

    return run


def added(imported: Imported) -> dict[str, int]:
    report = imported.report
    return {type_: tally.added for of in (report.nodes, report.facts) for type_, tally in of.items() if tally.added}


def account(imported: Imported) -> tuple[int, int, dict[str, int]]:
    told = imported.as_json()["rows"]
    return told["read"], told["loaded"], told["skipped"]


async def members(store: Store, network: str) -> dict[str, str]:
    """When the members of a network joined, by their ids."""
    found = await store.read(
        "MATCH (c)-[f:MEMBER_OF]->({id: $id}) RETURN c.id, toString(f.since) + f.since_precision", {"id": network}
    )
    return {str(id_): str(since) for id_, since in found.rows}


async def test_every_row_is_accounted_for(importing: Import) -> None:
    """Recounted from the raw rows by what is written here, not by the importer's rules."""
    expected: Counter[str] = Counter()
    rows: list[str] = []
    for number in range(300):
        reasons = {
            "not-wanted": number % 11 == 0,
            "missing-value": number % 13 == 0,
            "bad-country": number % 5 == 0 and number % 4 == 3,
            "unknown-country": number % 5 == 0 and number % 4 == 2,
            "bad-date": number % 7 == 0,
        }
        country = "Atlantis" if reasons["bad-country"] else "France" if reasons["unknown-country"] else "Ελλάδα"
        cells = ["" if reasons["missing-value"] else str(number), f"Town {number}", country]
        cells += ["soon" if reasons["bad-date"] else "1999", "spam" if reasons["not-wanted"] else "full"]
        # Of several things that are wrong, the first counts, by column: Code, Country, Joined.
        reason = next((reason for reason, holds in reasons.items() if holds), "loaded")
        rows.append(",".join(cells))
        expected[reason] += 1
        if number % 17 == 0:
            rows.append(rows[-1])
            expected["repeated" if reason == "loaded" else reason] += 1
    loaded = expected.pop("loaded")
    assert len(expected) == 6
    mapping = SIMPLE.replace("entities:", "when: {column: Status, is_not: spam}\nentities:")
    imported = await importing(rows, mapping, header=f"{HEADER},Status", skip_bad=True)
    assert account(imported) == (len(rows), loaded, dict(expected))
    assert added(imported) == {"City": loaded, "MEMBER_OF": loaded, "IN_COUNTRY": loaded}
    text = "\n".join(imported.summary())
    assert f"  {len(rows)} rows read, {loaded} loaded" in text
    assert all(f"{count} {rule}" in text or f"{count} left out: {rule}" in text for rule, count in expected.items())


async def test_hostile_cells(store: Store, importing: Import) -> None:
    mapping = SIMPLE.replace("name: Town", "name: Town, description: Note")
    long, names = (
        "x" * 10_000,
        {"a": "=cmd|' /C calc'!A0", "b": "<script>alert(1)</script>", "c": "A [bold]B[/] &amp; C"},
    )
    rows = [f"{code},{name},AL,2001," for code, name in names.items()]
    rows += [
        f"d,\u00a0N\u00a0B\u00a0,AL,2001,{long}",
        f"e,{long},AL,2001,",
        f"f,{'ﷺ' * 900},AL,2001,",
        ",Empty,AL,2001,",
    ]
    rows += ["a,Other,AL,2001,", "g,\u202eevil,AL,2001,", "h,\x1b[31mred,AL,2001,"]
    with pytest.raises(LoadError) as caught:
        await importing(rows, mapping, header=f"{HEADER},Note")
    assert [(problem.row, problem.column, problem.rule) for problem in caught.value.problems] == [
        (6, "Town", "bad-name"), (7, "Town", "bad-name"), (8, "Code", "missing-value"),
        (9, "Town", "conflicting-rows"), (10, "Town", "bad-value"), (11, "Town", "bad-value"),
    ]  # fmt: skip
    assert len(str(caught.value)) < 3000
    assert all(sign not in str(caught.value) for sign in ("\x1b", "\u202e"))
    imported = await importing(rows, mapping, header=f"{HEADER},Note", skip_bad=True)
    skipped = {"bad-name": 2, "missing-value": 1, "conflicting-rows": 1, "bad-value": 2}
    assert account(imported) == (10, 4, skipped)
    found = await store.read("MATCH (c:City) RETURN c.id, c.name, coalesce(c.description, '')")
    told = {id_: (name, text) for id_, name, text in found.rows}
    # Around a name, white space goes; within, it is a space.
    name, note = told.pop("d")
    assert (name, note == long) == ("N B", True)
    assert told == {code: (name, "") for code, name in names.items()}


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("name: Town", "name: Twon", "4: entities.city.name: list.csv has no column 'Twon' (did you mean 'Town'?)"),
        ("since:", "sinze:", "6: facts[0].sinze: MEMBER_OF has no such property (did you mean 'since'?)"),
        ("MEMBER_OF,", "ACTED_FOR, role: {constant: king},", "6: facts[0]"),
        ('"%Y"', '"%y"', "6: facts[0].since.format: %y is not known"),
        ("constant: ring", "constant: rink", "6: facts[0].to: the graph has no Network"),
        ("constant: ring", "constant: c-al", "6: facts[0].to: 'c-al' is the id of a Country in the graph"),
        ("source: notes", "source: nots", "2: source: the graph has no Source with the id 'nots'; nearest: notes"),
        ("country: Country", "country: {constant: FR}", "4: entities.city.country: the graph has no Country with"),
        ("dataset: simple", "dataset: ' '", "1: dataset:"),
    ],
)
async def test_a_mapping_that_does_not_fit(store: Store, importing: Import, old: str, new: str, message: str) -> None:
    assert old in SIMPLE
    before = (await status(store)).version
    with pytest.raises(UsageError) as caught:
        await importing(["1,A,AL,2001"], SIMPLE.replace(old, new), skip_bad=True)
    lines = str(caught.value).splitlines()
    assert any(f"list.yaml:{message}" in line for line in lines), lines
    assert (await status(store)).version == before


async def test_a_bad_reference_of_one_row_costs_no_other_row(importing: Import) -> None:
    """A town that several rows name is stated by the first of them that can be used."""
    mapping = SIMPLE.replace("{constant: ring}", "{column: Net, values: {R: ring, S: star, X: stars, C: c-al}}")
    rows = ["1,A,AL,2001,X", "1,A,AL,2001,R", "1,A,AL,2001,S", "ring,B,AL,2001,R", "2,C,AL,2001,C", "2,C,AL,2001,R"]
    with pytest.raises(LoadError) as caught:
        await importing(rows, mapping, header=f"{HEADER},Net")
    told = [(problem.row, problem.column, problem.rule) for problem in caught.value.problems]
    assert told == [(2, "Net", "unknown-id"), (5, "Code", "label-conflict"), (6, "Net", "wrong-type")]
    assert "nearest: star (Star)" in str(caught.value.problems[0])
    imported = await importing(rows, mapping, header=f"{HEADER},Net", skip_bad=True)
    assert account(imported) == (6, 3, {"unknown-id": 1, "label-conflict": 1, "wrong-type": 1})
    assert added(imported) == {"City": 2, "MEMBER_OF": 3, "IN_COUNTRY": 2}


async def test_countries_that_the_mapping_states_itself(store: Store, importing: Import) -> None:
    country = "  country: {type: Country, id: {column: Country, prefix: land}, name: Land, code: Country}\nfacts:"
    mapping = SIMPLE.replace("facts:", country)
    rows = ["1,Lyon,FR,2001,France", "2,Tirana,AL,2001,Albania", "3,Paris,FR,2001,France"]
    imported = await importing(rows, mapping, header=f"{HEADER},Land")
    # Albania is known by its code, and keeps the id that it has.
    assert added(imported) == {"City": 3, "Country": 1, "IN_COUNTRY": 3, "MEMBER_OF": 3}
    found = await store.read("MATCH (:City)-[:IN_COUNTRY]->(c) RETURN c.id, count(*) ORDER BY c.id")
    assert [tuple(one) for one in found.rows] == [("c-al", 1), ("land-fr", 2)]
    assert (await importing(rows, mapping, header=f"{HEADER},Land")).report.nothing_changed


async def test_a_town_that_another_dataset_knows_keeps_its_id(store: Store, importing: Import) -> None:
    other = SIMPLE.replace("name: Town", "name: Town, identifiers: {column: No, before: 'geonames:'}")
    await importing(["ova,Ova,EE,2001,77"], other.replace("simple", "other"), header=f"{HEADER},No")
    ours = other.replace("id: Code", "id: {column: Code, prefix: ours}")
    imported = await importing(["1,Ova,EE,2005,77", "2,Uva,EE,2005,"], ours, header=f"{HEADER},No")
    # Ova is the one that is there; that it joined in 2005 is said beside 2001.
    assert added(imported) == {"City": 1, "IN_COUNTRY": 1, "MEMBER_OF": 2}
    assert set(await members(store, "ring")) == {"ova", "ours-2"}


async def test_rows_that_are_gone_leave_the_graph_and_a_dry_run_writes_nothing(store: Store, importing: Import) -> None:
    await importing(["1,Ova,EE,2001", "2,Uva,EE,2002"])
    dry = await importing(["1,Ova,EE,2001"], dry_run=True)
    assert (dry.report.nodes["City"].removed, set(await members(store, "ring"))) == (1, {"1", "2"})
    await importing(["1,Ova,EE,2003"])
    assert await members(store, "ring") == {"1": "2003-01-01year"}


def test_the_guide_lists_every_reason_for_leaving_out_a_row() -> None:
    guide = (Path(__file__).parents[2] / "docs" / "importing.md").read_text(encoding="utf-8")
    assert [reason for reason in REASONS if f"| `{reason}` |" not in guide] == []
    with pytest.raises(KeyError, match="because"):
        Reading().leave_out("because")
