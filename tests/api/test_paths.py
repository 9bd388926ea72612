"""`GET /v1/paths`, `/v1/compare` and `/v1/gaps`: between entities."""

from __future__ import annotations

import csv
import io
from typing import Any

import httpx
import pytest

from muninet._home import home

TARTU = "/v1/paths?from=tartu-ee&to=climate-alliance"


async def got(client: httpx.AsyncClient, address: str) -> dict[str, Any]:
    response = await client.get(address)
    assert response.status_code == 200, response.text[:500]
    answer: dict[str, Any] = response.json()
    return answer


async def test_the_way_from_tartu_to_the_climate_alliance(client: httpx.AsyncClient) -> None:
    answer = await got(client, TARTU)
    assert set(answer) >= {"query", "graph_version", "data_as_of", "next", "groups", "routes", "sources", "licences"}
    route = answer["routes"][0]
    assert [node["id"] for node in route["nodes"]] == [
        "tartu-ee",
        "tartu-regional-energy-agency",
        "ceesen",
        "climate-alliance",
    ]
    assert route["sentence"] == (
        "Tartu is supported by Tartu Regional Energy Agency (as of January 2024) [1], "
        "which is a member of CEESEN (as of 20 March 2024) [2], "
        "which is a member of Climate Alliance (since October 2024) [3]."
    )
    assert [note["sources"] for note in route["footnotes"]] == [fact["sources"] for fact in route["facts"]]
    assert {source for fact in route["facts"] for source in fact["sources"]} <= set(answer["sources"])


async def test_kinds_of_link_are_told_apart(client: httpx.AsyncClient) -> None:
    answer = await got(client, "/v1/paths?from=abrud-ro&to=tartu-ee&max_hops=4&at=any")
    patterns = [route["pattern"] for route in answer["routes"]]
    assert patterns
    assert {group["pattern"]: group["count"] for group in answer["groups"]} == {
        pattern: patterns.count(pattern) for pattern in patterns
    }
    # Both are supported by an agency that is a member of CEESEN.
    assert "SUPPORTED_BY>MEMBER_OF>^MEMBER_OF>^SUPPORTED_BY" in patterns
    lengths = [route["length"] for route in answer["routes"]]
    assert lengths == sorted(lengths)


async def test_only_the_shortest(client: httpx.AsyncClient) -> None:
    address = "/v1/paths?from=athens-gr&to=istanbul-tr&relations=affiliation,event&at=any"
    every, shortest = await got(client, address), await got(client, f"{address}&shortest=true")
    least = min(route["length"] for route in every["routes"])
    assert {route["length"] for route in shortest["routes"]} == {least}
    assert [route["id"] for route in shortest["routes"]] == [
        route["id"] for route in every["routes"] if route["length"] == least
    ]
    assert (every["query"]["name"], shortest["query"]["name"]) == ("path/all", "path/shortest")
    assert shortest["query"]["shortest"] is True


async def test_what_is_avoided_is_on_no_route(client: httpx.AsyncClient) -> None:
    assert (await got(client, f"{TARTU}&avoid=ceesen&max_hops=3"))["routes"] == []
    assert (await got(client, f"{TARTU}&at=2024-09-01&max_hops=3"))["routes"] == []


async def test_routes_are_read_page_by_page(client: httpx.AsyncClient) -> None:
    address = "/v1/paths?from=athens-gr&to=istanbul-tr&relations=affiliation,event&at=any"
    whole = await got(client, f"{address}&limit=1000")
    routes: list[Any] = []
    cursor: str | None = ""
    while cursor is not None:
        page = await got(client, f"{address}&limit=4&cursor={cursor}")
        routes += page["routes"]
        cursor = page["next"]
    assert routes == whole["routes"]
    assert len(routes) > 4


async def test_a_cursor_of_all_is_none_of_the_shortest(client: httpx.AsyncClient) -> None:
    address = "/v1/paths?from=athens-gr&to=istanbul-tr&relations=affiliation,event&at=any&limit=1"
    cursor = (await got(client, address))["next"]
    response = await client.get(f"{address}&shortest=true&cursor={cursor}")
    assert (response.status_code, response.json()["parameter"]) == (404, "cursor")


@pytest.mark.parametrize(
    ("address", "parameter", "said"),
    [
        ("/v1/paths?from=tartu-ee", "to", "is missing"),
        ("/v1/paths?to=tartu-ee", "from", "is missing"),
        ("/v1/paths?from=tartu-ee&to=tartu-ee", "to", "same"),
        (f"{TARTU}&shortest=perhaps", "shortest", "neither true nor false"),
        (f"{TARTU}&detours=true", "detours", "is not a parameter"),
        (f"{TARTU}&max_hops=7", "max_hops", "1 to 6"),
        ("/v1/compare", "ids", "is missing"),
        ("/v1/compare?ids=", "ids", "empty"),
        ("/v1/gaps?network=b40", "missing_from", "is missing"),
    ],
)
async def test_a_wrong_parameter_is_named(client: httpx.AsyncClient, address: str, parameter: str, said: str) -> None:
    response = await client.get(address)
    problem = response.json()
    assert (response.status_code, problem["parameter"]) == (422, parameter), problem
    assert said in problem["detail"]


async def test_routes_as_a_table(client: httpx.AsyncClient) -> None:
    response = await client.get(f"{TARTU}&format=csv")
    (row,) = csv.DictReader(io.StringIO(response.text))
    assert (row["from_id"], row["to_id"], row["length"]) == ("tartu-ee", "climate-alliance", "3")
    assert row["nodes"] == "tartu-ee;tartu-regional-energy-agency;ceesen;climate-alliance"
    assert row["licences"] == "CC-BY-4.0;none"


@pytest.mark.parametrize("format_", ["geojson", "graphml", "cytoscape"])
async def test_routes_in_other_formats(client: httpx.AsyncClient, format_: str) -> None:
    response = await client.get(f"{TARTU}&format={format_}")
    assert response.status_code == 200
    assert "tartu-regional-energy-agency" in response.text or format_ == "geojson"


async def test_what_two_cities_share(client: httpx.AsyncClient) -> None:
    answer = await got(client, "/v1/compare?ids=tirana-al&ids=istanbul-tr&limit=1000")
    together = ";".join(["tirana-al", "istanbul-tr"] * 50)
    assert (await got(client, f"/v1/compare?ids={together}&limit=1000"))["results"] == answer["results"]
    assert answer["query"]["ids"] == ["tirana-al", "istanbul-tr"]
    shared = next(row for row in answer["results"] if row["relation"] == "MEMBER_OF" and row["other"]["id"] == "b40")
    assert shared["shared"] is True
    assert {node["id"] for node in shared["held_by"]} == {"tirana-al", "istanbul-tr"}
    assert {fact["from"]["id"] for fact in shared["facts"]} == {"tirana-al", "istanbul-tr"}
    assert all("since_precision" in fact for fact in shared["facts"])
    assert {source for fact in shared["facts"] for source in fact["sources"]} <= set(answer["sources"])


async def test_whom_ceesen_could_invite(client: httpx.AsyncClient) -> None:
    answer = await got(client, "/v1/gaps?network=b40&missing_from=ceesen&limit=1000")
    missing = {row["member"]["id"] for row in answer["results"]}
    # No city is a member of CEESEN, so all of B40's are missing from it.
    with (home("seed") / "facts" / "MEMBER_OF.csv").open(encoding="utf-8", newline="") as lines:
        members = {row["from"] for row in csv.DictReader(lines) if row["to"] == "b40" and not row["until"]}
    with (home("seed") / "nodes" / "City.csv").open(encoding="utf-8", newline="") as lines:
        cities = {row["id"] for row in csv.DictReader(lines)}
    assert missing == members & cities
    assert all(fact["to"]["id"] == "b40" for row in answer["results"] for fact in row["facts"])
    assert {source for row in answer["results"] for fact in row["facts"] for source in fact["sources"]} <= set(
        answer["sources"]
    )
