"""The canonical form of a graph: one JSON object a line, in one order, so that equal graphs are equal files.

The first line says what it is: `{"facts":…,"format":1,"model":1,"muninet":"graph","nodes":…,"version":"…"}`. Then come
nodes, as `{"key":…,"label":…,"properties":{…}}` by label and key, and facts, as `{"from":…,"properties":{…},"to":…,
"type":…}` by type and id. The last line holds the SHA-256 of every byte before it. Keys are sorted, text is UTF-8 as it
stands. What JSON has no word for is an object of one key: `{"date":"2023-07-14"}`, `{"time":"…"}` (ISO 8601 with its
offset), `{"point":[longitude,latitude]}` (WGS84 degrees).
"""

from __future__ import annotations

import datetime as dt
import gzip
import hashlib
import json
import math
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, cast

from muninet.errors import TransferError
from muninet.store.values import Point

FORMAT = 1
_LEAST, _MOST = -(2**63), 2**63 - 1
# Labels of the bookkeeping, with the property that tells their nodes apart.
KEPT = {"Graph": "key", "Dataset": "name", "Load": "number"}
# What says who loads on which machine is no part of what a graph is.
PASSING = {"Graph": ("asked",), "Dataset": ("loader", "host", "pid", "heartbeat", "doing", "batch", "halted")}


@dataclass(frozen=True)
class Line:
    """One line of a file: its number, from 1, and what it holds."""

    number: int
    content: dict[str, Any]


def line_of(content: dict[str, Any]) -> bytes:
    """A line of the canonical form, with its end."""
    return (json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":")) + "\n").encode()


def written(value: Any) -> Any:
    """A value of the store as JSON has it.

    Raises:
        TransferError: the form has no word for it.
    """
    if value is None or isinstance(value, str | int | float | bool):
        return value
    if isinstance(value, Point):
        return {"point": [value.lon, value.lat]}
    if isinstance(value, list):
        return [written(item) for item in value]
    if isinstance(value, dt.datetime):
        return {"time": value.isoformat()}
    if isinstance(value, dt.date):
        return {"date": value.isoformat()}
    raise TransferError(f"a value of type {type(value).__name__} cannot be written to a file")


def read(value: Any) -> Any:
    """The value that JSON stands for; a point stays a `Point`.

    Raises:
        ValueError: it stands for none that the store can hold.
    """
    if isinstance(value, str | bool):
        return value
    if isinstance(value, list):
        if all(type(item) is str for item in value):
            return value
        items = [read(item) for item in value]
        kinds = {(type(item), getattr(item, "tzinfo", None) is None) for item in items}
        if len(kinds) > 1 or any(isinstance(item, list | Point) for item in items):
            raise ValueError("a list holds values of one kind, and no lists and no points")
        return items
    if isinstance(value, int):
        if not _LEAST <= value <= _MOST:
            raise ValueError(f"{value} is more than 64 bits hold")
        return value
    if isinstance(value, float):
        if not math.isfinite(value):
            raise ValueError(f"{value} is no number")
        return value
    if not isinstance(value, dict) or len(value) != 1:
        raise ValueError(f"{json.dumps(value)[:40]} is no kind of value")
    return _named(*next(iter(value.items())))


def _named(kind: str, inner: Any) -> Any:
    match kind:
        case "date":
            return dt.date.fromisoformat(inner)
        case "time":
            return dt.datetime.fromisoformat(inner)
        case "point":
            lon, lat = inner
            if any(type(one) not in (int, float) for one in (lon, lat)) or not (abs(lon) <= 180 and abs(lat) <= 90):
                raise ValueError(f"{inner} is no point: longitudes go from -180 to 180, latitudes from -90 to 90")
            return Point(lat=float(lat), lon=float(lon))
    raise ValueError(f"{kind!r} is no kind of value")


@contextmanager
def opened(file: Path, mode: str) -> Iterator[IO[bytes]]:
    """A file to read or write, compressed where its name ends in .gz; the same content makes the same bytes.

    Raises:
        OSError: it cannot be opened.
    """
    raw = cast(IO[bytes], file.open(mode))
    if file.suffix != ".gz":
        with raw:
            yield raw
        return
    with raw, gzip.GzipFile("", mode, 6, raw, mtime=0) as packed:
        yield cast(IO[bytes], packed)


class Reading:
    """One reading of a file from its first line to its last, which is checked against all before it and left out."""

    def __init__(self, file: Path) -> None:
        """Take the file; it is opened when its first line is asked for."""
        self._file = file
        self._digest = hashlib.sha256()

    @property
    def sha256(self) -> str:
        """The sum of the lines handed out so far; once all are, it is what the last line of the file says."""
        return self._digest.hexdigest()

    def __iter__(self) -> Iterator[Line]:
        """The lines.

        Raises:
            TransferError: the file is damaged, cut short, or no such file; names the line.
        """
        file, number, last = self._file, 0, b""
        for number, raw in enumerate(_parts(file), 1):
            if last:
                self._digest.update(last)
                yield _parsed(file, number - 1, last)
            last = raw
        end = _parsed(file, number, last) if last else Line(0, {})
        if end.content != {"sha256": self.sha256}:
            told = "it is not what was written (its SHA-256 differs)" if "sha256" in end.content else "it is cut short"
            raise TransferError(f"{file}:{end.number}: {told}: export it again, or take another copy")


def _parts(file: Path) -> Iterable[bytes]:
    try:
        with opened(file, "rb") as content:
            yield from content
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        raise TransferError(f"{file}: it cannot be read ({error}): take another copy") from None
    except OSError as error:
        raise TransferError(f"{file}: it cannot be opened ({error.strerror or error}): name another file") from None


def _parsed(file: Path, number: int, raw: bytes) -> Line:
    try:
        content = json.loads(raw.decode(), parse_constant=_no_number)
        if b"\\u" in raw:
            # Only so can half a character be written, which no text of the store may hold: it has no bytes.
            line_of(content)
    except (ValueError, RecursionError) as error:
        raise TransferError(f"{file}:{number}: this is not a line of an exported graph ({error})") from None
    if not isinstance(content, dict):
        raise TransferError(f"{file}:{number}: this is not a line of an exported graph")
    return Line(number, content)


def _no_number(text: str) -> Any:
    raise ValueError(f"{text} is no number")
