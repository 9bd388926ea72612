"""Finds the pairs that are worth scoring, without looking at all pairs.

Two parties of one country become a candidate when they share a name key, or when they lie within a few kilometres of
one another and their names are similar. Work and memory grow with the number of parties; only those that share a name
or a neighbourhood are looked at together.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from rapidfuzz import fuzz

from muninet.match.likeness import forms
from muninet.match.namesakes import kilometres
from muninet.match.parties import PLACES, Party

# Points of one town in two datasets mostly lie within this distance; km.
NEAR_KM = 5.0
# Below this likeness of keys (0 to 100, rapidfuzz ratio) two near names are neighbours and no candidates.
_LEAST_RATIO = 62.0
# A common word of this length makes two near names candidates (Melide, Concello de Melide e Toques).
_LEAST_WORD = 5
_KM_PER_DEGREE = 111.2
_Pair = tuple[Party, Party]


def candidates(
    left: Sequence[Party], right: Sequence[Party] | None = None, *, near_km: float = NEAR_KM
) -> Iterator[_Pair]:
    """Yield each pair that is worth scoring once.

    Args:
        left: parties of any labels and countries.
        right: those to compare them with; None to look for pairs within `left`.
        near_km: within which distance similar names are candidates, in km.

    Raises:
        ValueError: two parties within a set have one id.
    """
    for side in (left, right or ()):
        if len({party.id for party in side}) < len(side):
            raise ValueError("two parties have one id: ids must be unique within a set")
    index = _Index(left if right is None else right, near_km)
    # Within one set each pair is met twice, and is handed out from its earlier party.
    order = {party.id: number for number, party in enumerate(left)} if right is None else {}
    for party in left:
        for other in index.candidates(party):
            if right is not None or order[party.id] < order[other.id]:
                yield party, other


def keys(party: Party) -> frozenset[str]:
    """All name keys of a party: of its names, of their parts and exonyms, and of their words in any order."""
    found: set[str] = set()
    for form in forms(party):
        found |= form.keys
        if len(form.bag) > 1:
            found.add("+".join(sorted(form.bag)))
        if form.number is not None:
            found |= {f"{word}#{form.number}" for word in form.bag}
    # Identifiers in common decide, whatever the names.
    return frozenset(found | set(party.identifiers))


def _comparable(one: Party, other: Party) -> bool:
    return one.label == other.label and (one.country == other.country or not (one.country and other.country))


def _similar(one: Party, other: Party) -> bool:
    """Whether any two names are alike as strings or have a long word in common."""
    return any(
        fuzz.ratio(left.key, right.key, score_cutoff=_LEAST_RATIO) > 0
        or any(len(word) >= _LEAST_WORD for word in left.bag & right.bag)
        for left in forms(one)
        for right in forms(other)
    )


class _Index:
    """Parties by name key and by place."""

    def __init__(self, parties: Sequence[Party], near_km: float) -> None:
        self._cells = _Cells(parties, near_km)
        self._by_key: dict[str, list[Party]] = defaultdict(list)
        for party in parties:
            for key in keys(party):
                self._by_key[key].append(party)

    def candidates(self, party: Party) -> Iterable[Party]:
        """Those that are worth scoring with a party, itself too where it is one of them."""
        # By id, so that a pair with several keys in common, or near as well, comes once.
        found: dict[str, Party] = {}
        for key in keys(party):
            for other in self._by_key.get(key, ()):
                if _comparable(party, other):
                    found[other.id] = other
        for other in self._cells.near(party):
            if other.id not in found and _comparable(party, other) and _similar(party, other):
                found[other.id] = other
        return found.values()


class _Cells:
    """Parties with a point, by cells of a grid that are `size_km` high and at least as wide."""

    def __init__(self, parties: Iterable[Party], size_km: float) -> None:
        self._size_km = size_km
        self._height = size_km / _KM_PER_DEGREE
        self._cells: dict[tuple[int, int], list[Party]] = defaultdict(list)
        for party in parties:
            if party.label in PLACES and party.point is not None:
                self._cells[self._cell(*party.point)].append(party)

    def near(self, party: Party) -> Iterator[Party]:
        """Parties within `size_km` of a party, itself too where it is one of them."""
        if party.label not in PLACES or party.point is None:
            return
        lat, lon = party.point
        for north in (-1, 0, 1):
            row = self._row(lat) + north
            middle = self._column(row, lon)
            for column in range(middle - 1, middle + 2):
                for other in self._cells.get((row, column % self._columns(row)), ()):
                    if other.point is not None and kilometres(party.point, other.point) <= self._size_km:
                        yield other

    def _cell(self, lat: float, lon: float) -> tuple[int, int]:
        row = self._row(lat)
        return row, self._column(row, lon) % self._columns(row)

    def _row(self, lat: float) -> int:
        return math.floor(lat / self._height)

    def _columns(self, row: int) -> int:
        """How many cells a row has around the globe: fewer towards the poles, so that none is narrower than high."""
        furthest = max(abs(row), abs(row + 1)) * self._height
        around = 360.0 * math.cos(math.radians(min(furthest, 89.9))) / self._height
        return max(1, math.floor(around))

    def _column(self, row: int, lon: float) -> int:
        return math.floor((lon + 180.0) / 360.0 * self._columns(row))
