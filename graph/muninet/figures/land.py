"""What a map is drawn upon: outlines of countries, in a plane whose areas are true, cut to what is shown."""

from __future__ import annotations

import gzip
import json
import math
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from muninet.answers.models import Location
from muninet.figures.models import Ground
from muninet.figures.projection import Array, Projection, projection_for

_FILE = Path(__file__).parent / "land" / "countries-50m.json.gz"
_SOURCE = "Borders: Natural Earth, as they are held de facto"
# The longer side of a map, in units of a view; room around what it shows, as a share; the least that is shown.
_LONGER, _ROOM, _LEAST = 900.0, 0.12, 0.035
_NARROWEST, _WIDEST = 0.75, 1.9
# Points of an outline nearer than this are not told apart, in units of a view.
_FINE = 0.7
Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Mapped:
    """Entities on a map.

    Attributes:
        places: of the entities, by id, in units of the view.
        ground: what they stand upon.
        width: of the ground.
        height: of the ground.
        fanned: whether some that lie in one place stand beside each other.
    """

    places: Mapping[str, tuple[float, float]]
    ground: Ground
    width: float
    height: float
    fanned: bool


def placed_on_map(locations: Mapping[str, Location], radii: Mapping[str, float]) -> Mapped:
    """Put entities on a map of what lies around them.

    Args:
        locations: where they lie, by id.
        radii: how large each is drawn, by id, in units of the view.
    """
    ids = sorted(locations)
    points = [(locations[id_].lat, locations[id_].lon) for id_ in ids]
    projection = projection_for(points)
    xs, ys = projection.project(np.array([p[0] for p in points] or [50.0]), np.array([p[1] for p in points] or [10.0]))
    left, top, wide, high = _around(xs, ys)
    scale = _LONGER / max(wide, high)
    spots = {
        id_: ((x - left) * scale, (y - top) * scale) for id_, x, y in zip(ids, xs.tolist(), ys.tolist(), strict=False)
    }
    places, fanned = _fanned(spots, radii)
    ground = Ground(land=_land(projection, (left, top, wide, high), scale), source=_SOURCE, projection=projection.name)
    return Mapped(places, ground, round(wide * scale, 1), round(high * scale, 1), fanned)


def _around(xs: Array, ys: Array) -> Box:
    """Left, top, width and height of what a map shows: the points with room around, neither too narrow nor too wide."""
    wide, high = (max(float(np.ptp(side)) * (1 + 2 * _ROOM), _LEAST) for side in (xs, ys))
    wide, high = max(wide, high * _NARROWEST), max(high, wide / _WIDEST)
    middle = (float(xs.min() + xs.max()) / 2, float(ys.min() + ys.max()) / 2)
    return middle[0] - wide / 2, middle[1] - high / 2, wide, high


def _fanned(
    spots: Mapping[str, tuple[float, float]], radii: Mapping[str, float]
) -> tuple[dict[str, tuple[float, float]], bool]:
    """Entities of one place in a ring around it, so that each can be seen."""
    together: dict[tuple[int, int], list[str]] = defaultdict(list)
    for id_, (x, y) in spots.items():
        together[round(x), round(y)].append(id_)
    found: dict[str, tuple[float, float]] = {}
    for several in together.values():
        reach = 0.0
        if len(several) > 1:
            size = max(radii[id_] for id_ in several)
            reach = max(size * 1.1, size * 1.1 / math.sin(math.pi / len(several)))
        for n, id_ in enumerate(several):
            angle = 2 * math.pi * n / len(several) - math.pi / 2
            x, y = spots[id_]
            found[id_] = (round(x + reach * math.cos(angle), 1), round(y + reach * math.sin(angle), 1))
    return found, len(together) < len(spots)


def _land(projection: Projection, box: Box, scale: float) -> str:
    left, top, wide, high = box
    # Outlines go on a little beyond the edge, which is not to be seen as a line.
    shown = (left - 0.05 * wide, top - 0.05 * high, left + 1.05 * wide, top + 1.05 * high)
    parts = []
    for lon, lat in _rings():
        if not projection.shows(lat, lon):
            continue
        xs, ys = projection.project(lat, lon)
        if xs.max() < shown[0] or xs.min() > shown[2] or ys.max() < shown[1] or ys.min() > shown[3]:
            continue
        points = _cut(list(zip(xs.tolist(), ys.tolist(), strict=True)), shown)
        parts.append(_outline([((x - left) * scale, (y - top) * scale) for x, y in points]))
    return "".join(parts)


def _outline(points: Sequence[tuple[float, float]]) -> str:
    kept: list[tuple[float, float]] = []
    for x, y in points:
        if not kept or abs(x - kept[-1][0]) + abs(y - kept[-1][1]) > _FINE:
            kept.append((x, y))
    return "M" + "L".join(f"{x:.1f},{y:.1f}" for x, y in kept) + "Z" if len(kept) > 2 else ""


def _cut(points: list[tuple[float, float]], box: Box) -> list[tuple[float, float]]:
    """The part of an area that lies in a box (Sutherland and Hodgman 1974)."""
    for axis, bound, sign in ((0, box[0], 1), (0, box[2], -1), (1, box[1], 1), (1, box[3], -1)):
        found: list[tuple[float, float]] = []
        for before, after in zip([*points[-1:], *points[:-1]], points, strict=True):
            was, is_ = sign * (before[axis] - bound) >= 0, sign * (after[axis] - bound) >= 0
            if was != is_:
                share = (bound - before[axis]) / (after[axis] - before[axis])
                found.append((before[0] + share * (after[0] - before[0]), before[1] + share * (after[1] - before[1])))
            if is_:
                found.append(after)
        points = found
    return points


@cache
def _rings() -> tuple[tuple[Array, Array], ...]:
    """Longitudes and latitudes of every outline."""
    topology = json.loads(gzip.decompress(_FILE.read_bytes()))
    (sx, sy), (tx, ty) = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = [np.cumsum(np.array(arc, dtype=np.float64), axis=0) * (sx, sy) + (tx, ty) for arc in topology["arcs"]]
    found = []
    for numbers in _numbered(topology["objects"]["countries"]["geometries"]):
        ring = np.concatenate([arcs[n] if n >= 0 else arcs[~n][::-1] for n in numbers])
        found.append((ring[:, 0], ring[:, 1]))
    return tuple(found)


def _numbered(geometries: Sequence[Mapping[str, Any]]) -> Iterator[Sequence[int]]:
    """The arcs of every outline, by number; a negative one is walked backwards."""
    for geometry in geometries:
        areas = geometry.get("arcs", [])
        for area in [areas] if geometry["type"] == "Polygon" else areas:
            yield from area
