"""Where a client lives: imported, in notebooks, in threads, forgotten, and told by the environment where to go."""

from __future__ import annotations

import asyncio
import gc
import json
import os
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.client.conftest import Told

import muninet
from muninet import Graph
from muninet.errors import UsageError

if TYPE_CHECKING:
    from tests.conftest import ServerAddress

HEAVY = ("httpx", "neo4j", "pydantic", "yaml", "networkx", "pandas", "rapidfuzz", "muninet.client")
FORGOTTEN = """
import sys
from muninet import Graph
graph = Graph(sys.argv[1], user=sys.argv[2], password=sys.argv[3])
print(graph.search("b40").results[0].id)
"""


def python(*arguments: str) -> str:
    ended = subprocess.run(
        [sys.executable, "-W", "error", *arguments],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert (ended.returncode, ended.stderr) == (0, "")
    return ended.stdout.strip()


def test_importing_muninet_is_cheap() -> None:
    loaded = f"import muninet, sys; print([name for name in {HEAVY} if name in sys.modules])"
    assert python("-c", loaded) == "[]"
    # Over HTTP no driver is needed, and no frame before one is asked for.
    client = "from muninet import Graph; import sys; Graph('http://127.0.0.1:1').close(); print('neo4j' in sys.modules)"
    assert python("-c", client) == "False"
    with pytest.raises(AttributeError, match="no attribute 'Grph'"):
        _ = muninet.Grph


def test_a_client_that_was_forgotten_lets_the_process_end(server: ServerAddress, small_graph: object) -> None:
    assert python("-c", FORGOTTEN, server.uri, server.user, server.password) == "b40"


def test_a_client_that_was_forgotten_ends_its_thread(server: ServerAddress) -> None:
    def threads() -> int:
        return sum(thread.name == "muninet" for thread in threading.enumerate())

    before = threads()
    graph: Graph | None = Graph(server.uri, user=server.user, password=server.password)
    assert threads() == before + 1
    graph = None
    gc.collect()
    assert graph is None
    assert threads() == before


async def test_where_a_loop_runs_already(over_bolt: Graph, small_graph: object) -> None:
    assert asyncio.get_running_loop().is_running()
    assert over_bolt.search("b40").results[0].id == "b40"
    # And beside others that run in it.
    found, _ = await asyncio.gather(asyncio.to_thread(over_bolt.entity, "b40"), asyncio.sleep(0))
    assert found.name


def test_several_threads(small: Graph) -> None:
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: small.query("network/members", network="ceesen"), range(24)))
    assert all(answer == answers[0] for answer in answers)


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> pytest.MonkeyPatch:
    """An environment that names no graph, and a data folder that nobody uses."""
    for name in [name for name in os.environ if name.startswith("MUNINET_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("MUNINET_HOME", str(tmp_path))
    return monkeypatch


def test_the_environment_names_a_service(environment: pytest.MonkeyPatch) -> None:
    environment.setenv("MUNINET_URL", "http://127.0.0.1:8000/")
    environment.setenv("MUNINET_NEO4J_URI", "bolt://127.0.0.1:1")
    with Graph() as graph:
        assert repr(graph) == "Graph('http://127.0.0.1:8000')"


def test_the_environment_names_a_database(
    environment: pytest.MonkeyPatch, server: ServerAddress, small_graph: object
) -> None:
    environment.setenv("MUNINET_NEO4J_URI", server.uri)
    environment.setenv("MUNINET_NEO4J_USER", server.user)
    environment.setenv("MUNINET_NEO4J_PASSWORD", server.password)
    with Graph() as graph:
        assert graph.address == server.uri
        assert graph.entity("b40").type == "Network"


def test_a_service_that_runs_here(environment: pytest.MonkeyPatch, tmp_path: Path, told: Told) -> None:
    announced = tmp_path / "serve.json"
    announced.write_text(json.dumps({"pid": os.getpid(), "api": told.address}), encoding="utf-8")
    with Graph() as graph:
        assert graph.address == told.address
    # One that was killed left its file behind.
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    announced.write_text(json.dumps({"pid": ended.pid, "api": told.address}), encoding="utf-8")
    with pytest.raises(UsageError, match="MUNINET_URL"):
        Graph()


def test_no_graph_is_named(environment: pytest.MonkeyPatch) -> None:
    with pytest.raises(UsageError, match=r"Graph\('http://127\.0\.0\.1:8000'\)"):
        Graph()
