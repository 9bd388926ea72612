"""Any value that Neo4j can return, as JSON can hold it: for statements that are not ours."""

from __future__ import annotations

import base64
import math
from typing import Any

from neo4j import graph, spatial, time

_WGS84 = (4326, 4979)


def rendered(value: Any) -> Any:
    """Return a driver value as plain JSON.

    Nodes are `{element_id, labels, properties}`, relationships `{element_id, type, start, end, properties}`, paths
    `{nodes, relationships}`; dates, times and durations are ISO 8601, points `{lat, lon}` or `{srid, coordinates}`,
    bytes `{base64}`; numbers that JSON has not are texts.
    """
    if value is None or isinstance(value, str | bool | int):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else str(value)
    if isinstance(value, list):
        return [rendered(item) for item in value]
    if isinstance(value, dict):
        return {str(key): rendered(item) for key, item in value.items()}
    if isinstance(value, bytes | bytearray):
        return {"base64": base64.b64encode(value).decode()}
    if isinstance(value, graph.Node | graph.Relationship | graph.Path):
        return _entity(value)
    if isinstance(value, spatial.Point):
        return _point(value)
    if isinstance(value, time.Date | time.DateTime | time.Time | time.Duration):
        return value.iso_format()
    # What a newer server may send: shown, and never an error.
    return str(value)


def _entity(value: graph.Node | graph.Relationship | graph.Path) -> dict[str, Any]:
    if isinstance(value, graph.Path):
        return {
            "nodes": [_entity(node) for node in value.nodes],
            "relationships": [_entity(relationship) for relationship in value.relationships],
        }
    properties = {key: rendered(item) for key, item in value.items()}
    if isinstance(value, graph.Node):
        return {"element_id": value.element_id, "labels": sorted(value.labels), "properties": properties}
    start, end = (None if node is None else node.element_id for node in value.nodes)
    return {"element_id": value.element_id, "type": value.type, "start": start, "end": end, "properties": properties}


def _point(point: spatial.Point) -> dict[str, Any]:
    coordinates = [rendered(float(part)) for part in point]
    if point.srid in _WGS84:
        lon, lat, *height = coordinates
        return {"lat": lat, "lon": lon, **({"height": height[0]} if height else {})}
    return {"srid": point.srid, "coordinates": coordinates}
