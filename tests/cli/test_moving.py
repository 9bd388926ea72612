"""`muninet export`, `backup` and `restore`: the graph in a file, as a person keeps and moves it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.cli.conftest import Run
from tests.cli.test_load import tables

__all__ = ["tables"]


def test_the_graph_goes_into_a_file_and_comes_back(
    muninet: Run, empty_graph: object, tables: Path, tmp_path: Path
) -> None:
    assert muninet("load", str(tables)).status == 0
    done = muninet("export", "--all", "graph.jsonl", "--format", "json")
    told = json.loads(done.out)
    assert (done.status, told["facts"]) == (0, len((tmp_path / "graph.jsonl").read_text().split('"type":')) - 1)
    assert told["left_out"] == {"nodes": 0, "relationships": 0}
    assert told["sha256"] in (tmp_path / "graph.jsonl").read_text().splitlines()[-1]
    assert "nothing changed" in muninet("load", "graph.jsonl").out
    assert muninet("unload", "ours").status == 0
    assert "would be read" in muninet("load", "graph.jsonl", "--dry-run").out
    assert "empty" in muninet("status").out
    loaded = json.loads(muninet("load", "graph.jsonl", "--format", "json").out)
    assert loaded == {name: told[name] for name in ("graph_version", "nodes", "facts")} | {
        "unchanged": False,
        "dry_run": False,
    }
    assert json.loads(muninet("status", "--format", "json").out)["graph_version"] == loaded["graph_version"]
    assert "ours: loaded" in muninet("status").out
    decisions = tmp_path / "home" / "decisions.csv"
    decisions.parent.mkdir(exist_ok=True)
    decisions.write_text("")
    again = muninet("export", "--all", "again.jsonl")
    assert again.status == 0
    assert again.err.splitlines()[-1] == f"decisions.csv is not in it: copy {decisions} too"
    assert (tmp_path / "again.jsonl").read_bytes() == (tmp_path / "graph.jsonl").read_bytes()


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        (("export", "graph.jsonl"), 2, "--all"),
        (("export", "--all", "graph.csv"), 2, "ends in .jsonl"),
        (("export", "--all", "nowhere/graph.jsonl"), 2, "no folder nowhere"),
        (("export", "--all", "graph.jsonl"), 1, "the graph is empty"),
        (("load", "graph.jsonl"), 1, "cannot be opened"),
        (("load", "graph.jsonl", "tables"), 2, "loaded alone"),
        (("load", "graph.jsonl", "--dataset", "mine"), 2, "loaded alone"),
        (("backup", "graph.dump"), 2, "MUNINET_NEO4J_URI names a server of yours"),
        (("restore", "graph.dump"), 2, "MUNINET_NEO4J_URI names a server of yours"),
    ],
)
def test_errors(
    muninet: Run, empty_graph: object, tmp_path: Path, arguments: tuple[str, ...], status: int, said: str
) -> None:
    ended = muninet(*arguments)
    assert (ended.status, ended.out) == (status, "")
    assert said in ended.err
    assert "Traceback" not in ended.err
    assert not [path for path in tmp_path.iterdir() if path.name != "home"]


@pytest.mark.parametrize(
    ("arguments", "status"),
    [(("export", "--all"), 2), (("load",), 1), (("backup",), 2), (("restore",), 2)],
)
def test_a_folder_in_the_place_of_the_file(
    muninet: Run, tmp_path: Path, arguments: tuple[str, ...], status: int
) -> None:
    (tmp_path / "folder.jsonl").mkdir()
    private = {"MUNINET_NEO4J_URI": None} if arguments[0] in ("backup", "restore") else {}
    ended = muninet(*arguments, "folder.jsonl", **private)
    assert (ended.status, ended.out) == (status, "")
    assert "error: folder.jsonl: it " in ended.err
    assert "Traceback" not in ended.err


def held(folder: Path) -> dict[str, tuple[int, int, int]]:
    """What lies in a folder: which file it is, its size, and when it was written."""
    found = {str(path.relative_to(folder)): path.stat() for path in folder.rglob("*")}
    return {name: (stat.st_ino, stat.st_size, stat.st_mtime_ns) for name, stat in found.items()}


def test_a_backup_of_the_private_neo4j(muninet: Run, tables: Path, tmp_path: Path) -> None:
    def private(*arguments: str, home: str = "one") -> tuple[int, str]:
        ended = muninet(*arguments, MUNINET_NEO4J_URI=None, MUNINET_HOME=str(tmp_path / home))
        assert "Traceback" not in ended.err
        return ended.status, ended.out + ended.err

    assert private("backup", "graph.dump")[0] == 4
    assert private("load", str(tables))[0] == 0
    (tmp_path / "one" / "decisions.csv").write_text("")
    status, said = private("backup", "graph.dump")
    assert (status, "decisions.csv is not in it" in said) == (0, True)
    nothing = "error: nothing.dump: there is no such file: name a file that `muninet backup` wrote\n"
    assert private("restore", "nothing.dump", home="two") == (2, nothing)
    assert private("restore", "graph.dump", home="two")[0] == 0
    status, said = private("restore", "graph.dump", home="two")
    assert (status, "--replace" in said) == (4, True)
    (tmp_path / "cut.dump").write_bytes((tmp_path / "graph.dump").read_bytes()[:-2000])
    data = tmp_path / "two" / "data"
    before = held(data)
    status, said = private("restore", "--replace", "cut.dump", home="two")
    assert (status, "could not load the database" in said, "newer release" in said) == (4, True, True)
    assert held(data) == before
    assert not list((tmp_path / "two").glob("restore-*"))
    assert private("restore", "--replace", "graph.dump", home="two")[0] == 0
    assert held(data)["databases/neo4j"] != before["databases/neo4j"]
    assert "ours: loaded" in private("status", home="two")[1]


def test_the_kit_for_neo4j_browser(muninet: Run, tmp_path: Path) -> None:
    ended = muninet("browser", "--address", "http://127.0.0.1:8123")
    assert ended.status == 0
    # The Browser takes it by that name without being told.
    assert ":play http://localhost:8123/neo4j-browser/guide.html" in ended.out
    assert muninet("browser", "--address", "127.0.0.1:8123").status == 2
    assert "http://127.0.0.1:8123/queries/path/links" in (tmp_path / "neo4j-browser" / "guide.html").read_text()
    (tmp_path / "file").write_text("in the way")
    refused = muninet("browser", "file")
    assert (refused.status, refused.out) == (2, "")
    assert "name another folder" in refused.err
