"""Parameters as Python has them, turned into the texts that a service and the catalogue take."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from numbers import Real
from typing import Literal, Protocol

from muninet.client.errors import BadParameter

Given = dict[str, str | list[str] | None]
Kind = Literal["links", "search", "entity", "query", "view", "catalogue"]
_SEPARATED = re.compile("([;,])")
# Of the service, and not to be had here: an answer comes as records, whatever it could be written as.
_NOT_HERE = {
    "after": "pages follow each other by `pages()`, or by `cursor`",
    "format": "an answer comes as records: see `to_pandas()` and `to_networkx()`",
    "bom": "an answer comes as records: see `to_pandas()`",
}


@dataclass(frozen=True)
class Asked:
    """One question, whichever way it goes.

    Attributes:
        kind: what is asked for.
        name: id of an entity, or name of a question or a view; empty where neither is meant.
        given: parameters as texts; None leaves one empty.
    """

    kind: Kind
    name: str
    given: Given


class Transport(Protocol):
    """A way to a graph.

    Attributes:
        address: where it leads, without any login.
    """

    address: str

    def ask(self, asked: Asked) -> tuple[bytes, Asked]:
        """Return the answer as JSON, and what it answers: of entities that went into others, the ones that remain.

        Raises:
            GraphError: there is none.
        """

    def close(self) -> None:
        """Let go of every connection; closing again does nothing."""


def texts(given: Mapping[str, object]) -> Given:
    """The parameters as texts: days in ISO 8601, `true` and `false`, entities by their id, several as a list.

    A trailing underscore is dropped, so that `from_` and `class_` can be given.

    Raises:
        BadParameter: a value is of a type that no parameter takes, or the parameter is not for this client.
    """
    found: Given = {}
    for key, value in given.items():
        name = key.removesuffix("_")
        if name in _NOT_HERE:
            raise BadParameter.of(f"parameter {name}: cannot be given here: {_NOT_HERE[name]}", parameter=name)
        found[name] = None if value is None else _texts(name, value)
    return found


def several(value: str | list[str] | None) -> list[str]:
    """The values of a list, each text separated by `;`, as a service reads them."""
    values = [value] if isinstance(value, str) else value or []
    return [part.strip() for text in values for part in text.split(";") if part.strip()]


def moved(asked: Asked, id_: str, remains: str) -> Asked:
    """The same question about the entity that remains of two; the id may stand alone, or in a list."""

    def put(text: str) -> str:
        return "".join(remains if part.strip() == id_ else part for part in _SEPARATED.split(text))

    given: Given = {
        name: [put(one) for one in value] if isinstance(value, list) else value and put(value)
        for name, value in asked.given.items()
    }
    name = remains if asked.kind == "entity" and asked.name == id_ else asked.name
    return Asked(asked.kind, name, given)


def _texts(name: str, value: object) -> str | list[str]:
    if isinstance(value, set | frozenset):
        return sorted(_text(name, item) for item in value)
    if isinstance(value, Iterable) and not isinstance(value, str | bytes | Mapping) and _id(value) is None:
        return [_text(name, item) for item in value]
    return _text(name, value)


def _text(name: str, value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dt.datetime):
        return value.date().isoformat()
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, str | Real):
        return str(value)
    id_ = _id(value)
    if id_ is None:
        raise BadParameter.of(
            f"parameter {name}: takes no {type(value).__name__}: give a text, a number, a date, True or False, an "
            "entity of an answer, or a list of these",
            parameter=name,
        )
    return id_


def _id(value: object) -> str | None:
    """The id of an entity of an answer."""
    id_ = getattr(value, "id", None)
    return id_ if isinstance(id_, str) and hasattr(value, "name") else None
