"""Exports of answers that are made here by hand: what a format does with what the seed does not hold."""

from __future__ import annotations

import csv
import io
import json
import xml.etree.ElementTree as ET
from typing import Any

import networkx as nx
import pytest

from muninet.answers.models import Fact, Licence, Location, Model, NodeRef, QueryAnswer, QueryColumn, Route, Source
from muninet.export.cytoscape import render_cytoscape
from muninet.export.formats import ExportFormat, export
from muninet.export.geojson import render_geojson
from muninet.export.graphml import render_graphml
from muninet.export.subgraph import subgraph_of
from muninet.export.tables import table_of

GRAPHML = "{http://graphml.graphdrawing.org/xmlns}"
NODES = {
    "a": NodeRef(id="a", type="City", name='A "&" <b>\x00', country="EE"),
    "b": NodeRef(id="b", type="Network", name="=B", country=None),
    "c": NodeRef(id="c", type="City", name="Скопје", country="MK"),
}
PLACES = {"a": Location(lat=58.5, lon=26.25), "c": Location(lat=-41.0, lon=-21.5)}


def fact(id_: str, start: str, end: str, sources: list[str], **properties: Any) -> Fact:
    known: dict[str, Any] = dict.fromkeys(
        ("since", "until", "as_of", "since_precision", "until_precision", "as_of_precision", "holds_from",
         "holds_until", "status", "label", "note")
    )  # fmt: skip
    return Fact(
        **{**known, "since": "2024-01-01", "since_precision": "year"},
        id=id_,
        type="MEMBER_OF",
        kind="affiliation",
        from_=NODES[start],
        to=NODES[end],
        certainty="dated",
        rank="normal",
        properties=properties,
        sources=sources,
        datasets=["seed"],
        sentence=f"{start} is a member of {end}.",
    )


FACTS = [
    fact("f1", "a", "b", ["s1", "s2"], kind="founding", vote=True),
    # A second fact between the same two: neither may swallow the other.
    fact("f2", "a", "b", ["s2"]),
    fact("f3", "c", "b", ["s1"]),
]
ROUTE = Route(
    id="r1",
    pattern="MEMBER_OF>^MEMBER_OF",
    length=2,
    nodes=[NODES["a"], NODES["b"], NODES["c"]],
    facts=[FACTS[0], FACTS[2]],
    forward=[True, False],
    sentence="a to c",
    footnotes=[],
)


def source(id_: str, licence: str | None) -> Source:
    return Source(
        id=id_, title=id_, publisher="P", published=None, published_precision=None, url=None, licence=licence,
        retrieved=None,
    )  # fmt: skip


SOURCES = {"s1": source("s1", "CC-BY-4.0"), "s2": source("s2", None)}


def answer(columns: dict[str, str], rows: list[dict[str, Any]]) -> QueryAnswer:
    return QueryAnswer(
        query={"name": "city/test", "city": "a", "at": "any"},
        graph_version="1",
        data_as_of=None,
        columns=[QueryColumn(name=name, type=type_) for name, type_ in columns.items()],
        rows=[{name: shaped(value) for name, value in row.items()} for row in rows],
        next="abc",
        sources=SOURCES,
        licences=[Licence(licence="CC-BY-4.0", sources=["s1"]), Licence(licence=None, sources=["s2"])],
    )


def shaped(value: Any) -> Any:
    if isinstance(value, list):
        return [shaped(item) for item in value]
    if isinstance(value, dict):
        return {name: shaped(item) for name, item in value.items()}
    return value.model_dump(mode="json", by_alias=True) if isinstance(value, Model) else value


MIXED = answer(
    {"city": "node", "kind": "string", "sources": "integer", "facts": "fact[]", "route": "path", "more": "map"},
    [
        {"city": NODES["a"], "kind": "x", "sources": 2, "facts": FACTS[:2], "route": ROUTE, "more": {"id2": 1}},
        {"city": NODES["a"], "kind": "y", "sources": 2, "facts": [], "route": None, "more": {"of": NODES["c"]}},
        {"city": None, "kind": None, "sources": None, "facts": [FACTS[0]], "route": None, "more": None},
    ],
)


def test_every_entity_and_fact_once_in_the_order_of_the_answer() -> None:
    found = subgraph_of(MIXED)
    assert list(found.nodes) == ["a", "b", "c"]
    assert list(found.facts) == ["f1", "f2", "f3"]
    assert [(route.start, route.facts) for route in found.routes] == [("a", ("f1", "f3"))]
    assert found.facts["f2"] == FACTS[1]


def test_graphml_keeps_parallel_facts_and_leaves_out_what_is_not_known() -> None:
    text = render_graphml(MIXED, PLACES)
    graph = nx.read_graphml(io.BytesIO(text.encode()))
    assert sorted((u, v, key) for u, v, key in graph.edges(keys=True)) == [
        ("a", "b", "f1"), ("a", "b", "f2"), ("c", "b", "f3"),
    ]  # fmt: skip
    assert graph.nodes["a"]["name"] == 'A "&" <b>\ufffd'
    assert graph.nodes["c"] == {
        "id": "c", "type": "City", "name": "Скопје", "country": "MK", "lat": -41.0, "lon": -21.5,
    }  # fmt: skip
    assert graph.nodes["b"] == {"id": "b", "type": "Network", "name": "=B"}
    edge = graph.edges["a", "b", "f1"]
    assert (edge["sources"], edge["licences"], edge["kind"], edge["vote"]) == (
        "s1;s2",
        "CC-BY-4.0;none",
        "founding",
        True,
    )
    assert not {"until", "as_of", "label", "status", "properties", "from", "to"} & edge.keys()
    assert json.loads(graph.graph["query"])["city"] == "a"
    assert graph.graph["next"] == "abc"


def test_graphml_declares_what_it_uses() -> None:
    root = ET.fromstring(render_graphml(MIXED, PLACES))
    # The schema wants keys before the graph, each used by elements of its own kind, and types from a short list.
    assert [child.tag for child in root] == [f"{GRAPHML}key"] * (len(root) - 1) + [f"{GRAPHML}graph"]
    keys = {key.attrib["id"]: key.attrib for key in root.iter(f"{GRAPHML}key")}
    assert {key["attr.type"] for key in keys.values()} <= {"boolean", "int", "long", "float", "double", "string"}
    for kind in ("node", "edge"):
        for element in root.iter(f"{GRAPHML}{kind}"):
            assert {keys[data.attrib["key"]]["for"] for data in element} == {kind}


def test_cytoscape_has_elements_with_ids_of_their_own() -> None:
    whole = json.loads(render_cytoscape(MIXED, PLACES))
    assert [node["data"]["id"] for node in whole["elements"]["nodes"]] == ["a", "b", "c"]
    edges = [edge["data"] for edge in whole["elements"]["edges"]]
    assert [(edge["id"], edge["source"], edge["target"]) for edge in edges] == [
        ("f1", "a", "b"), ("f2", "a", "b"), ("f3", "c", "b"),
    ]  # fmt: skip
    assert edges[0]["sources"] == ["s1", "s2"]
    assert None not in edges[0].values()
    assert [one["licence"] for one in whole["data"]["licences"]] == ["CC-BY-4.0", None]
    assert nx.cytoscape_graph(whole).number_of_edges() == 3


def test_geojson_puts_longitude_first_and_keeps_the_cells() -> None:
    whole = json.loads(render_geojson(MIXED, PLACES))
    first, second = whole["features"]
    assert (first["id"], first["geometry"]) == ("a", {"type": "Point", "coordinates": [26.25, 58.5]})
    assert second["geometry"]["coordinates"] == [-21.5, -41.0]
    assert first["properties"] == {
        "id": "a", "type": "City", "name": 'A "&" <b>\x00', "country": "EE",
        "kind": ["x", "y"], "column_sources": 2,
        "patterns": ["MEMBER_OF>^MEMBER_OF"], "sentences": ["a to c"],
        "sources": ["s1", "s2"], "licences": ["CC-BY-4.0", "none"],
    }  # fmt: skip
    assert second["properties"]["sentences"] == ["c is a member of b."]
    assert second["properties"]["licences"] == ["CC-BY-4.0"]
    assert (whole["next"], whole["query"]["name"]) == ("abc", "city/test")


def test_a_column_called_sources_keeps_its_name_in_csv() -> None:
    table = table_of(MIXED)
    assert list(table.columns) == ["city", "kind", "sources", "facts", "route", "more", "row_sources", "licences"]
    assert [row[-2:] for row in table.rows] == [["s1;s2", "CC-BY-4.0;none"], ["", ""], ["s1;s2", "CC-BY-4.0;none"]]
    assert table.rows[0][3] == "f1;f2"


class Listed(NodeRef):
    """An entity of a list."""

    population: int
    located: dict[str, float]
    sources: list[str]


class Listing(Model):
    """An answer with results."""

    graph_version: str
    results: list[Listed]
    sources: dict[str, Source]


def test_geojson_of_a_list_has_what_the_list_tells() -> None:
    tartu = Listed(**NODES["a"].model_dump(), population=97666, located={"lat": 1.0}, sources=["s2"])
    whole = json.loads(render_geojson(Listing(graph_version="1", results=[tartu], sources=SOURCES), PLACES))
    (feature,) = whole["features"]
    assert feature["properties"] == {
        **NODES["a"].model_dump(), "population": 97666, "patterns": [], "sentences": [], "sources": ["s2"],
        "licences": ["none"],
    }  # fmt: skip


class Neighbourhood(Model):
    """An answer without rows."""

    graph_version: str
    facts: list[Fact]
    sources: dict[str, Source]


def test_an_answer_without_rows_is_a_table_of_its_facts() -> None:
    whole = Neighbourhood(graph_version="1", facts=FACTS, sources=SOURCES)
    text = export(whole, ExportFormat.CSV, {}, bom=True)
    assert text.startswith("\ufeffid,type,class,from_id,from,")
    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline="")))
    assert [(row["id"], row["from_id"], row["to_id"], row["since"]) for row in rows] == [
        ("f1", "a", "b", "2024-01-01"), ("f2", "a", "b", "2024-01-01"), ("f3", "c", "b", "2024-01-01"),
    ]  # fmt: skip
    # A name that a spreadsheet would run.
    assert rows[0]["to"] == "'=B"
    assert rows[0]["licences"] == "CC-BY-4.0;none"


@pytest.mark.parametrize("format_", ExportFormat)
def test_an_empty_answer_is_one_too(format_: ExportFormat) -> None:
    empty = answer({"city": "node"}, [])
    text = export(empty, format_, {})
    if format_ is ExportFormat.GRAPHML:
        assert nx.read_graphml(io.BytesIO(text.encode())).number_of_nodes() == 0
    elif format_ is ExportFormat.CSV:
        assert text == "city,sources,licences\r\n"
    else:
        assert json.loads(text)
