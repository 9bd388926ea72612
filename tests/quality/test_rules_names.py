"""Names that several bear, entities that are listed twice, and groups that only their parts speak of."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest
from tests.quality.conftest import city, entity, fact

from muninet.match import Decided, Decisions
from muninet.match.scoring import Decision

if TYPE_CHECKING:
    from tests.quality.conftest import Load, Look

# Two places of Estonia, 130 km apart: no two of these tests' cities are taken for one by where they lie.
NORTH, SOUTH = (59.4, 24.8), (58.3, 25.6)


def decided(left: str, right: str, decision: Decision) -> Decisions:
    return Decisions([Decided(left, right, decision, "we", dt.date(2026, 1, 1), "why")])


async def test_the_very_same_name_of_one_type_and_country(load: Load, look: Look) -> None:
    await load(
        city("a", "Ova", NORTH),
        city("b", "Ova", SOUTH),
        # Near misses: another country, another type, another name.
        city("c", "Ova", (57.0, 24.5), country="LV"),
        entity("Region", "d", "Ova", country="EE"),
        city("e", "Uva", (58.9, 26.9)),
    )
    [found] = await look("repeated-name")
    assert (found.entity, found.others, found.found, found.type, found.country) == ("a", ("b",), "Ova", "City", "EE")
    assert (found.datasets, found.sources) == (("made-up",), ("report",))
    assert await look("repeated-name-case") == []
    # Told once.
    assert await look("possible-duplicate") == []


async def test_the_same_name_but_for_capital_letters(load: Load, look: Look) -> None:
    await load(city("a", "OVA", NORTH), city("b", "Ova", SOUTH), city("c", "Õva", (58.9, 26.9)))
    [found] = await look("repeated-name-case")
    assert (found.entity, found.others, found.found) == ("a", ("b",), "OVA / Ova")
    assert await look("repeated-name") == []


async def test_of_three_the_two_that_are_written_alike_are_told_apart(load: Load, look: Look) -> None:
    await load(city("a", "Ova", NORTH), city("b", "Ova", SOUTH), city("c", "OVA", (58.9, 26.9)))
    assert [(one.entity, one.others) for one in await look("repeated-name")] == [("a", ("b",))]
    assert [(one.entity, one.others) for one in await look("repeated-name-case")] == [("a", ("b", "c"))]


async def test_a_name_that_another_dataset_shows_counts(load: Load, look: Look) -> None:
    await load(city("a", "Ova", NORTH), dataset="first")
    await load(city("a", "Uva", NORTH), city("b", "Uva", SOUTH), dataset="second")
    [found] = await look("repeated-name")
    assert (found.found, found.entity, found.others) == ("Uva", "a", ("b",))
    assert found.datasets == ("first", "second")


@pytest.mark.parametrize(("decision", "told"), [("different", 0), ("unsure", 1)])
async def test_what_people_found_to_be_different_is_told_no_more(
    load: Load, look: Look, decision: Decision, told: int
) -> None:
    await load(city("a", "Ova", NORTH), city("b", "Ova", SOUTH))
    assert len(await look("repeated-name", decided("b", "a", decision))) == told


async def test_one_place_under_two_names(load: Load, look: Look) -> None:
    point, near = (45.0, 9.0), (45.001, 9.0)
    await load(
        city("a", "Zerbolonia", (45.2123, 9.3011), country="IT", identifiers=["gcom-org:1"]),
        city("b", "Comune di Zerbolonia", (45.2131, 9.3014), country="IT", identifiers=["gcom-org:2"]),
        # Near misses: names of two places side by side; a province and its seat.
        city("c", "Arvenza", point, country="IT"),
        city("d", "Molticchio", near, country="IT"),
        city("e", "Provincia di Arvenza", (45.02, 9.01), country="IT"),
    )
    [found] = await look("possible-duplicate")
    assert (found.entity, found.others, found.found) == ("a", ("b",), "Zerbolonia / Comune di Zerbolonia")
    assert "muninet match" in found.message
    assert await look("possible-duplicate", decided("a", "b", "different")) == []


async def test_a_group_that_only_its_parts_speak_of(load: Load, look: Look) -> None:
    await load(
        city("group", "Ova Valley", kind="group of municipalities"),
        city("listed", "Uva Valley", kind="group of municipalities"),
        city("placed", "Eva Valley", (58.9, 26.9), kind="group of municipalities"),
        entity("Network", "covenant"),
        fact("SIGNATORY_OF", "listed", "covenant", as_of="2024-01"),
        city("a", "A", NORTH), city("b", "B", SOUTH),
        fact("PART_OF", "a", "group"), fact("PART_OF", "b", "group"),
        fact("PART_OF", "a", "listed"), fact("PART_OF", "a", "placed"),
    )  # fmt: skip
    [found] = await look("dangling-group")
    assert (found.entity, found.found, found.others) == ("group", "2 parts", ("a", "b"))
    # That it lies nowhere follows from it; of the listed one it is told.
    assert [one.entity for one in await look("no-location")] == ["listed"]


async def test_of_such_a_group_it_is_told_who_has_its_name(load: Load, look: Look) -> None:
    await load(
        city("group", "Ova"), city("a", "A", NORTH), city("namesake", "OVA", SOUTH), fact("PART_OF", "a", "group")
    )
    [found] = await look("dangling-group")
    assert found.message.endswith("namesake has its name")
    assert found.others == ("namesake", "a")
    assert await look("repeated-name-case") == []
