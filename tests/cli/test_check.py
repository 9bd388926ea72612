"""`muninet check`, run as a person runs it."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.cli.conftest import Run

# Two cities of one name, of which one lies in Latvia; one city without a point.
CITIES = """id,name,country,lat,lon,sources
ova,Ova,EE,59.4,24.8,report
ova-2,Ova,EE,56.95,24.11,report
uva,Uva,EE,,,report
"""


@pytest.fixture
def faults(muninet: Run, empty_graph: object, tmp_path: Path) -> None:
    """An error, a warning and a note."""
    folder = tmp_path / "faults"
    (folder / "nodes").mkdir(parents=True)
    (folder / "sources.csv").write_text("id,title,publisher,published\nreport,Report,p,2026\n")
    (folder / "nodes" / "Country.csv").write_text("id,name,code,sources\nestonia,Estonia,EE,report\n")
    (folder / "nodes" / "City.csv").write_text(CITIES)
    loaded = muninet("load", str(folder))
    assert loaded.status == 0, loaded.err


def test_findings_by_rule_with_counts(muninet: Run, faults: None) -> None:
    ended = muninet("check")
    assert ended.status == 0, ended.err
    lines = ended.out.splitlines()
    assert [line for line in lines if not line.startswith(" ")] == [
        "error: out-of-country: 1", "warning: repeated-name: 1", "note: no-location: 1", "", "3 findings, by dataset:",
    ]  # fmt: skip
    assert lines[-1] == "  faults: 3"
    [wrong] = [line for line in lines if "outside of EE, in LV" in line]
    assert wrong.startswith("    ova-2 (Ova): ")
    assert wrong.endswith("(found '56.95, 24.11')")


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ((), 0),
        (("--fail-on", "error"), 1),
        (("--fail-on", "error", "--severity", "warning"), 0),
        (("--fail-on", "warning", "--severity", "warning"), 1),
        (("--fail-on", "note", "--rule", "no-location"), 1),
        (("--fail-on", "note", "--rule", "decimal-comma"), 0),
    ],
)
def test_findings_are_no_error_unless_asked_for(
    muninet: Run, faults: None, asked: tuple[str, ...], status: int
) -> None:
    assert muninet("check", *asked).status == status


def test_for_machines(muninet: Run, faults: None) -> None:
    ended = muninet("check", "--format", "json", "--dataset", "faults", "--rule", "repeated-name", "--limit", "1")
    answer = json.loads(ended.out)
    assert (answer["total"], answer["next"], [one["name"] for one in answer["rules"]]) == (1, None, ["repeated-name"])
    [finding] = answer["results"]
    assert (finding["entity"], finding["others"], finding["sources"]) == ("ova", ["ova-2"], ["report"])

    ended = muninet("check", "--format", "csv", "--limit", "2")
    rows = list(csv.DictReader(io.StringIO(ended.out)))
    assert [row["rule"] for row in rows] == ["out-of-country", "repeated-name"]
    assert "2 of 3 findings: --limit lists more" in " ".join(ended.err.split())


def test_what_there_is_not_is_told(muninet: Run, faults: None) -> None:
    wrong = muninet("check", "--rule", "out-of-contry")
    assert (wrong.status, wrong.out) == (2, "")
    assert "did you mean out-of-country" in wrong.err
    unknown = muninet("check", "--dataset", "fault")
    assert unknown.status == 3
    assert "faults" in unknown.err


def test_nothing_found(muninet: Run, faults: None) -> None:
    assert muninet("check", "--rule", "stale-fact").out == "nothing was found\n"
