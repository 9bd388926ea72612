"""A mapping that does not hold together is refused, with file, line, key path and what may have been meant."""

from pathlib import Path

import pytest
from tests.importers.test_table_rows import FACT, SIMPLE, imported

from muninet.errors import UsageError
from muninet.importers.table import read_mapping

GOOD = """dataset: members
source: known-source
table: {header_row: 2, sheet: Members}
when: {column: Kind, is: [town, city]}
entities:
  city:
    type: City
    id: {column: Code, prefix: net}
    name: Town
    country: {column: Country, values: {NO: NO, "yes": GB}, keep: true}
    population: {column: People, thousands: " "}
  network: {type: Network, id: {constant: b40}}
facts:
  - type: MEMBER_OF
    from: city
    to: network
    since: {column: Joined, format: "%Y"}
"""


def written(folder: Path, content: str | bytes) -> Path:
    file = folder / "mapping.yaml"
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    return file


def refused(folder: Path, content: str | bytes) -> str:
    with pytest.raises(UsageError) as error:
        read_mapping(written(folder, content))
    return str(error.value).replace(f"{folder}/", "")


def test_a_good_one_keeps_its_words_as_words(tmp_path: Path) -> None:
    declared = read_mapping(written(tmp_path, GOOD)).declared
    assert (declared.dataset, declared.source_id, declared.table.header_row) == ("members", "known-source", 2)
    (country,) = declared.entities["city"].properties["country"]
    assert country.values == {"NO": "NO", "yes": "GB"}
    assert declared.facts[0].properties["since"][0].format == ["%Y"]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("dataset: members\n", "", " dataset: is missing"),
        ("source:", "sourc:", "2: sourc: no such key (did you mean 'source'?): there are dataset, source"),
        ("header_row: 2", "header_row: 0", "3: table.header_row: input should be greater than or equal to 1, found 0"),
        ("header_row", "headerrow", "3: table.headerrow: no such key (did you mean 'header_row'?)"),
        ("is: [town, city]", "iss: town", "4: when.iss: no such key (did you mean 'is'?)"),
        ("is: [town, city]", "is: a, filled: true", "4: when: say one of is, is_not and filled"),
        ("type: City", "type: Citty", "7: entities.city.type: no label 'Citty' (did you mean 'City'?)"),
        ("prefix: net", "prefx: net", "8: entities.city.id.prefx: no such key (did you mean 'prefix'?)"),
        ("prefix: net", "prefix: Net!", "8: entities.city.id.prefix: string should match pattern"),
        ("prefix: net", "separator: /", "8: entities.city.id: an id is no list"),
        ("column: Code", "column: Town", "8: entities.city.id: made from the name alone"),
        ("column: Code, prefix: net", "constant: No Id", "8: entities.city.id.constant: not an id, found 'No Id'"),
        ("    name: Town\n", "", "6: entities.city.name: is missing: every City has one"),
        ("name: Town", "nmae: Town", "9: entities.city.nmae: City has no such property (did you mean 'name'?)"),
        ("name: Town", "name: [Town, Part]", "9: entities.city.name: one value, not a list: join columns"),
        ("name: Town", "name: {colum: Town}", "9: entities.city.name.colum: no such key (did you mean 'column'?)"),
        ("name: Town", "name: {column: Town, constant: x}", "9: entities.city.name: say one of column, columns"),
        ("name: Town", "name: {constant: x, after: y}", "9: entities.city.name: a constant takes nothing"),
        ("name: Town", "name: {column: Town, separator: ;}", "9: entities.city.name: separator is of lists"),
        ("name: Town", "name: {column: Town, format: '%Y'}", "9: entities.city.name: format and precision are"),
        ("name: Town", "name: {column: Town, decimal: ','}", "9: entities.city.name: decimal and thousands are"),
        ("name: Town", "name: Town\n    lat: Lat", "6: entities.city: lat and lon go together"),
        ("name: Town", "name: Town\n    kind: {constant: vilage}", "10: entities.city.kind: kind is not one that"),
        (", keep: true", ", keep: true, default: x", "10: entities.city.country: say one of default and keep"),
        ('values: {NO: NO, "yes": GB}, ', "", "10: entities.city.country: default and keep say what"),
        (
            "NO: NO,",
            "NO: UK,",
            "10: entities.city.country.values.NO: not a country code (did you mean GB?), found 'UK'",
        ),
        ("NO: NO,", "NO: [NO],", "10: entities.city.country.values.NO: not one word, number, true or false"),
        ('thousands: " "', 'thousands: "."', "11: entities.city.population: decimal and thousands are both '.'"),
        ("type: MEMBER_OF", "type: MEMBR_OF", "14: facts[0].type: no fact type 'MEMBR_OF' (did you mean 'MEMBER_OF'?)"),
        ("from: city", "from: town", "15: facts[0].from: no entity 'town': there are city, network"),
        ("to: network", "to: city", "14: facts[0]: MEMBER_OF does not lead from City to City, but from City, Region"),
        ("to: network", "to: {constant: No Id}", "14: facts[0]: to: not an id, found 'No Id'"),
        ("    to: network\n", "", "14: facts[0].to: is missing"),
        ("since:", "sinc:", "17: facts[0].sinc: MEMBER_OF has no such property (did you mean 'since'?)"),
        ('"%Y"', '"%d.%m.%y"', "17: facts[0].since.format: %y is not known: %d, %m, %B and %Y are; a year of two"),
        ('"%Y"', '"%d %Y"', "17: facts[0].since.format: a day without a month, found '%d %Y'"),
        ('"%Y"', '"%d.%m."', "17: facts[0].since.format: a date has a year (%Y)"),
        ("source: known-source", "source: {id: x, title: T}", "2: source.publisher: is missing"),
        (
            "source: known-source",
            "source: {id: x, title: T, publisher: P, published: soon}",
            "2: source.published: not a date",
        ),
    ],
)
def test_what_is_wrong_is_told_with_its_place(tmp_path: Path, old: str, new: str, message: str) -> None:
    assert old in GOOD
    lines = refused(tmp_path, GOOD.replace(old, new)).splitlines()
    assert any(line.startswith(f"mapping.yaml:{message}") for line in lines), lines
    assert len(lines) <= 2


def test_all_that_is_wrong_is_told_at_once(tmp_path: Path) -> None:
    content = GOOD.replace("name: Town", "nmae: Town").replace("from: city", "from: town").replace("%Y", "%y")
    assert len(refused(tmp_path, content).splitlines()) == 4


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("a: &x [1]\nb: *x\n", "mapping.yaml:1: not the YAML of a mapping: an anchor (&)"),
        ("a: *x\n", "mapping.yaml:1: not the YAML of a mapping: an alias (*)"),
        ("a: !!python/object/apply:os.system [ls]\n", "mapping.yaml:1: not the YAML of a mapping: a tag"),
        ("a: !!binary aGk=\n", "mapping.yaml:1: not the YAML of a mapping: a tag"),
        ("a: 1\n\na: 2\n", "mapping.yaml:3: a stands twice, first in line 1: keep one"),
        ("a:\n  b: 1\n  b: 2\n", "mapping.yaml:3: a.b stands twice, first in line 2: keep one"),
        ("? [1, 2]\n: x\n", "mapping.yaml:1: a key must be a word"),
        ("a: [1\n", "mapping.yaml:2: not the YAML of a mapping"),
        ("a: 1\n---\nb: 2\n", "mapping.yaml:2: not the YAML of a mapping"),
        ("- a\n", "mapping.yaml: a mapping begins with keys"),
        ("", "mapping.yaml: a mapping begins with keys"),
        ("a: \x07\n", "mapping.yaml: not the YAML of a mapping"),
        ("a: " + "[" * 50_000, "mapping.yaml:1: not the YAML of a mapping: too many levels"),
        ("a: " + "x" * 1_000_001, "mapping.yaml: larger than 1,000,000 bytes"),
        ("a: ö".encode("cp1252"), "mapping.yaml: byte 3 is not UTF-8: save it as UTF-8"),
    ],
    ids=str,
)
def test_yaml_that_a_mapping_does_not_need(tmp_path: Path, content: str | bytes, message: str) -> None:
    assert refused(tmp_path, content).startswith(message)


def test_no_file(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"none\.yaml cannot be read: No such file or directory: `--draft` proposes"):
        read_mapping(tmp_path / "none.yaml")


def test_a_sheet_without_a_column_is_refused_at_once(tmp_path: Path) -> None:
    with pytest.raises(UsageError) as error:
        imported(
            tmp_path,
            (SIMPLE % "") + (FACT % ", since: Joind, when: {column: State, filled: true}"),
            "Code,Nam,Joined\n",
        )
    lines = str(error.value).replace(str(tmp_path), "…").splitlines()
    there = "it has Code, Nam, Joined"
    assert lines == [
        f"…/mapping.yaml:5: entities.city.name: list.csv has no column 'Name' (did you mean 'Nam'?): {there}",
        f"…/mapping.yaml:8: facts[0].when: list.csv has no column 'State': {there}",
        f"…/mapping.yaml:8: facts[0].since: list.csv has no column 'Joind' (did you mean 'Joined'?): {there}",
    ]
