"""Points that cannot be right: out of the country, shared by many, given in two countries, far from all others."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.quality.conftest import FRAME, city, entity, fact

from muninet.loader import Record

if TYPE_CHECKING:
    from tests.quality.conftest import Load, Look

TARTU, RIGA = (58.38, 26.72), (56.95, 24.11)


async def test_a_point_in_another_country_and_at_sea(load: Load, look: Look) -> None:
    await load(
        city("right", point=TARTU),
        city("wrong", point=RIGA),
        city("negated", point=(58.38, -26.72)),
        # A pier of Pärnu, some hundred metres off the coast of the shapes.
        city("pier", point=(58.366, 24.475)),
    )
    found = {one.entity: one for one in await look("out-of-country")}
    assert set(found) == {"wrong", "negated"}
    # Riga lies some 100 km from the nearest point of Estonia.
    km = int(found["wrong"].message.split(" km ")[0].rpartition(" ")[2])
    assert 90 < km < 115
    assert "outside of EE, in LV" in found["wrong"].message
    assert found["wrong"].found == "56.95, 24.11"
    assert found["negated"].message.endswith("at sea; with the other sign of the longitude it would lie inside")


async def test_a_point_that_is_written_the_wrong_way_round(load: Load, look: Look) -> None:
    await load(city("swapped", point=(26.72, 58.38)))
    [found] = await look("out-of-country")
    assert found.message.endswith("exchanged it would lie inside")


@pytest.mark.parametrize(("many", "told"), [(4, 0), (5, 1)])
async def test_a_point_that_many_share(load: Load, look: Look, many: int, told: int) -> None:
    await load(*(city(f"c{n}", f"Name {n}", TARTU) for n in range(many)))
    found = await look("shared-point")
    assert len(found) == told
    for one in found:
        assert (one.entity, len(one.others), one.found) == ("c0", 4, "58.38, 26.72")
        assert "for a region, or for what was not found" in one.message


async def test_a_shared_point_that_is_a_countrys_middle_or_rounded(load: Load, look: Look) -> None:
    await load(
        *(city(f"m{n}", f"Name {n}", (42.6384261, 12.674297), country="IT") for n in range(5)),
        *(city(f"r{n}", f"Name {n}", (45.0, 9.0), country="IT") for n in range(6)),
        # Near miss: almost the same point.
        *(city(f"n{n}", f"Name {n}", (44.5 + n / 10_000, 9.2), country="IT") for n in range(7)),
    )
    messages = {one.entity: one.message for one in await look("shared-point")}
    assert set(messages) == {"m0", "r0"}
    assert "from the middle of IT" in messages["m0"]
    assert "whole degrees" in messages["r0"]


async def test_one_point_for_places_of_two_countries(load: Load, look: Look) -> None:
    await load(
        city("a", "A", TARTU), city("b", "B", TARTU, country="LV"), city("c", "C", TARTU), city("d", "D", RIGA,
        country="LV"),
    )  # fmt: skip
    [found] = await look("several-countries")
    # Told of the one that does not lie in its country.
    assert (found.entity, found.others) == ("b", ("a", "c"))
    assert found.message == "places of EE, LV have this very point: it lies in EE"


def valley(body: str, type_: str, *points: tuple[float, float]) -> list[Record]:
    """Cities of Romania around a body."""
    return [
        record
        for n, point in enumerate(points)
        for record in (
            city(f"{body}-{n}", f"{body} {n}", point, country="RO"),
            fact(type_, f"{body}-{n}", body, as_of="2024-01"),
        )
    ]


# Around Alba Iulia, within 25 km; and a place 260 km to the north-east.
AROUND = [(46.07, 23.57), (46.15, 23.50), (46.00, 23.45), (46.20, 23.68), (46.10, 23.75), (45.96, 23.57)]
FAR, FAR_TOO = (47.49, 26.28), (47.51, 26.30)


async def test_a_place_far_from_all_others_of_its_agency(load: Load, look: Look) -> None:
    await load(
        entity("Organisation", "agency", "Agency of Alba"),
        entity("Organisation", "two-valleys"),
        entity("Organisation", "small"),
        entity("Organisation", "scattered"),
        *valley("agency", "SUPPORTED_BY", *AROUND, FAR),
        # Near misses: another one is beside it; too few to tell; a body whose places lie far from each other anyway.
        *valley("two-valleys", "COORDINATED_BY", *AROUND, FAR, FAR_TOO),
        *valley("small", "SUPPORTED_BY", *AROUND[:4], FAR),
        *valley("scattered", "SUPPORTED_BY", (44.4, 26.1), (47.2, 27.6), (45.75, 21.2), (46.8, 23.6), (44.2, 28.6),
                (45.6, 25.6), (47.65, 23.6)),
    )  # fmt: skip
    [found] = await look("far-from-others")
    assert found.entity == "agency-6"
    km = int(found.message.removeprefix("it lies ").split(" km ")[0])
    assert 240 < km < 275
    assert "from the other 6 places of Agency of Alba" in found.message


async def test_a_place_outside_of_its_country_is_told_as_that_alone(load: Load, look: Look) -> None:
    await load(entity("Organisation", "agency"), *valley("agency", "SUPPORTED_BY", *AROUND, RIGA))
    assert [one.entity for one in await look("out-of-country")] == ["agency-6"]
    assert await look("far-from-others") == []


async def test_a_city_without_a_point(load: Load, look: Look) -> None:
    await load(city("a", "A"), city("b", "B", TARTU), entity("Organisation", "c", country="EE"))
    assert [one.entity for one in await look("no-location")] == ["a"]


def test_the_frame_is_no_finding_by_itself() -> None:
    assert {record.type for record in FRAME} == {"Source", "Country"}
