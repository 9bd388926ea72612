"""Answers as Cytoscape JSON, which Cytoscape.js, Cytoscape for the desktop and networkx read."""

from __future__ import annotations

import json
from collections.abc import Mapping

from muninet.answers.models import Location, Model
from muninet.export.subgraph import about, fact_attributes, node_attributes, sources_of, subgraph_of


def render_cytoscape(answer: Model, places: Mapping[str, Location]) -> str:
    """Render entities as nodes and facts as edges, each once; `data` holds the question, licences and sources.

    An edge has `interaction`, its type, as Cytoscape for the desktop expects. networkx wants the id of a node in
    `value`, too, and that of an edge in `key`.
    """
    found, sources = subgraph_of(answer), sources_of(answer)
    nodes = [{"data": {**node_attributes(node, places), "value": node.id}} for node in found.nodes.values()]
    edges = [
        {
            "data": {
                **fact_attributes(fact, sources),
                "source": fact.from_.id,
                "target": fact.to.id,
                "interaction": fact.type,
                "key": fact.id,
            }
        }
        for fact in found.facts.values()
    ]
    whole = {
        "format_version": "1.0",
        "generated_by": "muninet",
        "target_cytoscapejs_version": "~3.0",
        "directed": True,
        "multigraph": True,
        "data": about(answer),
        "elements": {"nodes": nodes, "edges": edges},
    }
    return json.dumps(whole, ensure_ascii=False)
