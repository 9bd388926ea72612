"""Turns the driver's values into the store's own."""

from __future__ import annotations

from typing import Any

from neo4j import graph, spatial, time

from muninet.store.values import FactValue, NodeValue, PathValue, Point

_AS_THEY_ARE = frozenset({str, int, float, bool, type(None)})


class Hydrator:
    """Turns the values of one result; what a node is, is worked out once however many rows name it."""

    def __init__(self) -> None:
        """Start a result: no node is known yet."""
        self._nodes: dict[str, NodeValue] = {}

    def plain(self, value: Any) -> Any:
        """Return a driver value as the store's own: nodes, facts, paths, dates, points, and lists and maps of them.

        Raises:
            TypeError: the store has no such value.
        """
        kind = type(value)
        if kind in _AS_THEY_ARE:
            return value
        if kind is list:
            return [self.plain(item) for item in value]
        if kind is dict:
            return {key: self.plain(item) for key, item in value.items()}
        if kind is time.Date or kind is time.DateTime:
            return value.to_native()
        if isinstance(value, graph.Node):
            return self._node(value)
        if isinstance(value, graph.Path):
            return self._path(value)
        if isinstance(value, graph.Relationship):
            return self._fact(value, {})
        if isinstance(value, spatial.WGS84Point):
            return Point(lat=value.latitude, lon=value.longitude)
        raise TypeError(f"the store does not hand out values of type {kind.__name__}: return its parts instead")

    def _node(self, node: graph.Node) -> NodeValue:
        found = self._nodes.get(node.element_id)
        if found is None:
            found = self._nodes[node.element_id] = NodeValue(node.labels, self._properties(node))
        return found

    def _path(self, path: graph.Path) -> PathValue:
        nodes = {node.element_id: self._node(node) for node in path.nodes}
        return PathValue(
            nodes=tuple(nodes[node.element_id] for node in path.nodes),
            facts=tuple(self._fact(fact, nodes) for fact in path.relationships),
        )

    def _fact(self, fact: graph.Relationship, known: dict[str, NodeValue]) -> FactValue:
        start, end = fact.nodes
        if start is None or end is None:  # the server always sends the ends' ids
            raise TypeError("a relationship came without its ends: return it as a path of one hop")
        return FactValue(fact.type, self._properties(fact), self._end(start, known), self._end(end, known))

    def _end(self, node: graph.Node, known: dict[str, NodeValue]) -> NodeValue:
        # The end of a fact that came alone may lack what a later row brings: it is not remembered.
        return known.get(node.element_id) or NodeValue(node.labels, self._properties(node))

    def _properties(self, entity: graph.Entity) -> dict[str, Any]:
        return {key: item if type(item) in _AS_THEY_ARE else self.plain(item) for key, item in entity.items()}
