"""Reads values of each parameter type from text."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Sequence

from muninet.catalogue.nearest import hint
from muninet.catalogue.query import Parameter, ParameterType
from muninet.model import PartialDate

# What one text stands for: several values where the word is a class of fact types.
Value = str | int | float | bool | dt.date | None

_INTEGER = re.compile(r"[+-]?\d+", re.ASCII)
_FLOAT = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?", re.ASCII)
# Neo4j's integers have 64 bits.
_INTEGER_LIMIT = 2**63


def read_value(parameter: Parameter, text: str, today: dt.date) -> Sequence[Value]:
    """Return what one text means for a parameter: one value, or the values that a word of its vocabulary stands for.

    Raises:
        ValueError: the text is no such value; the message says what is expected.
    """
    if not text:
        raise ValueError("is empty")
    if not _encodable(text):
        raise ValueError("holds half of a character: it is no valid Unicode text")
    if parameter.vocabulary:
        return _word(parameter, text)
    value = today if parameter.type == "at" and text == "today" else _READERS[parameter.type](text)
    if parameter.choices and text not in parameter.choices:
        raise ValueError(f"{text!r} is not one of {', '.join(parameter.choices)}{hint(text, parameter.choices)}")
    _check_bounds(parameter, value)
    return (value,)


def _encodable(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _word(parameter: Parameter, text: str) -> Sequence[str]:
    if text not in parameter.vocabulary:
        known = parameter.vocabulary
        what = "label" if parameter.type == "entity_type" else "fact type" + (" or class" if parameter.is_list else "")
        raise ValueError(f"{text!r} is no {what} that it takes{hint(text, known)}: give one of {', '.join(known)}")
    return parameter.vocabulary[text]


def _check_bounds(parameter: Parameter, value: Value) -> None:
    if not isinstance(value, int | float):
        return
    low, high = parameter.minimum, parameter.maximum
    if (low is not None and value < low) or (high is not None and value > high):
        raise ValueError(f"{value} is out of bounds: give {bounds(parameter)}")


def bounds(parameter: Parameter) -> str:
    """The bounds of a number, in words."""
    if parameter.minimum is None or parameter.maximum is None:
        return "any number"
    return f"{parameter.minimum:.15g} to {parameter.maximum:.15g}"


def _string(text: str) -> str:
    return text


def _integer(text: str) -> int:
    if _INTEGER.fullmatch(text) is None:
        raise ValueError(f"{text!r} is not a whole number")
    # int() refuses texts of thousands of digits with a message of its own.
    if len(text) > 20 or not -_INTEGER_LIMIT <= int(text) < _INTEGER_LIMIT:
        raise ValueError(f"{text[:20]!r} … is out of bounds: whole numbers have at most 64 bits")
    return int(text)


def _float(text: str) -> float:
    if _FLOAT.fullmatch(text) is None:
        raise ValueError(f"{text!r} is not a number")
    value = float(text)
    if value in (float("inf"), float("-inf")):
        raise ValueError(f"{text!r} is out of bounds: numbers have at most 64 bits")
    return value


def _boolean(text: str) -> bool:
    if text not in ("true", "false"):
        raise ValueError(f"{text!r} is neither true nor false")
    return text == "true"


def _day(text: str) -> dt.date:
    try:
        date = PartialDate.parse(text)
    except ValueError as error:
        # What was given may hold a colon itself.
        reason = str(error).removeprefix(repr(text)).partition(":")[0]
        raise ValueError(f"{text!r}{reason}: write a day as 2023-07-14") from None
    if date.precision != "day":
        raise ValueError(f"{text!r} is a whole {date.precision}: write a day as 2023-07-14")
    return date.first


def _at(text: str) -> dt.date | None:
    if text == "any":
        return None
    try:
        return _day(text)
    except ValueError as error:
        raise ValueError(f"{error}, or `today`, or `any`") from None


def _country(text: str) -> str:
    if not (len(text) == 2 and text.isascii() and text.isalpha()):
        raise ValueError(f"{text!r} is not a country: write its two letters (ISO 3166-1 alpha-2, XK for Kosovo)")
    return text.upper()


_READERS: dict[ParameterType, Callable[[str], Value]] = {
    "string": _string,
    "integer": _integer,
    "float": _float,
    "boolean": _boolean,
    "date": _day,
    "at": _at,
    "entity": _string,
    "entity_type": _string,
    "relation": _string,
    "country": _country,
    "licence": _string,
}
