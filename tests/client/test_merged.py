"""An id of an entity that went into another one: the client gives the one that remains, over HTTP and over Bolt."""

from __future__ import annotations

import json
from typing import Any

import pytest
from tests.client.conftest import Reply, Told

from muninet import Graph
from muninet.client import GraphError, MergedEntity, UnknownEntity
from muninet.loader import Place, Record, load_records
from muninet.store.bolt import Store

PLACE = Place("made up")
IDS: dict[str, str] = {"gcom-1": "ova-ee", "gcom-2": "uva-ee"}


@pytest.fixture
async def merged(store: Store, empty_graph: object) -> None:
    """The towns Ova and Uva, which `gcom-1` and `gcom-2` went into; both are members of a network."""

    def one(label: str, id_: str, **cells: str) -> Record:
        return Record(label, {"id": id_, "name": id_.title(), "sources": "we", **cells}, PLACE)

    def member(city: str) -> Record:
        return Record("MEMBER_OF", {"from": city, "to": "ring", "as_of": "2024", "sources": "we"}, PLACE)

    records = [
        Record("Source", {"id": "we", "title": "We", "publisher": "We"}, PLACE),
        one("Country", "estonia", code="EE"),
        one("City", "ova-ee", country="EE", identifiers="gcom-org:1;muninet:gcom-1"),
        one("City", "uva-ee", country="EE", identifiers="gcom-org:2;muninet:gcom-2"),
        one("Network", "ring", identifiers="muninet:old-ring"),
        member("ova-ee"),
        member("uva-ee"),
    ]
    await load_records(store, records, "made", suppression=())


def test_the_entity_that_remains(merged: None, graph_of: Graph) -> None:
    found = graph_of.entity("gcom-1")
    assert (found.id, found.name) == ("ova-ee", "Ova-Ee")
    assert found == graph_of.entity("ova-ee")


@pytest.mark.parametrize(
    ("name", "given"),
    [
        ("network/members", {"network": "old-ring"}),
        ("city/profile", {"city": "gcom-1"}),
        ("path/shortest", {"from_": "gcom-1", "to": "gcom-2"}),
        ("entity/compare", {"ids": ["gcom-1", "gcom-2"]}),
        ("entity/compare", {"ids": "gcom-1; gcom-2"}),
    ],
)
def test_questions_about_it(name: str, given: dict[str, Any], merged: None, graph_of: Graph) -> None:
    remaining = {**IDS, "old-ring": "ring", "gcom-1; gcom-2": "ova-ee;uva-ee"}
    now = {
        key: [IDS[one] for one in value] if isinstance(value, list) else remaining[value]
        for key, value in given.items()
    }
    answer = graph_of.query(name, **given)
    assert answer.rows
    assert answer == graph_of.query(name, **now)


def test_links_and_their_pages(merged: None, graph_of: Graph) -> None:
    answer = graph_of.links("old-ring", limit=1)
    assert answer.query["to"] == "ring"
    cities = [route.nodes[0].id for page in answer.pages() for route in page]
    assert cities == ["ova-ee", "uva-ee"]


def test_an_id_that_never_was_stays_unknown(merged: None, graph_of: Graph) -> None:
    with pytest.raises(UnknownEntity):
        graph_of.entity("gcom-3")


def leading(location: str) -> Reply:
    body = {"type": "/problems/merged-entity", "title": "The entity goes by another id", "status": 308, "detail": "on"}
    return Reply(json.dumps(body).encode(), 308, {"Content-Type": "application/problem+json", "Location": location})


def test_a_service_behind_a_path_knows_its_own_paths_alone(told: Told) -> None:
    told.says(leading("/v1/search?q=now"), Reply(b"{}", 404))
    with Graph(f"{told.address}/muninet") as graph, pytest.raises(GraphError):
        graph.search("before")
    assert [path for path, _ in told.asked][1] == "/muninet/v1/search?q=now"


def test_ids_that_lead_in_a_circle(told: Told) -> None:
    told.says(leading("/v1/entities/a"))
    with Graph(told.address) as graph, pytest.raises(MergedEntity):
        graph.entity("a")
    assert len(told.asked) == 21
