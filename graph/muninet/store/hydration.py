"""Turns the driver's values into the store's own."""

from __future__ import annotations

from typing import Any

from neo4j import graph, spatial, time

from muninet.store.values import FactValue, NodeValue, PathValue, Point


def plain(value: Any) -> Any:
    """Return a driver value as the store's own: nodes, facts, paths, dates, points, and lists and maps of them."""
    if isinstance(value, str | int | float | bool) or value is None:
        return value
    if isinstance(value, list):
        return [plain(item) for item in value]
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, graph.Node):
        return _node(value)
    if isinstance(value, graph.Relationship):
        return _fact(value, {})
    if isinstance(value, graph.Path):
        return _path(value)
    if isinstance(value, time.Date | time.DateTime):
        return value.to_native()
    if isinstance(value, spatial.WGS84Point):
        return Point(lat=value.latitude, lon=value.longitude)
    raise TypeError(f"the store does not hand out values of type {type(value).__name__}: return its parts instead")


def _node(node: graph.Node) -> NodeValue:
    return NodeValue(node.labels, {key: plain(item) for key, item in node.items()})


def _fact(fact: graph.Relationship, known: dict[str, NodeValue]) -> FactValue:
    start, end = fact.nodes
    if start is None or end is None:  # the server always sends the ends' ids
        raise TypeError("a relationship came without its ends: return it as a path of one hop")
    return FactValue(
        type=fact.type,
        properties={key: plain(item) for key, item in fact.items()},
        start=known.get(start.element_id) or _node(start),
        end=known.get(end.element_id) or _node(end),
    )


def _path(path: graph.Path) -> PathValue:
    nodes = {node.element_id: _node(node) for node in path.nodes}
    return PathValue(
        nodes=tuple(nodes[node.element_id] for node in path.nodes),
        facts=tuple(_fact(fact, nodes) for fact in path.relationships),
    )
