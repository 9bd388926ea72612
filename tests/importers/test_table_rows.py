"""Rows become records as a mapping says: all that a row states, or nothing, and every row is accounted for."""

from pathlib import Path

import pytest

from muninet.errors import LoadError, LoadProblem, UsageError
from muninet.importers.reading import Reading
from muninet.importers.sheets import read_sheet
from muninet.importers.table import Known, TableMapping, read_mapping, read_table
from muninet.loader import Place, Record
from muninet.loader.checks import read_values
from muninet.loader.forms import forms_of
from muninet.loader.problems import Problems
from muninet.model import load_schema

MAPPINGS = Path(__file__).parents[1] / "data" / "mappings"
FORMS = forms_of(load_schema())
COUNTRIES = {"Albania": "AL", "Северна Македонија": "MK", "Türkiye": "TR", "Greece": "GR", "Ελλάδα": "GR"}
HEADER = "Code;Town;English;Also;GCoM;Country;Inhabitants;Lat;Lon;Joined;Left;Status"
SIMPLE = """
dataset: simple
source: known-source
entities:
  city: {type: City, id: Code, name: Name, country: {constant: AL}%s}
"""
FACT = "\nfacts:\n  - {type: MEMBER_OF, from: city, to: {constant: b40}%s}\n"


def imported(folder: Path, mapping: TableMapping | str, content: str) -> tuple[list[Record], Reading]:
    """Read a CSV through a mapping; every record must pass the loader's checks, and every row be accounted for."""
    file = folder / "list.csv"
    file.write_text(content, encoding="utf-8")
    if isinstance(mapping, str):
        (folder / "mapping.yaml").write_text(mapping, encoding="utf-8")
        mapping = read_mapping(folder / "mapping.yaml")
    sheet = read_sheet(file, **mapping.declared.table.model_dump())
    reading = Reading()
    records = list(read_table(sheet, mapping, reading, known=Known(COUNTRIES)))
    problems = Problems()
    for record in records:
        read_values(record, FORMS[record.type], problems)
    problems.refuse()
    used = {record.place.row for record in records if record.place.file == str(file)}
    refused = {problem.row for problem in wrong(reading)}
    assert not used & refused
    assert reading.rows == len(used) + len(refused) + reading.left_out.total() == sum(1 for _ in sheet.rows())
    return records, reading


def wrong(reading: Reading) -> list[LoadProblem]:
    """What is wrong with the rows, by row and column."""
    try:
        reading.problems.refuse()
    except LoadError as error:
        return error.problems
    return []


def members(folder: Path, *rows: str) -> tuple[list[Record], Reading]:
    return imported(folder, read_mapping(MAPPINGS / "members.yaml"), "\n".join([HEADER, *rows]) + "\n")


def values(record: Record) -> dict[str, object]:
    return dict(read_values(record, FORMS[record.type], Problems()))


def told(reading: Reading) -> list[tuple[int | None, str | None, str]]:
    return [(problem.row, problem.column, problem.rule) for problem in wrong(reading)]


def test_a_row_with_everything(tmp_path: Path) -> None:
    row = "AL-01;Tiranë;Tirana;Тирана@mk / Tirona;AL0001;albania;418.495;41,3275;19,8187;12.05.2008;01.02.2020;No"
    records, reading = members(tmp_path, row)
    source, city, member = records
    assert source.type == "Source"
    assert source.place == Place(f"{MAPPINGS / 'members.yaml'}:3")
    assert values(source)["published"] == "2026-03"
    assert (city.type, city.place) == ("City", Place(str(tmp_path / "list.csv"), 2))
    assert values(city) == {
        "id": "mynet-al-01",
        "name": "Tiranë",
        "names": ["Tirana@en", "Тирана@mk", "Tirona"],
        "identifiers": ["gcom:AL0001"],
        "country": "AL",
        "population": 418495,
        "location": [41.3275, 19.8187],
        "sources": ["my-network-2026"],
    }
    assert (member.type, values(member)) == (
        "MEMBER_OF",
        {
            "from": "mynet-al-01",
            "to": "my-network",
            "since": "2008-05-12",
            "until": "2020-02-01",
            "status": "left",
            "label": "Member",
            "sources": ["my-network-2026"],
        },
    )
    assert (reading.rows, wrong(reading)) == (1, [])


def test_reduced_dates_empty_words_and_conditions(tmp_path: Path) -> None:
    records, _ = members(
        tmp_path,
        "1;A;-;;;Северна Македонија;n/a;;;März 2010;;active",
        "2;B;;;N/A;TÜRKIYE;;;;2011;;?",
        "3;C;;;;gr;;;;;;Candidate",
    )
    facts = [(record.type, values(record)) for record in records if record.type in ("MEMBER_OF", "CANDIDATE_OF")]
    assert [(type_, fact.get("since"), fact.get("rank"), fact.get("status")) for type_, fact in facts] == [
        ("MEMBER_OF", "2010-03", None, "active"),
        ("MEMBER_OF", "2011", "deprecated", None),
        ("CANDIDATE_OF", None, None, None),
    ]
    assert [values(record)["country"] for record in records if record.type == "City"] == ["MK", "TR", "GR"]


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        (";A;;;;AL;;;;2011;;active", ("Code", "missing-value")),
        ("—;A;;;;AL;;;;2011;;active", ("Code", "bad-id")),
        ("1;;;;;AL;;;;2011;;active", (None, "missing-value")),
        ("1;A;;;;Grece;;;;2011;;active", ("Country", "bad-country")),
        ("1;A;;;;UK;;;;2011;;active", ("Country", "bad-country")),
        ("1;A;;;;AL;1.2;;;2011;;active", ("Inhabitants", "bad-number")),
        ("1;A;;;;AL;-5;;;2011;;active", ("Inhabitants", "bad-number")),
        ("1;A;;;;AL;12,5;;;2011;;active", ("Inhabitants", "bad-number")),
        ("1;A;;;;AL;NaN;;;2011;;active", ("Inhabitants", "bad-number")),
        ("1;A;;;;AL;;inf;19;2011;;active", ("Lat", "bad-coordinates")),
        ("1;A;;;;AL;;95;19;2011;;active", ("Lat", "bad-coordinates")),
        ("1;A;;;;AL;;41;;2011;;active", ("Lon", "bad-coordinates")),
        ("1;A;;;;AL;;;;30.02.2011;;active", ("Joined", "bad-date")),
        ("1;A;;;;AL;;;;2011-05-01;;active", ("Joined", "bad-date")),
        ("1;A;;;;AL;;;;Mar 2011 or so;;active", ("Joined", "bad-date")),
        ("1;A;;;;AL;;;;0999;;active", ("Joined", "bad-date")),
        ("1;A;;;;AL;;;;2011;01.01.2010;active", ("Left", "end-before-start")),
        ("1;A;;;;AL;;;;2011;;paused", ("Status", "unlisted-value")),
        ("1;A;;;;AL;;;;2011;", (None, "too-few-cells")),
        ("1;A;;;a b;AL;;;;2011;;active", ("GCoM", "bad-identifier")),
        ("1;#REF!;;;;AL;;;;2011;;active", ("Town", "bad-value")),
        ("1;A\x1b[2J;;;;AL;;;;2011;;active", ("Town", "bad-value")),
        ("1;A\u202eB;;;;AL;;;;2011;;active", ("Town", "bad-value")),
    ],
)
def test_a_row_that_cannot_be_used_yields_nothing(tmp_path: Path, row: str, problem: tuple[str | None, str]) -> None:
    records, reading = members(tmp_path, row, "7;Good;;;;AL;;;;2011;;active")
    column, rule = problem
    if column is None and rule == "missing-value":
        column = "Town"
    assert told(reading) == [(2, column, rule)]
    assert [record.place.row for record in records[1:]] == [3, 3]
    assert (reading.rows, reading.left_out.total()) == (2, 0)


def test_all_that_is_wrong_with_a_row_is_told(tmp_path: Path) -> None:
    _, reading = members(tmp_path, "1;A;;;;Grece;many;;;soon;;foo")
    assert [(column, rule) for _, column, rule in told(reading)] == [
        ("Country", "bad-country"), ("Inhabitants", "bad-number"), ("Joined", "bad-date"), ("Status", "unlisted-value"),
    ]  # fmt: skip
    message = str(wrong(reading)[3])
    assert message.endswith(
        "list.csv:2:Status: the mapping does not list this word, found 'foo', expected one of active, no, ?"
    )


def test_entities_that_several_rows_name_are_stated_once(tmp_path: Path) -> None:
    records, reading = members(
        tmp_path,
        "1;A;;;;AL;5;;;2011;;active",
        "1;A;;;;AL;5;;;2015;;active",
        "1;A;;;;AL;5;;;2011;;active",
        "1;A;;;;AL;6;;;2016;;active",
        "1;A;;;;AL;5;;;2011;01.02.2020;active",
        "x 1;B;;;;AL;;;;2011;;active",
        "x-1;B;;;;AL;;;;2012;;active",
    )
    assert [record.type for record in records] == ["Source", "City", "MEMBER_OF", "MEMBER_OF", "City", "MEMBER_OF"]
    assert told(reading) == [
        (5, "Inhabitants", "conflicting-rows"), (6, "Left", "duplicate-fact"), (8, "Code", "ambiguous-id"),
    ]  # fmt: skip
    conflict, duplicate, ambiguous = wrong(reading)
    assert "row 2" in str(conflict)
    assert "row 2" in str(duplicate)
    assert "the keys 'x 1' (row 7) and 'x-1' make the same id mynet-x-1" in ambiguous.message
    assert reading.left_out["repeated"] == 1


def test_names_are_never_parted(tmp_path: Path) -> None:
    content = 'Code,Name,Also\n1,"Alkmaar, Bergen; Uitgeest","A, B; C"\n'
    records, _ = imported(tmp_path, SIMPLE % ", names: Also", content)
    assert values(records[0])["name"] == "Alkmaar, Bergen; Uitgeest"
    assert values(records[0])["names"] == ["A, B; C"]


def test_several_networks_in_a_row(tmp_path: Path) -> None:
    mapping = """
dataset: many
source: known-source
entities:
  city: {type: City, id: Code, name: Name, country: {constant: AL}}
  network:
    type: Network
    each: {column: Networks, separator: "/"}
    id: {column: Networks, prefix: n, from_name: true}
    name: Networks
  agency: {type: Organisation, id: {column: Agency no}, name: Agency, optional: true}
facts:
  - {type: MEMBER_OF, from: city, to: network}
  - type: OBSERVER_OF
    from: city
    to: {column: Observes, separator: ",", values: {B40: b40, Climate Alliance: climate-alliance}}
  - {type: MEMBER_OF, from: city, to: {constant: iclei}, when: {column: ICLEI, is: [x, yes]}}
  - {type: SUPPORTED_BY, from: city, to: agency}
"""
    records, reading = imported(
        tmp_path, mapping,
        "Code;Name;Networks;Observes;ICLEI;Agency no;Agency\n"
        "1;A;One/ Two /One;B40, climate alliance;X;;\n2;B;Two;;no;7;Helper, Ltd\n3;C;;ICLEI;;;\n4;D;;;;;\n",
    )  # fmt: skip
    assert [record.cells["id"] for record in records if record.type == "Network"] == ["n-one", "n-two"]
    assert [(r.type, r.cells["from"], r.cells["to"]) for r in records if "from" in r.cells] == [
        ("MEMBER_OF", "1", "n-one"),
        ("MEMBER_OF", "1", "n-two"),
        ("OBSERVER_OF", "1", "b40"),
        ("OBSERVER_OF", "1", "climate-alliance"),
        ("MEMBER_OF", "1", "iclei"),
        ("MEMBER_OF", "2", "n-two"),
        ("SUPPORTED_BY", "2", "7"),
    ]
    assert told(reading) == [(4, "Observes", "unlisted-value")]


def test_joined_columns_keys_of_several_and_words_kept(tmp_path: Path) -> None:
    mapping = """
dataset: joined
source: known-source
when: {column: Kind, is: town}
entities:
  city:
    type: City
    id: {columns: [Land, Town], prefix: j}
    name: {columns: [Town, Part], joined: " – "}
    country: {column: Land, values: {Holland: NL, England: GB}, keep: true}
    kind: {column: Size, values: {big: city, small: municipality}, default: null}
"""
    records, reading = imported(
        tmp_path, mapping,
        "Kind,Land,Town,Part,Size\ntown,Holland,A,North,big\ntown,no,B,,odd\nvillage,xx,,,\ntown,,C,,\n",
    )  # fmt: skip
    assert [values(record) for record in records] == [
        {"id": "j-holland-a", "name": "A – North", "country": "NL", "kind": "city", "sources": ["known-source"]},
        {"id": "j-no-b", "name": "B", "country": "NO", "sources": ["known-source"]},
    ]
    assert dict(reading.left_out) == {"not-wanted": 1}
    assert told(reading) == [(5, "Land", "missing-value")]


def test_rows_that_state_nothing_are_counted(tmp_path: Path) -> None:
    mapping = (SIMPLE % ", optional: true") + (FACT % "")
    records, reading = imported(tmp_path, mapping, "Code,Name\n1,A\n,B\n,\n1,A\n")
    assert [record.type for record in records] == ["City", "MEMBER_OF"]
    assert dict(reading.left_out) == {"nothing-stated": 1, "repeated": 1}


def test_typed_cells_booleans_and_precision(tmp_path: Path) -> None:
    mapping = """
dataset: typed
source: known-source
entities:
  network:
    type: Network
    id: Code
    name: Name
    founded: {column: Founded, precision: month}
    hub: {column: Hub, values: {ja: true, nein: false}}
"""
    records, _ = imported(tmp_path, mapping, "Code,Name,Founded,Hub\n007,2030,2001-05-01,Ja\n7,B,2001,nein\n")
    assert [values(record) for record in records] == [
        {"id": "007", "name": "2030", "founded": "2001-05", "hub": True, "sources": ["known-source"]},
        {"id": "7", "name": "B", "founded": "2001", "hub": False, "sources": ["known-source"]},
    ]


def test_numbers_in_their_forms(tmp_path: Path) -> None:
    mapping = SIMPLE % ", lat: {column: Lat, decimal: '.'}, lon: Lon, population: {column: People, thousands: ' '}"
    rows = ["1,A,8.5E-2,1e1,1 234 567", "2,B,-4,0.5,1\u202f234.0", "3,C,1.0,1.0,12 34"]
    records, reading = imported(tmp_path, mapping, "\n".join(["Code,Name,Lat,Lon,People", *rows]) + "\n")
    assert [(values(record)["location"], values(record)["population"]) for record in records] == [
        ([0.085, 10.0], 1_234_567),
        ([-4.0, 0.5], 1234),
    ]
    assert told(reading) == [(4, "People", "bad-number")]


def test_formulas_are_text_and_long_keys_stay_apart(tmp_path: Path) -> None:
    long = "very long name of a union of municipalities " * 3
    records, _ = imported(tmp_path, SIMPLE % "", f"Code,Name\n{long}a,=cmd|' /C calc'!A0\n{long}b,+1\n")
    assert [record.cells["name"] for record in records] == ["=cmd|' /C calc'!A0", "+1"]
    ids = [str(record.cells["id"]) for record in records]
    assert len(set(ids)) == 2
    assert all(len(one) < 70 for one in ids)


def test_an_enormous_cell_is_a_problem_of_its_own(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot be parted into rows"):
        imported(tmp_path, SIMPLE % "", "Code,Name\n1," + "x" * 200_000 + "\n")
