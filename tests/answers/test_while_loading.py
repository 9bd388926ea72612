"""A graph that changes while it is asked: the answer is computed again, and so is what went wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from muninet.answers import Questions
from muninet.errors import StoreUnavailableError
from muninet.store.bolt import Store
from muninet.store.values import Statement

if TYPE_CHECKING:
    from tests.conftest import GraphStates


class Changing:
    """Asks of a graph whose version changes the first `changes` times that it is asked."""

    def __init__(self, store: Store, graph: GraphStates, changes: int) -> None:
        self.asked: list[str] = []
        self._store, self._graph, self._changes = store, graph, changes

    async def __call__(self, version: str) -> str:
        self.asked.append(version)
        if len(self.asked) > self._changes:
            return version
        self._graph.dirty()
        await self._store.write([Statement("MATCH (g:Graph) SET g.version = g.version + 'x'", {})])
        raise KeyError("name")


async def test_what_fails_while_the_graph_changes_is_asked_again(
    store: Store, questions: Questions, graph: GraphStates
) -> None:
    ask = Changing(store, graph, 2)
    assert await questions.asking.settled(ask) == ask.asked[0] + "xx"
    assert ask.asked == [ask.asked[0] + more for more in ("", "x", "xx")]


async def test_what_fails_on_a_graph_that_stays_is_not_asked_again(questions: Questions) -> None:
    asked: list[str] = []

    async def ask(version: str) -> None:
        asked.append(version)
        raise KeyError("name")

    with pytest.raises(KeyError, match="name"):
        await questions.asking.settled(ask)
    assert len(asked) == 1


async def test_a_graph_that_changes_all_the_time(store: Store, questions: Questions, graph: GraphStates) -> None:
    ask = Changing(store, graph, 100)
    with pytest.raises(StoreUnavailableError, match="changes too fast"):
        await questions.asking.settled(ask)
    assert len(ask.asked) == 4
