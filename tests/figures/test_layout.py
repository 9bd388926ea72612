"""Where things stand: the same data always alike, and nothing upon anything else."""

from __future__ import annotations

import itertools
import math
import random

import pytest
from tests.figures.drawn import fact, node, star, tangle

from muninet.figures.layout import Placement, placed


def nearest(placement: Placement) -> float:
    """The least room between two marks, in units of a view."""
    return min(
        math.dist(placement.places[a], placement.places[b]) - placement.radii[a] - placement.radii[b]
        for a, b in itertools.combinations(placement.places, 2)
    )


@pytest.mark.parametrize("make", [star, tangle])
def test_the_order_of_the_data_makes_no_difference(make: object) -> None:
    nodes, facts = make(80)  # type: ignore[operator]
    first = placed(nodes, facts, ["hub"])
    shuffled = random.Random(7)
    for _ in range(3):
        shuffled.shuffle(nodes)
        shuffled.shuffle(facts)
        assert placed(nodes, facts, ["hub"]) == first


@pytest.mark.parametrize("count", [1, 2, 7, 60, 300])
def test_marks_do_not_overlap(count: int) -> None:
    assert nearest(placed(*star(count), ["hub"])) > 2
    if count > 2:
        assert nearest(placed(*tangle(count), ["hub"])) > -1


def test_everything_stands_on_the_ground() -> None:
    placement = placed(*tangle(120), ["hub"])
    for id_, (x, y) in placement.places.items():
        assert placement.radii[id_] < x < placement.width - placement.radii[id_]
        assert placement.radii[id_] < y < placement.height - placement.radii[id_]
    assert placement.width > placement.height


def test_what_is_not_joined_stands_side_by_side() -> None:
    nodes, facts = star(5)
    others = [node(f"lonely-{n}") for n in range(9)]
    assert nearest(placed([*nodes, *others], facts, ["hub"])) > 2


def test_facts_between_the_same_two_bend_apart() -> None:
    one, other = node("a"), node("b", type_="Network")
    facts = [fact("f1", one, other), fact("f2", one, other, "SUPPORTED_BY"), fact("f3", other, one, "MEMBER_OF")]
    bends = placed([one, other], facts, []).bends
    # To the right of who walks from `from` to `to`: the one the other way has the opposite sign.
    sides = {id_: bends.get(id_, 0.0) * (-1 if id_ == "f3" else 1) for id_ in ("f1", "f2", "f3")}
    assert len(set(sides.values())) == 3
    assert placed([one, other], facts[:1], []).bends == {}


def test_routes_run_from_left_to_right() -> None:
    target, via = node("t", type_="Network"), node("v", type_="Network")
    agencies = [node(f"agency-{n}", type_="Organisation") for n in range(3)]
    cities = [node(f"city-{n}") for n in range(28)]
    routes = [[city.id, agencies[n % 3].id, "v", "t"] for n, city in enumerate(cities)]
    facts = [fact(f"c{n}", city, agencies[n % 3]) for n, city in enumerate(cities)]
    facts += [fact(f"a{n}", agency, via) for n, agency in enumerate(agencies)] + [fact("last", via, target)]
    placement = placed([target, via, *agencies, *cities], facts, ["v", "t"], routes)
    xs = {id_: place[0] for id_, place in placement.places.items()}
    assert max(xs[city.id] for city in cities) < min(xs[agency.id] for agency in agencies)
    assert max(xs[agency.id] for agency in agencies) < xs["v"] < xs["t"]
    assert nearest(placement) > 2


def test_nothing_at_all_can_be_laid_out() -> None:
    assert placed([], [], []).places == {}
