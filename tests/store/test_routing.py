"""Clusters, as far as one server shows them: routing, reads to readers, own loads read, a leader that goes."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from tests.conftest import TESTS, GraphStates, ServerAddress

from muninet.errors import StoreUnavailableError
from muninet.loader import load, status
from muninet.settings import Settings
from muninet.store.bolt import Store
from muninet.store.local import LocalServer
from muninet.store.values import Statement


def routed(uri: str) -> str:
    """The address of a server as the address of a cluster."""
    return "neo4j://" + uri.partition("://")[2]


@pytest.fixture
async def cluster(server: ServerAddress) -> AsyncIterator[Store]:
    async with await Store.open(routed(server.uri), server.user, server.password) as store:
        yield store


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch, cluster: Store) -> list[str]:
    """For which sort of access connections are asked from the driver's pool of servers."""
    found: list[str] = []
    pool: Any = cluster._driver._pool  # the driver has no public way to tell
    original = pool.acquire

    async def acquire(access_mode: str, *arguments: Any, **more: Any) -> Any:
        found.append(access_mode)
        return await original(access_mode, *arguments, **more)

    monkeypatch.setattr(pool, "acquire", acquire)
    return found


async def test_the_routing_table_names_who_reads_and_who_writes(cluster: Store) -> None:
    table = "CALL dbms.routing.getRoutingTable({}) YIELD servers"
    text = f"{table} UNWIND servers AS one RETURN one.role AS role ORDER BY role"
    assert [row[0] for row in (await cluster.read(text)).rows] == ["READ", "ROUTE", "WRITE"]
    (known,) = [table for name, table in cluster._driver._pool.routing_tables.items() if name]
    assert known.readers
    assert known.writers


async def test_questions_go_to_readers_and_loads_to_writers(
    cluster: Store, asked: list[str], empty_graph: GraphStates
) -> None:
    await cluster.read("RETURN 1")
    async for _ in cluster.stream("RETURN 1", {}, size=1, timeout=5.0):
        pass
    assert asked == ["READ", "READ"]
    await cluster.write([Statement("CREATE (:Kept {id: 1})")])
    assert asked == ["READ", "READ", "WRITE"]


async def test_a_load_is_read_by_who_loaded(cluster: Store, empty_graph: GraphStates) -> None:
    """Every read carries the bookmark of the writes before it, so that a reader that lags would wait for them."""
    report = await load(cluster, [TESTS / "data" / "small"])
    assert (await status(cluster)).version == report.graph_version
    before = await cluster._bookmarks.get_bookmarks()
    await cluster.write([Statement("CREATE (:Kept {id: 2})")])
    after = await cluster._bookmarks.get_bookmarks()
    assert after
    assert after != before
    assert (await cluster.read("MATCH (n:Kept) RETURN n.id")).single() == 2


async def test_a_write_waits_for_the_next_leader(settings: Settings, tmp_path: Path) -> None:
    """As where a cluster's leader goes: who asks is told so, and one write ends with the next one, done once."""
    with LocalServer(replace(settings, home=tmp_path / "home")) as own:
        uri = routed(own.bolt_uri)
        async with await Store.open(uri, own.user, own.password, retrying=300.0) as store:
            await store.write([Statement("CREATE (:Kept {id: 1})")])
            os.kill(own.pid, signal.SIGKILL)
            with pytest.raises(StoreUnavailableError, match="does not answer"):
                await store.read("RETURN 1")
            added = Statement("MERGE (n:Kept {id: 2}) SET n.times = coalesce(n.times, 0) + 1")
            writing = asyncio.create_task(store.write([added]))
            # Nobody takes it for as long as nobody is there.
            await asyncio.sleep(1.0)
            assert not writing.done()
            await asyncio.to_thread(own.revive)
            await writing
            rows = (await store.read("MATCH (n:Kept) RETURN n.id, n.times ORDER BY n.id")).rows
            assert rows == [(1, None), (2, 1)]


async def test_a_write_that_nobody_takes_is_given_up(settings: Settings, tmp_path: Path) -> None:
    with LocalServer(replace(settings, home=tmp_path / "home")) as own:
        async with await Store.open(routed(own.bolt_uri), own.user, own.password, retrying=0.5) as store:
            await store.verify()
            os.kill(own.pid, signal.SIGKILL)
            with pytest.raises(StoreUnavailableError, match="does not answer"):
                await store.write([Statement("CREATE (:Kept {id: 1})")])
