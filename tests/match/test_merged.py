"""Which id remains of those that people have found to be the same."""

from __future__ import annotations

import datetime as dt

import pytest

from muninet.match import Decided, Decisions, TableError


def same(*pairs: tuple[str, str], decision: str = "same") -> Decisions:
    day = dt.date(2026, 11, 23)
    return Decisions(
        Decided(left, right, decision, "we", day, "why", f"t.csv:{line}")  # type: ignore[arg-type]
        for line, (left, right) in enumerate(pairs, 2)
    )


def test_the_left_one_remains_along_every_chain() -> None:
    assert same(("a", "b"), ("b", "c"), ("x", "y")).merged() == {"b": "a", "c": "a", "y": "x"}
    assert same(("a", "b"), decision="different").merged() == {}
    assert same(("a", "b"), decision="unsure").merged() == {}


def test_an_id_goes_into_one_other() -> None:
    with pytest.raises(TableError, match=r"t.csv:3: c goes into b, and by t.csv:2 into a: write of b and a which one"):
        same(("a", "c"), ("b", "c")).merged()


def test_ids_do_not_go_round_in_a_circle() -> None:
    with pytest.raises(TableError, match="go into each other"):
        same(("a", "b"), ("b", "c"), ("c", "a")).merged()
