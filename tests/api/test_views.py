"""Views and figures over HTTP: what is drawn is what the question answers."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from typing import TYPE_CHECKING, Any

import pytest

from muninet.figures.questions import DRAWABLE

if TYPE_CHECKING:
    import httpx

LINKS = "to=climate-alliance&via=ceesen&at=2026-01-01"
ASKED = {
    "links": LINKS,
    "paths": "from=tartu-ee&to=climate-alliance",
    "neighbourhood": "entity=ceesen&at=any",
    "network": "network=b40",
    "overlap": "networks=b40;iclei&at=any",
    "cities": "networks=b40;iclei",
    "timeline": "entity=b40",
}


async def view_of(client: httpx.AsyncClient, name: str, query: str) -> dict[str, Any]:
    response = await client.get(f"/v1/views/{name}?{query}")
    assert response.status_code == 200, response.text
    found: dict[str, Any] = response.json()
    return found


@pytest.mark.parametrize("name", list(DRAWABLE))
async def test_a_view_holds_what_the_question_answers(client: httpx.AsyncClient, name: str) -> None:
    view = await view_of(client, name, ASKED[name])
    nodes = {node["id"]: node for node in view["nodes"]}
    assert view["facts"] or view["undrawn"]
    for fact in [drawn["fact"] for drawn in view["facts"]]:
        assert {fact["from"]["id"], fact["to"]["id"]} <= set(nodes)
    for fact in view["undrawn"]:
        assert {fact["from"]["id"], fact["to"]["id"]} & set(nodes)
    for fact in [*(drawn["fact"] for drawn in view["facts"]), *view["undrawn"]]:
        assert set(fact["sources"]) <= set(view["sources"])
    assert {node["mark"] or node["type"] for node in nodes.values()} <= {mark["type"] for mark in view["marks"]}
    assert {drawn["fact"]["type"] for drawn in view["facts"]} == {stroke["type"] for stroke in view["strokes"]}
    assert all(0 < node["x"] < view["width"] and 0 < node["y"] < view["height"] for node in nodes.values())
    # On a map of several networks stand those that belong to them alone.
    assert any(node["focus"] for node in nodes.values()) == (name != "cities")
    assert view["stories"]
    assert all(story["sentence"].count("[") == len(story["facts"]) for story in view["stories"])


async def test_links_are_drawn_as_they_are_answered(client: httpx.AsyncClient) -> None:
    answer = (await client.get(f"/v1/links?{LINKS}")).json()
    view = await view_of(client, "links", LINKS)
    assert view["title"] == "Cities linked to Climate Alliance via CEESEN"
    assert view["groups"] == answer["groups"]
    assert [story["sentence"] for story in view["stories"]] == [route["sentence"] for route in answer["routes"]]
    assert {drawn["fact"]["id"] for drawn in view["facts"]} == {
        fact["id"] for route in answer["routes"] for fact in route["facts"]
    }
    assert view["sources"] == answer["sources"]
    assert view["page"] == "/links?to=climate-alliance&via=ceesen&at=2026-01-01"
    # Several kinds of link are told apart, and never added up.
    every = await view_of(client, "links", "to=climate-alliance&at=2026-01-01")
    assert every["description"].count(" routes from ") + every["description"].count(" route from ") == len(
        every["groups"]
    )


async def test_cities_are_told_apart_by_network(client: httpx.AsyncClient) -> None:
    view = await view_of(client, "cities", "networks=b40;iclei&at=2026-01-01")
    answer = (await client.get("/v1/queries/network/cities?networks=b40;iclei&at=2026-01-01")).json()
    marks = {mark["type"]: mark for mark in view["marks"]}
    assert marks["b40"]["label"] == "B40 Balkan Cities Network"
    assert {node["id"]: node["mark"] for node in view["nodes"]} == {
        row["entity"]["id"]: "+".join(row["networks"]) for row in answer["rows"]
    }
    assert {mark["type"]: mark["count"] for mark in view["marks"] if mark["count"]} == {
        kind: sum("+".join(row["networks"]) == kind for row in answer["rows"])
        for kind in {"+".join(row["networks"]) for row in answer["rows"]}
    }
    assert view["ground"]["land"]
    assert view["page"] == "/map?networks=b40&networks=iclei&at=2026-01-01"
    # By graph and over time they are told apart by type, and the networks are there.
    graph = await view_of(client, "cities", "networks=b40;iclei&layout=graph&at=2026-01-01")
    assert {node["id"] for node in graph["nodes"] if node["focus"]} == {"b40", "iclei"}
    assert graph["page"].endswith("layout=graph")


async def test_facts_over_time(client: httpx.AsyncClient) -> None:
    view = await view_of(client, "timeline", "entity=b40")
    answer = (await client.get("/v1/queries/entity/timeline?entity=b40")).json()
    assert {drawn["fact"]["id"] for drawn in view["facts"]} == {
        row["fact"]["id"] for row in answer["rows"] if row["fact"]
    }
    assert [moment["text"] for moment in view["axis"]["moments"]] == ["founded 2021-11-30"]
    assert all(drawn["trace"] for drawn in view["facts"])
    members = await view_of(client, "network", "network=b40&layout=time")
    assert members["axis"]
    assert members["ground"] is None
    refused = await client.get("/v1/views/timeline?entity=b40&layout=map")
    assert refused.status_code == 422
    assert "'map' is not one of time" in refused.json()["detail"]


async def test_the_same_question_has_the_same_picture(client: httpx.AsyncClient) -> None:
    first = await client.get(f"/figures/links.svg?{LINKS}")
    again = await client.get(f"/figures/links.svg?{LINKS}", headers={"Accept-Encoding": "identity"})
    assert first.content == again.content
    assert first.headers["ETag"] == again.headers["ETag"]
    unchanged = await client.get(f"/figures/links.svg?{LINKS}", headers={"If-None-Match": first.headers["ETag"]})
    assert unchanged.status_code == 304
    other = await client.get(f"/figures/links.svg?{LINKS}&theme=dark")
    assert other.headers["ETag"] != first.headers["ETag"]


@pytest.mark.parametrize(
    ("form", "media_type", "begins"),
    [("svg", "image/svg+xml", b"<svg"), ("png", "image/png", b"\x89PNG"), ("pdf", "application/pdf", b"%PDF-")],
)
async def test_every_form(client: httpx.AsyncClient, form: str, media_type: str, begins: bytes) -> None:
    for name, query in ASKED.items():
        response = await client.get(f"/figures/{name}.{form}?{query}&width=600&height=500")
        assert response.status_code == 200, response.text
        assert response.headers["Content-Type"].partition(";")[0] == media_type
        assert response.content.startswith(begins)


async def test_a_figure_names_its_page_wherever_it_is_served(client: httpx.AsyncClient) -> None:
    for host in ("graph.example.org", "other.example.org"):
        svg = (await client.get(f"/figures/links.svg?{LINKS}", headers={"Host": host})).text
        texts = [element.text for element in ET.fromstring(svg).iter("{http://www.w3.org/2000/svg}text")]
        assert any(f"http://{host}/links?to=climate-alliance" in (text or "") for text in texts)


async def test_a_map_shows_those_with_a_place(client: httpx.AsyncClient) -> None:
    view = await view_of(client, "network", "network=b40&layout=map")
    answer = (await client.get("/v1/queries/network/members?network=b40&format=geojson")).json()
    placed = {one["properties"]["id"] for one in answer["features"] if one["geometry"]}
    assert {node["id"] for node in view["nodes"]} == placed
    assert all(node["location"] for node in view["nodes"])
    assert view["ground"]["land"].startswith("M")
    assert "Natural Earth" in view["ground"]["source"]
    assert any("not on the map" in note for note in view["notes"])
    svg = (await client.get("/figures/network.svg?network=b40&layout=map")).text
    assert re.search("Natural Earth", svg)


async def test_what_is_wrong_is_told(client: httpx.AsyncClient) -> None:
    for path, status, parameter in (
        ("/figures/links.svg?to=climate-aliance", 404, "to"),
        ("/figures/links.svg?to=climate-alliance&width=10", 422, "width"),
        ("/figures/links.svg?to=climate-alliance&layout=round", 422, "layout"),
        ("/figures/links.png?to=climate-alliance&width=4000&height=4000&scale=4", 422, "scale"),
        ("/v1/views/links?to=climate-alliance&wide=1", 422, "wide"),
        ("/figures/links.gif?to=climate-alliance", 422, "form"),
    ):
        response = await client.get(path)
        assert (response.status_code, response.json().get("parameter")) == (status, parameter), response.text


async def test_nothing_found_is_a_picture_that_says_so(client: httpx.AsyncClient) -> None:
    view = await view_of(client, "paths", "from=tirana-al&to=lithuanian-green-municipalities&max_hops=1")
    assert view["facts"] == []
    assert view["description"] == "Nothing is known that answers this."
    assert {node["id"] for node in view["nodes"]} == {"tirana-al", "lithuanian-green-municipalities"}
    svg = await client.get("/figures/paths.svg?from=tirana-al&to=lithuanian-green-municipalities&max_hops=1")
    assert "Nothing is known that answers this." in svg.text
