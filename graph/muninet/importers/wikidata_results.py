"""Saved results of a SPARQL query, in the standard JSON form, and how Wikidata writes values in them."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, NamedTuple

from muninet.errors import UsageError
from muninet.model import PartialDate

_FORM = "the JSON form application/sparql-results+json, called verbose where there is a choice"
_ITEM = re.compile(r"(?:https?://www\.wikidata\.org/(?:entity|wiki)/)?(Q[1-9]\d*)")
# How Wikidata's own service writes a value that is known to exist, and no more.
_UNKNOWN = "/.well-known/genid/"
_TIME = re.compile(r"\+?(\d{4})-(\d{2})-(\d{2})(?:T.*)?")
_DAY, _MONTH, _YEAR = 11, 10, 9
_YEARS = (1000, 2200)
_POINT = re.compile(r"\s*Point\s*\(\s*(\S+)\s+(\S+)\s*\)\s*", re.IGNORECASE)


class Term(NamedTuple):
    """One value of a row.

    Attributes:
        kind: `uri`, `literal`, or `unknown` for a value of which is known only that there is one.
        value: as written.
        language: tag of a literal's language, else empty.
    """

    kind: Literal["uri", "literal", "unknown"]
    value: str
    language: str = ""


class ResultRow(NamedTuple):
    """One row: its number, from 1 on, its values by variable, and what is wrong with it, where it cannot be read."""

    number: int
    terms: Mapping[str, Term]
    fault: str | None = None

    def text(self, variable: str) -> str:
        """The value; empty where there is none, or an unknown one."""
        term = self.terms.get(variable)
        return term.value.strip() if term is not None and term.kind != "unknown" else ""

    def is_unknown(self, variable: str) -> bool:
        """Whether there is a value that nobody knows."""
        term = self.terms.get(variable)
        return term is not None and term.kind == "unknown"


@dataclass(frozen=True)
class Results:
    """What a query answered.

    Attributes:
        variables: of the query.
        rows: in the order of the file, one by one.
    """

    variables: frozenset[str]
    rows: Iterator[ResultRow]


def read_results(file: Path, needed: Collection[str]) -> Results:
    """Open a saved result.

    Raises:
        UsageError: it cannot be read, is not the result of a SELECT query in the standard form, or lacks a variable.
    """
    content = _content(file)
    if isinstance(content, list):
        raise UsageError(f"{file}: a bare list, without the types and languages of values: save the result in {_FORM}")
    if not isinstance(content, dict) or "boolean" in content:
        raise UsageError(f"{file}: not a table of results: save the result of a SELECT query in {_FORM}")
    head, results = content.get("head"), content.get("results")
    variables = head.get("vars") if isinstance(head, dict) else None
    bindings = results.get("bindings") if isinstance(results, dict) else None
    if not isinstance(variables, list) or not isinstance(bindings, list):
        place = "results.bindings" if isinstance(variables, list) else "head.vars"
        raise UsageError(f"{file}: {place} is no list: save the result of a SELECT query in {_FORM}")
    missing = [name for name in needed if name not in variables]
    if missing:
        raise UsageError(
            f"{file}: head.vars has no variable {', '.join(missing)}: run the query that the page on importing gives"
        )
    return Results(frozenset(map(str, variables)), (_row(number, row) for number, row in enumerate(bindings, 1)))


def _content(file: Path) -> Any:
    try:
        return json.loads(file.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise UsageError(f"{file} cannot be read: {error.strerror or error}") from None
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise UsageError(f"{file}:{line}: not UTF-8: save the result as UTF-8") from None
    except json.JSONDecodeError as error:
        raise UsageError(
            f"{file}:{error.lineno}:{error.colno}: not JSON ({error.msg}): save the result again; a query that takes "
            "too long is cut off in the middle"
        ) from None
    except RecursionError:
        raise UsageError(f"{file}: nested too deeply: save the result of a SELECT query in {_FORM}") from None


def _row(number: int, binding: Any) -> ResultRow:
    if not isinstance(binding, dict):
        return ResultRow(number, {}, "no object of variables")
    terms = {}
    for variable, raw in binding.items():
        kind = raw.get("type") if isinstance(raw, dict) else None
        value = raw.get("value") if isinstance(raw, dict) else None
        language = raw.get("xml:lang", "") if isinstance(raw, dict) else ""
        if kind not in ("uri", "literal", "typed-literal", "bnode") or not isinstance(value, str):
            return ResultRow(number, {}, f"{variable} has no type and value")
        if not isinstance(language, str):
            return ResultRow(number, {}, f"the language of {variable} is no text")
        if kind == "bnode" or _UNKNOWN in value:
            terms[variable] = Term("unknown", value)
        else:
            terms[variable] = Term("uri" if kind == "uri" else "literal", value, language)
    return ResultRow(number, terms)


def item_key(text: str) -> str | None:
    """The id of an item (`Q472`), from its address or by itself; None where it is neither."""
    match = _ITEM.fullmatch(text)
    return match[1] if match else None


def moment(time: str, precision: str) -> PartialDate:
    """Read a time as precisely as Wikidata knows it.

    Args:
        time: such as `2023-11-13T00:00:00Z`.
        precision: 11 for a day, 10 for a month, 9 for a year; empty where the query did not ask. Then a first of
            January is taken for the year alone, which is how years are written.

    Raises:
        ValueError: no time, less precise than a year, or far from our time.
    """
    match = _TIME.fullmatch(time)
    if match is None:
        raise ValueError("not a time of our era")
    year, month, day = match.groups()
    if not precision:
        known = _YEAR if (month, day) in (("01", "01"), ("00", "00")) else _DAY
    elif precision.isdecimal():
        known = int(precision)
    else:
        raise ValueError("its precision is no number")
    if known < _YEAR:
        raise ValueError("known less precisely than to the year")
    if not _YEARS[0] <= int(year) <= _YEARS[1]:
        raise ValueError(f"a year outside {_YEARS[0]} to {_YEARS[1]}")
    parts = {_YEAR: (year,), _MONTH: (year, month)}.get(known, (year, month, day))
    return PartialDate.parse("-".join(parts))


def coordinates(text: str) -> tuple[str, str] | None:
    """Latitude and longitude of `Point(23.32 42.7)`, as written there; None where it is no point on earth."""
    match = _POINT.fullmatch(text)
    return (match[2], match[1]) if match else None
