"""The entities, facts and routes that stand in an answer, in its order."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from muninet.client.records import Fact, Found, NodeRef, Route, Source

# How sources that state no licence are told, as in the parameter `without_licence`.
NONE_STATED = "none"


@dataclass(frozen=True)
class Parts:
    """The drawable part of an answer.

    Attributes:
        nodes: entities by id, those that only a fact or a route names too.
        facts: facts by id.
    """

    nodes: dict[str, NodeRef] = field(default_factory=dict)
    facts: dict[str, Fact] = field(default_factory=dict)


def parts_of(answer: Any) -> Parts:
    """Collect them from an answer, or any part of one."""
    found = Parts()
    _collect(answer, found)
    return found


def content_of(answer: Any) -> tuple[Any, ...]:
    """What an answer lists: its routes, rows or results; of an entity, itself."""
    for name in ("routes", "rows", "results"):
        if hasattr(answer, name):
            listed: tuple[Any, ...] = getattr(answer, name)
            return listed
    return (NodeRef(answer.id, answer.type, answer.name, answer.country),)


def licence_names(ids: Iterable[str], sources: Mapping[str, Source]) -> list[str]:
    """The licences of these sources, sorted, `none` for those that state none."""
    return sorted({sources[id_].licence or NONE_STATED for id_ in ids if id_ in sources})


def _collect(value: Any, found: Parts) -> None:
    if isinstance(value, NodeRef):
        found.nodes.setdefault(value.id, value)
    elif isinstance(value, Found):
        found.nodes.setdefault(value.id, NodeRef(value.id, value.type, value.name, value.country))
    elif isinstance(value, Fact):
        _collect((value.from_, value.to), found)
        found.facts.setdefault(value.id, value)
    elif isinstance(value, Route):
        _collect((value.nodes, value.facts), found)
    elif isinstance(value, Mapping):
        _collect(list(value.values()), found)
    elif isinstance(value, list | tuple):
        for item in value:
            _collect(item, found)
