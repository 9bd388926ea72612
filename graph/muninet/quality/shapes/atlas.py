"""The shapes of all countries, and what may be asked of them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence

from muninet.quality.shapes.archive import Archive
from muninet.quality.shapes.claims import CLAIMS, Box
from muninet.quality.shapes.islets import read_islets
from muninet.quality.shapes.outline import Disc, Outline

# How far outside of its shape a place may lie and still be no finding, in kilometres. SOURCE.md says what was measured.
TOLERANCE_KM = 5.0
_CODE = re.compile("[A-Z]{2}")
# So far from its outline a box may still hold a point, in degrees: what is rounded, and a point on the very edge.
_SLACK = 0.001


class Shapes:
    """Where the countries of ISO 3166-1 lie, and Kosovo (XK).

    A country's shape is the area of that code and every area that counts with it too (`claims`): Réunion lies in RE
    and in FR, Simferopol in UA and in RU. Coordinates are degrees of WGS 84, latitude first. Every question raises
    ValueError for a latitude beyond 90, a longitude beyond 180, and a code that is not two capital letters.
    """

    def __init__(self, archive: Archive, islets: Mapping[str, Sequence[Disc]]) -> None:
        """Take an archive, and by area what it leaves out; outlines are decoded when a question first needs them."""
        self._archive = archive
        self._islets = islets
        self._outlines: dict[str, Outline] = {}
        self._parts: dict[str, list[tuple[str, Box | None]]] = defaultdict(list)
        for area in archive.areas:
            if _CODE.fullmatch(area):
                self._parts[area].append((area, None))
        for claim in CLAIMS:
            for country in claim.countries:
                self._parts[country].append((claim.area, claim.box))

    @classmethod
    def load(cls) -> Shapes:
        """Read the files that come with the package: some 20 ms."""
        return cls(Archive.read(), read_islets())

    @property
    def codes(self) -> frozenset[str]:
        """The countries that have a shape."""
        return frozenset(self._parts)

    def contains(self, country_code: str, lat: float, lon: float, *, tolerance_km: float = 0.0) -> bool | None:
        """Whether a place lies in a country; None where the country has no shape.

        Args:
            country_code: ISO 3166-1 alpha-2, or XK.
            lat: latitude in degrees.
            lon: longitude in degrees.
            tolerance_km: how far outside a place may lie. For checks of data pass TOLERANCE_KM: the shapes cut off
                piers, river banks and skerries.
        """
        lat, lon = _place(lat, lon)
        parts = self._parts_of(country_code)
        if not parts:
            return None
        if any(_in_box(box, lat, lon) and self._inside(area, lat, lon) for area, box in parts):
            return True
        return tolerance_km > 0 and self.distance_km(country_code, lat, lon) <= tolerance_km

    def distance_km(self, country_code: str, lat: float, lon: float) -> float:
        """Kilometres from a place to its country, along a sphere; 0 inside.

        Of areas that only count with the country in part, those are looked at whose box holds the place.

        Raises:
            LookupError: the country has no shape.
        """
        lat, lon = _place(lat, lon)
        parts = self._parts_of(country_code)
        if not parts:
            raise LookupError(f"there is no shape of the country {country_code!r}: ask `contains`, which answers None")
        if self.contains(country_code, lat, lon):
            return 0.0
        return min(
            (self._outline(area).distance_km(lat, lon) for area, box in parts if _in_box(box, lat, lon)),
            default=float("inf"),
        )

    def countries_at(self, lat: float, lon: float) -> tuple[str, ...]:
        """The countries that a place lies in: the one whose own shape holds it first, then the others by code.

        Empty at sea; more than one code in dependencies and disputed areas.
        """
        lat, lon = _place(lat, lon)
        here = {area for area in self._archive.areas if self._inside(area, lat, lon)}
        found = {
            country
            for country, parts in self._parts.items()
            if any(area in here and _in_box(box, lat, lon) for area, box in parts)
        }
        return tuple(sorted(found, key=lambda country: (country not in here, country)))

    def middle(self, country_code: str) -> tuple[float, float]:
        """The centre of gravity of a country's own area as latitude and longitude, without parts of another code.

        It may lie outside of the country, as Croatia's does. Raises LookupError where the country has no shape.
        """
        if not _CODE.fullmatch(country_code):
            raise ValueError(_WRONG_CODE.format(country_code))
        if country_code not in self._archive.areas:
            raise LookupError(f"there is no shape of the country {country_code!r}: `codes` names those that have one")
        return self._archive.areas[country_code].middle

    def _parts_of(self, country_code: str) -> list[tuple[str, Box | None]]:
        if not _CODE.fullmatch(country_code):
            raise ValueError(_WRONG_CODE.format(country_code))
        return self._parts.get(country_code, [])

    def _inside(self, area: str, lat: float, lon: float) -> bool:
        south, west, north, east = self._archive.areas[area].box
        near = south - _SLACK <= lat <= north + _SLACK and west - _SLACK <= lon <= east + _SLACK
        return (near or area in self._islets) and self._outline(area).contains(lat, lon)

    def _outline(self, area: str) -> Outline:
        if area not in self._outlines:
            self._outlines[area] = Outline(self._archive.rings(area), self._archive.step, self._islets.get(area, ()))
        return self._outlines[area]


_WRONG_CODE = "{!r} is no country code: give two capital letters of ISO 3166-1, or XK"


def _place(lat: float, lon: float) -> tuple[float, float]:
    """Check a place, and write the 180th meridian in one way. NaN fails the comparison, too."""
    if not (-90 <= lat <= 90 and -180 <= lon <= 180):
        raise ValueError(f"{lat}, {lon} is no place on earth: latitude goes to 90 degrees, longitude to 180")
    return lat, -180.0 if lon == 180 else lon


def _in_box(box: Box | None, lat: float, lon: float) -> bool:
    return box is None or (box[0] <= lat <= box[2] and box[1] <= lon <= box[3])
