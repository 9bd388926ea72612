"""The table of what people decided."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from muninet.match import Decided, TableError, add_decision, read_decisions
from muninet.match.decisions import MUNINET, add_decisions

HEADER = "left,right,decision,who,when,why\n"
DAY = date(2026, 11, 23)


def table(folder: Path, *rows: str) -> Path:
    path = folder / "decisions.csv"
    path.write_text(HEADER + "".join(f"{row}\n" for row in rows), encoding="utf-8")
    return path


def test_looked_up_either_way_round(tmp_path: Path) -> None:
    known = read_decisions(table(tmp_path, "a,b,same,Ana,2026-11-23,one row in two tables"))
    stated = known.of("b", "a")
    assert stated is not None
    assert (stated.decision, stated.who, stated.when, stated.why) == ("same", "Ana", DAY, "one row in two tables")
    assert known.of("a", "c") is None


def test_what_follows(tmp_path: Path) -> None:
    rows = [
        "a,b,same,A,2026-11-23,x",
        "b,c,same,A,2026-11-23,x",
        "c,d,different,A,2026-11-23,x",
        "e,f,unsure,A,2026-11-23,x",
    ]
    known = read_decisions(table(tmp_path, *rows))
    assert [known.implied(*pair) for pair in ("ca", "ad", "da", "ae", "ef")] == [
        "same",
        "different",
        "different",
        None,
        "unsure",
    ]
    assert len(known) == 4


def test_contradictions_name_the_rows(tmp_path: Path) -> None:
    rows = ["a,b,same,A,2026-11-23,x", "c,b,same,A,2026-11-23,x", "a,c,different,B,2026-11-23,y"]
    path = table(tmp_path, *rows)
    with pytest.raises(TableError) as raised:
        read_decisions(path)
    assert str(raised.value) == (
        f"{path}:4: a and c are said to be different, but by {path}:2 (a = b) and {path}:3 (c = b) they are the same: "
        "correct one of the rows"
    )


@pytest.mark.parametrize(
    ("row", "complaint"),
    [
        ("b,a,different,B,2026-11-23,y", ":3: b and a are decided in"),
        ("a,a,same,B,2026-11-23,y", ":3:right: 'a' stands in both columns"),
        ("a,,same,B,2026-11-23,y", ":3:right: is empty"),
        ("a,c,maybe,B,2026-11-23,y", ":3:decision: 'maybe' is none of same, different, unsure"),
        ("a,c,same,B,23.11.2026,y", ":3:when: '23.11.2026' is no day"),
        ("a,c,same,,2026-11-23,y", ":3:who: is empty"),
        ("a,c,same,B,2026-11-23,", ":3:why: is empty"),
        ("a,c,same,B,2026-11-23", ":3: 5 cells where the header has 6"),
    ],
)
def test_a_wrong_row_is_named(tmp_path: Path, row: str, complaint: str) -> None:
    path = table(tmp_path, "a,b,same,A,2026-11-23,x", row)
    with pytest.raises(TableError) as raised:
        read_decisions(path)
    assert f"{path}{complaint}" in str(raised.value)


def test_one_row_is_appended(tmp_path: Path) -> None:
    path = tmp_path / "decisions.csv"
    add_decision(path, Decided("a", "b", "same", "Ana", DAY, 'said "one", in a call\nof two lines'))
    path.write_text(path.read_text().rstrip("\n"))
    known = add_decision(path, Decided("b", "c", "different", "Bo", DAY, "two towns"))
    assert [row.why for row in known] == ['said "one", in a call\nof two lines', "two towns"]
    assert [row.why for row in read_decisions(path)] == ['said "one", in a call\nof two lines', "two towns"]
    assert [row.place for row in known] == [row.place for row in read_decisions(path)]
    assert {file.name for file in tmp_path.iterdir()} <= {"decisions.csv", "decisions.csv.lock"}


def test_a_refused_row_leaves_the_table(tmp_path: Path) -> None:
    path = table(tmp_path, "a,b,same,A,2026-11-23,x", "b,c,same,A,2026-11-23,x")
    before = path.read_bytes()
    for wrong in (Decided("a", "c", "different", "B", DAY, "y"), Decided("a", "d", "same", "", DAY, "y")):
        with pytest.raises(TableError):
            add_decision(path, wrong)
    assert path.read_bytes() == before


def test_what_muninet_decides_gives_way_to_people(tmp_path: Path) -> None:
    path = tmp_path / "decisions.csv"
    by_itself = [
        Decided("a", "b", "same", MUNINET, DAY, "one name"),
        Decided("c", "d", "same", MUNINET, DAY, "one name"),
    ]
    assert len(add_decisions(path, by_itself)) == 2
    assert len(add_decisions(path, by_itself)) == 2
    known = add_decision(path, Decided("b", "a", "different", "Ana", DAY, "two towns"))
    assert [(row.left, row.right, row.who) for row in known] == [("c", "d", MUNINET), ("b", "a", "Ana")]
    # d goes elsewhere: it cannot go into c as well.
    known = add_decision(path, Decided("e", "d", "same", "Ana", DAY, "looked up"))
    assert known.merged() == {"d": "e"}
    assert [row.place for row in read_decisions(path)] == [row.place for row in known] == [f"{path}:2", f"{path}:3"]
    # And muninet does not decide anew what people have decided, the other way round neither.
    assert len(add_decisions(path, [Decided("a", "b", "same", MUNINET, DAY, "one name")])) == 2
    with pytest.raises(TableError):
        add_decision(path, Decided("f", "d", "same", "Bo", DAY, "looked up as well"))
    assert len(read_decisions(path)) == 2
