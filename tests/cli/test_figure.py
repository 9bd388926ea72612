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
