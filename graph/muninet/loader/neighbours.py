"""Checks coordinates against those of the same country: latitude and longitude swapped land somewhere else."""

from __future__ import annotations

from itertools import groupby
from statistics import median

from muninet.loader.problems import Problems
from muninet.loader.records import Place
from muninet.loader.spool import Spool

# A country must have this many points before one of them can be out of place.
_LEAST_POINTS = 4
# Degrees from the middle of the country's points: beyond the first a point is far, within the second it is near.
_FAR = 12.0
_NEAR = 6.0


def check_neighbours(spool: Spool, problems: Problems) -> None:
    """Report points that lie far from their country's others as they stand, and among them with lat and lon swapped."""
    for country, group in groupby(spool.points(), key=lambda point: point[0]):
        points = [(lat, lon, file, row) for _, file, row, lat, lon in group]
        if len(points) < _LEAST_POINTS:
            continue
        middle = (median(point[0] for point in points), median(point[1] for point in points))
        for lat, lon, file, row in points:
            if _distance((lat, lon), middle) > _FAR and _distance((lon, lat), middle) < _NEAR:
                problems.add(
                    Place(file, row), "lat", "bad-coordinates",
                    f"lat and lon look swapped: far from all others in {country}",
                    found=f"{lat:g}, {lon:g}", expected=f"{lon:g}, {lat:g}",
                )  # fmt: skip


def _distance(one: tuple[float, float], other: tuple[float, float]) -> float:
    return max(abs(one[0] - other[0]), abs(one[1] - other[1]))
