"""`muninet import table`: any sheet through a mapping, and drafts of mappings."""

from __future__ import annotations

import csv
import json
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from tests.importers.test_table_networks import ROWS, row, written

from muninet._home import home

if TYPE_CHECKING:
    from tests.cli.conftest import Run

MAPPINGS = Path(__file__).parents[1] / "data" / "mappings"
GUIDE = Path(__file__).parents[2] / "docs" / "importing.md"
COUNTRIES = {"AL": "Albania", "BA": "Bosnia and Herzegovina", "GR": "Greece", "TR": "Türkiye", "EE": "Estonia"}
SIMPLE = """dataset: simple
source: notes
entities:
  city: {type: City, id: Code, name: Town, country: Country}
facts:
  - {type: MEMBER_OF, from: city, to: {constant: ring}, since: {column: Joined, format: "%Y"}}
"""


@pytest.fixture
def frame(muninet: Run, empty_graph: object, tmp_path: Path) -> None:
    """What lists refer to: five countries, two networks, and a source of each list that does not state its own."""
    tables = {
        "sources": ["id,title,publisher", "notes,Notes,We", "many-networks-2025,Many,They"],
        "nodes/Country": ["id,name,names,code,sources"],
        "nodes/Network": ["id,name,sources", "ring,The Ring,notes", "my-network,Mine,notes"],
    }
    names = {"GR": "Ελλάδα@el", "TR": "Turkey@en"}
    tables["nodes/Country"] += [
        f"c-{code.lower()},{name},{names.get(code, '')},{code},notes" for code, name in COUNTRIES.items()
    ]
    for name, lines in tables.items():
        file = tmp_path / "frame" / f"{name}.csv"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    assert muninet("load", str(tmp_path / "frame")).status == 0


def counts(muninet: Run) -> dict[str, int]:
    found = json.loads(muninet("status", "--format", "json").out)
    return {**found["nodes"], **found["facts"]}


def added(report: dict[str, Any]) -> dict[str, int]:
    return {type_: tally["added"] for of in ("nodes", "facts") for type_, tally in report[of].items()}


def rows(muninet: Run, question: str, *options: str) -> list[dict[str, str]]:
    ended = muninet("query", question, *options, "--format", "csv")
    assert ended.status == 0, ended.err
    return list(csv.DictReader(ended.out.splitlines()))


def test_the_guide_s_example_beside_the_seed(muninet: Run, empty_graph: object) -> None:
    """What the guide shows is what is run here, and what it says of the example is what comes of it."""
    table, mapping = (MAPPINGS / f"secretariat.{kind}" for kind in ("csv", "yaml"))
    guide = GUIDE.read_text(encoding="utf-8")
    assert f"```csv\n{table.read_text(encoding='utf-8')}```" in guide
    assert f"```yaml\n{mapping.read_text(encoding='utf-8')}```" in guide
    muninet("load", str(home("seed")))
    ended = muninet("import", "table", str(table), "--mapping", str(mapping))
    assert ended.status == 0, ended.err
    told = guide.split("`muninet import` tells:\n\n```\n")[1].split("```")[0].splitlines()
    assert [line for line in told if line != "  …"] == [line for line in ended.out.splitlines() if line in told]
    members = rows(muninet, "network/members", "--network", "energy-towns", "--at", "any")
    assert [one["member"] for one in members] == ["energy-towns-18", "energy-towns-17"]
    assert muninet("import", "table", str(table), "--mapping", str(mapping)).out.startswith(
        "energy-towns: nothing changed"
    )
    assert muninet("unload", "energy-towns").status == 0


def test_a_list_of_members_in_its_own_forms(muninet: Run, frame: None, tmp_path: Path) -> None:
    table = tmp_path / "members.csv"
    table.write_text(
        "Code;Town;English;Also;GCoM;Country;Inhabitants;Lat;Lon;Joined;Left;Status\n"
        "AL-01;Tiranë;Tirana;Тирана@mk / Tirona;AL0001;albania;418.495;41,3275;19,8187;12.05.2008;;active\n"
        "TR-02;Bursa;;;;Turkey;n/a;;;März 2011;01.02.2020;No\n"
        "GR-03;Βόλος;Volos;;;Ελλάδα;;;;;;candidate\n",
        encoding="utf-8",
    )
    options = ("import", "table", "members.csv", "--mapping", str(MAPPINGS / "members.yaml"), "--format", "json")
    report = json.loads(muninet(*options, "--dataset", "ours").out)
    assert report["rows"] == {"read": 3, "loaded": 3, "skipped": {}}
    assert (report["dataset"], added(report)) == (
        "ours",
        {"City": 3, "Source": 1, "CANDIDATE_OF": 1, "IN_COUNTRY": 3, "MEMBER_OF": 2},
    )
    # Bursa was a member from March 2011 until the end of January 2020.
    days = {"2011-02-28": 1, "2011-03-01": 2, "2020-01-31": 2, "2020-02-01": 1}
    for day, count in days.items():
        assert len(rows(muninet, "network/members", "--network", "my-network", "--at", day)) == count
    assert json.loads(muninet(*options, "--dataset", "ours").out)["nothing_changed"]


def test_rows_that_cannot_be_used(muninet: Run, frame: None, tmp_path: Path) -> None:
    rows_ = ["1,A,AL,2001", "2,B,FR,2001", "3,C,EE,soon", "1,A,AL,2001", ",D,EE,2001"]
    (tmp_path / "list.csv").write_text("\n".join(["Code,Town,Country,Joined", *rows_]) + "\n", encoding="utf-8")
    (tmp_path / "list.yaml").write_text(SIMPLE, encoding="utf-8")
    command = ("import", "table", "list.csv", "--mapping", "list.yaml")
    ended = muninet(*command)
    assert (ended.status, ended.out) == (1, "")
    told = [line.split(": ")[0] for line in ended.err.splitlines() if line.startswith("list.csv:")]
    assert told == ["list.csv:3:Country", "list.csv:4:Joined", "list.csv:6:Code"]
    assert ended.err.splitlines()[-1] == "error: 3 problems: nothing was written"
    skipping = muninet(*command, "--skip-bad", "--dry-run")
    assert "  5 rows read, 1 loaded\n    1 left out: repeated\n" in skipping.out
    assert "  3 rows skipped: 1 bad-date, 1 missing-value, 1 unknown-country\n" in skipping.out
    assert "simple" not in muninet("status").out


def test_seventeen_thousand_rows_of_59_networks_twice(muninet: Run, frame: None, tmp_path: Path) -> None:
    file = written(tmp_path, "xlsx")
    command = ("import", "table", str(file), "--mapping", str(MAPPINGS / "many.yaml"), "--format", "json")
    refused = [(one["file"], one["row"], one["rule"]) for one in json.loads(muninet(*command).out)["problems"]]
    assert refused == [(str(file), number + 2, "bad-date") for number in range(ROWS) if row(number)[4] == "unknown"]
    assert "many-networks" not in muninet("status").out

    first = json.loads(muninet(*command, "--skip-bad").out)
    good = [row(number) for number in range(ROWS) if row(number)[4] != "unknown"]
    account = {"read": ROWS, "loaded": len(good), "skipped": {"bad-date": ROWS - len(good)}}
    assert first["rows"] == account
    facts = Counter("OBSERVER_OF" if cells[3] == "observer" else "MEMBER_OF" for cells in good)
    assert added(first) == {**facts, "City": 289, "Network": 59, "IN_COUNTRY": 289}
    second = json.loads(muninet(*command, "--skip-bad").out)
    assert second["nothing_changed"]
    assert (second["graph_version"], second["rows"]) == (first["graph_version"], account)
    told = rows(muninet, "network/members", "--network", "many-network-7", "--at", "2000-12-31", "--limit", "1000")
    joined = [cells for cells in good if cells[0] == "Network 7" and cells[3] != "observer" and int(cells[4]) <= 2000]
    assert len(told) == len(joined) > 10


def test_a_draft_is_filled_in_and_imported(muninet: Run, frame: None, tmp_path: Path) -> None:
    table = "Mitgliedsnummer;Gemeinde;Land;Einwohner;Beitrittsdatum\n"
    table += "1;Tirana;AL;418.495;12.05.2008\n2;Tartu;EE;95.430;1.6.2010\n"
    (tmp_path / "Mitglieder.csv").write_text(table, encoding="utf-8")
    printed = muninet("import", "table", "Mitglieder.csv", "--draft")
    assert (printed.status, printed.err) == (0, "")
    kept = muninet("import", "table", "Mitglieder.csv", "--draft", "-o", "draft.yaml")
    assert (kept.status, kept.out) == (0, "")
    draft = tmp_path / "draft.yaml"
    assert draft.read_text(encoding="utf-8") == printed.out
    command = ("import", "table", "Mitglieder.csv", "--mapping", "draft.yaml")

    unfilled = muninet(*command)
    assert (unfilled.status, unfilled.out) == (2, "")
    lines = printed.out.splitlines()
    gaps = [number for number, line in enumerate(lines, 1) if "FILL_IN" in line.split("#")[0]]
    told = unfilled.err.removeprefix("error: ").splitlines()
    assert [int(line.split(":")[1]) for line in told] == gaps
    assert [line.split(": ")[1] for line in told] == [
        "source.id", "source.title", "source.publisher", "source.published", "entities.network.id.constant",
    ]  # fmt: skip

    filled = ["  id: list-2026", "  title: Members", "  publisher: They", "  published: 2026"]
    for gap, line in zip(gaps, filled, strict=False):
        lines[gap - 1] = line
    draft.write_text("\n".join(lines).replace("constant: FILL_IN", "constant: ring"), encoding="utf-8")
    ended = muninet(*command)
    assert ended.status == 0, ended.err
    assert ended.out.splitlines()[-1] == "  2 rows read, 2 loaded"
    assert len(rows(muninet, "network/members", "--network", "ring", "--at", "2009-01-01")) == 1
    # What somebody has completed is not written over.
    again = muninet("import", "table", "Mitglieder.csv", "--draft", "-o", "draft.yaml")
    assert (again.status, "draft.yaml is there already" in again.err) == (2, True)
    assert "list-2026" in draft.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("list.csv",), "Give a --mapping; `--draft -o MAPPING.yaml` proposes one"),
        (("none.csv", "--draft"), "there is no such file"),
        (("list.csv", "--mapping", "none.yaml"), "none.yaml cannot be read"),
        (("list.csv", "--draft", "--skip-bad", "--dataset", "x"), "--dataset, --skip-bad cannot be given with --draft"),
        (("list.csv", "--mapping", "list.yaml", "--sheet", "A"), "--sheet cannot be given with --mapping"),
        (("list.csv", "--draft", "-o", "nowhere/draft.yaml"), "cannot be written: No such file or directory"),
    ],
)
def test_usage(muninet: Run, tmp_path: Path, arguments: tuple[str, ...], said: str) -> None:
    (tmp_path / "list.csv").write_text("Code,Town\n1,A\n", encoding="utf-8")
    (tmp_path / "list.yaml").write_text(SIMPLE, encoding="utf-8")
    ended = muninet("import", "table", *arguments)
    assert (ended.status, ended.out) == (2, "")
    assert said in ended.err
