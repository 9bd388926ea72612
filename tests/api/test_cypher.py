"""`POST /v1/cypher`: off unless turned on, and then for reading only."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from fastapi import FastAPI

from muninet.errors import UsageError
from muninet.settings import Settings
from muninet_api.app import create_app

if TYPE_CHECKING:
    from tests.api.conftest import Service

CYPHER = "/v1/cypher"


@pytest.fixture
async def open_client(service: Service, seed_graph: object) -> AsyncIterator[httpx.AsyncClient]:
    """A client of a service that serves Cypher."""
    async with service(cypher=True) as client:
        yield client


def problem_of(response: httpx.Response, status: int, kind: str) -> dict[str, Any]:
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/problem+json"
    problem: dict[str, Any] = response.json()
    assert problem["type"] == f"/problems/{kind}"
    return problem


async def test_it_is_off_and_says_what_turns_it_on(bare: httpx.AsyncClient, app: FastAPI) -> None:
    problem = problem_of(await bare.post(CYPHER, json={"query": "RETURN 1"}), 403, "cypher-off")
    assert "MUNINET_CYPHER=on" in problem["detail"]
    assert CYPHER not in app.openapi()["paths"]


@pytest.mark.parametrize(("value", "on"), [("on", True), ("off", False), ("", False)])
def test_a_setting_turns_it_on(value: str, on: bool) -> None:
    assert Settings.from_environment({"MUNINET_CYPHER": value}).cypher is on


def test_any_other_value_of_the_setting_is_refused() -> None:
    with pytest.raises(UsageError, match="MUNINET_CYPHER"):
        Settings.from_environment({"MUNINET_CYPHER": "yes"})


async def test_rows_come_back(open_client: httpx.AsyncClient) -> None:
    query = "MATCH (c:City)-[:MEMBER_OF]->(n {id: $network}) RETURN DISTINCT c.id AS city ORDER BY city"
    response = await open_client.post(CYPHER, json={"query": query, "parameters": {"network": "b40"}, "limit": 2})
    assert response.status_code == 200, response.text
    answer = response.json()
    assert (answer["columns"], len(answer["rows"]), answer["truncated"]) == (["city"], 2, True)
    assert response.headers["cache-control"] == "no-store"


async def test_what_goes_wrong_is_a_problem(open_client: httpx.AsyncClient) -> None:
    problem = problem_of(await open_client.post(CYPHER, json={"query": "RETRN 1"}), 422, "bad-cypher")
    assert "line 1, column 1" in problem["detail"]
    for query in ("CREATE (n)", "LOAD CSV FROM 'file:///x' AS l RETURN l", "SHOW SETTINGS"):
        problem_of(await open_client.post(CYPHER, json={"query": query}), 403, "cypher-refused")
    slow = {"query": "UNWIND range(1, 1000000000) AS x RETURN sum(x) AS s", "timeout": 0.2}
    problem_of(await open_client.post(CYPHER, json=slow), 504, "query-timeout")


@pytest.mark.parametrize(
    ("body", "parameter"),
    [
        ({}, "query"),
        ({"query": ""}, "query"),
        ({"query": 1}, "query"),
        ({"query": "x" * 20_001}, "query"),
        ({"query": "RETURN 1", "limit": 1001}, "limit"),
        ({"query": "RETURN 1", "limit": 0}, "limit"),
        ({"query": "RETURN 1", "timeout": 0}, "timeout"),
        ({"query": "RETURN 1", "parameters": []}, "parameters"),
        ({"query": "RETURN 1", "lmit": 1}, "lmit"),
        ([], "body"),
    ],
)
async def test_a_wrong_body_is_told(open_client: httpx.AsyncClient, body: object, parameter: str) -> None:
    problem = problem_of(await open_client.post(CYPHER, json=body), 422, "bad-parameter")
    assert problem["parameter"] == parameter


async def test_bodies_that_cannot_be_read(open_client: httpx.AsyncClient) -> None:
    as_json = {"Content-Type": "application/json"}
    problem_of(await open_client.post(CYPHER, content=b"{", headers=as_json), 422, "bad-parameter")
    problem_of(await open_client.post(CYPHER, content=b"\xff" * 10, headers=as_json), 422, "bad-parameter")
    problem_of(await open_client.post(CYPHER, content=b" " * 100_001, headers=as_json), 400, "bad-request")
    problem_of(await open_client.post(f"{CYPHER}?x=1", json={"query": "RETURN 1"}), 422, "bad-parameter")
    response = await open_client.get(CYPHER)
    problem_of(response, 405, "method-not-allowed")
    assert response.headers["allow"] == "POST"


async def test_pages_of_other_sites_can_send_nothing(open_client: httpx.AsyncClient) -> None:
    body = json.dumps({"query": "RETURN 1 AS x"})
    # What a form of another site can send without asking first.
    problem_of(await open_client.post(CYPHER, content=body, headers={"Content-Type": "text/plain"}), 400, "bad-request")
    stranger = {"Origin": "https://example.org"}
    problem_of(await open_client.post(CYPHER, json=json.loads(body), headers=stranger), 403, "cypher-refused")
    asked = {**stranger, "Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "content-type"}
    preflight = await open_client.options(CYPHER, headers=asked)
    assert "POST" not in preflight.headers["access-control-allow-methods"]
    own = {"Origin": str(open_client.base_url).rstrip("/")}
    assert (await open_client.post(CYPHER, json=json.loads(body), headers=own)).status_code == 200


def test_the_document_describes_it_where_it_is_on(service_settings: Settings) -> None:
    document = create_app(replace(service_settings, cypher=True)).openapi()
    operation = document["paths"][CYPHER]["post"]
    assert {"200", "400", "403", "422", "503", "504"} <= set(operation["responses"])
    assert "304" not in operation["responses"]
    schema = operation["requestBody"]["content"]["application/json"]["schema"]
    assert schema["properties"]["limit"]["maximum"] == 1000
    assert "ETag" not in operation["responses"]["200"].get("headers", {})
