"""Coordinates as tables write them: with decimal commas, with the two exchanged, or not at all."""

from __future__ import annotations

import re
from dataclasses import dataclass

from muninet.quality.shapes import TOLERANCE_KM, Shapes

_DEGREES = re.compile(r"[+-]?\d{1,3}(\.\d+)?([eE][+-]?\d{1,2})?")
_WITH_COMMA = re.compile(r"([+-]?\d{1,3}),(\d+)")
# Spreadsheets keep 17 digits of a number (3.6686700000000001), and show no more than 15.
_SHOWN_DIGITS = 16
# How far rounding to whole degrees may move a point, in km.
_ROUNDED_KM = 120.0
Remark = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Point:
    """A place as far as it can be read.

    Attributes:
        lat: degrees north; None where nothing can be stated.
        lon: degrees east.
        remarks: (rule, what stands there, what is made of it).
    """

    lat: float | None
    lon: float | None
    remarks: tuple[Remark, ...] = ()


def read_point(lat: str, lon: str, country: str, shapes: Shapes) -> Point:
    """Read two cells.

    A decimal comma is read as a point, since nothing else can be meant. Coordinates that lie in the country only when
    exchanged are not stated: the table does not say so, and exchanging them is for whoever keeps it.

    Args:
        lat: the cell of the latitude.
        lon: the cell of the longitude.
        country: ISO code of the country that the place is in.
        shapes: where countries lie.
    """
    written = f"{_shortest(lat)}, {_shortest(lon)}" if lat or lon else ""
    remarks: list[Remark] = []
    plain = tuple(_WITH_COMMA.sub(r"\1.\2", cell) for cell in (lat, lon))
    if plain != (lat, lon) and all(map(_DEGREES.fullmatch, plain)):
        remarks.append(("decimal-comma", written, f"read as {plain[0]}, {plain[1]}"))
    degrees = [float(cell) if _DEGREES.fullmatch(cell) else None for cell in plain]
    north, east = degrees
    if north is None or east is None or abs(north) > 180 or abs(east) > 180 or (north == 0 and east == 0):
        message = "no coordinates are given" if not written else "no coordinates can be read from it"
        return Point(None, None, (*remarks, ("missing-coordinates", written, message)))
    if _lies(country, north, east, shapes) is False and _lies(country, east, north, shapes, rounded=_rounded(plain)):
        message = f"exchanged they lie in {country}: no place is stated"
        return Point(None, None, (*remarks, ("swapped-coordinates", written, message)))
    if abs(north) > 90:
        return Point(None, None, (*remarks, ("missing-coordinates", written, "no latitude goes beyond 90 degrees")))
    return Point(north, east, tuple(remarks))


def _shortest(cell: str) -> str:
    """The cell; a number with all the digits that a spreadsheet keeps is written as the spreadsheet shows it."""
    stored = _DEGREES.fullmatch(cell) and (len(cell) > _SHOWN_DIGITS or "e" in cell.lower())
    return repr(float(cell)) if stored else cell


def _rounded(written: tuple[str, ...]) -> bool:
    return all(float(cell).is_integer() for cell in written)


def _lies(country: str, lat: float, lon: float, shapes: Shapes, *, rounded: bool = False) -> bool | None:
    if abs(lat) > 90:
        return False
    return shapes.contains(country, lat, lon, tolerance_km=_ROUNDED_KM if rounded else TOLERANCE_KM)
