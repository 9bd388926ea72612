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
from collections import deque
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
    if isinstance(value, list):
        items = [read(item) for item in value]
        if len({type(item) for item in items}) > 1 or any(item is None or isinstance(item, list) for item in items):
            raise ValueError("a list holds values of one kind, and no lists")
        return items
    if isinstance(value, int) and not _LEAST <= value <= _MOST:
        raise ValueError(f"{value} is more than 64 bits hold")
    if not isinstance(value, dict):
        return value
    ((kind, inner),) = value.items()
    match kind:
        case "date":
            return dt.date.fromisoformat(inner)
        case "time":
            return dt.datetime.fromisoformat(inner)
        case "point":
            lon, lat = inner
            return Point(lat=float(lat), lon=float(lon))
    raise ValueError(f"{kind!r} is no kind of value")


@contextmanager
def opened(file: Path, mode: str) -> Iterator[IO[bytes]]:
    """A file to read or write, compressed where its name ends in .gz; the same content makes the same bytes.

    Raises:
        TransferError: it cannot be opened.
    """
    try:
        raw = cast(IO[bytes], file.open(mode))
    except OSError as error:
        raise TransferError(f"{file}: it cannot be opened ({error.strerror or error})") from None
    if file.suffix != ".gz":
        with raw:
            yield raw
        return
    with raw, gzip.GzipFile("", mode, 6, raw, mtime=0) as packed:
        yield cast(IO[bytes], packed)


def lines(file: Path) -> Iterator[Line]:
    """The lines of a file, its last one checked against all before it and then left out.

    Raises:
        TransferError: it is damaged, cut short, or no such file; names the line.
    """
    digest, last = hashlib.sha256(), b""
    with opened(file, "rb") as source:
        number = 0
        for number, raw in enumerate(_parts(source, file), 1):
            if last:
                digest.update(last)
                yield _parsed(file, number - 1, last)
            last = raw
    end = _parsed(file, number, last) if last else Line(0, {})
    if end.content != {"sha256": digest.hexdigest()}:
        told = "it is cut short" if "sha256" not in end.content else "it is not what was written (its SHA-256 differs)"
        raise TransferError(f"{file}:{end.number}: {told}: export it again, or take another copy")


def sum_of(file: Path) -> str:
    """The SHA-256 that the last line of a whole file holds."""
    with opened(file, "rb") as source:
        last = deque(source, maxlen=1)
    return str(json.loads(last[0])["sha256"])


def _parts(source: IO[bytes], file: Path) -> Iterable[bytes]:
    try:
        yield from source
    except (EOFError, gzip.BadGzipFile, OSError) as error:
        raise TransferError(f"{file}: it cannot be read ({error}): take another copy") from None


def _parsed(file: Path, number: int, raw: bytes) -> Line:
    try:
        content = json.loads(raw)
    except ValueError as error:
        raise TransferError(f"{file}:{number}: this is not a line of an exported graph ({error})") from None
    if not isinstance(content, dict):
        raise TransferError(f"{file}:{number}: this is not a line of an exported graph")
    return Line(number, content)
