"""`muninet figure`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.cli.conftest import Run

CEESEN = ("figure", "links", "--to", "climate-alliance", "--via", "ceesen")


def test_a_figure_is_written(muninet: Run, seed_graph: object, tmp_path: Path) -> None:
    file = tmp_path / "figure.svg"
    ended = muninet(*CEESEN, "-o", str(file))
    assert (ended.status, ended.out) == (0, "")
    assert "Cities linked to Climate Alliance via CEESEN. 33 entities joined by 32 facts." in ended.err
    svg = file.read_text(encoding="utf-8")
    assert svg.startswith("<svg ")
    assert "Tartu Regional" in svg


def test_a_wrong_name_leaves_nothing(muninet: Run, seed_graph: object, tmp_path: Path) -> None:
    ended = muninet(*CEESEN, "-o", str(tmp_path / "figure.gif"))
    assert (ended.status, list(tmp_path.glob("figure*"))) == (2, [])
    assert "ends in .svg, .png, .pdf" in ended.err
    ended = muninet(*CEESEN, "-o", str(tmp_path / "nowhere" / "figure.svg"))
    assert ended.status == 2
    assert "there is no folder" in ended.err
    ended = muninet("figure", "links", "--to", "climate-aliance", "-o", str(tmp_path / "figure.png"))
    assert (ended.status, list(tmp_path.glob("figure*"))) == (3, [])
    assert "climate-alliance" in ended.err


def test_looks_are_those_of_http(muninet: Run, seed_graph: object, tmp_path: Path) -> None:
    ended = muninet(*CEESEN, "-o", str(tmp_path / "a.svg"), "--width", "12")
    assert ended.status == 2
    assert "parameter width: 12 is out of bounds: give 200 to 4000" in ended.err
    ended = muninet(*CEESEN, "-o", str(tmp_path / "a.svg"), "--theme", "dark", "--no-title")
    assert ended.status == 2
    ended = muninet(*CEESEN, "-o", str(tmp_path / "a.svg"), "--theme", "dark", "--title", "false", "--layout", "map")
    assert ended.status == 0, ended.err
    assert "Natural Earth" in (tmp_path / "a.svg").read_text(encoding="utf-8")


def test_a_figure_of_an_address(muninet: Run, seed_graph: object, tmp_path: Path) -> None:
    asked, told = tmp_path / "asked.svg", tmp_path / "told.svg"
    assert muninet(*CEESEN, "--layout", "map", "--theme", "dark", "-o", str(told)).status == 0
    address = "https://example.org/links?to=climate-alliance&via=ceesen&layout=map&theme=dark"
    ended = muninet("figure", "--query", address, "-o", str(asked))
    assert ended.status == 0, ended.err
    assert asked.read_bytes() == told.read_bytes()
    ended = muninet("figure", "--query", "/map?networks=b40;iclei", "-o", str(tmp_path / "map.svg"))
    assert "Cities by network" in ended.err
    ended = muninet("figure", "--query", "/entities/b40", "-o", str(tmp_path / "b40.svg"))
    assert "What surrounds B40" in ended.err


def test_an_address_that_shows_nothing_is_told(muninet: Run, seed_graph: object, tmp_path: Path) -> None:
    ended = muninet("figure", "--query", "/gaps?network=b40", "-o", str(tmp_path / "a.svg"))
    assert ended.status == 2
    assert "nothing that can be drawn is shown there; give the address of /entities/{entity}, /links" in ended.err
    ended = muninet("figure", "-o", str(tmp_path / "a.svg"))
    assert ended.status == 2
    assert "name a view, or give --query" in ended.err
    ended = muninet("report", "--query", "/links?to=ceesen&width=900", "-o", str(tmp_path / "a.md"))
    assert ended.status == 2
    assert "width has no meaning in a report" in ended.err
    assert not list(tmp_path.iterdir())


def test_a_report_of_an_address(muninet: Run, seed_graph: object, tmp_path: Path) -> None:
    ended = muninet("report", "--query", "/links?to=climate-alliance&via=ceesen", "-o", str(tmp_path / "ceesen.md"))
    assert ended.status == 0, ended.err
    assert {file.name for file in tmp_path.iterdir()} >= {"ceesen.md", "ceesen.bib", "ceesen.svg"}
    assert "Climate Alliance via CEESEN" in (tmp_path / "ceesen.md").read_text(encoding="utf-8")


def test_entities_stand_where_a_file_of_positions_puts_them(muninet: Run, seed_graph: object, tmp_path: Path) -> None:
    plain, moved, file = tmp_path / "plain.svg", tmp_path / "moved.svg", tmp_path / "positions.json"
    muninet(*CEESEN, "-o", str(plain))
    file.write_text('{"ceesen": [10, 20.5], "of-another-view": [1, 2]}', encoding="utf-8")
    ended = muninet(*CEESEN, "--positions", str(file), "-o", str(moved))
    assert ended.status == 0, ended.err
    assert plain.read_bytes() != moved.read_bytes()
    for wrong in ("[1, 2]", '{"ceesen": 3}', '{"ceesen": [1, "NaN"]}', "no JSON"):
        file.write_text(wrong, encoding="utf-8")
        ended = muninet(*CEESEN, "--positions", str(file), "-o", str(tmp_path / "wrong.svg"))
        assert ended.status == 2
        assert f"{file} is no file of positions" in ended.err
    assert not (tmp_path / "wrong.svg").exists()
