"""Which pairs of a dataset may be decided at once."""

from __future__ import annotations

from muninet.match import Party, Verdict
from muninet.match.pairing import Pair, clear_pairs


def pair(left: str, right: str, score: float) -> Pair:
    return Pair(
        Party(left, "City", (left,)), Party(right, "City", (right,)), Verdict("unsure", score, ("looks alike",))
    )


def ids(pairs: list[Pair]) -> list[tuple[str, str]]:
    return [(one.left.id, one.right.id) for one in pairs]


def test_only_what_could_be_nothing_else_is_clear() -> None:
    pairs = [pair("a", "b", 0.9), pair("c", "d", 0.6), pair("c", "e", 0.6), pair("f", "g", 0.6), pair("a", "h", 0.3)]
    assert ids(clear_pairs(pairs, 0.9)) == [("a", "b")]
    assert ids(clear_pairs(pairs, 0.6)) == [("a", "b"), ("f", "g")]
    # What is worth less than what was asked for speaks against nothing.
    assert ids(clear_pairs(pairs, 0.3)) == [("f", "g")]
