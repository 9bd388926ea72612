"""Who loads, since when, and whether they are alive: the Dataset and Graph nodes, and the graph's version."""

from __future__ import annotations

import contextlib
import socket
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from muninet.errors import LoadBusyError, TransferError
from muninet.model import Schema, load_schema
from muninet.model.constraints import schema_statements
from muninet.store.bolt import Store
from muninet.store.holder import process_runs

# A load that has not been heard of for so many seconds is taken for dead; it beats with every batch.
SILENCE_SECONDS = 30
# So begins the name of what stands among the datasets while an exported graph is read.
WHOLE = "exported graph "

_STATE = """
OPTIONAL MATCH (g:Graph {key: 'graph'})
CALL () {
  OPTIONAL MATCH (d:Dataset)
  WITH d ORDER BY d.name WHERE d IS NOT NULL
  RETURN collect(d {.name, .state, .doing, .loader, .host, .pid, .nodes, .facts, .derivation, .halted,
                    started: toString(d.started), heartbeat: toString(d.heartbeat), finished: toString(d.finished),
                    silence: duration.inSeconds(d.heartbeat, datetime()).seconds}) AS datasets
}
RETURN g.version AS version, coalesce(g.loads, 0) AS loads, coalesce(g.suppressed, []) AS suppressed, datasets
"""

LoadState = Literal["loaded", "loading", "interrupted"]


@dataclass(frozen=True)
class DatasetStatus:
    """One dataset.

    Attributes:
        name: its name.
        state: `loaded`; `loading` while a load or unload is under way; `interrupted` where one ended before its end.
        reason: why it is taken for interrupted, and what to do; empty otherwise.
        doing: `load` or `unload` while not loaded.
        started: when its last load began, ISO 8601.
        heartbeat: when that load was last heard of.
        finished: when it ended; None while it has not.
        nodes: how many entities it states, as of its last finished load.
        facts: how many facts.
    """

    name: str
    state: LoadState
    reason: str
    doing: str | None
    started: str | None
    heartbeat: str | None
    finished: str | None
    nodes: int
    facts: int
    loader: str = field(default="", repr=False)
    derivation: str | None = field(default=None, repr=False)

    def as_json(self) -> dict[str, Any]:
        """Render for machines."""
        shown = ("name", "state", "reason", "doing", "started", "heartbeat", "finished", "nodes", "facts")
        return {name: getattr(self, name) for name in shown}


@dataclass(frozen=True)
class GraphStatus:
    """What the graph holds.

    Attributes:
        version: changes whenever data does; None for a graph that nothing was loaded into yet.
        empty: whether there is no entity.
        loads: how many loads changed it.
        nodes: number of entities by label, without those of which there are none.
        facts: number of facts by type, likewise.
        datasets: by name.
    """

    version: str | None
    empty: bool
    loads: int
    nodes: dict[str, int]
    facts: dict[str, int]
    datasets: tuple[DatasetStatus, ...]

    @property
    def loading(self) -> tuple[DatasetStatus, ...]:
        """The datasets of which a load or unload is under way, or was interrupted."""
        return tuple(dataset for dataset in self.datasets if dataset.state != "loaded")

    def dataset(self, name: str) -> DatasetStatus | None:
        """The dataset of that name."""
        return next((dataset for dataset in self.datasets if dataset.name == name), None)

    def as_json(self) -> dict[str, Any]:
        """Render for machines."""
        return {
            "graph_version": self.version,
            "empty": self.empty,
            "loads": self.loads,
            "nodes": self.nodes,
            "facts": self.facts,
            "datasets": [dataset.as_json() for dataset in self.datasets],
        }


@dataclass(frozen=True)
class Ledger:
    """The version, the number of loads, the datasets and who stays out (hashes), as read in one statement."""

    version: str | None
    loads: int
    datasets: tuple[DatasetStatus, ...]
    dead: tuple[str, ...]
    suppressed: frozenset[str]

    def dataset(self, name: str) -> DatasetStatus | None:
        """The dataset of that name."""
        return next((dataset for dataset in self.datasets if dataset.name == name), None)

    def refuse_while_loading(self) -> None:
        """Raise LoadBusyError where another load is under way, and TransferError where half of a graph was read."""
        self.refuse_while_alive()
        for other in self.datasets:
            if other.name.startswith(WHOLE):
                raise TransferError(f"the graph holds a part of an exported one: {other.reason}")

    def refuse_while_alive(self) -> None:
        """Raise LoadBusyError where a load is under way."""
        for other in self.datasets:
            if other.state == "loading":
                raise LoadBusyError(other.name, other.doing or "load", other.started)


async def read_ledger(store: Store) -> Ledger:
    """Read the bookkeeping nodes."""
    row = (await store.read(_STATE)).maps()[0]
    datasets = [_dataset(entry) for entry in row["datasets"]]
    return Ledger(
        version=row["version"],
        loads=row["loads"],
        datasets=tuple(datasets),
        dead=tuple(dataset.loader for dataset in datasets if dataset.state == "interrupted"),
        suppressed=frozenset(row["suppressed"]),
    )


async def status(store: Store, schema: Schema | None = None) -> GraphStatus:
    """Return what the graph holds and whether a load is under way.

    Raises:
        StoreUnavailableError: the server is away.
    """
    ledger = await read_ledger(store)
    counted = (await store.read(_counts(schema or load_schema()))).rows
    counts: dict[str, dict[str, int]] = {"node": {}, "fact": {}}
    for kind, type_, count in counted:
        if count:
            counts[kind][type_] = count
    return GraphStatus(
        version=ledger.version,
        empty=not counts["node"],
        loads=ledger.loads,
        nodes=counts["node"],
        facts=counts["fact"],
        datasets=ledger.datasets,
    )


def _counts(schema: Schema) -> str:
    """One statement over all types; the server answers each part from its counters without looking at a node."""
    nodes = [f"MATCH (n:{label}) RETURN 'node' AS kind, '{label}' AS type, count(n) AS count" for label in schema.nodes]
    facts = [
        f"MATCH ()-[f:{type_}]->() RETURN 'fact' AS kind, '{type_}' AS type, count(f) AS count"
        for type_ in schema.facts
    ]
    return " UNION ALL ".join([*nodes, *facts])


async def ensure_schema(store: Store, schema: Schema) -> None:
    """Make the constraints and indexes that are not there yet, and wait for them."""
    found = await store.read("SHOW INDEXES YIELD name RETURN collect(name) AS names")
    there = set(found.single() or [])
    missing = [statement.text for statement in schema_statements(schema) if statement.name not in there]
    if missing:
        await store.run_schema(missing)


async def resample(store: Store) -> None:
    """Have the server count anew, behind the scenes, what its indexes hold: until then it plans as if it were little.

    Whoever may not ask for that still has a good graph, so a refusal is no error.
    """
    with contextlib.suppress(Exception):
        await store.read("CALL db.resampleOutdatedIndexes()")


def _dataset(entry: Mapping[str, Any]) -> DatasetStatus:
    state: LoadState = "loaded"
    reason = ""
    if entry["state"] != "loaded":
        reason = _why_dead(entry)
        state = "interrupted" if reason else "loading"
    return DatasetStatus(
        name=entry["name"],
        state=state,
        reason=reason,
        doing=entry["doing"],
        started=entry["started"],
        heartbeat=entry["heartbeat"],
        finished=entry["finished"],
        nodes=entry["nodes"] or 0,
        facts=entry["facts"] or 0,
        loader=entry["loader"] or "",
        derivation=entry["derivation"],
    )


def _why_dead(entry: Mapping[str, Any]) -> str:
    doing = entry["doing"] or "load"
    again = f"`muninet {doing}` it again to complete it"
    if entry["name"].startswith(WHOLE):
        again = f'`muninet load` that file again to complete it, or `muninet unload "{entry["name"]}"` to take it out'
    silence = entry["silence"] or 0
    if entry["halted"]:
        return f"it ended with an error: {again}"
    if entry["host"] == socket.gethostname() and not process_runs(entry["pid"]):
        return f"its process {entry['pid']} is gone: {again}"
    if silence > SILENCE_SECONDS:
        return f"nothing was heard of it for {silence} s: {again}"
    return ""
