"""`muninet match` and `muninet import`: what may be one is listed, decided, and applied by the next load."""

from __future__ import annotations

import csv
import json
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.cli.conftest import Run

PAIR = ("craciunelu-de-jos-ro", "craciunelu-de-jos-judetul-alba-ro")


@pytest.fixture
def seeded(muninet: Run, empty_graph: object) -> None:
    assert muninet("load").status == 0


def cities(muninet: Run) -> int:
    total: int = json.loads(muninet("links", "--to", "climate-alliance", "--via", "ceesen", "--format", "json").out)[
        "total"
    ]
    return total


def test_a_pair_is_listed_decided_and_applied(muninet: Run, seeded: None, tmp_path: Path) -> None:
    listed = json.loads(muninet("match", "seed", "--format", "json").out)
    [pair] = [one for one in listed["pairs"] if {one["left"]["id"], one["right"]["id"]} == set(PAIR)]
    assert pair["decision"] == "unsure"
    assert pair["reasons"]
    scores = [one["score"] for one in listed["pairs"]]
    assert scores == sorted(scores, reverse=True)
    assert cities(muninet) == 28

    decided = muninet("match", "seed", "--decide", *PAIR, "same", "--why", "one commune", "--who", "we")
    assert decided.status == 0, decided.err
    table = tmp_path / "home" / "decisions.csv"
    [row] = csv.DictReader(table.read_text(encoding="utf-8").splitlines())
    assert (row["left"], row["right"], row["decision"], row["who"], row["why"]) == (*PAIR, "same", "we", "one commune")
    assert muninet("load").status == 0
    assert cities(muninet) == 27
    assert muninet("load").out.startswith("seed: nothing changed")
    again = json.loads(muninet("match", "seed", "--format", "json").out)
    assert not [one for one in again["pairs"] if set(PAIR) & {one["left"]["id"], one["right"]["id"]} == set(PAIR)]
    # Whoever still asks for the id that went is told.
    gone = muninet("query", "city/mayors", "--city", PAIR[1])
    assert gone.status == 3
    assert f"goes by the id '{PAIR[0]}' now" in gone.err


def test_review_asks_one_by_one_and_keeps_what_is_said(
    command: str, environment: dict[str, str], seeded: None, tmp_path: Path
) -> None:
    ended = subprocess.run(
        [command, "match", "seed", "--review", "--who", "we"], env=environment, input="d\nnot one\nq\n",
        capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert ended.returncode == 0, ended.stderr
    assert "1 of " in ended.stderr
    assert "1 decisions kept" in ended.stderr
    [row] = csv.DictReader((tmp_path / "home" / "decisions.csv").read_text(encoding="utf-8").splitlines())
    assert (row["decision"], row["why"], row["who"]) == ("different", "not one", "we")


@pytest.mark.parametrize(
    ("arguments", "status", "says"),
    [
        (("match", "nowhere"), 3, "no dataset 'nowhere'"),
        (("match", "seed", "--decide", "a", "b", "same"), 2, "--why"),
        (("match", "seed", "--decide", "a", "b", "perhaps", "--why", "w"), 2, "'perhaps' is no decision"),
        (("match", "seed", "--accept", "0.5"), 2, "--why"),
        (("match", "seed", "--accept", "0.5", "--review", "--why", "w"), 2, "give one of"),
        (("match", "seed", "--decide", "a", "b", "same", "--why", "w", "--who", "muninet"), 2, "--who"),
        (("match", "seed", "--decide", "a", "a", "same", "--why", "w"), 1, "stands in both columns"),
        (("import", "gcom-mycovenant", "absent.csv"), 2, "there is no such file"),
    ],
)
def test_what_cannot_be_done_is_said(
    arguments: tuple[str, ...], status: int, says: str, muninet: Run, empty_graph: object
) -> None:
    ended = muninet(*arguments)
    assert (ended.status, says in ended.err) == (status, True), ended.err


def test_decisions_that_contradict_stop_a_load(muninet: Run, empty_graph: object, tmp_path: Path) -> None:
    (tmp_path / "home").mkdir()
    table = tmp_path / "home" / "decisions.csv"
    row = "{},{},{},we,2026-11-23,why\n"
    rows = row.format("a", "b", "same") + row.format("b", "c", "same") + row.format("a", "c", "different")
    table.write_text("left,right,decision,who,when,why\n" + rows, encoding="utf-8")
    ended = muninet("load")
    assert ended.status == 1
    assert "decisions.csv:4" in ended.err


def test_an_import_gives_account(muninet: Run, seeded: None, open_data: Path, tmp_path: Path) -> None:
    source = open_data / "gcom-mycovenant" / "signatories_2024.csv"
    few = tmp_path / "few.csv"
    with source.open(encoding="utf-8", newline="") as text:
        rows = list(csv.reader(text))
    bad = list(rows[1])
    bad[1] = ""
    with few.open("w", encoding="utf-8", newline="") as text:
        csv.writer(text).writerows([*rows[:41], bad])
    refused = muninet("import", "gcom-mycovenant", str(few))
    assert refused.status == 1
    assert "few.csv:42:organisation_id" in refused.err
    imported = muninet("import", "gcom-mycovenant", str(few), "--skip-bad", "--format", "json")
    told = json.loads(imported.out)
    assert told["rows"]["read"] == 41
    assert told["rows"]["loaded"] == 40
    assert sum(told["rows"]["skipped"].values()) == 1
    assert "41 rows read, 40 loaded" in muninet("import", "gcom-mycovenant", str(few), "--skip-bad", "--dry-run").out


def test_an_import_decides_what_is_clear_by_itself(muninet: Run, seeded: None, open_data: Path, tmp_path: Path) -> None:
    """Zagreb and its mayor stand in the seed without the table's numbers."""
    file = tmp_path / "zagreb.csv"
    with (open_data / "gcom-mycovenant" / "signatories_2024.csv").open(encoding="utf-8", newline="") as text:
        table = csv.DictReader(text)
        [zagreb] = [row for row in table if row["organisation_id"] == "12017"]
    with file.open("w", encoding="utf-8", newline="") as text:
        writer = csv.DictWriter(text, zagreb.keys())
        writer.writeheader()
        writer.writerow(zagreb)
    command, decisions = (
        ("import", "gcom-mycovenant", str(file), "--format", "json"),
        tmp_path / "home" / "decisions.csv",
    )
    assert json.loads(muninet(*command, "--no-match").out)["recognised"] == []
    assert json.loads(muninet(*command, "--dry-run").out)["recognised"]
    assert not decisions.exists()
    done = muninet(*command)
    assert done.status == 0, done.err
    rows = list(csv.DictReader(decisions.read_text(encoding="utf-8").splitlines()))
    assert {(row["left"], row["right"], row["decision"], row["who"]) for row in rows} == {
        ("zagreb-hr", "gcom-12017", "same", "muninet"),
        ("tomislav-tomasevic", "gcom-mayor-12017", "same", "muninet"),
    }
    assert json.loads(muninet(*command).out)["nothing_changed"]
    # Whoever knows better says so, and it is undone.
    told = muninet(
        "match", "seed", "--decide", "zagreb-hr", "gcom-12017", "different", "--why", "a test", "--who", "we"
    )
    assert told.status == 0, told.err
    assert json.loads(muninet(*command).out)["nodes"]["City"]["added"] == 1


def test_pairs_that_somebody_looked_through_are_accepted_at_once(muninet: Run, seeded: None, tmp_path: Path) -> None:
    """The seed lists Crăciunelu de Jos twice; no other two of it are one with as much certainty."""
    listed = json.loads(muninet("match", "seed", "--format", "json").out)["pairs"]
    best = max(pair["score"] for pair in listed)
    clear = [pair for pair in listed if pair["score"] == best]
    done = muninet("match", "seed", "--accept", str(best), "--why", "looked through", "--who", "we")
    assert done.status == 0, done.err
    rows = list(csv.DictReader((tmp_path / "home" / "decisions.csv").read_text(encoding="utf-8").splitlines()))
    assert {frozenset((row["left"], row["right"])) for row in rows} == {
        frozenset((pair["left"]["id"], pair["right"]["id"])) for pair in clear
    }
    assert {(row["decision"], row["who"], row["why"]) for row in rows} == {("same", "we", "looked through")}
    left = json.loads(muninet("match", "seed", "--format", "json").out)["pairs"]
    assert not [pair for pair in left if pair["score"] >= best]
