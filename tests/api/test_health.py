"""Whether the service says truly that it can answer."""

from __future__ import annotations

import asyncio
import gc
from typing import TYPE_CHECKING

import httpx
import pytest
from tests.api.conftest import served

from muninet.settings import Settings
from muninet.store.bolt import Store
from muninet.store.values import Statement
from muninet_api.app import create_app

if TYPE_CHECKING:
    from tests.conftest import GraphStates

LOADING = "CREATE (:Dataset {name: 'seed', state: 'loading', started: datetime(), heartbeat: datetime()})"


async def test_it_is_ready_over_the_seed(client: httpx.AsyncClient) -> None:
    assert (await client.get("/health/live")).json() == {"status": "live"}
    response = await client.get("/health/ready")
    assert response.status_code == 200
    assert response.json()["status"] == "ready"
    assert response.json()["loads"] == []
    assert response.headers["cache-control"] == "no-store"


async def test_an_empty_graph_is_not_ready(bare: httpx.AsyncClient, empty_graph: GraphStates) -> None:
    response = await bare.get("/health/ready")
    assert (response.status_code, response.json()["type"]) == (503, "/problems/not-ready")
    assert "muninet load" in response.json()["detail"]
    assert response.json()["loads"] == []
    assert int(response.headers["retry-after"]) > 0


@pytest.mark.parametrize("entities", [0, 1])
async def test_a_first_load_under_way_is_told(
    bare: httpx.AsyncClient, empty_graph: GraphStates, store: Store, entities: int
) -> None:
    nodes = [Statement("CREATE (:Entity:City {id: 'a', name: 'A'})", {})] * entities
    await store.write([Statement(LOADING, {}), Statement("MERGE (:Graph {key: 'graph', version: '1'})", {}), *nodes])
    response = await bare.get("/health/ready")
    assert (response.status_code, response.json()["type"]) == (503, "/problems/not-ready")
    (load,) = response.json()["loads"]
    assert (load["dataset"], load["state"]) == ("seed", "loading")
    assert load["started"]


async def test_a_later_load_is_told_and_answers_go_on(
    bare: httpx.AsyncClient, empty_graph: GraphStates, store: Store
) -> None:
    there = "CREATE (:Entity:City {id: 'a', name: 'A'}), (:Graph {key: 'graph', version: '9', loads: 1})"
    await store.write([Statement(there, {}), Statement(LOADING, {})])
    response = await bare.get("/health/ready")
    assert response.status_code == 200
    assert [load["dataset"] for load in response.json()["loads"]] == ["seed"]


async def test_stopping_at_once_leaves_no_connection_open(service_settings: Settings, seed_graph: object) -> None:
    app = create_app(service_settings)
    for pause in (0.0, 0.001, 0.002, 0.004, 0.008) * 2:
        async with served(app):
            await asyncio.sleep(pause)
    # A socket that nobody closed is a warning here, and a warning is an error.
    gc.collect()
