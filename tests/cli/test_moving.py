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
    assert told["sha256"] in (tmp_path / "graph.jsonl").read_text().splitlines()[-1]
    assert "nothing changed" in muninet("load", "graph.jsonl").out
    assert muninet("unload", "ours").status == 0
    assert "would be read" in muninet("load", "graph.jsonl", "--dry-run").out
    assert "empty" in muninet("status").out
    assert muninet("load", "graph.jsonl").status == 0
    assert "ours: loaded" in muninet("status").out
    assert muninet("export", "--all", "again.jsonl").status == 0
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
    assert private("backup", "graph.dump")[0] == 0
    assert private("restore", "nothing.dump", home="two") == (4, "error: nothing.dump: there is no such file\n")
    assert private("restore", "graph.dump", home="two")[0] == 0
    status, said = private("restore", "graph.dump", home="two")
    assert (status, "--replace" in said) == (4, True)
    (tmp_path / "cut.dump").write_bytes((tmp_path / "graph.dump").read_bytes()[:-2000])
    data = tmp_path / "two" / "data"
    before = held(data)
    status, said = private("restore", "--replace", "cut.dump", home="two")
    assert (status, "could not load the database" in said) == (4, True)
    assert held(data) == before
    assert not list((tmp_path / "two").glob("restore-*"))
    assert private("restore", "--replace", "graph.dump", home="two")[0] == 0
    assert held(data)["databases/neo4j"] != before["databases/neo4j"]
    assert "ours: loaded" in private("status", home="two")[1]


def test_the_kit_for_neo4j_browser(muninet: Run, tmp_path: Path) -> None:
    ended = muninet("browser", "--address", "http://127.0.0.1:8123")
    assert ended.status == 0
    assert ":play http://127.0.0.1:8123/neo4j-browser/guide.html" in ended.out
    assert "http://127.0.0.1:8123/queries/path/links" in (tmp_path / "neo4j-browser" / "guide.html").read_text()
    (tmp_path / "file").write_text("in the way")
    refused = muninet("browser", "file")
    assert (refused.status, refused.out) == (2, "")
    assert "name another folder" in refused.err
