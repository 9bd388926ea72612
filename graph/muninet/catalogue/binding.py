"""Turns what was asked for into the parameters of a query."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from muninet.catalogue.nearest import hint
from muninet.catalogue.query import Parameter, Query
from muninet.catalogue.values import Value, read_value
from muninet.errors import ParameterError

ANY = "any"
# The most values that a list takes.
MOST_VALUES = 100


@dataclass(frozen=True)
class Bound:
    """A query's parameters, ready to be sent.

    Attributes:
        cypher: every parameter as the driver takes it (`at` of `any` is None).
        resolved: every parameter as an answer shows it: JSON values, days in ISO 8601, `any`, types for
            their class.
        entities: (parameter, id) of every entity named, in the order of the parameters.
        types: of those parameters that take entities of some types only: which.
        licences: (parameter, licence) of every licence named. In `cypher` they still stand as they were named; a query
            takes the ids of the sources that are under them.
    """

    cypher: dict[str, Any]
    resolved: dict[str, Any]
    entities: tuple[tuple[str, str], ...]
    licences: tuple[tuple[str, str], ...] = ()
    types: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def bind(query: Query, given: Mapping[str, str | list[str] | None], today: dt.date) -> Bound:
    """Check what was given and fill in the defaults.

    Args:
        query: what is asked.
        given: texts by parameter; several for lists (ids and other words may also be separated by commas); None leaves
            a parameter empty.
        today: the day that `today` means.

    Raises:
        ParameterError: one is unknown, may not be left empty, is of the wrong type, out of bounds or not a choice.
    """
    names = [parameter.name for parameter in query.parameters]
    for name in given:
        if name not in names:
            raise ParameterError(
                name, f"{query.name} has none of that name{hint(name, names)}: it takes {', '.join(names)}"
            )
    cypher: dict[str, Any] = {}
    resolved: dict[str, Any] = {}
    named: dict[str, list[tuple[str, str]]] = {"entity": [], "licence": []}
    for parameter in query.parameters:
        value = _bind_one(parameter, given.get(parameter.name, parameter.default), today)
        cypher[parameter.name] = value
        resolved[parameter.name] = _shown(parameter, value)
        if parameter.type in named and value is not None:
            words = value if isinstance(value, list) else [value]
            named[parameter.type] += [(parameter.name, str(word)) for word in words]
    types = {parameter.name: parameter.names for parameter in query.parameters if parameter.names}
    return Bound(cypher, resolved, tuple(named["entity"]), tuple(named["licence"]), types)


def check_default(parameter: Parameter) -> None:
    """Refuse a default that could not be given.

    Raises:
        ParameterError: it is of the wrong type, out of bounds, not a choice, or empty though a value is needed.
    """
    # Any day will do: a default of `today` is right on every one.
    _bind_one(parameter, parameter.default, dt.date.min)


def _bind_one(parameter: Parameter, given: str | list[str] | None, today: dt.date) -> Value | list[Value]:
    texts = _texts(parameter, given)
    if not texts:
        if parameter.optional:
            return None
        raise ParameterError(parameter.name, "may not be left empty")
    if len(texts) > 1 and not parameter.is_list:
        raise ParameterError(parameter.name, f"takes one value, {len(texts)} were given")
    if len(texts) > MOST_VALUES:
        raise ParameterError(parameter.name, f"takes at most {MOST_VALUES} values, {len(texts)} were given")
    values: list[Value] = []
    for text in texts:
        try:
            values += [value for value in read_value(parameter, text, today) if value not in values]
        except ValueError as error:
            raise ParameterError(parameter.name, str(error)) from None
    return values if parameter.is_list else values[0]


def _texts(parameter: Parameter, given: str | list[str] | None) -> Sequence[str]:
    if given is None or given == "":
        return ()
    texts = [given] if isinstance(given, str) else given
    if not parameter.is_list or parameter.type in ("string", "licence"):
        return texts
    return [part.strip() for text in texts for part in text.split(",") if part.strip()]


def _shown(parameter: Parameter, value: Value | list[Value]) -> Any:
    if isinstance(value, list):
        return [_shown(parameter, item) for item in value]
    if parameter.type == "at" and value is None:
        return ANY
    return value.isoformat() if isinstance(value, dt.date) else value
