"""Parameters of a statement as Neo4j Browser takes them: a line each, before the statement."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

_ESCAPED = {"\\": "\\\\", "'": "\\'"}


def parameter_lines(values: Mapping[str, Any]) -> str:
    """The commands that set parameters, such as `:param to => 'b40';`, each on a line of its own.

    Args:
        values: by name, as the driver takes them.
    """
    return "".join(f":param {name} => {literal(value)};\n" for name, value in values.items())


def literal(value: Any) -> str:
    """A value as Cypher writes it, on one line."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dt.date):
        return f"date('{value.isoformat()}')"
    if isinstance(value, list):
        return f"[{', '.join(map(literal, value))}]"
    if isinstance(value, str):
        return "'" + "".join(map(_escaped, value)) + "'"
    return str(value)


def _escaped(letter: str) -> str:
    if letter.isprintable():
        return _ESCAPED.get(letter, letter)
    return "".join(f"\\u{unit:04x}" for unit in _units(letter))


def _units(letter: str) -> list[int]:
    """The units of UTF-16 that a character has: Cypher's escapes name these."""
    raw = letter.encode("utf-16-be", "surrogatepass")
    return [int.from_bytes(raw[place : place + 2], "big") for place in range(0, len(raw), 2)]
