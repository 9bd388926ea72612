"""A load that is killed, one that ends with an error, and two at once."""

import asyncio
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Awaitable, Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol

import pytest

from muninet.errors import LoadBusyError, LoadLostError
from muninet.loader import SILENCE_SECONDS, load, status, unload
from muninet.store.bolt import Store
from muninet.store.values import Statement

Row = dict[str, str]
TableWriter = Callable[[str, Mapping[str, Sequence[Row]]], Path]
Dumper = Callable[[], Awaitable[dict[str, dict[str, Any]]]]


class Server(Protocol):
    """Where the shared Neo4j is."""

    uri: str
    user: str
    password: str


# Loads argv[1] and, once the first batch is written, says so and waits to be killed.
LOADER = """
import asyncio, os, sys, time
from pathlib import Path
from muninet.loader import load
from muninet.progress import SilentProgress
from muninet.store.bolt import Store

class Pausing(SilentProgress):
    name = ""
    def stage(self, name, total=None, unit=""):
        self.name = name
    def advance(self, amount=1):
        if self.name == "writing":
            print("written", flush=True)
            time.sleep(600)

async def main():
    async with await Store.open(os.environ["URI"], os.environ["NEO_USER"], os.environ["PASSWORD"]) as store:
        await load(store, [Path(sys.argv[1])], progress=Pausing(), suppression=())

asyncio.run(main())
"""


def many(count: int, note: str) -> Mapping[str, Sequence[Row]]:
    """Tables of more than one batch: people who are members of nothing but hold an office one after another."""
    return {
        "sources": [{"id": "report", "title": "A report", "publisher": "An institute"}],
        "nodes/Country": [{"id": "albania", "name": "Albania", "code": "AL", "sources": "report"}],
        "nodes/City": [
            {"id": f"city-{n}", "name": f"City {n} {note}", "country": "AL", "sources": "report"} for n in range(count)
        ],
        "nodes/Network": [{"id": "b40", "name": "B40", "sources": "report"}],
        "facts/PRESIDES": [
            {"from": f"city-{n}", "to": "b40", "since": str(1900 + n), "note": note, "sources": "report"}
            for n in range(100)
        ],
        "facts/MEMBER_OF": [
            {"from": f"city-{n}", "to": "b40", "note": note, "sources": "report"} for n in range(count)
        ],
    }


class KilledLoad:
    """A load in a process of its own, stopped after its first batch."""

    def __init__(self, folder: Path, server: Server) -> None:
        environment = {**os.environ, "URI": server.uri, "NEO_USER": server.user, "PASSWORD": server.password}
        self.process = subprocess.Popen(
            [sys.executable, "-c", LOADER, str(folder)], env=environment, stdout=subprocess.PIPE, text=True
        )
        assert self.process.stdout is not None
        assert self.process.stdout.readline() == "written\n"

    def kill(self) -> None:
        self.process.send_signal(signal.SIGKILL)
        self.process.communicate()


async def test_a_killed_load_is_told_and_the_next_one_completes_it(
    store: Store, server: Server, empty_graph: object, tables: TableWriter, dump: Dumper
) -> None:
    old, new = tables("old/data", many(1100, "old")), tables("new/data", many(1050, "new"))
    await load(store, [new], suppression=())
    clean = await dump()
    await unload(store, "data")
    first = await load(store, [old], suppression=())
    killed = KilledLoad(new, server)
    try:
        state = await status(store)
        assert [(d.name, d.state, d.reason) for d in state.datasets] == [("data", "loading", "")]
        assert state.version != first.graph_version
        with pytest.raises(LoadBusyError, match="'data' is under way"):
            await load(store, [old], suppression=())
        with pytest.raises(LoadBusyError):
            await unload(store, "data")
    finally:
        killed.kill()
    (dataset,) = (await status(store)).datasets
    assert dataset.state == "interrupted"
    assert f"process {killed.process.pid} is gone" in dataset.reason
    half = await dump()
    assert half["nodes"] != clean["nodes"]
    assert half["nodes"]["city-1075"], "what goes goes last"
    report = await load(store, [new], suppression=())
    assert report.completed
    assert await dump() == clean
    again = await load(store, [new], suppression=())
    assert (again.nothing_changed, again.completed) == (True, False)


async def test_an_interrupted_load_of_which_all_was_written_is_still_ended(
    store: Store, empty_graph: object, tables: TableWriter, dump: Dumper
) -> None:
    folder = tables("data", many(120, "x"))
    await load(store, [folder], suppression=())
    clean = await dump()
    await store.write(
        [
            Statement("MATCH (d:Dataset) SET d.state = 'loading', d.doing = 'load', d.halted = true"),
            # As the batches leave them: not settled yet.
            Statement("MATCH ()-[f:PRESIDES]->() REMOVE f.holds_until"),
        ]
    )
    report = await load(store, [folder], suppression=())
    assert (report.nothing_changed, report.completed) == (True, True)
    assert await dump() == clean


async def test_a_silent_load_of_another_machine_is_taken_for_dead(
    store: Store, empty_graph: object, tables: TableWriter
) -> None:
    folder = tables("data", many(100, "x"))
    await load(store, [folder], suppression=())
    silent = (
        "MATCH (d:Dataset) SET d.state = 'loading', d.host = 'elsewhere', "
        "d.heartbeat = datetime() - duration({seconds: $seconds})"
    )
    for seconds, expected in ((SILENCE_SECONDS - 10, "loading"), (SILENCE_SECONDS + 10, "interrupted")):
        await store.write([Statement(silent, {"seconds": seconds})])
        (dataset,) = (await status(store)).datasets
        assert dataset.state == expected
    assert "nothing was heard of it" in dataset.reason
    assert (await load(store, [folder], suppression=())).completed


class Hooked:
    """Does something once the first batch is written."""

    def __init__(self, hook: Callable[[], None]) -> None:
        self._hook, self._name = hook, ""

    def stage(self, name: str, total: int | None = None, unit: str = "") -> None:
        self._name = name

    def advance(self, amount: int = 1) -> None:
        if self._name == "writing":
            self._hook()

    def done(self) -> None:
        pass


async def test_a_load_that_ends_with_an_error_says_so_at_once(
    store: Store, empty_graph: object, tables: TableWriter
) -> None:
    def fail() -> None:
        raise KeyboardInterrupt

    folder = tables("data", many(100, "x"))
    with pytest.raises(KeyboardInterrupt):
        await load(store, [folder], progress=Hooked(fail), suppression=())
    (dataset,) = (await status(store)).datasets
    assert (dataset.state, "ended with an error" in dataset.reason) == ("interrupted", True)
    assert (await load(store, [folder], suppression=())).completed


async def test_a_load_that_another_took_over_from_writes_no_more(
    store: Store, server: Server, empty_graph: object, tables: TableWriter
) -> None:
    async def steal() -> None:
        async with await Store.open(server.uri, server.user, server.password) as other:
            await other.write([Statement("MATCH (d:Dataset {name: 'data'}) SET d.loader = 'another'")])

    def steal_now() -> None:
        # The load's own event loop waits in this hook.
        thread = threading.Thread(target=asyncio.run, args=(steal(),))
        thread.start()
        thread.join()

    folder = tables("data", many(1100, "x"))
    with pytest.raises(LoadLostError, match="load it again"):
        await load(store, [folder], progress=Hooked(once(steal_now)), suppression=())
    state = await status(store)
    # A batch is of 2,000 rows: 1,100 cities, a source, a country, a network, and what facts there is room for.
    assert (state.nodes["City"], state.facts) == (1100, {"MEMBER_OF": 2000 - 1103})


def once(hook: Callable[[], None]) -> Callable[[], None]:
    """Call it the first time only."""
    calls = iter([hook])
    return lambda: next(calls, lambda: None)()


async def test_of_two_loads_at_once_one_is_refused_or_waits_for_its_turn(
    store: Store, empty_graph: object, tables: TableWriter, dump: Dumper
) -> None:
    one, two = tables("one", many(300, "x")), tables("two", many(300, "x"))
    await load(store, [one], suppression=())
    await load(store, [two], suppression=())
    together = await dump()
    await unload(store, "one")
    await unload(store, "two")
    results = await asyncio.gather(
        load(store, [one], suppression=()), load(store, [two], suppression=()), return_exceptions=True
    )
    for name, result in zip((one, two), results, strict=True):
        if isinstance(result, BaseException):
            assert isinstance(result, LoadBusyError)
            await load(store, [name], suppression=())
    assert await dump() == together
