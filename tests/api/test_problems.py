"""Every error is a problem document that names what is wrong, and none tells of the inside of the service."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from muninet.store.bolt import Store
from muninet_api.problems import KINDS

if TYPE_CHECKING:
    from tests.api.conftest import Cable, Service
    from tests.conftest import ServerAddress

    from muninet.store.values import Rows

FIELDS = {"type", "title", "status", "detail", "instance", "parameter", "suggestions"}


def problem_of(response: httpx.Response, status: int, kind: str) -> dict[str, Any]:
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/problem+json"
    assert response.headers["cache-control"] == "no-store"
    assert response.headers["access-control-allow-origin"] == "*"
    assert "default-src 'none'" in response.headers["content-security-policy"]
    problem: dict[str, Any] = response.json()
    assert set(problem) >= FIELDS
    assert (problem["status"], problem["type"]) == (status, f"/problems/{kind}")
    assert problem["title"] == KINDS[kind].title
    return problem


@pytest.mark.parametrize(
    ("address", "parameter", "said"),
    [
        ("/v1/links", "to", "is missing"),
        ("/v1/links?to=", "to", "empty"),
        ("/v1/links?to=b40&limt=5", "limt", "did you mean limit?"),
        ("/v1/links?to=b40&limit=0", "limit", "1 to 1000"),
        ("/v1/links?to=b40&limit=1001", "limit", "1 to 1000"),
        ("/v1/links?to=b40&limit=ten", "limit", "whole number"),
        ("/v1/paths?from=b40&to=iclei&shortest=yes", "shortest", "neither true nor false"),
        ("/v1/compare?" + "&".join(["ids=b40"] * 101), "ids", "at most 100 values"),
        ("/v1/queries/network/facets?" + "&".join(["without_licence="] * 101), "without_licence", "at most 100 values"),
        ("/v1/links?to=b40&limit=99999999999999999999999999", "limit", "out of bounds"),
        ("/v1/links?to=b40&limit=" + "9" * 5000, "limit", "out of bounds"),
        ("/v1/links?to=b40&limit=1&limit=2", "limit", "2 times"),
        ("/v1/links?to=b40&max_hops=7", "max_hops", "1 to 6"),
        ("/v1/links?to=b40&at=2024-02-30", "at", "2024-02-30"),
        ("/v1/links?to=b40&at=yesterday", "at", "yesterday"),
        ("/v1/links?to=b40&at=", "at", "empty"),
        ("/v1/links?to=b40&direction=down", "direction", "up"),
        ("/v1/links?to=b40&from_type=Town", "from_type", "City"),
        ("/v1/links?to=b40&relations=MEMBR_OF", "relations", "MEMBER_OF"),
        ("/v1/links?to=b40&hubs=perhaps", "hubs", "true"),
        ("/v1/links?to=b40&cursor=abc", "cursor", "next"),
        ("/v1/links?to=b40&cursor=%22", "cursor", "next"),
        ("/v1/links?to=b40&cursor=IlxcdWQ4MDAi", "cursor", "next"),
        ("/v1/search?q=sofia&cursor=W10", "cursor", "next"),
        ("/v1/links?to=b40&lang=xx", "lang", "en"),
        ("/v1/changes?since=10000000000", "since", "number"),
        ("/v1/cities?population_max=100000001", "population_max", "0 to 100000000"),
        ("/v1/links?to=b40&format=xml", "format", "json"),
        ("/v1/links?to=b40%00", "to", "character"),
        ("/v1/links?to=" + "a" * 201, "to", "200"),
        ("/v1/links?to=b40&via=b40", "via", "same"),
        ("/v1/entities/b40%00", "id", "character"),
        ("/v1/entities/b40%0A", "id", "character"),
        ("/v1/entities/b40?at=today", "at", "there are without_licence, format"),
        ("/v1/search", "q", "is missing"),
        ("/v1/search?q=", "q", "empty"),
        ("/v1/search?q=a%00b", "q", "character"),
        ("/v1/search?q=sofia&limit=101", "limit", "101 is out of bounds: give 1 to 100"),
        ("/v1/search?q=sofia&limit=0", "limit", "0 is out of bounds: give 1 to 100"),
        ("/v1/search?q=sofia&limit=ten", "limit", "'ten' is not a whole number"),
        ("/v1/search?q=sofia&limit=", "limit", "may not be left empty"),
        ("/v1/links?to=b40&limit=", "limit", "may not be left empty"),
        ("/v1/search?q=sofia&type=Town", "type", "City"),
        ("/v1/queries?q=1", "q", "none here"),
        ("/v1/queries/network/members?network=b40&kind=fake", "kind", "founding"),
        ("/v1/queries/network/members?network=b40&country=Germany", "country", "two letters"),
        ("/v1/queries/network/members?after=x", "after", "not a parameter"),
    ],
)
async def test_a_wrong_parameter_is_named(client: httpx.AsyncClient, address: str, parameter: str, said: str) -> None:
    problem = problem_of(await client.get(address), 422, "bad-parameter")
    assert problem["parameter"] == parameter
    assert said in problem["detail"]
    assert problem["instance"] == address.partition("?")[0]


@pytest.mark.parametrize(
    ("address", "parameter", "suggested"),
    [
        ("/v1/links?to=climate-aliance", "to", "climate-alliance"),
        ("/v1/links?to=climate-alliance&via=cesen", "via", "ceesen"),
        ("/v1/links?to=climate-alliance&avoid=tartu", "avoid", "tartu-ee"),
        ("/v1/entities/istambul-tr", "id", "istanbul-tr"),
        ("/v1/queries/network/members?network=B40", "network", "b40"),
        ("/v1/queries/city/profile?city=Скопје", "city", "skopje-mk"),
    ],
)
async def test_an_unknown_id_brings_the_nearest(
    client: httpx.AsyncClient, address: str, parameter: str | None, suggested: str
) -> None:
    problem = problem_of(await client.get(address), 404, "unknown-entity")
    assert problem["parameter"] == parameter
    assert suggested in [suggestion["id"] for suggestion in problem["suggestions"]]
    assert all(set(suggestion) == {"id", "name"} for suggestion in problem["suggestions"])


@pytest.mark.parametrize(
    "name",
    ["%C3%28", "'; MATCH (n) DETACH DELETE n //", "$to", "*", "~", "a b", "🙂", "%F0%9F", "AND OR NOT", "/../etc"],
)
async def test_odd_ids_are_not_found_and_break_nothing(client: httpx.AsyncClient, name: str) -> None:
    problem_of(await client.get(f"/v1/links?to={name}"), 404, "unknown-entity")


@pytest.mark.parametrize(
    "path", ["/nowhere", "/v1", "/v1/", "/v1/links/", "/v1/entities/a/b", "/docs/../x", "/problems/x"]
)
async def test_a_path_that_is_not_served(bare: httpx.AsyncClient, path: str) -> None:
    problem_of(await bare.get(path), 404, "not-found")


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"])
@pytest.mark.parametrize(
    "path", ["/v1/links", "/v1/entities/b40", "/v1/queries/network/members", "/health/live", "/docs"]
)
async def test_other_methods_are_refused(bare: httpx.AsyncClient, method: str, path: str) -> None:
    response = await bare.request(method, path)
    problem_of(response, 405, "method-not-allowed")
    assert response.headers["allow"] == "GET, HEAD"


async def test_a_mistake_of_ours_tells_nothing_of_the_inside(careless_client: httpx.AsyncClient) -> None:
    response = await careless_client.get("/broken")
    problem = problem_of(response, 500, "internal-error")
    assert "hunter2" not in response.text
    assert "RuntimeError" not in response.text
    assert problem["instance"] == "/broken"


async def test_a_question_that_takes_too_long(
    service: Service, seed_graph: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = Store.read

    async def endless(store: Store, *_: object, **__: object) -> Rows:
        # No question of ours is slow on every machine: this one is, and the server itself ends it.
        return await read(store, "UNWIND range(1, 1000000000000) AS x RETURN sum(x % 7) AS s")

    async with service(query_timeout=0.2) as client:
        monkeypatch.setattr(Store, "read", endless)
        response = await client.get("/v1/links?to=climate-alliance")
    problem = problem_of(response, 504, "query-timeout")
    assert "0.2 s" in problem["detail"]


async def test_ids_that_are_too_long_for_any_entity_are_unknown(client: httpx.AsyncClient) -> None:
    for address in ("/v1/compare?ids=b40;", "/v1/links?to=b40&avoid=", "/v1/queries/network/overlap?networks=b40;"):
        problem_of(await client.get(address + "x" * 1500), 404, "unknown-entity")


async def test_a_question_that_does_not_exist_is_unknown_whatever_it_is_asked_with(bare: httpx.AsyncClient) -> None:
    problem = problem_of(await bare.get("/v1/queries/network/membrs?network=b40"), 404, "unknown-query")
    assert problem["suggestions"][0]["id"] == "network/members"


async def test_a_database_that_falls_silent_is_away(
    service: Service, cable: Cable, seed_graph: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("muninet.store.bolt._SILENCE_SECONDS", 0.5)
    monkeypatch.setattr("muninet.store.bolt._PAUSE_AFTER_SILENCE", 5.0)
    async with service(neo4j_uri=f"bolt://127.0.0.1:{cable.port}", query_timeout=2) as client:
        assert (await client.get("/v1/entities/b40")).status_code == 200
        cable.flows.clear()
        problem_of(await client.get("/v1/cities?limit=7"), 503, "database-away")
        # What needs no database does not wait for one, and what asks for several things waits for the first alone.
        assert (await client.get("/v1/queries")).status_code == 200
        cable.flows.set()
        problem_of(await client.get("/v1/entities/b40"), 503, "database-away")
        await asyncio.sleep(5.1)
        assert (await client.get("/v1/entities/b40")).status_code == 200


async def test_the_database_goes_away_and_comes_back(service: Service, cable: Cable, seed_graph: object) -> None:
    async with service(neo4j_uri=f"bolt://127.0.0.1:{cable.port}") as client:
        assert (await client.get("/v1/entities/b40")).status_code == 200
        await cable.cut()
        for path in ("/v1/entities/b40", "/v1/links?to=b40", "/v1/search?q=b40", "/health/ready"):
            response = await client.get(path)
            problem_of(response, 503, "database-away")
            assert int(response.headers["retry-after"]) > 0
            assert str(cable.port) not in response.text
        assert (await client.get("/health/live")).status_code == 200
        assert (await client.get("/v1/queries")).status_code == 200
        await cable.mend()
        assert (await client.get("/v1/entities/b40")).status_code == 200
        assert (await client.get("/health/ready")).status_code == 200


async def test_a_wrong_password_is_not_told(service: Service, server: ServerAddress) -> None:
    # A server without authentication takes any password: there, one that is away must do.
    uri = server.uri if server.password else "bolt://127.0.0.1:1"
    # Neo4j locks a user for some seconds after three wrong passwords: not the one that the next tests ask as.
    async with service(neo4j_uri=uri, neo4j_user="nobody", neo4j_password="hunter2") as client:
        response = await client.get("/v1/entities/b40")
    problem_of(response, 503, "database-away")
    assert "hunter2" not in response.text


@pytest.mark.parametrize("slug", sorted(KINDS))
async def test_each_kind_has_its_page(bare: httpx.AsyncClient, slug: str) -> None:
    response = await bare.get(f"/problems/{slug}")
    assert response.status_code == 200
    assert KINDS[slug].title in response.text
    assert f'href="/problems/{slug}"' in (await bare.get("/problems")).text
