"""Facts over time: a lane each, what is known drawn and no more, the same data always alike."""

from __future__ import annotations

import datetime as dt
import itertools
import random
import re

import pytest
from tests.figures.drawn import dated, node, over_time

from muninet.figures.drawing import Text
from muninet.figures.frame import composed
from muninet.figures.looks import Looks
from muninet.figures.times import Moment, Timed, placed_in_time

HUB = node("hub", "A hub", "Network")
TODAY = dt.date(2026, 6, 1)


def timed(*days: tuple[str | None, str | None, str | None], moments: tuple[Moment, ...] = ()) -> Timed:
    nodes = [node(f"n{n}") for n in range(len(days))]
    facts = [dated(f"f{n}", one, HUB, *days[n]) for n, one in enumerate(nodes)]
    return placed_in_time([HUB, *nodes], facts, ["hub"], TODAY, moments)


def ends(line: str) -> tuple[float, float]:
    """Where a bar begins and ends."""
    numbers = [float(x) for x in re.findall(r"[ML](-?[\d.]+),", line)]
    return numbers[0], numbers[1]


def test_the_order_of_the_data_makes_no_difference() -> None:
    nodes = [HUB, *(node(f"n{n}") for n in range(40))]
    days = [("2010-05-01", None, None), ("2012-01-01", "2015-06-01", None), (None, None, "2020-02-02"), (None,) * 3]
    facts = [dated(f"f{n}", one, HUB, *days[n % 4]) for n, one in enumerate(nodes[1:])]
    first = placed_in_time(nodes, facts, ["hub"], TODAY)
    shuffled = random.Random(5)
    for _ in range(3):
        shuffled.shuffle(nodes)
        shuffled.shuffle(facts)
        assert placed_in_time(nodes, facts, ["hub"], TODAY) == first


def test_a_bar_lies_between_its_days_and_goes_on_where_it_has_no_end() -> None:
    found = timed(("2020-01-01", "2022-01-01", None), ("2020-01-01", None, None), (None, "2022-01-01", None))
    ticks = {tick.text: tick.x for tick in found.axis.ticks}
    whole, open_, unbegun = (found.traces[f"f{n}"] for n in range(3))
    assert ends(whole.line) == (ticks["2020"], ticks["2022"])
    assert whole.tip == ""
    assert ends(open_.line)[0] == ticks["2020"]
    assert open_.tip
    # One that begins nobody knows when begins where the years do, without a stroke across.
    assert ends(unbegun.line)[0] < ticks["2020"] or min(ticks.values()) == ticks["2020"]
    assert whole.line.count("M") == 3
    assert unbegun.line.count("M") == 2


def test_what_is_only_stated_is_a_day_and_what_is_undated_stands_before_the_years() -> None:
    found = timed((None, None, "2021-01-01"), (None, None, None), ("2020-01-01", None, None))
    ticks = {tick.text: tick.x for tick in found.axis.ticks}
    stated, undated = found.traces["f0"], found.traces["f1"]
    assert stated.line == ""
    assert stated.tip.startswith(f"M{ticks['2021']},")
    assert undated.tip == ""
    assert max(float(x) for x in re.findall(r"[ML](-?[\d.]+),", undated.line)) < min(ticks.values())
    assert (found.stated, found.undated) == (1, 1)


def test_a_fact_without_dates_stands_on_the_day_of_what_it_leads_to() -> None:
    fact = dated("f", HUB, node("event", type_="Event"), None, None, None)
    found = placed_in_time([HUB, node("event")], [fact], ["hub"], TODAY, happened={"f": dt.date(2024, 1, 1)})
    ticks = {tick.text: tick.x for tick in found.axis.ticks}
    assert found.traces["f"].tip.startswith(f"M{ticks['2024']},")
    assert found.undated == 0


def test_lanes_are_in_the_order_of_time_and_do_not_meet() -> None:
    found = timed(("2022-01-01", None, None), ("2010-01-01", None, None), (None, None, None))
    rows = sorted(found.places, key=lambda id_: found.places[id_][1])
    assert rows == ["hub", "n1", "n0", "n2"]
    heights = [found.places[id_][1] for id_ in rows]
    assert all(b - a >= 20 for a, b in itertools.pairwise(heights))
    assert all(0 < y < found.height for y in heights)


@pytest.mark.parametrize("first", ["0800-01-01", "1150-01-01", "1990-01-01", "2020-01-01", "2026-05-31"])
def test_years_are_named_at_even_gaps_and_never_too_many(first: str) -> None:
    found = timed((first, None, None), moments=(Moment("hub", dt.date.fromisoformat(first), "founded"),))
    named = [int(tick.text) for tick in found.axis.ticks]
    gaps = {b - a for a, b in itertools.pairwise(named)}
    assert 2 <= len(named) <= 14
    assert len(gaps) == 1
    assert found.axis.moments[0].x == ends(found.traces["f0"].line)[0]


def test_what_lies_far_ahead_has_its_year() -> None:
    assert timed(("2020-01-01", "9999-12-31", None)).axis.ticks


def test_the_other_side_is_named_where_it_does_not_go_without_saying() -> None:
    one, other = node("a", "Alm"), node("b", "Bree")
    facts = [dated("f", one, HUB, "2020-01-01", None, None), dated("g", one, other, "2021-01-01", None, None)]
    found = placed_in_time([HUB, one, other], facts, ["hub"], TODAY)
    assert found.traces["f"].words is None
    words = found.traces["g"].words
    assert words is not None
    assert words.text == "Bree"


def test_a_drawing_is_as_high_as_its_lanes_and_names_them_all() -> None:
    small, large = composed(over_time(4), Looks(), ""), composed(over_time(40), Looks(), "")
    assert large.height > small.height + 30 * 20
    names = {item.text for item in large.flat() if isinstance(item, Text)}
    assert "<script>alert(1)</script>" in names
    squeezed = composed(over_time(40), Looks(height=300), "")
    assert squeezed.height == 300
    assert any("names are not shown" in item.text for item in squeezed.flat() if isinstance(item, Text))
