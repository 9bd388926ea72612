"""Which rows of a table without ids speak of one city: by name, country and, where these do not tell, coordinates."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from muninet.importers.points import Point, Remark, read_point
from muninet.model.names import fold
from muninet.quality.shapes import TOLERANCE_KM, Shapes
from muninet.quality.shapes.outline import EARTH_KM, angle, vector

# Points of one name in one country that lie farther apart are of two cities. In the table that this was made for, those
# of one city, given twice, lie up to 31 km apart, and those of two cities 60 km and more.
FAR_KM = 40.0
# A longer name is cut and told apart by a hash: ids hold 160 characters, and a pair has two names in its own.
_LONGEST = 60


class Named(NamedTuple):
    """A city as a row writes it, its country already read as a code."""

    name: str
    code: str
    lat: str
    lon: str


@dataclass(frozen=True, slots=True)
class TwinCity:
    """One city.

    Attributes:
        key: name, country and, where several cities share these, a point: `furth-de-48-59n-12-02e`.
        name: as most rows write it.
        others: how other rows write it, sorted.
        code: ISO code of its country.
        lat: degrees north; None where the table has no place that lies in the country.
        lon: degrees east.
        remarks: (rule, what stands there, what is made of it) of its coordinates.
    """

    key: str
    name: str
    others: tuple[str, ...]
    code: str
    lat: float | None
    lon: float | None
    remarks: tuple[Remark, ...] = ()

    @property
    def id(self) -> str:
        """Its id in the graph."""
        return f"twin-{self.key}"


class SharedPoint(NamedTuple):
    """One name with one pair of coordinates that is written with several countries.

    Attributes:
        name: as written.
        lat: as written.
        lon: as written.
        codes: of the countries, by their names as written.
        real: codes of those among them that the point lies in, sorted.
    """

    name: str
    lat: str
    lon: str
    codes: Mapping[str, str]
    real: tuple[str, ...]


@dataclass
class Survey:
    """What the rows write.

    Attributes:
        times: how often each city is written in each way.
        countries: by name and coordinates, the countries as written, with their codes.
    """

    times: Counter[Named] = field(default_factory=Counter)
    countries: defaultdict[tuple[str, str, str], dict[str, str]] = field(default_factory=lambda: defaultdict(dict))

    def take(self, named: Named, country: str) -> None:
        """Take one side of a row; `country` as it stands there, empty where it does not."""
        self.times[named] += 1
        if country:
            self.countries[named.name, named.lat, named.lon][country] = named.code


@dataclass(frozen=True)
class Cities:
    """Cities told apart.

    Attributes:
        of: the city, by how it is written.
        shared: what is written with several countries, by name.
    """

    of: Mapping[Named, TwinCity]
    shared: tuple[SharedPoint, ...]


def tell_apart(survey: Survey, shapes: Shapes) -> Cities:
    """Find the cities; neither ids nor anything else depends on the order of rows."""
    shared = [
        SharedPoint(*written, codes, _real(written, set(codes.values()), shapes))
        for written, codes in sorted(survey.countries.items())
        if len(codes) > 1
    ]
    real = {(point.name, point.lat, point.lon): point.real for point in shared}
    alike: defaultdict[tuple[str, str], list[_Spelt]] = defaultdict(list)
    for named, times in sorted(survey.times.items()):
        point = read_point(named.lat, named.lon, named.code, shapes)
        if named.code not in real.get((named.name, named.lat, named.lon), (named.code,)):
            point = Point(None, None, point.remarks)
        alike[fold(named.name), named.code].append(_Spelt(named, point, times))
    return Cities(dict(_told_apart(alike)), tuple(shared))


def _real(written: tuple[str, str, str], codes: Iterable[str], shapes: Shapes) -> tuple[str, ...]:
    """Those countries that a place lies in; if in none, those near enough."""
    codes = sorted(codes)
    # As to whether it can be read, no country says more than another.
    point = read_point(*written[1:], codes[0], shapes)
    if len(codes) == 1 or point.lat is None or point.lon is None:
        return tuple(codes)
    inside = [code for code in codes if shapes.contains(code, point.lat, point.lon)]
    return tuple(
        inside
        or [
            code
            for code in codes
            if shapes.contains(code, point.lat, point.lon, tolerance_km=TOLERANCE_KM) is not False
        ]
    )


class _Spelt(NamedTuple):
    named: Named
    point: Point
    times: int


def _told_apart(alike: Mapping[tuple[str, str], list[_Spelt]]) -> Iterator[tuple[Named, TwinCity]]:
    for (name, code), those in alike.items():
        groups = _groups(those)
        for group in groups:
            city = _city(f"{_short(name)}-{code.lower()}", code, group, alone=len(groups) == 1)
            for spelt in group:
                yield spelt.named, city


def _groups(those: list[_Spelt]) -> list[list[_Spelt]]:
    """Those of one city together: they lie close to each other; without a place, they are written as one of these."""
    groups: list[list[_Spelt]] = []
    for spelt in those:
        if spelt.point.lat is not None:
            near = [group for group in groups if any(_km(spelt.point, other.point) <= FAR_KM for other in group)]
            groups = [group for group in groups if group not in near]
            groups.append([*(other for group in near for other in group), spelt])
    lost = [spelt for spelt in those if spelt.point.lat is None]
    placeless = []
    for spelt in lost:
        same = [group for group in groups if any(_case(other) == _case(spelt) for other in group)]
        if len(same) == 1:
            same[0].append(spelt)
        else:
            placeless.append(spelt)
    return [*groups, placeless] if placeless else groups


def _case(spelt: _Spelt) -> str:
    return spelt.named.name.casefold()


def _km(one: Point, other: Point) -> float:
    if one.lat is None or one.lon is None or other.lat is None or other.lon is None:
        return float("inf")
    return angle(vector(one.lat, one.lon), vector(other.lat, other.lon)) * EARTH_KM


def _city(key: str, code: str, group: list[_Spelt], *, alone: bool) -> TwinCity:
    names: Counter[str] = Counter()
    points: Counter[tuple[float, float]] = Counter()
    for spelt in group:
        names[spelt.named.name] += spelt.times
        if spelt.point.lat is not None and spelt.point.lon is not None:
            points[spelt.point.lat, spelt.point.lon] += spelt.times
    # Of two that are written equally often, the name with accents; of points, the southern one: any rule does.
    name = max(names, key=lambda text: (names[text], text))
    lat, lon = min(points, key=lambda point: (-points[point], point), default=(None, None))
    if not alone and lat is not None and lon is not None:
        key = f"{key}-{_degrees(lat, 'ns')}-{_degrees(lon, 'ew')}"
    remarks = tuple(dict.fromkeys(remark for spelt in group for remark in spelt.point.remarks))
    return TwinCity(key, name, tuple(sorted(set(names) - {name})), code, lat, lon, remarks)


def _degrees(value: float, ends: str) -> str:
    return f"{abs(value):.2f}".replace(".", "-") + ends[value < 0]


def _short(folded: str) -> str:
    words = folded.replace(" ", "-")
    if len(words) > _LONGEST:
        words = f"{words[: _LONGEST - 7].rstrip('-')}-{hashlib.sha256(words.encode()).hexdigest()[:6]}"
    return words
