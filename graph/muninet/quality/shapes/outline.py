"""The outline of one area: whether a point lies in it, and how far from it.

Plain Python over arrays of integers: the few points that a load asks for don't pay for a geometry library. Edges are
kept in runs of neighbours, so that most of them are never looked at.
"""

from __future__ import annotations

import math
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

# Mean radius of the earth (IUGG). A sphere differs from the ellipsoid by 0.6 % at most: 60 m in 10 km.
EARTH_KM = 6371.0088
# Edges of a run. From 16 to 64 it is about equally fast.
_RUN = 32

Vector = tuple[float, float, float]


def vector(lat: float, lon: float) -> Vector:
    """Turn degrees into a point of the unit sphere."""
    phi, lam = math.radians(lat), math.radians(lon)
    return math.cos(phi) * math.cos(lam), math.cos(phi) * math.sin(lam), math.sin(phi)


def angle(one: Vector, other: Vector) -> float:
    """Angle between two points of the unit sphere in radians; exact for small ones, unlike an arc cosine."""
    return 2 * math.asin(min(1.0, math.dist(one, other) / 2))


def _angle_to_edge(point: Vector, start: Vector, end: Vector) -> float:
    """Angle from a point to an edge.

    The edge is taken as a chord. None is longer than half a degree, so the chord runs less than 70 m below the arc.
    """
    (px, py, pz), (ax, ay, az), (bx, by, bz) = point, start, end
    dx, dy, dz = bx - ax, by - ay, bz - az
    length = dx * dx + dy * dy + dz * dz
    share = ((px - ax) * dx + (py - ay) * dy + (pz - az) * dz) / length if length else 0.0
    share = min(1.0, max(0.0, share))
    foot = (ax + share * dx, ay + share * dy, az + share * dz)
    size = math.hypot(*foot)
    return angle(point, (foot[0] / size, foot[1] / size, foot[2] / size))


class _Run(NamedTuple):
    """Successive edges of a ring, with the box around them."""

    west: int
    east: int
    south: int
    north: int
    start: int
    stop: int


@dataclass(frozen=True, slots=True)
class _Cap:
    """A circle on the sphere around a run, and the run's points."""

    centre: Vector
    radius: float
    points: list[Vector]


@dataclass(frozen=True, slots=True)
class Ring:
    """A closed line, the last point being the first again.

    Attributes:
        xs: longitudes in steps.
        ys: latitudes in steps.
    """

    xs: array[int]
    ys: array[int]

    def box(self) -> tuple[int, int, int, int]:
        """South, west, north and east, in steps."""
        return min(self.ys), min(self.xs), max(self.ys), max(self.xs)


class Disc(NamedTuple):
    """All that lies within some kilometres of a point.

    Attributes:
        lat: latitude in degrees.
        lon: longitude in degrees.
        km: radius along the sphere.
    """

    lat: float
    lon: float
    km: float


class _Boxed:
    """A ring in runs."""

    def __init__(self, ring: Ring) -> None:
        self.xs, self.ys = ring.xs, ring.ys
        self.south, self.west, self.north, self.east = ring.box()
        self.runs = [
            _Run(min(xs), max(xs), min(ys), max(ys), start, start + len(xs) - 1)
            for start in range(0, len(ring.xs) - 1, _RUN)
            for xs, ys in [(ring.xs[start : start + _RUN + 1], ring.ys[start : start + _RUN + 1])]
        ]

    def crossings(self, x: float, y: float) -> int:
        """How many edges a line from the point eastwards crosses; only its being odd or even is right."""
        if not (self.south <= y <= self.north and self.west <= x <= self.east):
            return 0
        count = 0
        for west, east, south, north, start, stop in self.runs:
            if y < south or y >= north or x >= east:
                continue
            if x < west:
                count += (self.ys[start] > y) != (self.ys[stop] > y)
            else:
                count += self._crossed(x, y, start, stop)
        return count

    def _crossed(self, x: float, y: float, start: int, stop: int) -> int:
        count = 0
        xs, ys = self.xs, self.ys
        for i in range(start, stop):
            low, high = ys[i], ys[i + 1]
            if (low > y) != (high > y) and x < xs[i] + (y - low) * (xs[i + 1] - xs[i]) / (high - low):
                count += 1
        return count


class Outline:
    """An area: rings, holes among them, and discs besides."""

    def __init__(self, rings: Sequence[Ring], step: float, discs: Sequence[Disc] = ()) -> None:
        """Take the rings and discs.

        Args:
            rings: outer rings and holes in any order; a point lies inside where an odd number of rings is around it.
            step: degrees of a step.
            discs: what belongs to the area too, wherever it lies.
        """
        self._rings = [_Boxed(ring) for ring in rings]
        self._step = step
        self._discs = [(vector(disc.lat, disc.lon), disc.km / EARTH_KM) for disc in discs]
        self._caps: list[_Cap] | None = None

    def contains(self, lat: float, lon: float) -> bool:
        """Whether a point lies inside; degrees, `lon` in [-180, 180)."""
        x, y = lon / self._step, lat / self._step
        if sum(ring.crossings(x, y) for ring in self._rings) % 2 == 1:
            return True
        return bool(self._discs) and self._angle_to_disc(vector(lat, lon)) == 0

    def distance_km(self, lat: float, lon: float) -> float:
        """Kilometres from a point to the area along the sphere; 0 inside."""
        if self.contains(lat, lon):
            return 0.0
        if self._caps is None:
            self._caps = list(self._cover())
        point = vector(lat, lon)
        nearest = self._angle_to_disc(point)
        # Nearer runs first; the rest can't hold anything nearer once their circles lie farther away.
        for least, cap in sorted(((angle(point, cap.centre) - cap.radius, cap) for cap in self._caps), key=_least):
            if least >= nearest:
                break
            points = cap.points
            nearest = min(nearest, *(_angle_to_edge(point, a, b) for a, b in pairwise(points)))
        return nearest * EARTH_KM

    def _angle_to_disc(self, point: Vector) -> float:
        return max(0.0, min((angle(point, centre) - radius for centre, radius in self._discs), default=math.inf))

    def _cover(self) -> Iterator[_Cap]:
        for ring in self._rings:
            for run in ring.runs:
                steps = slice(run.start, run.stop + 1)
                points = [
                    vector(y * self._step, x * self._step) for x, y in zip(ring.xs[steps], ring.ys[steps], strict=True)
                ]
                centre = vector((run.south + run.north) / 2 * self._step, (run.west + run.east) / 2 * self._step)
                yield _Cap(centre, max(angle(centre, point) for point in points), points)


def _least(ranked: tuple[float, _Cap]) -> float:
    return ranked[0]
