"""Checks one record after another by itself: every cell, and cells that must fit each other."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from typing import Any

from pydantic_core import PydanticCustomError

from muninet.loader.forms import SOURCE, Form
from muninet.loader.problems import Problems, nearest_word
from muninet.loader.records import Cell, Place, Plain, Record
from muninet.model import PartialDate


def read_values(record: Record, form: Form, problems: Problems) -> dict[str, Plain]:
    """Check a record's cells and return its values by property name, in plain form.

    What is wrong goes to `problems`; the values are then those that could be read, so that the references among them
    are still checked.
    """
    cells = {column: cell for column, cell in record.cells.items() if cell is not None and cell != "" and cell != []}
    if record.damaged:
        return _declared(cells, form)
    values = _whole(cells, form)
    if values is None:
        values = _sound(cells, record.place, form, problems)
    _check_periods(values, form, record.place, problems)
    _check_point(values, cells, form, record.place, problems)
    return _plain(values, form)


def _declares(column: str, form: Form) -> bool:
    """Whether other rows may refer to the entity by this column."""
    return column == "id" or (column in form.properties and form.properties[column].unique)


def _declared(cells: Mapping[str, Cell], form: Form) -> dict[str, Any]:
    """What other rows may refer to a damaged row by, as far as it can be read."""
    values = {}
    for column, cell in cells.items():
        if column in form.readers and _declares(column, form):
            with contextlib.suppress(PydanticCustomError):
                values[column] = form.readers[column](cell)
    return values


def _whole(cells: Mapping[str, Cell], form: Form) -> dict[str, Any] | None:
    """The values of a row that nothing is wrong with, as nearly all are; else None."""
    try:
        values = {column: form.readers[column](cell) for column, cell in cells.items()}
    except (KeyError, PydanticCustomError):
        return None
    return values if form.required <= values.keys() else None


def _sound(cells: Mapping[str, Cell], place: Place, form: Form, problems: Problems) -> dict[str, Any]:
    """The values that could be read; what is wrong with the others is reported."""
    values = {}
    for column, reader in form.readers.items():
        if column not in cells:
            if column in form.required:
                _report_missing(column, place, problems)
            continue
        try:
            values[column] = reader(cells[column])
        except PydanticCustomError as error:
            _report(error, column, cells, place, problems)
    for column in cells.keys() - form.readers.keys():
        near = nearest_word(column, form.columns)
        hint = f" (did you mean {near}?)" if near else ""
        message = f"{form.type} has no column of that name{hint}"
        problems.add(place, column, "unknown-column", message, found=column)
    return values


def _report_missing(column: str, place: Place, problems: Problems) -> None:
    if not problems.lacks_column(place.file, column):
        rule = "missing-source" if column == "sources" else "missing-value"
        message = "no source is named" if column == "sources" else f"{column} is empty"
        expected = "the id of at least one source" if column == "sources" else f"a value for {column}"
        problems.add(place, column, rule, message, expected=expected)


def _report(
    error: PydanticCustomError, column: str, cells: Mapping[str, Cell], place: Place, problems: Problems
) -> None:
    context = error.context or {}
    found = context["found"] if context["found"] is not None else str(cells[column])
    message = context["message"]
    if column == "lat" and _swapped(cells):
        message += ": lat and lon look swapped"
    problems.add(place, column, error.type, message, found=found, expected=context["expected"])


def _check_periods(values: Mapping[str, Any], form: Form, place: Place, problems: Problems) -> None:
    for start, end, inclusive in form.periods:
        first, last = values.get(start), values.get(end)
        if first is not None and last is not None and not in_order(first, last, inclusive=inclusive):
            message = f"{end} is before {start} {first}"
            if first == last:
                message = f"{end} is {start}: it would never hold, since the day of its end no longer counts"
            expected = f"a date {'not before' if inclusive else 'after'} {first}"
            problems.add(place, end, "end-before-start", message, found=str(last), expected=expected)


def in_order(start: PartialDate, end: PartialDate, *, inclusive: bool = False) -> bool:
    """Whether a period has at least one day; `inclusive` where its last day belongs to it."""
    return (end.after() if inclusive else end.ends()) > start.first


def _check_point(
    values: Mapping[str, Any], cells: Mapping[str, Cell], form: Form, place: Place, problems: Problems
) -> None:
    if "lat" not in form.readers:
        return
    for column, other in (("lat", "lon"), ("lon", "lat")):
        if column not in cells and other in cells:
            problems.add(
                place, column, "bad-coordinates", f"{column} is empty while {other} is not", expected="both or neither"
            )
    lat, lon = values.get("lat"), values.get("lon")
    if lat == 0 and lon == 0:
        problems.add(
            place, "lat", "bad-coordinates", "0, 0 is a place in the sea that stands for none", found="0, 0",
            expected="empty cells where the place is not known",
        )  # fmt: skip


def _swapped(cells: Mapping[str, Cell]) -> bool:
    """Whether lat can be no latitude but a longitude, and lon a latitude."""
    try:
        lat, lon = (abs(float(str(cells.get(column)))) for column in ("lat", "lon"))
    except ValueError:
        return False
    return 90 < lat <= 180 and lon <= 90


def _plain(values: Mapping[str, Any], form: Form) -> dict[str, Plain]:
    plain: dict[str, Plain] = {}
    for column, value in values.items():
        prop = form.properties.get(column)
        if isinstance(value, PartialDate):
            plain[column] = str(value)
        elif column == "sources":
            # In no order of their own; sorted, a row with the same sources is the same row.
            plain[column] = sorted(value)
        elif column not in ("lat", "lon") and value != [] and not (prop and prop.default == value):
            plain[column] = value
    if "lat" in values and "lon" in values:
        plain["location"] = [values["lat"], values["lon"]]
    if form.type == SOURCE and "title" in plain and "id" in plain:
        plain |= {"name": plain["title"], "sources": [str(plain["id"])]}
    return plain
