"""Reads what a mapping says of one property from the cells of one row."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from muninet.importers.table.mapping import Condition, Key, Value
from muninet.importers.table.moments import read_moment
from muninet.loader.countries import CODES, MISTAKEN
from muninet.loader.problems import nearest_word
from muninet.model import Property
from muninet.model.names import fold

if TYPE_CHECKING:
    from muninet.importers.sheets import Cell

Row = Mapping[str, "Cell"]
_LONGEST_SLUG = 60
_LONGEST_FOUND = 80
# What a spreadsheet shows where a formula failed.
_FAILED = frozenset(["#N/A", "#REF!", "#DIV/0!", "#NAME?", "#VALUE!", "#NULL!", "#NUM!", "#SPILL!", "#CALC!"])
_TRUTHS = {"true": True, "false": False}
_SPACES = " \u00a0\u2009\u202f"


class CellError(Exception):
    """A cell that cannot be used: where, which rule, in words, what was found and what is expected."""

    def __init__(self, column: str | None, rule: str, message: str, found: object = None, expected: str | None = None):
        """Take what a LoadProblem is made of."""
        super().__init__(message)
        self.column, self.rule, self.message, self.expected = column, rule, message, expected
        text = None if found is None else str(found)
        self.found = text if text is None or len(text) <= _LONGEST_FOUND else text[: _LONGEST_FOUND - 1] + "…"


@dataclass(frozen=True)
class Words:
    """Words that count for every column.

    Attributes:
        empty: folded case, those that say that nothing is known.
        countries: ISO codes by folded names.
    """

    empty: Collection[str] = frozenset()
    countries: Mapping[str, str] = field(default_factory=dict)


def plain(word: str) -> str:
    """A word as tables of words compare it: case and white space do not matter."""
    return " ".join(word.split()).casefold()


def as_text(cell: Cell) -> str:
    """A cell as text: 7 as `7`, a day in ISO 8601, true as `true`; empty where there is nothing."""
    if cell is None:
        return ""
    return str(cell).lower() if isinstance(cell, bool) else str(cell)


def holds(conditions: Sequence[Condition], row: Row) -> bool:
    """Whether all conditions hold for a row."""
    return all(_holds(condition, plain(as_text(row[condition.column]))) for condition in conditions)


def _holds(condition: Condition, word: str) -> bool:
    if condition.filled is not None:
        return bool(word) is condition.filled
    if condition.is_ is not None:
        return word in map(plain, condition.is_)
    return word not in map(plain, condition.is_not or ())


def read_value(value: Value, prop: Property, row: Row, words: Words) -> Any:
    """Read a property's value: one for the loader, a list of them for a list, None where nothing is stated.

    Raises:
        CellError: the cell cannot be read as the mapping says.
    """
    if value.constant is not None:
        return _constant(value.constant, prop)
    cell = _cell(value, row, words)
    if cell is None:
        return [] if prop.is_list else None
    if value.separator is not None:
        parts = [part.strip() for part in as_text(cell).split(value.separator)]
        return [read for part in parts if part for read in [_one(value, prop, part, words)] if read is not None]
    read = _one(value, prop, cell, words)
    return read if not prop.is_list else [] if read is None else [read]


def _constant(constant: Any, prop: Property) -> Any:
    if prop.is_list:
        return [as_text(part) for part in (constant if isinstance(constant, list) else [constant])]
    return constant if prop.type in ("integer", "number", "point", "boolean") else as_text(constant)


def _cell(value: Value, row: Row, words: Words) -> Cell:
    filled = [cell for cell in _cells(value, row, words) if cell is not None]
    if not filled:
        return None
    return filled[0] if value.column is not None else value.joined.join(map(as_text, filled))


def _cells(value: Value, row: Row, words: Words) -> list[Cell]:
    """The cells that a value reads; None for those that say that nothing is known."""
    cells = [row[column] for column in value.named]
    for column, cell in zip(value.named, cells, strict=True):
        if isinstance(cell, str) and cell in _FAILED:
            raise CellError(column, "bad-value", "a formula that failed", cell, "a value, or an empty cell")
    if not words.empty and not value.empty:
        return cells
    nothing = {*words.empty, *map(plain, value.empty)}
    return [None if cell is None or plain(as_text(cell)) in nothing else cell for cell in cells]


def _one(value: Value, prop: Property, cell: Cell, words: Words) -> Any:
    column = ", ".join(value.named)
    if value.values is not None:
        listed, meant = _listed(value, cell, column)
        if listed:
            return None if meant is None else as_text(meant) if prop.is_list else _constant(meant, prop)
    if prop.type == "date":
        return _date(value, cell, column)
    if prop.type in ("integer", "number", "point"):
        return _number(value, prop, cell, column)
    if prop.type == "country":
        return _country(as_text(cell), column, words)
    if prop.type == "boolean":
        return cell if isinstance(cell, bool) else _TRUTHS.get(plain(as_text(cell)), as_text(cell))
    return f"{value.before}{as_text(cell)}{value.after}"


def _listed(value: Value, cell: Cell, column: str) -> tuple[bool, Any]:
    table = _table(tuple((value.values or {}).items()))
    word = plain(as_text(cell))
    if word in table:
        return True, table[word]
    if "default" in value.model_fields_set:
        return True, value.default
    if value.keep:
        return False, None
    near = nearest_word(as_text(cell), value.values or ())
    hint = f" (did you mean {near!r}?)" if near else ""
    expected = "one of " + ", ".join(value.values or ())
    raise CellError(column, "unlisted-value", f"the mapping does not list this word{hint}", cell, expected)


@lru_cache(maxsize=256)
def _table(pairs: tuple[tuple[str, Any], ...]) -> dict[str, Any]:
    return {plain(word): meant for word, meant in pairs}


def _date(value: Value, cell: Cell, column: str) -> Any:
    if isinstance(cell, str | int | dt.date) and not isinstance(cell, bool):
        found = read_moment(cell, value.format, value.precision)
        if found is not None:
            return found
    expected = " or ".join(value.format) or "2023-07-14, 2023-07 or 2023 (say another form by format)"
    serial = isinstance(cell, int | float) and 10_000 < cell < 80_000
    hint = ": a day's number in a workbook? Give the column a date format there" if serial else ""
    raise CellError(column, "bad-date", f"not a date of this form, or no day of the calendar{hint}", cell, expected)


def _number(value: Value, prop: Property, cell: Cell, column: str) -> Any:
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return cell
    text = as_text(cell)
    match = _number_form(value.decimal, value.thousands).fullmatch(text)
    if match is None:
        between = {None: "nothing", " ": "spaces"}.get(value.thousands, str(value.thousands))
        expected = f"digits with {value.decimal} before decimals and {between} between thousands (decimal, thousands)"
        raise CellError(
            column, "bad-coordinates" if prop.type == "point" else "bad-number", "not a number", text, expected
        )
    sign, whole, decimals, power = match.groups()
    digits = re.sub(r"\D", "", whole)
    if prop.type == "integer" and not power and not (decimals or "").strip("0"):
        return int(f"{sign}{digits}")
    return float(f"{sign}{digits}.{decimals or 0}{power or ''}")


@lru_cache
def _number_form(decimal: str, thousands: str | None) -> re.Pattern[str]:
    between = f"[{_SPACES}]" if thousands == " " else "['’]" if thousands == "'" else re.escape(thousands or "")
    grouped = rf"\d{{1,3}}(?:{between}\d{{3}})+|" if thousands else ""
    return re.compile(rf"(-?)({grouped}\d{{1,18}})(?:{re.escape(decimal)}(\d{{1,20}}))?([eE]-?\d{{1,3}})?", re.ASCII)


def _country(text: str, column: str, words: Words) -> str:
    code = text.upper()
    if code in CODES:
        return code
    known = words.countries.get(fold(text))
    if known is not None:
        return known
    meant = MISTAKEN.get(code) or nearest_word(fold(text), words.countries)
    hint = f" (did you mean {words.countries.get(meant, meant)}?)" if meant else ""
    raise CellError(
        column, "bad-country", f"neither a country's code nor a name that is known{hint}", text,
        "an ISO 3166-1 alpha-2 code, a country's name, or a word that the mapping's values list",
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Made:
    """An id, and what it was made of: None where the mapping itself gives it."""

    id: str
    of: tuple[str, ...] | None


def read_key(key: Key | Value, row: Row, words: Words) -> Made | None:
    """Read an id; None where its cells are all empty.

    Raises:
        CellError: some cells of several are empty, a word is not listed, or there is no letter or digit in them.
    """
    if key.constant is not None:
        return Made(str(key.constant), None)
    cells = _cells(key, row, words)
    if all(cell is None for cell in cells):
        return None
    for column, cell in zip(key.named, cells, strict=True):
        if cell is None:
            raise CellError(
                column, "missing-value", "a part of the key is empty", expected="a value in each of its columns"
            )
    column = ", ".join(key.named)
    if key.values is not None:
        listed, meant = _listed(key, key.joined.join(map(as_text, cells)), column)
        if listed:
            return None if meant is None else Made(str(meant), None)
    parts = tuple(map(as_text, cells))
    words_ = "-".join(filter(None, (fold(part).replace(" ", "-") for part in parts)))
    if not words_ or not all(map(fold, parts)):
        raise CellError(column, "bad-id", "there is no letter or digit to make an id of", " ".join(parts))
    prefix = key.prefix if isinstance(key, Key) else ""
    return Made("-".join(filter(None, (prefix, _short(words_)))), parts)


def _short(words: str) -> str:
    """A slug of bearable length: cut, and told apart by what it is the slug of."""
    if len(words) <= _LONGEST_SLUG:
        return words
    return f"{words[:_LONGEST_SLUG].rstrip('-')}-{hashlib.sha256(words.encode()).hexdigest()[:6]}"
