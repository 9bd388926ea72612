"""Maps: where places come to lie, and what they lie upon."""

from __future__ import annotations

import math
import re

import numpy as np
import pytest

from muninet.answers.models import Location
from muninet.figures.land import placed_on_map
from muninet.figures.projection import Projection, projection_for

TIRANA, TARTU, LISBON = Location(lat=41.33, lon=19.82), Location(lat=58.38, lon=26.72), Location(lat=38.72, lon=-9.14)


def test_the_projection_of_europe_is_that_of_its_statistics() -> None:
    """EPSG:3035 puts Tirana 841 km east of its middle and 1,149 km south (on the ellipsoid; here a sphere)."""
    x, y = Projection("", (52.0, 10.0)).project(np.array([TIRANA.lat]), np.array([TIRANA.lon]))
    assert x[0] * 6371 == pytest.approx(822, abs=25)
    assert y[0] * 6371 == pytest.approx(1140, abs=25)


@pytest.mark.parametrize("centre", [(52.0, 10.0), (-30.0, 140.0), None])
def test_areas_are_true(centre: tuple[float, float] | None) -> None:
    """A small square of the sphere is as large on the plane, wherever it lies."""
    projection = Projection("", centre)
    for lat, lon in ((60.0, 20.0), (38.0, -5.0), (45.0, 30.0), (10.0, 60.0)):
        half = 0.05
        corners = [
            (lat - half, lon - half),
            (lat - half, lon + half),
            (lat + half, lon + half),
            (lat + half, lon - half),
        ]
        xs, ys = projection.project(np.array([c[0] for c in corners]), np.array([c[1] for c in corners]))
        area = abs(float(np.dot(xs, np.roll(ys, 1)) - np.dot(ys, np.roll(xs, 1)))) / 2
        expected = math.radians(2 * half) * (math.sin(math.radians(lat + half)) - math.sin(math.radians(lat - half)))
        assert area == pytest.approx(expected, rel=0.002)


def test_north_is_up_and_east_to_the_right() -> None:
    spot = placed_on_map(
        {"tirana": TIRANA, "tartu": TARTU, "lisbon": LISBON}, dict.fromkeys(["tirana", "tartu", "lisbon"], 5)
    )
    places = spot.places
    assert places["tartu"][1] < places["tirana"][1]
    assert places["lisbon"][0] < places["tirana"][0] < places["tartu"][0]
    for x, y in places.values():
        assert 0 < x < spot.width
        assert 0 < y < spot.height
    assert not spot.fanned


def test_a_map_shows_what_lies_around_and_no_more() -> None:
    near = placed_on_map({"a": TIRANA, "b": Location(lat=42.0, lon=21.43)}, {"a": 5, "b": 5})
    far = placed_on_map({"a": TIRANA, "b": Location(lat=-33.9, lon=151.2)}, {"a": 5, "b": 5})
    for spot in (near, far):
        numbers = [float(one) for one in re.findall(r"-?\d+\.?\d*", spot.ground.land)]
        assert numbers
        assert min(numbers) > -0.06 * 1800
        assert max(numbers[::2]) < spot.width * 1.06
        assert max(numbers[1::2]) < spot.height * 1.06
    assert far.ground.projection == "Equal Earth"
    assert near.ground.projection == "Lambert azimuthal equal-area"
    assert "Natural Earth" in near.ground.source


def test_those_of_one_place_stand_beside_each_other() -> None:
    ids = [f"c{n}" for n in range(7)]
    spot = placed_on_map(dict.fromkeys(ids, TIRANA), dict.fromkeys(ids, 6.0))
    places = list(spot.places.values())
    assert spot.fanned
    assert min(math.dist(a, b) for n, a in enumerate(places) for b in places[:n]) > 10


def test_a_map_of_nothing_is_a_map() -> None:
    spot = placed_on_map({}, {})
    assert spot.places == {}
    assert spot.ground.land


def test_far_places_get_a_centre_of_their_own() -> None:
    assert projection_for([(35.0, 139.0), (34.0, 135.0)]).centre == (34.5, 137.0)
    assert projection_for([]).centre == (52.0, 10.0)
