"""From degrees to a plane on which areas are true: Europe as its statisticians draw it, the world as Equal Earth."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]
# The middle of EPSG:3035, and the part of the world that it suits.
_EUROPE = (52.0, 10.0)
_WEST, _EAST, _SOUTH, _NORTH = -32.0, 66.0, 26.0, 82.0
# Farther apart than this, in degrees, and a map of the world shows it better.
_WIDE = 110.0
_A = (1.340264, -0.081106, 0.000893, 0.003796)


@dataclass(frozen=True)
class Projection:
    """A projection of the unit sphere; y grows downwards.

    Attributes:
        name: told beside a map.
        centre: latitude and longitude of its middle; None for a map of the world.
    """

    name: str
    centre: tuple[float, float] | None

    def project(self, lat: Array, lon: Array) -> tuple[Array, Array]:
        """Plane coordinates of points in degrees."""
        if self.centre is None:
            return _equal_earth(np.radians(lat), np.radians(lon))
        return _azimuthal(np.radians(lat), np.radians(lon), *(math.radians(part) for part in self.centre))

    def shows(self, lat: Array, lon: Array) -> bool:
        """Whether an outline can be drawn whole: what lies on the far side is torn apart."""
        if self.centre is None:
            return bool(np.ptp(lon) < 300 or np.all(lat < -60))
        phi, lam = math.radians(self.centre[0]), np.radians(lon - self.centre[1])
        near = math.sin(phi) * np.sin(np.radians(lat)) + math.cos(phi) * np.cos(np.radians(lat)) * np.cos(lam)
        return bool(np.min(near) > math.cos(math.radians(130)))


def projection_for(points: Sequence[tuple[float, float]]) -> Projection:
    """The projection that suits points of latitude and longitude."""
    lats, lons = zip(*points, strict=True) if points else ((), ())
    if not points or (min(lons) > _WEST and max(lons) < _EAST and min(lats) > _SOUTH and max(lats) < _NORTH):
        return Projection("Lambert azimuthal equal-area", _EUROPE)
    if max(lons) - min(lons) > _WIDE:
        return Projection("Equal Earth", None)
    middle = ((min(lats) + max(lats)) / 2, (min(lons) + max(lons)) / 2)
    return Projection("Lambert azimuthal equal-area", middle)


def _azimuthal(lat: Array, lon: Array, lat0: float, lon0: float) -> tuple[Array, Array]:
    """Lambert's azimuthal equal-area projection (Snyder 1987, formulas 24-2, 22-4 and 22-5, of the sphere)."""
    cos = math.sin(lat0) * np.sin(lat) + math.cos(lat0) * np.cos(lat) * np.cos(lon - lon0)
    k = np.sqrt(2 / np.maximum(1 + cos, 1e-9))
    x = k * np.cos(lat) * np.sin(lon - lon0)
    y = k * (math.cos(lat0) * np.sin(lat) - math.sin(lat0) * np.cos(lat) * np.cos(lon - lon0))
    return x, -y


def _equal_earth(lat: Array, lon: Array) -> tuple[Array, Array]:
    """The Equal Earth projection (Šavrič, Patterson and Jenny 2018)."""
    theta = np.arcsin(math.sqrt(3) / 2 * np.sin(lat))
    a1, a2, a3, a4 = _A
    square, sixth = theta**2, theta**6
    slope = a1 + 3 * a2 * square + sixth * (7 * a3 + 9 * a4 * square)
    x = 2 * math.sqrt(3) * lon * np.cos(theta) / (3 * slope)
    y = theta * (a1 + a2 * square + sixth * (a3 + a4 * square))
    return x, -y
