"""`muninet load`, `muninet unload` and `muninet status`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.cli.conftest import Run

SOURCES = "id,title,publisher,published,retrieved,licence,language,url,description\nnotes,Notes,We,2024,,,en,,Ours.\n"
CITIES = "id,name,country,sources\nova-ee,Ova,EE,notes\nuva-ee,Uva,EE,notes\n"
NETWORKS = "id,name,sources\nring,The Ring,notes\n"
MEMBERS = "from,to,since,sources\nova-ee,ring,2023,notes\nuva-ee,ring,2024-05,notes\n"


@pytest.fixture
def tables(tmp_path: Path) -> Path:
    """A small dataset of our own: two members of a network."""
    folder = tmp_path / "ours"
    (folder / "nodes").mkdir(parents=True)
    (folder / "facts").mkdir()
    countries = "id,name,code,sources\nestonia,Estonia,EE,notes\n"
    texts = {"sources": SOURCES, "nodes/City": CITIES, "nodes/Network": NETWORKS, "nodes/Country": countries}
    for name, text in {**texts, "facts/MEMBER_OF": MEMBERS}.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    return folder


def test_load_again_changes_nothing_and_unload_undoes_it(muninet: Run, empty_graph: object, tables: Path) -> None:
    dry = muninet("load", str(tables), "--dry-run")
    assert dry.status == 0
    assert "nothing was written" in dry.out
    assert "empty" in muninet("status").out

    first = json.loads(muninet("load", str(tables), "--format", "json").out)
    assert (first["dataset"], first["nothing_changed"]) == ("ours", False)
    assert first["nodes"]["City"]["added"] == 2
    assert first["facts"]["MEMBER_OF"]["added"] == 2
    again = muninet("load", str(tables))
    assert again.status == 0
    assert again.out.startswith("ours: nothing changed")

    status = json.loads(muninet("status", "--format", "json").out)
    assert status["facts"]["MEMBER_OF"] == 2
    assert [(dataset["name"], dataset["state"]) for dataset in status["datasets"]] == [("ours", "loaded")]
    assert "ours: loaded" in muninet("status").out
    members = muninet("query", "network/members", "--network", "ring", "--format", "csv").out
    assert [line.split(",")[0] for line in members.splitlines()] == ["member", "ova-ee", "uva-ee"]

    gone = muninet("unload", "ours")
    assert gone.status == 0
    assert "2 removed" in gone.out
    assert "empty" in muninet("status").out


def test_a_dataset_takes_the_name_that_it_is_given(muninet: Run, empty_graph: object, tables: Path) -> None:
    assert muninet("load", str(tables), "--dataset", "theirs").status == 0
    assert "theirs: loaded" in muninet("status").out


def test_everything_that_is_wrong_is_listed_at_once(muninet: Run, empty_graph: object, tables: Path) -> None:
    wrong = "from,to,since,sources\nova-ee,rink,2023,notes\nuva-ee,ring,2023-13,notes\nova-ee,ring,2023,\n"
    (tables / "facts" / "MEMBER_OF.csv").write_text(wrong, encoding="utf-8")
    ended = muninet("load", str(tables))
    assert (ended.status, ended.out) == (1, "")
    place = tables / "facts" / "MEMBER_OF.csv"
    lines = [line for line in ended.err.splitlines() if line.startswith(str(place))]
    assert [line.removeprefix(f"{place}:").split(":")[:2] for line in lines] == [
        ["2", "to"],
        ["3", "since"],
        ["4", "sources"],
    ]
    assert "ring (The Ring)" in lines[0]
    assert ended.err.splitlines()[-1] == "error: 3 problems: nothing was written"
    assert "empty" in muninet("status").out


def test_problems_for_machines(muninet: Run, empty_graph: object, tables: Path) -> None:
    (tables / "facts" / "MEMBER_OF.csv").write_text("from,to,sources\nova-ee,rink,notes\n", encoding="utf-8")
    ended = muninet("load", str(tables), "--format", "json")
    assert ended.status == 1
    (problem,) = json.loads(ended.out)["problems"]
    fields = {"file", "row", "column", "rule", "message", "found", "expected", "suggestions"}
    assert set(problem) == fields
    assert (problem["row"], problem["column"], problem["found"]) == (2, "to", "rink")
    assert problem["suggestions"][0]["id"] == "ring"


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        (("load", "nowhere"), 2, "nowhere"),
        (("load", "a", "b"), 2, "--dataset"),
        (("unload",), 2, "NAME"),
        (("unload", "nothing"), 3, "nothing"),
    ],
)
def test_errors(muninet: Run, empty_graph: object, arguments: tuple[str, ...], status: int, said: str) -> None:
    ended = muninet(*arguments)
    assert (ended.status, ended.out) == (status, "")
    assert said in ended.err
    assert "Traceback" not in ended.err


def test_a_database_that_is_away(muninet: Run) -> None:
    ended = muninet("status", MUNINET_NEO4J_URI="bolt://127.0.0.1:1")
    assert ended.status == 4
    assert "does not answer" in ended.err
