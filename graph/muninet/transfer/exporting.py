"""Writes the whole graph to a file, in its canonical form."""

from __future__ import annotations

import contextlib
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
from muninet.transfer.checking import Check

_ROWS = 2_000
_SECONDS = 3600.0
# What somebody else has put beside the graph may carry a label or a type of the model's: ours have an id as well, and
# facts lead from an entity to another. `> ''` is true of texts alone, and answered by the index in the order of ids.
_NAMED = "{0}.id IS :: STRING NOT NULL AND {0}.id <> ''"
_ENTITIES = f"MATCH (n:({{label}})&Entity) WHERE {_NAMED.format('n')}"
_FACTS = (
    "MATCH (a:Entity)-[f:{type}]->(b:Entity) WHERE f.id > '' "
    f"AND (a:{{labels}}) AND {_NAMED.format('a')} AND (b:{{labels}}) AND {_NAMED.format('b')}"
)
_KEPT = "MATCH (n:{label}) WHERE n.{key} IS NOT NULL"


@dataclass(frozen=True)
class LeftOut:
    """How much of the database is none of muninet's, and so not in the file."""

    nodes: int
    relationships: int


@dataclass(frozen=True)
class Exported:
    """What was written.

    Attributes:
        version: the graph's.
        nodes: how many entities.
        facts: how many facts.
        sha256: of all lines but the last, which tells it.
        left_out: what is none of muninet's.
    """

    version: str
    nodes: int
    facts: int
    sha256: str
    left_out: LeftOut


async def export_all(store: Store, schema: Schema, file: Path, progress: Progress) -> Exported:
    """Write the whole graph to a file: every entity, fact, dataset and remembered load.

    It is written beside and moved into place at the end, so that a file of that name is whole or the one from before.

    Raises:
        TransferError: a load is under way or was interrupted, the graph is empty, changed meanwhile, or holds what no
            file can; or the file cannot be written.
    """
    before = await _ready(store, schema)
    held = await _held(store, schema)
    draft = file.with_name(f".{file.name}.{os.getpid()}.new")
    if file.suffix == ".gz":
        draft = draft.with_suffix(".gz")
    progress.stage(f"writing {file.name}", held.nodes + held.facts, "rows")
    try:
        try:
            sha256 = await _written(draft, _contents(store, schema, before, held), Check(schema), progress)
        except TransferError:
            # What changed meanwhile may look wrong for no other reason.
            await _refuse_changed(store, schema, before)
            raise
        await _refuse_changed(store, schema, before)
        draft.replace(file)
    except OSError as error:
        raise TransferError(
            f"{file}: it cannot be written ({error.strerror or error}): make room there, or name another file"
        ) from None
    finally:
        with contextlib.suppress(OSError):
            draft.unlink(missing_ok=True)
    progress.done()
    return Exported(before.version or "", held.nodes, held.facts, sha256, held.left_out)


async def _written(draft: Path, contents: AsyncIterator[dict[str, Any]], check: Check, progress: Progress) -> str:
    """Write the lines, each of which is one that can be read again; return their sum."""
    digest, head = hashlib.sha256(), True
    with opened(draft, "wb") as target:
        async for content in contents:
            try:
                (check.head if head else check.line)(content)
                line = line_of(content)
            except ValueError as error:
                kind = content.get("label") or content.get("type", "graph")
                name = content.get("key") or content.get("properties", {}).get("id", "")
                raise TransferError(f"{kind} {name}: it cannot be exported ({error}): mend it in the graph") from None
            digest.update(line)
            target.write(line)
            progress.advance()
            head = False
        try:
            check.end()
        except ValueError as error:
            raise TransferError(f"the graph cannot be exported ({error}): export it again") from None
        target.write(line_of({"sha256": digest.hexdigest()}))
    return digest.hexdigest()


async def _refuse_changed(store: Store, schema: Schema, before: GraphStatus) -> None:
    if (await status(store, schema)).version != before.version:
        raise TransferError("the graph changed while it was exported: nothing was written; export it again")


async def digest_of(store: Store, schema: Schema) -> str | None:
    """The SHA-256 that a file of the graph would have; None where it is not in a state to be exported."""
    try:
        found = await _ready(store, schema)
        digest = hashlib.sha256()
        async for content in _contents(store, schema, found, await _held(store, schema)):
            digest.update(line_of(content))
    except (TransferError, UnicodeEncodeError):
        return None
    return digest.hexdigest()


async def _ready(store: Store, schema: Schema) -> GraphStatus:
    found = await status(store, schema)
    for dataset in found.loading:
        state = f"under way since {dataset.started}" if dataset.state == "loading" else f"interrupted: {dataset.reason}"
        raise TransferError(f"the graph is not whole: a {dataset.doing} of {dataset.name} is {state}")
    if found.empty or found.version is None:
        raise TransferError("the graph is empty: there is nothing to export (`muninet load` loads the seed)")
    return found


@dataclass(frozen=True)
class _Held:
    nodes: int
    facts: int
    left_out: LeftOut


async def _held(store: Store, schema: Schema) -> _Held:
    """How much of the database is ours."""
    kept = " + ".join(f"COUNT {{ {_KEPT.format(label=label, key=key)} }}" for label, key in KEPT.items())
    # One statement for all labels and one for all types: planning one for each takes longer than the counting.
    nodes = await _counted(store, f"{_entities('|'.join(schema.nodes))} RETURN count(n)")
    facts = await _counted(store, f"{_facts(schema, '|'.join(schema.facts))} RETURN count(f)")
    left_out = LeftOut(
        await _counted(store, f"RETURN COUNT {{ (n) }} - ({kept})") - nodes,
        await _counted(store, "RETURN COUNT { ()-->() }") - facts,
    )
    return _Held(nodes, facts, left_out)


async def _counted(store: Store, text: str) -> int:
    found = (await store.read(text, timeout=_SECONDS)).single()
    return int(found or 0)


async def _contents(store: Store, schema: Schema, found: GraphStatus, held: _Held) -> AsyncIterator[dict[str, Any]]:
    yield {
        "muninet": "graph",
        "format": FORMAT,
        "model": schema.version,
        "version": found.version,
        "nodes": held.nodes,
        "facts": held.facts,
    }
    for label, key in KEPT.items():
        text = f"{_KEPT.format(label=label, key=key)} RETURN n.{key}, properties(n) ORDER BY n.{key}"
        async for one, properties in _rows(store, label, text):
            left = {name: value for name, value in properties.items() if name not in PASSING.get(label, ())}
            yield {"label": label, "key": one, "properties": written_all(left)}
    for label in sorted(schema.nodes):
        async for id_, properties in _rows(
            store, label, f"{_entities(label)} RETURN n.id, properties(n) ORDER BY n.id"
        ):
            yield {"label": label, "key": id_, "properties": written_all(properties)}
    for type_ in sorted(schema.facts):
        text = f"{_facts(schema, type_)} RETURN a.id, b.id, properties(f) ORDER BY f.id"
        async for start, end, properties in _rows(store, type_, text):
            yield {"type": type_, "from": start, "to": end, "properties": written_all(properties)}


# Names of labels, types and keys are the model's and ours.
def _entities(label: str) -> str:
    return _ENTITIES.format(label=label)


def _facts(schema: Schema, type_: str) -> str:
    return _FACTS.format(type=type_, labels="|".join(schema.nodes))


def written_all(properties: dict[str, Any]) -> dict[str, Any]:
    """Properties as JSON has them."""
    return {name: written(value) for name, value in properties.items()}


async def _rows(store: Store, kind: str, text: str) -> AsyncIterator[list[Any]]:
    try:
        async for rows in store.stream(text, {}, size=_ROWS, timeout=_SECONDS):
            for row in rows:
                yield row
    except TypeError as error:
        raise TransferError(f"a {kind} cannot be exported ({error}): take that property out of the graph") from None
