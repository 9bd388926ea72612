"""What every test may ask for: a real Neo4j, a store on it, graphs loaded into it, open data; and the rule on skips.

MUNINET_TEST_NEO4J says which Neo4j: nothing (a private one in a folder of this run), `container`, or the address of an
empty server (with MUNINET_TEST_NEO4J_USER, default neo4j, and _PASSWORD, default none).
"""

from __future__ import annotations

import os
import secrets
import subprocess
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest

from muninet._home import home
from muninet.settings import Settings
from muninet.store.bolt import Store
from muninet.store.local import LocalServer
from muninet.store.values import Statement

TESTS = Path(__file__).resolve().parent
SKIPS = TESTS / "skips.txt"
NO_OPEN_DATA = "the open data is absent (MUNINET_TEST_DATA)"
Dump = dict[str, dict[str, Any]]
Dumper = Callable[[], Awaitable[Dump]]
NO_DOCKER = "no Docker engine answers"


@dataclass(frozen=True)
class ServerAddress:
    """A Neo4j for this run.

    Attributes:
        uri: address for drivers.
        user: name to log in with.
        password: empty for a server without authentication.
        started_here: whether this run started it, so that all that is on it is this run's.
        browser: address of its Neo4j Browser, with address and user filled in; None where it is not known.
    """

    uri: str
    user: str
    password: str = field(repr=False)
    started_here: bool
    browser: str | None = None


def _foreign_server() -> ServerAddress | None:
    wanted = os.environ.get("MUNINET_TEST_NEO4J", "")
    if "://" not in wanted:
        return None
    user = os.environ.get("MUNINET_TEST_NEO4J_USER") or "neo4j"
    return ServerAddress(wanted, user, os.environ.get("MUNINET_TEST_NEO4J_PASSWORD", ""), started_here=False)


@pytest.fixture(scope="session")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Settings of this run: a data folder of its own, the jars of the user's cache (MUNINET_CACHE)."""
    return replace(Settings.from_environment(os.environ), neo4j_uri=None, home=tmp_path_factory.mktemp("home"))


@pytest.fixture(scope="session")
def server(settings: Settings) -> Iterator[ServerAddress]:
    """The Neo4j that this run's tests share."""
    wanted = os.environ.get("MUNINET_TEST_NEO4J", "")
    foreign = _foreign_server()
    if foreign is not None:
        yield foreign
    elif wanted == "container":
        from testcontainers.community.neo4j import Neo4jContainer

        with Neo4jContainer("neo4j:5.26-community").with_exposed_ports(7474) as container:
            uri, port = container.get_connection_url(), container.get_exposed_port(7474)
            browser = (
                f"http://{container.get_container_host_ip()}:{port}/browser/?dbms={uri.replace('://', '://neo4j@')}"
            )
            yield ServerAddress(uri, "neo4j", container.password, started_here=True, browser=browser)
    elif wanted:
        raise pytest.UsageError(f"MUNINET_TEST_NEO4J: {wanted!r} is neither `container` nor a bolt:// address")
    else:
        with LocalServer(settings) as local:
            yield ServerAddress(local.bolt_uri, local.user, local.password, True, local.browser_url)


@pytest.fixture(scope="session")
async def store(server: ServerAddress) -> AsyncIterator[Store]:
    """A store on the shared server."""
    async with await Store.open(server.uri, server.user, server.password) as opened:
        await opened.verify()
        yield opened


class GraphStates:
    """What the shared server holds now; wiped and loaded again only when something else is wanted."""

    def __init__(self, store: Store, server: ServerAddress) -> None:
        self._store = store
        self._started_here = server.started_here
        self._mark = f"muninet_test_{secrets.token_hex(8)}"
        self._state: str | None = None
        self._print: Any = None

    async def mark(self) -> None:
        """Claim a server that others started, which must be empty: an index with a name that only this run knows.

        No marker node, since tests count nodes.
        """
        if not self._started_here:
            await self._refuse_nodes()
            await self._store.run_schema([f"CREATE INDEX {self._mark} FOR (n:MuninetTestRun) ON (n.token)"])

    async def unmark(self) -> None:
        """Leave a server that others started as it was: empty."""
        if not self._started_here:
            await self.wipe()
            await self._store.run_schema([f"DROP INDEX {self._mark} IF EXISTS"])

    async def wipe(self) -> None:
        """Delete every node of the server of this run; refuses any other server. Constraints and indexes stay."""
        if not self._started_here:
            found = await self._store.read(
                "SHOW INDEXES YIELD name WHERE name = $name RETURN name", {"name": self._mark}
            )
            if not found.rows:
                pytest.exit("the test server does not carry this run's mark: nothing was wiped", returncode=3)
        while (await self._store.read("MATCH (n) RETURN count(n)")).rows[0][0]:
            await self._store.write([Statement("MATCH (n) WITH n LIMIT 20000 DETACH DELETE n", {})])
        await self._keep("empty")

    async def reach(self, state: str, *folders: Path) -> None:
        """Have the graph hold these tables and nothing else."""
        if self._state == state and await self._fingerprint() == self._print:
            return
        if not (self._state == "empty" and await self._fingerprint() == self._print):
            await self.wipe()
        if folders:
            from muninet.loader import load

            await load(self._store, list(folders))
        await self._keep(state)

    def dirty(self) -> None:
        """Say that a test changed the graph: the next one gets a fresh one."""
        self._state = None

    async def _keep(self, state: str) -> None:
        self._state, self._print = state, await self._fingerprint()

    async def _fingerprint(self) -> tuple[Any, ...]:
        """Counts and version: catches most tests that changed the graph and did not say so."""
        rows = await self._store.read(
            "RETURN COUNT { (n) } AS nodes, COUNT { ()-->() } AS facts, "
            "head(COLLECT { MATCH (g:Graph) RETURN g.version }) AS version"
        )
        return rows.rows[0]

    async def _refuse_nodes(self) -> None:
        nodes = (await self._store.read("MATCH (n) RETURN count(n)")).rows[0][0]
        if nodes:
            pytest.exit(
                f"MUNINET_TEST_NEO4J: the server at {self._store.address} holds {nodes} nodes, and tests wipe: "
                "name an empty server, or leave the variable unset to have one started",
                returncode=3,
            )


@pytest.fixture(scope="session")
async def graph(store: Store, server: ServerAddress) -> AsyncIterator[GraphStates]:
    """The states of the shared server; a test that changes seed_graph or small_graph calls `graph.dirty()`."""
    states = GraphStates(store, server)
    await states.mark()
    yield states
    await states.unmark()


@pytest.fixture
async def empty_graph(graph: GraphStates) -> AsyncIterator[GraphStates]:
    """No nodes at all; what the test writes is gone afterwards."""
    await graph.reach("empty")
    yield graph
    graph.dirty()


@pytest.fixture
async def seed_graph(graph: GraphStates) -> GraphStates:
    """The seed, loaded; to be read."""
    await graph.reach("seed", home("seed"))
    return graph


@pytest.fixture
async def small_graph(graph: GraphStates) -> GraphStates:
    """The tables of tests/data/small, loaded; to be read."""
    await graph.reach("small", TESTS / "data" / "small")
    return graph


@pytest.fixture(scope="session")
def open_data() -> Path:
    """Folder of the open datasets: MUNINET_TEST_DATA, or shared/data beside the checkout."""
    named = os.environ.get("MUNINET_TEST_DATA")
    folder = Path(named) if named else TESTS.parents[1] / "shared" / "data"
    if named and not folder.is_dir():
        raise pytest.UsageError(f"MUNINET_TEST_DATA: {folder} is no folder")
    if not folder.is_dir():
        pytest.skip(NO_OPEN_DATA)
    return folder


@pytest.fixture(scope="session")
def docker_engine() -> None:
    """A Docker engine that answers."""
    try:
        answer = subprocess.run(["docker", "info"], capture_output=True, timeout=20)
    except (FileNotFoundError, subprocess.TimeoutExpired):
        pytest.skip(NO_DOCKER)
    if answer.returncode:
        pytest.skip(NO_DOCKER)


# Fixtures that load a graph, in the order in which their tests run within a folder.
GRAPHS = ("empty_graph", "small_graph", "ask_hills", "seed_graph")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Within a folder, tests of the same graph follow one another.

    Loading another graph takes longer than most tests, and after it the server plans every question anew.
    """
    folders = {folder: place for place, folder in enumerate(dict.fromkeys(item.path.parent for item in items))}

    def place(item: pytest.Item) -> tuple[int, int]:
        wanted = getattr(item, "fixturenames", ())
        graphs = [number for number, name in enumerate(GRAPHS, 1) if name in wanted]
        return folders[item.path.parent], max(graphs, default=0)

    items.sort(key=place)


class SkipRule:
    """Only what tests/skips.txt lists may be skipped: any other skip fails the run where CI is set, else is shown."""

    def __init__(self, listed: list[tuple[str, str]], strict: bool) -> None:
        self._listed = listed
        self._strict = strict
        self.unlisted: list[str] = []

    def note(self, report: pytest.TestReport | pytest.CollectReport) -> None:
        """Look at one report; expected failures are no skips."""
        if not report.skipped or hasattr(report, "wasxfail"):
            return
        reason = str(report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr)
        if not any(report.nodeid.startswith(start) and said in reason for start, said in self._listed):
            self.unlisted.append(f"{report.nodeid}: {reason}")

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self.note(report)

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        self.note(report)

    @pytest.hookimpl(trylast=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        if self.unlisted and self._strict and session.exitstatus in (0, pytest.ExitCode.NO_TESTS_COLLECTED):
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        for line in self.unlisted:
            terminalreporter.write_line(f"skipped, but not listed in {SKIPS.name}: {line}", red=True)


def pytest_configure(config: pytest.Config) -> None:
    """Put the rule on skips in force."""
    lines = [line for line in SKIPS.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
    listed = []
    for line in lines:
        start, bar, reason = (part.strip() for part in line.partition("|"))
        if not (start and bar and reason):
            raise pytest.UsageError(f"{SKIPS}: {line!r} is not `start of the test's id | reason`")
        listed.append((start, reason))
    config.pluginmanager.register(SkipRule(listed, strict=bool(os.environ.get("CI"))))


@pytest.fixture
def dump(store: Store) -> Dumper:
    """Write out all that a reader may see: entities and facts with every property, datasets with their state."""

    async def written() -> Dump:
        nodes = await store.read("MATCH (n:Entity) RETURN n")
        facts = await store.read("MATCH p = (:Entity)-[]->(:Entity) RETURN p")
        datasets = await store.read("MATCH (d:Dataset) RETURN d.name, d.state, d.nodes, d.facts")
        return {
            "nodes": {node.id: {"labels": sorted(node.labels), **node.properties} for (node,) in nodes.rows},
            "facts": {
                fact.properties["id"]: {
                    "type": fact.type, "from": fact.start.id, "to": fact.end.id, **fact.properties
                }
                for (path,) in facts.rows
                for fact in path.facts
            },
            "datasets": {row[0]: row[1:] for row in datasets.rows},
        }  # fmt: skip

    return written
