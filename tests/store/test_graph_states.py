"""The graphs that tests ask for: loaded when wanted, kept while unchanged, without another test's leavings."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from muninet.store.bolt import Store
from muninet.store.values import Statement

SMALL = Path(__file__).resolve().parents[1] / "data" / "small"


class States(Protocol):
    async def reach(self, state: str, *folders: Path) -> None: ...


async def asked(store: Store, text: str) -> list[tuple[object, ...]]:
    return (await store.read(text)).rows


async def test_a_graph_is_kept_while_unchanged_and_loaded_again_when_not(store: Store, small_graph: States) -> None:
    version = "MATCH (g:Graph) RETURN g.version"
    loaded = await asked(store, version)
    assert len(loaded) == 1
    await small_graph.reach("small", SMALL)
    assert await asked(store, version) == loaded
    await store.write([Statement("CREATE (:Leftover)", {})])
    await small_graph.reach("small", SMALL)
    assert await asked(store, "MATCH (n:Leftover) RETURN count(n)") == [(0,)]
    assert await asked(store, version) != loaded


async def test_empty_means_no_nodes_at_all(store: Store, empty_graph: States) -> None:
    assert await asked(store, "MATCH (n) RETURN count(n)") == [(0,)]
    await store.write([Statement("CREATE (:Leftover)", {})])


async def test_the_seed_replaces_what_was_there(store: Store, seed_graph: States) -> None:
    assert await asked(store, "MATCH (n:Network {id: 'climate-alliance'}) RETURN count(n)") == [(1,)]
    assert await asked(store, "MATCH (n:Leftover) RETURN count(n)") == [(0,)]
