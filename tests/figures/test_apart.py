"""Marks by network: each its own, each mixture its own, and never more than can be told apart."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from tests.figures.drawn import node

from muninet.answers.wording import load_wording
from muninet.errors import ParameterError
from muninet.figures.apart import Apart, told_apart

WORDING = load_wording("en")


def rows(**belongs: str) -> list[Any]:
    return [SimpleNamespace(entity=node(id_), networks=list(networks)) for id_, networks in belongs.items()]


def apart(names: str, **belongs: str) -> Apart:
    about = {name: node(name, f"Network {name}", "Network") for name in names}
    return told_apart(rows(**belongs), "networks", about, WORDING)


@pytest.mark.parametrize("names", ["a", "ab", "abc", "abcd", "abcdefgh"])
def test_marks_differ_in_shape_and_a_network_has_one_even_where_nobody_belongs_to_it(names: str) -> None:
    found = apart(names, **{f"x{n}": names[: n + 1] for n in range(len(names))})
    assert len({mark.shape for mark in found.marks}) == len(found.marks)
    assert [mark.type for mark in found.marks][: len(names)] == list(names)
    assert sum(mark.count or 0 for mark in found.marks) == len(names)
    assert set(found.mark_of.values()) <= {mark.type for mark in found.marks}


def test_mixtures_are_named_and_those_that_nobody_is_are_left_out() -> None:
    found = apart("abc", x="a", y="ab", z="ba", w="abc")
    assert {mark.label: mark.count for mark in found.marks} == {
        "Network a": 1,
        "Network b": 0,
        "Network c": 0,
        "Network a and Network b": 2,
        "Network a, Network b and Network c": 1,
    }
    assert found.mark_of["y"] == found.mark_of["z"] == "a+b"


def test_of_many_networks_mixtures_share_a_mark() -> None:
    found = apart("abcd", x="ab", y="cd", z="d")
    assert found.mark_of["x"] == found.mark_of["y"]
    assert found.marks[-1].label == "Several of them"
    assert found.marks[-1].count == 2


def test_more_than_can_be_told_apart_are_refused() -> None:
    with pytest.raises(ParameterError, match="more than 8 cannot be told apart"):
        apart("abcdefghi", x="a")
