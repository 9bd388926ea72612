"""Which names several places of a country share, and which points many parties share: what a pair alone cannot tell."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable

from muninet.match.likeness import forms
from muninet.match.parties import PLACES, Party

_EARTH_KM = 6371.0
# Points of one place in two datasets lie closer than this (seat, centre of the area, a rounded value); km.
SAME_PLACE_KM = 15.0
# A row with the very name of a place is about that place though its point is off by as much as this; km.
SAME_TOWN_KM = 60.0
# A point that so many names of a country share is where a geocoder puts what it does not find: the country's middle,
# or that of a region.
_NAMES_AT_A_SHARED_POINT = 4
_Point = tuple[float, float]


def kilometres(one: _Point, other: _Point) -> float:
    """Distance of two points (degrees, WGS84) along a great circle of the sphere, in km."""
    lat1, lon1, lat2, lon2 = map(math.radians, (*one, *other))
    chord = math.sin((lat2 - lat1) / 2) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    return 2 * _EARTH_KM * math.asin(min(1.0, math.sqrt(chord)))


class Namesakes:
    """All parties that are compared in one run, by country and name, and by point."""

    def __init__(self, parties: Iterable[Party] = ()) -> None:
        """Take every party of all sides; without any, no name is known to be ambiguous and no point to be shared."""
        self._bearers: dict[tuple[str | None, str], list[Party]] = defaultdict(list)
        at: dict[tuple[str | None, _Point], set[str]] = defaultdict(set)
        for party in parties:
            if party.label not in PLACES:
                continue
            for form in forms(party):
                self._bearers[party.country, form.squeezed].append(party)
                if party.point is not None and form.key and not is_rounded(party):
                    at[party.country, party.point].add(form.key)
        self._shared = {place for place, names in at.items() if len(names) >= _NAMES_AT_A_SHARED_POINT}

    def shares_point(self, party: Party) -> bool:
        """Whether parties with several other names of its country lie on the very same point."""
        return party.point is not None and (party.country, party.point) in self._shared

    def elsewhere(self, left: Party, right: Party) -> Party | None:
        """A third party of the same country and name that lies away from both; None where none is known.

        Away is more than 15 km: a third table's row of the same place is no other place.
        """
        for party in (left, right):
            for form in forms(party):
                for other in self._bearers.get((party.country, form.squeezed), ()):
                    if other.id in (left.id, right.id) or self.shares_point(other) or is_rounded(other):
                        continue
                    if _away(other, left) and _away(other, right):
                        return other
        return None

    def bearer(self, left: Party, right: Party) -> Party | None:
        """A third party that has exactly the name of one of the two and lies near it, while the two names differ.

        Where there is one, a small difference between the names is no slip: Ivry has its own row, so Vitry is not Ivry.
        """
        for party, apart in ((left, right), (right, left)):
            others = {form.squeezed for form in forms(apart)}
            for form in forms(party):
                for other in self._bearers.get((party.country, form.squeezed), ()):
                    if form.squeezed in others or other.id == party.id:
                        continue
                    if not _away(other, party, SAME_TOWN_KM):
                        return other
        return None


def is_rounded(party: Party) -> bool:
    """Whether its point is whole degrees: then it says no more than which part of the country it lies in."""
    return party.point is not None and all(degree == int(degree) for degree in party.point)


def _away(one: Party, other: Party, km: float = SAME_PLACE_KM) -> bool:
    """Whether both points are known and farther apart than one place's points are."""
    return one.point is not None and other.point is not None and kilometres(one.point, other.point) > km
