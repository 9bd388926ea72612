"""The table of signatories of the Covenant of Mayors: what is made of its rows, and what is found in them."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from tests.importers.conftest import Signatories

from muninet.errors import UsageError
from muninet.importers.gcom import read_signatories
from muninet.importers.reading import Reading
from muninet.loader import Record
from muninet.loader.checks import read_values
from muninet.loader.forms import forms_of
from muninet.loader.problems import Problems
from muninet.model import load_schema


def read(file: Path) -> tuple[list[Record], Reading]:
    reading = Reading()
    return list(read_signatories(file, reading)), reading


def of(records: list[Record], type_: str) -> list[dict[str, object]]:
    return [dict(record.cells) for record in records if record.type == type_]


def found(reading: Reading) -> list[tuple[str, str]]:
    return [(finding.rule.name, finding.entity) for finding in reading.findings]


@pytest.fixture(scope="module")
def table(open_data: Path) -> tuple[list[Record], Reading]:
    return read(open_data / "gcom-mycovenant" / "signatories_2024.csv")


def test_every_row_of_the_table_is_used(table: tuple[list[Record], Reading]) -> None:
    records, reading = table
    assert (reading.rows, len(reading.problems)) == (11_973, 0)
    counts = Counter(record.type for record in records)
    assert counts == {
        # 33 groups are named by their members alone; three lists of mayors are no people.
        "City": 11_973 + 33, "SIGNATORY_OF": 11_973, "Person": 10_430, "MAYOR_OF": 10_430, "COORDINATED_BY": 7_309,
        "SUPPORTED_BY": 2_093, "PART_OF": 2_207, "Organisation": 349, "Network": 5, "BRANCH_OF": 3, "Country": 61,
        "Source": 1,
    }  # fmt: skip
    forms, problems = forms_of(load_schema()), Problems()
    for record in records:
        read_values(record, forms[record.type], problems)
    assert len(problems) == 0


def test_what_is_wrong_in_the_table_is_found(table: tuple[list[Record], Reading]) -> None:
    records, reading = table
    assert Counter(finding.rule.name for finding in reading.findings) == {
        "decimal-comma": 9, "missing-coordinates": 13, "missing-group": 190, "swapped-coordinates": 11,
        "several-names": 3, "unknown-word": 1,
    }  # fmt: skip
    assert len({finding.found for finding in reading.findings if finding.rule.name == "missing-group"}) == 33
    misplaced = {finding.entity for finding in reading.findings if finding.rule.name == "swapped-coordinates"}
    commas = {finding.entity for finding in reading.findings if finding.rule.name == "decimal-comma"}
    names = {str(city["id"]): str(city["name"]) for city in of(records, "City")}
    assert sorted(names[id_] for id_ in commas & misplaced) == ["Brescia", "Moldova Noua"]


def test_climate_alliance_and_its_branches(table: tuple[list[Record], Reading]) -> None:
    records, _ = table
    supporters = Counter(str(fact["to"]) for fact in of(records, "SUPPORTED_BY"))
    assert supporters["climate-alliance"] == 78
    branches = {str(fact["from"]) for fact in of(records, "BRANCH_OF") if fact["to"] == "climate-alliance"}
    assert len(branches) == 3
    assert sum(supporters[branch] for branch in branches) == 23


def test_a_row_as_records(signatories: Signatories) -> None:
    records, reading = read(
        signatories({"supporter_name": "Agency of Ova, Uva and Eva", "gcom_id": "EE0001", "group_organisation_id": "9",
                     "group_name": "Ova and Uva", "commitment_CoM2030_flag": "1"})
    )  # fmt: skip
    [city, group] = of(records, "City")
    assert city == {
        "id": "gcom-1", "name": "Ova", "country": "EE", "identifiers": ["gcom-org:1", "gcom:EE0001"],
        "population": 900, "population_year": 2015, "lat": 58.5, "lon": 25.5, "sources": ["gcom-mycovenant-2024-01"],
    }  # fmt: skip
    assert (group["id"], group["name"], group["kind"]) == ("gcom-9", "Ova and Uva", "group of municipalities")
    [signature] = of(records, "SIGNATORY_OF")
    assert (str(signature["since"]), signature["commitments"]) == ("2015-03-04", ["2020", "2030"])
    assert (signature["status"], signature["adhesion_form"]) == ("published", "individual")
    [body] = of(records, "Organisation")
    assert body["name"] == "Agency of Ova, Uva and Eva"
    [support] = of(records, "SUPPORTED_BY")
    assert (support["from"], support["to"], support.get("since")) == ("gcom-1", body["id"], None)
    [mayor] = of(records, "MAYOR_OF")
    assert (mayor["from"], mayor["to"], mayor.get("since"), mayor["as_of"]) == (
        "gcom-mayor-1",
        "gcom-1",
        None,
        "2024-01",
    )
    assert found(reading) == [("missing-group", "gcom-1")]


@pytest.mark.parametrize(
    ("lat", "lon", "place", "rules"),
    [
        ("58.5", "25.5", (58.5, 25.5), []),
        ("58,5", "25,5", (58.5, 25.5), ["decimal-comma"]),
        ("5.85E1", "25.5", (58.5, 25.5), []),
        ("", "", None, ["missing-coordinates"]),
        ("null", "null", None, ["missing-coordinates"]),
        ("58.5", "", None, ["missing-coordinates"]),
        ("0", "0", None, ["missing-coordinates"]),
        ("25.5", "58.5", None, ["swapped-coordinates"]),
        ("25,5", "58,5", None, ["decimal-comma", "swapped-coordinates"]),
        # In another country: stated as it stands, for `muninet check` to tell.
        ("41.9", "12.5", (41.9, 12.5), []),
    ],
)
def test_places(
    lat: str, lon: str, place: tuple[float, float] | None, rules: list[str], signatories: Signatories
) -> None:
    records, reading = read(signatories({"organisation_latitude": lat, "organisation_longitude": lon}))
    [city] = of(records, "City")
    assert (city.get("lat"), city.get("lon")) == (place or (None, None))
    assert [rule for rule, _ in found(reading)] == rules


def test_values_that_cannot_be_read_are_left_out_and_told(signatories: Signatories) -> None:
    records, reading = read(
        signatories({"population_adhesion": "many", "date_of_adhesion": "soon", "adhesion_type": "1",
                     "signatory_status": "paused", "mayor": "A B, C D, E F"})
    )  # fmt: skip
    [signature], [city] = of(records, "SIGNATORY_OF"), of(records, "City")
    assert (signature["since"], signature["adhesion_form"], signature["status"]) == (None, None, "paused")
    assert "population" not in city
    assert of(records, "Person") == []
    assert Counter(rule for rule, _ in found(reading)) == {"unreadable-value": 2, "unknown-word": 2, "several-names": 1}


@pytest.mark.parametrize(
    ("row", "column", "rule"),
    [
        ({"organisation_id": ""}, "organisation_id", "bad-id"),
        ({"organisation_id": "1"}, "organisation_id", "duplicate-id"),
        ({"organisation_name": ""}, "organisation_name", "missing-value"),
        ({"country_code": "zz"}, "country_code", "bad-country"),
    ],
)
def test_rows_that_cannot_be_used(row: dict[str, str], column: str, rule: str, signatories: Signatories) -> None:
    records, reading = read(signatories({}, {"organisation_id": "2", **row}))
    assert len(of(records, "City")) == 1
    assert reading.rows == 2
    [problem] = reading.problems.take_rows()
    assert (problem.row, problem.column, problem.rule) == (3, column, rule)


def test_another_table_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "other.csv"
    file.write_text("a,b\n1,2\n", encoding="utf-8")
    with pytest.raises(UsageError, match="has no column organisation_id"):
        read(file)
