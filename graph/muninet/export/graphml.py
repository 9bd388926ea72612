"""Answers as GraphML, for Gephi, yEd, igraph and networkx."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Mapping
from typing import Any

import networkx as nx

from muninet.answers.models import Location, Model
from muninet.export.subgraph import about, fact_attributes, node_attributes, sources_of, subgraph_of

# What XML 1.0 cannot hold at all, not even escaped.
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def render_graphml(answer: Model, places: Mapping[str, Location]) -> str:
    """Render a directed graph: entities as nodes, facts as edges under their ids, each once.

    GraphML holds no lists: `sources` and `licences` of an edge are joined by `;`. What the answer says about itself
    (the question, the graph's version, licences, sources) stands as attributes of the graph, those that are more than
    a text as JSON.
    """
    file = io.BytesIO()
    # Always the same writer: networkx would take lxml where somebody has it, and write other bytes.
    nx.write_graphml_xml(drawn(answer, places), file)
    return file.getvalue().decode("utf-8")


def drawn(answer: Model, places: Mapping[str, Location]) -> nx.MultiDiGraph:
    """The entities and facts of an answer as a graph of networkx; the key of an edge is the fact's id."""
    found, sources = subgraph_of(answer), sources_of(answer)
    graph = nx.MultiDiGraph(**{name: _text(value) for name, value in about(answer).items() if value is not None})
    for node in found.nodes.values():
        graph.add_node(node.id, **_flat(node_attributes(node, places)))
    for fact in found.facts.values():
        graph.add_edge(fact.from_.id, fact.to.id, fact.id, **_flat(fact_attributes(fact, sources)))
    return graph


def _flat(attributes: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value if isinstance(value, int | float) else _text(value) for name, value in attributes.items()}


def _text(value: Any) -> str:
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        text = ";".join(value)
    else:
        text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return _NO_XML.sub("\ufffd", text)
