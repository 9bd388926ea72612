"""Reads answers: from JSON to records.

What a newer service adds is passed over; what is missing is an error that names it.
"""

from __future__ import annotations

import datetime as dt
import functools
from dataclasses import replace
from typing import Any, TypeVar, cast

from pydantic import TypeAdapter, ValidationError

from muninet import __version__
from muninet.client.answers import Rows
from muninet.client.errors import BadAnswer
from muninet.client.records import Fact, NodeRef, Route

_T = TypeVar("_T")
# Values of these types stand in rows as JSON, and become records; the others are as JSON has them.
# A column of single values, and one of lists.
_CELLS: dict[str, tuple[Any, Any]] = {
    "node": (list[NodeRef | None], list[list[NodeRef] | None]),
    "fact": (list[Fact | None], list[list[Fact] | None]),
    "path": (list[Route | None], list[list[Route] | None]),
    "date": (list[dt.date | None], list[list[dt.date] | None]),
}


def read(shape: type[_T], content: bytes, address: str) -> _T:
    """Return an answer as records.

    Args:
        shape: what it should be.
        content: the answer as JSON.
        address: where it came from, for the message.

    Raises:
        BadAnswer: something is missing or of another type; the message says what and where.
    """
    try:
        answer: _T = _adapter(shape).validate_json(content)
    except ValidationError as error:
        raise _bad(address, *_complaint(error)) from None
    # The cast tells what the check on the line says already.
    return cast(_T, _with_cells(answer, address)) if isinstance(answer, Rows) else answer


def _with_cells(answer: Rows, address: str) -> Rows:
    """The cells as records, read column by column."""
    rows = tuple(dict(row) for row in answer.rows)
    for column in answer.columns:
        for number, row in enumerate(rows):
            if column.name not in row:
                raise _bad(address, "lacks", f"rows.{number}.{column.name}")
        kind, many = column.type.removesuffix("[]"), column.type.endswith("[]")
        if kind not in _CELLS:
            continue
        try:
            cells = _adapter(_CELLS[kind][many]).validate_python([row[column.name] for row in rows])
        except ValidationError as error:
            what, place = _complaint(error)
            raise _bad(address, what, f"rows.{column.name}.{place}") from None
        for row, value in zip(rows, cells, strict=True):
            row[column.name] = value
    return replace(answer, rows=rows)


def _complaint(error: ValidationError) -> tuple[str, str]:
    """What is wrong with the first thing that is, and where it stands."""
    first = error.errors()[0]
    what = "lacks" if first["type"] == "missing" else f"cannot be read ({first['msg']}) at"
    return what, ".".join(str(part) for part in first["loc"]) or "its beginning"


def _bad(address: str, what: str, place: str) -> Exception:
    return BadAnswer.of(
        f"the answer of {address} {what} `{place}`: no service as new as this client (muninet {__version__}) gives it"
    )


def _adapter(shape: Any) -> TypeAdapter[Any]:
    return _made(shape)


@functools.cache
def _made(shape: Any) -> TypeAdapter[Any]:
    return TypeAdapter(shape)
