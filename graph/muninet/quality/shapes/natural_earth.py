"""Natural Earth's countries, read from a zip file of ESRI shapes, or from a wheel that carries such a zip file."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

_POLYGON = 5
Line = list[tuple[float, float]]


@dataclass(frozen=True, slots=True)
class Country:
    """One country of the file.

    Attributes:
        code: `ISO_A2_EH`, else `ADM0_A3` where there is no code of ISO 3166-1.
        lines: rings of longitudes and latitudes in degrees; outer ones run clockwise, holes the other way.
    """

    code: str
    lines: list[Line]


@dataclass(frozen=True, slots=True)
class Countries:
    """What a file holds.

    Attributes:
        name: of the file inside, without its ending.
        version: of Natural Earth.
        countries: all of them.
    """

    name: str
    version: str
    countries: list[Country]


def read_countries(path: Path) -> Countries:
    """Read the countries of a zip file, or of the one zip file that a wheel carries.

    Raises:
        ValueError: there is no shape file in it, or it holds something else than polygons.
    """
    with zipfile.ZipFile(path) as outer:
        inner = [name for name in outer.namelist() if name.endswith(".zip")]
        content = outer.read(inner[0]) if inner else path.read_bytes()
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        stems = [name.removesuffix(".shp") for name in archive.namelist() if name.endswith(".shp")]
        if len(stems) != 1:
            raise ValueError(
                f"{path}: holds {len(stems)} .shp files, not one: name a package of one Natural Earth layer"
            )
        (stem,) = stems
        version = archive.read(f"{stem}.VERSION.txt").decode().strip()
        rows = _table(archive.read(f"{stem}.dbf"))
        lines = _polygons(archive.read(f"{stem}.shp"))
        return Countries(stem, version, [Country(_code(row), ring) for row, ring in zip(rows, lines, strict=True)])


def _code(row: dict[str, str]) -> str:
    return row["ISO_A2_EH"] if row["ISO_A2_EH"] != "-99" else row["ADM0_A3"]


def _table(data: bytes) -> Iterator[dict[str, str]]:
    """Rows of a dBASE file in UTF-8."""
    count, head, size = struct.unpack("<IHH", data[4:12])
    fields = []
    place = 32
    while data[place] != 0x0D:
        fields.append((data[place : place + 11].split(b"\0")[0].decode(), data[place + 16]))
        place += 32
    for number in range(count):
        # The first byte of a row says whether it is deleted.
        place = head + number * size + 1
        row = {}
        for name, length in fields:
            row[name] = data[place : place + length].decode("utf-8").strip(" \0")
            place += length
        yield row


def _polygons(data: bytes) -> Iterator[list[Line]]:
    """Rings of each record of a shape file."""
    place = 100
    while place < len(data):
        (words,) = struct.unpack(">i", data[place + 4 : place + 8])
        yield _polygon(data[place + 8 : place + 8 + 2 * words])
        place += 8 + 2 * words


def _polygon(record: bytes) -> list[Line]:
    kind, *_box, parts, points = struct.unpack("<i4d2i", record[:44])
    if kind != _POLYGON:
        raise ValueError(f"a shape is of type {kind}, not a polygon")
    starts = [*struct.unpack(f"<{parts}i", record[44 : 44 + 4 * parts]), points]
    line = list(struct.iter_unpack("<2d", record[44 + 4 * parts :]))
    return [[(x, y) for x, y in line[start:stop]] for start, stop in pairwise(starts)]
