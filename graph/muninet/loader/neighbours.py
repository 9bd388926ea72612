"""Checks coordinates against those of the same country: latitude and longitude swapped land somewhere else."""

from __future__ import annotations

from statistics import median

from muninet.loader.gathering import Gathered
from muninet.loader.problems import Problems
from muninet.loader.records import NodeStatement

# A country must have this many points before one of them can be out of place.
_LEAST_POINTS = 4
# Degrees from the middle of the country's points: beyond the first a point is far, within the second it is near.
_FAR = 12.0
_NEAR = 6.0


def check_neighbours(gathered: Gathered, problems: Problems) -> None:
    """Report points that lie far from their country's others as they stand, and among them with lat and lon swapped."""
    countries: dict[str, list[NodeStatement]] = {}
    for node in gathered.nodes.values():
        if "country" in node.values and "location" in node.values:
            countries.setdefault(str(node.values["country"]), []).append(node)
    for country, nodes in countries.items():
        if len(nodes) < _LEAST_POINTS:
            continue
        points = [_point(node) for node in nodes]
        middle = (median(lat for lat, _ in points), median(lon for _, lon in points))
        for node, (lat, lon) in zip(nodes, points, strict=True):
            if _distance((lat, lon), middle) > _FAR and _distance((lon, lat), middle) < _NEAR:
                problems.add(
                    node.place, "lat", "bad-coordinates", f"lat and lon look swapped: far from all others in {country}",
                    found=f"{lat:g}, {lon:g}", expected=f"{lon:g}, {lat:g}",
                )  # fmt: skip


def _point(node: NodeStatement) -> tuple[float, float]:
    location = node.values["location"]
    assert isinstance(location, list)  # noqa: S101 - a location in plain form is [lat, lon]
    return float(location[0]), float(location[1])


def _distance(one: tuple[float, float], other: tuple[float, float]) -> float:
    return max(abs(one[0] - other[0]), abs(one[1] - other[1]))
