"""Writes the whole graph to a file, in its canonical form."""

from __future__ import annotations

import hashlib
import os
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from muninet.errors import TransferError
from muninet.loader import GraphStatus, status
from muninet.model import Schema
from muninet.progress import Progress
from muninet.store.bolt import Store
from muninet.transfer.canonical import FORMAT, KEPT, PASSING, line_of, opened, written

_ROWS = 2_000
_SECONDS = 3600.0
# Constraints give the order by id: nothing is sorted in the server's memory.
_ENTITIES = "MATCH (n:{label}) RETURN n.id, properties(n) ORDER BY n.id"
_KEPT = "MATCH (n:{label}) RETURN n.{key}, properties(n) ORDER BY n.{key}"
_FACTS = "MATCH (a:Entity)-[f:{type}]->(b:Entity) RETURN a.id, b.id, properties(f) ORDER BY f.id"
_OTHERS = "MATCH (n) WHERE NOT n:Entity AND NOT n:Graph AND NOT n:Dataset AND NOT n:Load RETURN count(n)"


@dataclass(frozen=True)
class Exported:
    """What was written.

    Attributes:
        version: the graph's.
        nodes: how many entities.
        facts: how many facts.
        sha256: of all lines but the last, which tells it.
        left_out: how many nodes are none of muninet's, and so not in the file.
    """

    version: str
    nodes: int
    facts: int
    sha256: str
    left_out: int


async def export_all(store: Store, schema: Schema, file: Path, progress: Progress) -> Exported:
    """Write the whole graph to a file: every entity, fact, dataset and remembered load.

    It is written beside and moved into place at the end, so that a file of that name is whole or the one from before.

    Raises:
        TransferError: a load is under way or was interrupted, the graph is empty, or changed meanwhile.
    """
    before = await _ready(store, schema)
    draft = file.with_name(f".{file.name}.{os.getpid()}.new")
    if file.suffix == ".gz":
        draft = draft.with_suffix(".gz")
    nodes, facts = sum(before.nodes.values()), sum(before.facts.values())
    progress.stage(f"writing {file.name}", nodes + facts, "rows")
    digest = hashlib.sha256()
    try:
        with opened(draft, "wb") as target:
            async for content in _contents(store, schema, before):
                line = line_of(content)
                digest.update(line)
                target.write(line)
                progress.advance()
            target.write(line_of({"sha256": digest.hexdigest()}))
        after = await status(store, schema)
        if after.version != before.version:
            raise TransferError("the graph changed while it was exported: nothing was written; export it again")
        left_out = (await store.read(_OTHERS)).single() or 0
        draft.replace(file)
    finally:
        draft.unlink(missing_ok=True)
    progress.done()
    return Exported(before.version or "", nodes, facts, digest.hexdigest(), left_out)


async def digest_of(store: Store, schema: Schema) -> str | None:
    """The SHA-256 that a file of the graph would have; None where it is not in a state to be exported."""
    try:
        found = await _ready(store, schema)
    except TransferError:
        return None
    digest = hashlib.sha256()
    async for content in _contents(store, schema, found):
        digest.update(line_of(content))
    return digest.hexdigest()


async def _ready(store: Store, schema: Schema) -> GraphStatus:
    found = await status(store, schema)
    for dataset in found.loading:
        state = f"under way since {dataset.started}" if dataset.state == "loading" else f"interrupted: {dataset.reason}"
        raise TransferError(f"the graph is not whole: a {dataset.doing} of {dataset.name} is {state}")
    if found.empty or found.version is None:
        raise TransferError("the graph is empty: there is nothing to export (`muninet load` loads the seed)")
    return found


async def _contents(store: Store, schema: Schema, found: GraphStatus) -> AsyncIterator[dict[str, Any]]:
    yield {
        "muninet": "graph",
        "format": FORMAT,
        "model": schema.version,
        "version": found.version,
        "nodes": sum(found.nodes.values()),
        "facts": sum(found.facts.values()),
    }
    # Names of labels, types and keys are the model's and ours.
    for label, key in KEPT.items():
        async for one, properties in _rows(store, _KEPT.format(label=label, key=key)):
            left = {name: value for name, value in properties.items() if name not in PASSING.get(label, ())}
            yield {"label": label, "key": one, "properties": written_all(left)}
    for label in sorted(schema.nodes):
        async for id_, properties in _rows(store, _ENTITIES.format(label=label)):
            yield {"label": label, "key": id_, "properties": written_all(properties)}
    for type_ in sorted(schema.facts):
        async for start, end, properties in _rows(store, _FACTS.format(type=type_)):
            yield {"type": type_, "from": start, "to": end, "properties": written_all(properties)}


def written_all(properties: dict[str, Any]) -> dict[str, Any]:
    """Properties as JSON has them."""
    return {name: written(value) for name, value in properties.items()}


async def _rows(store: Store, text: str) -> AsyncIterator[list[Any]]:
    async for rows in store.stream(text, {}, size=_ROWS, timeout=_SECONDS):
        for row in rows:
            yield row
