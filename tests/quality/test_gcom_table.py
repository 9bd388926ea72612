"""What is found in the whole table of signatories, against counts taken from the raw file by code of its own."""

from __future__ import annotations

import csv
import math
import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

import pytest
from tests.quality.conftest import CATALOGUE, DAY, SCHEMA

from muninet.answers.quality import RULES
from muninet.importers.importing import IMPORTERS, import_file
from muninet.quality.checking import Checked, check
from muninet.quality.findings import Finding
from muninet.store.bolt import Store

if TYPE_CHECKING:
    from tests.conftest import GraphStates

Raw = list[dict[str, str]]


@pytest.fixture(scope="module")
def raw(open_data: Path) -> Raw:
    """The rows of the table as they stand there."""
    with (open_data / "gcom-mycovenant" / "signatories_2024.csv").open(encoding="utf-8", newline="") as text:
        return list(csv.DictReader(text))


@pytest.fixture(scope="module")
async def checked(store: Store, graph: GraphStates, open_data: Path) -> Checked:
    """The whole table, loaded once for all tests here, and looked through."""
    await graph.reach("empty")
    await import_file(store, IMPORTERS["gcom-mycovenant"], open_data / "gcom-mycovenant" / "signatories_2024.csv")
    graph.dirty()
    return await check(store, CATALOGUE, SCHEMA, DAY, reported=RULES)


def of(checked: Checked, *rules: str) -> list[Finding]:
    return [finding for finding in checked.findings if finding.rule.name in rules]


def ids(rows: Raw) -> set[str]:
    return {f"gcom-{row['organisation_id'].replace('_', '-')}".lower() for row in rows}


def number(text: str) -> float | None:
    """A number as it stands, commas taken for points; None for anything else."""
    try:
        value = float(text.replace(",", "."))
    except ValueError:
        return None
    return None if math.isnan(value) else value


def point(row: dict[str, str]) -> tuple[float, float] | None:
    lat, lon = number(row["organisation_latitude"]), number(row["organisation_longitude"])
    return None if lat is None or lon is None or (lat, lon) == (0, 0) else (lat, lon)


def km(one: Sequence[float], other: Sequence[float]) -> float:
    """By the law of cosines, which is exact enough at these distances."""
    (a, b), (c, d) = (map(math.radians, pair) for pair in (one, other))
    cosine = math.sin(a) * math.sin(c) + math.cos(a) * math.cos(c) * math.cos(b - d)
    return 6371 * math.acos(max(-1.0, min(1.0, cosine)))


def test_decimal_commas(checked: Checked, raw: Raw) -> None:
    rows = [row for row in raw if re.search(r"\d,\d", row["organisation_latitude"] + row["organisation_longitude"])]
    found = of(checked, "decimal-comma")
    assert len(rows) == len(found) == 9
    assert {one.entity for one in found} == ids(rows)
    [moldova] = [row for row in rows if row["organisation_name"] == "Moldova Noua"]
    assert ids([moldova]) <= {one.entity for one in of(checked, "swapped-coordinates")}


def test_coordinates_that_are_missing_or_cannot_be_read(checked: Checked, raw: Raw) -> None:
    rows = [row for row in raw if point(row) is None]
    found = of(checked, "missing-coordinates")
    assert len(rows) == len(found) == 13
    assert {one.entity for one in found} == ids(rows)
    assert of(checked, "no-location") == []


def test_groups_that_are_missing(checked: Checked, raw: Raw) -> None:
    keys = {row["organisation_id"] for row in raw}
    rows = [row for row in raw if row["group_organisation_id"] and row["group_organisation_id"] not in keys]
    found = of(checked, "missing-group")
    assert len(rows) == len(found) == 190
    assert {one.entity for one in found} == ids(rows)
    groups = {row["group_organisation_id"] for row in rows}
    assert len(groups) == 33
    assert {one.entity for one in of(checked, "dangling-group")} == {f"gcom-{key}".lower() for key in groups}


def test_names_that_are_there_twice(checked: Checked, raw: Raw) -> None:
    exact: dict[tuple[str, str], Raw] = defaultdict(list)
    folded: dict[tuple[str, str], Raw] = defaultdict(list)
    for row in raw:
        exact[row["country_code"], row["organisation_name"]].append(row)
        folded[row["country_code"], row["organisation_name"].lower()].append(row)
    same = [frozenset(ids(rows)) for rows in exact.values() if len(rows) > 1]
    alike = [frozenset(ids(rows)) for rows in folded.values() if len(rows) > 1]
    assert (len(same), len(alike)) == (7, 49)
    assert sorted(map(_concerned, of(checked, "repeated-name")), key=sorted) == sorted(same, key=sorted)
    both = of(checked, "repeated-name", "repeated-name-case")
    assert sorted(map(_concerned, both), key=sorted) == sorted(alike, key=sorted)


def _concerned(finding: Finding) -> frozenset[str]:
    return frozenset({finding.entity, *finding.others})


def test_points_that_many_share(checked: Checked, raw: Raw) -> None:
    counts = Counter(point(row) for row in raw if point(row) is not None)
    shared = {at: count for at, count in counts.items() if count >= 5}
    found = {tuple(map(float, one.found.split(", "))): one for one in of(checked, "shared-point")}
    assert {at: len(one.others) + 1 for at, one in found.items()} == {
        tuple(float(f"{degrees:.15g}") for degrees in at or ()): count for at, count in shared.items()
    }
    middle = found[42.6384261, 12.674297]
    assert (len(middle.others) + 1, "the middle of IT" in middle.message) == (24, True)
    rounded = found[45.0, 9.0]
    assert (len(rounded.others) + 1, "whole degrees" in rounded.message) == (20, True)


def test_ighiu_lies_far_from_the_others_of_its_agency(checked: Checked, raw: Raw) -> None:
    [ighiu] = [row for row in raw if row["organisation_name"] == "Ighiu"]
    others = [
        place
        for row in raw
        if row["coordinator_name"] == ighiu["coordinator_name"] and row is not ighiu and (place := point(row))
    ]
    place = point(ighiu)
    assert place is not None
    away = median(km(place, other) for other in others)
    assert 255 < away < 262
    [found] = [one for one in of(checked, "far-from-others") if one.name == "Ighiu"]
    assert f"it lies {away:.0f} km from the other {len(others)} places of County Council Alba" in found.message
    assert ids([ighiu]) == {found.entity}
    # It is in its country, so that no other rule on coordinates sees it.
    assert found.entity not in {one.entity for one in of(checked, "out-of-country", "shared-point")}
    # Few enough for a person to go through: looked at one by one, some thirty are wrong points or wrong bodies.
    assert len(of(checked, "far-from-others")) < 50


def test_what_lies_in_another_country(checked: Checked, raw: Raw) -> None:
    found = {one.name: one for one in of(checked, "out-of-country")}
    # Known by their coordinates alone: in Bosnia, in the sea off Africa, and a whole degree beside its country.
    assert "in BA" in found["Marinici"].message
    assert "with the other sign of the longitude it would lie inside" in found["Drarga"].message
    assert found["Zlatograd"].found == "41, 25"
    # Those on the border are in order: no box would tell these from the others.
    assert not {"Gorizia", "Strasbourg", "Basel"} & set(found)
    assert len(found) < 0.005 * len(raw)


def test_a_municipality_that_is_listed_under_two_names(checked: Checked) -> None:
    names = {one.found for one in of(checked, "possible-duplicate")}
    assert "Crăciunelu de Jos / Craciunelu de Jos Judetul Alba" in names


def test_words_and_lists_that_the_import_could_not_use(checked: Checked, raw: Raw) -> None:
    [odd] = [row for row in raw if row["adhesion_type"] == "1"]
    assert {one.entity for one in of(checked, "unknown-word")} == ids([odd])
    lists = [row for row in raw if row["mayor"].count(",") > 1]
    assert {one.entity for one in of(checked, "several-names")} == ids(lists)
    assert of(checked, "unknown-status") == []


def test_each_finding_says_where_it_came_from(checked: Checked) -> None:
    for finding in checked.findings:
        assert finding.entity, finding
        assert finding.name, finding
        assert finding.message, finding
        assert finding.datasets == ("gcom-mycovenant",), finding
        assert finding.sources == ("gcom-mycovenant-2024-01",), finding
    placed = of(checked, "decimal-comma", "missing-coordinates", "missing-group")
    assert all(re.fullmatch(r"signatories_2024\.csv:\d+", finding.place) for finding in placed)
    keys = [finding.key for finding in checked.findings]
    assert keys == sorted(keys)
    assert len(set(keys)) == len(keys)
    assert max(map(len, keys)) < 300


async def test_a_second_look_finds_the_same(store: Store, checked: Checked) -> None:
    again = await check(store, CATALOGUE, SCHEMA, DAY, reported=RULES)
    assert again == checked
