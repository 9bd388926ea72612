"""Lines of what a load changed."""

from collections import Counter
from typing import Any

import pytest

from muninet.loader.entries import LONGEST_VALUE, Counts, Entry, Value, count_lines, shown, summed, without

FACT = Entry(
    "changed", "fact", "MEMBER_OF", "ab12", "", "tirana-al", "Tiranë", "b40", "B40",
    (Value("note", "", "a, b"), Value("until", "2023", "")),
)  # fmt: skip
NODE = Entry("added", "entity", "Person", "jane-doe", "Jane Doe")


@pytest.mark.parametrize("entry", [FACT, NODE])
def test_a_line_is_read_as_it_was_written(entry: Entry) -> None:
    assert Entry.parse(entry.line()) == entry


def test_the_separator_cannot_be_smuggled_in() -> None:
    odd = Entry("added", "entity", "City", "x", "a\tb")
    assert Entry.parse(odd.line()).name == "a b"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        (True, "true"),
        (3, "3"),
        ("two", "two"),
        (["Tirana@en", "Тирана"], "Tirana@en; Тирана"),
        ([41.3, 19.8], "41.3, 19.8"),
        ("x" * 500, "x" * (LONGEST_VALUE - 1) + "…"),
    ],
)
def test_values_are_shown_as_text(value: Any, text: str) -> None:
    assert shown(value) == text


def test_counts_of_several_parts_add_up() -> None:
    one: Counts = Counter({("entity", "City", "added"): 2, ("fact", "MEMBER_OF", "removed"): 1})
    two: Counts = Counter({("entity", "City", "added"): 3, ("entity", "City", "changed"): 1})
    lines = [*count_lines(one), *count_lines(two)]
    assert +summed(lines) == one + two
    assert count_lines(one) == ["entity\tCity\t2\t0\t0", "fact\tMEMBER_OF\t0\t0\t1"]


def test_people_are_found_by_id_and_by_name_in_values() -> None:
    by_name = Entry("changed", "entity", "Network", "b40", "B40", values=(Value("note", "signed by JANE DOE", ""),))
    by_id = Entry("changed", "entity", "Network", "b40", "B40", values=(Value("note", "", "of jane-doe"),))
    office = Entry("removed", "fact", "MAYOR_OF", "cd34", "", "jane-doe", "Jane Doe", "x", "X")
    lines = [entry.line() for entry in (FACT, NODE, by_name, by_id, office)]
    assert without(lines, ["jane-doe"], ["Jane Doe"]) == [FACT.line()]
    assert without(lines, ["nobody"], [""]) == lines
