"""Reads an exported graph into an empty one."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from muninet.errors import LoadLostError, TransferError
from muninet.loader.bookkeeping import WHOLE, ensure_schema, read_ledger, resample, status
from muninet.loader.claims import FENCE, Claim
from muninet.loader.problems import Problems
from muninet.loader.suppression import Suppression, read_suppression, suppression_files
from muninet.model import Schema
from muninet.progress import Progress
from muninet.store.bolt import Store
from muninet.store.values import Point, Statement
from muninet.transfer.canonical import KEPT, Line, Reading, read
from muninet.transfer.checking import Check
from muninet.transfer.exporting import digest_of

_BATCH = 2_000
_ENDINGS = (".jsonl", ".jsonl.gz")
_POINT = "point({latitude: row.lat, longitude: row.lon})"
# Merged, so that one that was interrupted is completed by reading the same file again.
_ENTITIES = f"{FENCE} UNWIND $rows AS row MERGE (n:Entity {{id: row.key}}) SET n = row.properties, n:$(row.label)"
_PLACES = f"{FENCE} UNWIND $rows AS row MATCH (n:Entity {{id: row.key}}) SET n[row.name] = {_POINT}"
_FORGET = f"{FENCE} MATCH (load:Load) DELETE load"
_END = f"{FENCE} DELETE d"


@dataclass(frozen=True)
class _Checked:
    """A file as it was read and found right: its first line, its sum, and the sums of it as far as each batch goes."""

    head: dict[str, Any]
    sha256: str
    sums: list[str]


@dataclass(frozen=True)
class Restored:
    """What was read.

    Attributes:
        version: the graph's, now as it was.
        nodes: how many entities.
        facts: how many facts.
        unchanged: whether the graph held all of it, and nothing else, before.
    """

    version: str
    nodes: int
    facts: int
    unchanged: bool


def is_whole_graph(file: Path) -> bool:
    """Whether a file is named as an exported graph is."""
    return file.name.endswith(_ENDINGS)


async def restore(store: Store, schema: Schema, file: Path, progress: Progress, *, dry_run: bool = False) -> Restored:
    """Read an exported graph into an empty one, which then is what the file says, with its version and datasets.

    The file is read and checked to its end before anything is written. A graph that holds just that is left as it is.

    Raises:
        TransferError: the file is damaged or of another model, or the graph holds something else.
    """
    found = await status(store, schema)
    ledger = await read_ledger(store)
    progress.stage(f"checking {file.name}")
    checked = _checked(file, schema, _staying_out(ledger.suppressed))
    progress.done()
    head, digest = checked.head, checked.sha256
    done = Restored(head["version"], head["nodes"], head["facts"], unchanged=False)
    # Stands among the datasets while the file is read, so that everybody sees that the graph is not whole.
    claim = Claim.new(f"{WHOLE}{digest[:16]}", "load")
    interrupted = [one.name for one in found.datasets] == [claim.dataset]
    if (not found.empty or found.datasets) and not interrupted:
        if await digest_of(store, schema) == digest:
            return Restored(done.version, done.nodes, done.facts, unchanged=True)
        names = ", ".join(one.name for one in found.datasets)
        raise TransferError(
            f"{file}: an exported graph is read into an empty one, and this holds {names or 'entities'}: name another "
            'MUNINET_HOME or server, or unload what it holds (`muninet unload "NAME"`)'
        )
    if dry_run:
        return done
    await ensure_schema(store, schema)
    if not await claim.take(store, ledger):
        raise TransferError(f"{file}: another load began in the same moment: try again")
    try:
        progress.stage(f"reading {file.name}", done.nodes + done.facts, "rows")
        await _write(store, schema, _batches(file, checked), claim, progress, ledger.suppressed)
        progress.done()
    except BaseException:
        # The error that brought us here is the one to be told.
        with contextlib.suppress(Exception):
            await store.write([claim.halt()])
        raise
    await resample(store)
    return done


async def _write(
    store: Store,
    schema: Schema,
    batches: Iterator[tuple[str, list[dict[str, Any]]]],
    claim: Claim,
    progress: Progress,
    suppressed: frozenset[str],
) -> None:
    last: list[Statement] = []
    for kind, rows in batches:
        if kind in KEPT:
            if kind == "Graph":
                # Whom this graph has been told to forget stays out of it.
                for row in rows:
                    row["properties"]["suppressed"] = sorted(suppressed.union(row["properties"].get("suppressed", ())))
            # What the graph says of itself is true only once all of it is there.
            last.append(Statement(_kept(kind), claim.parameters(rows=rows)))
            continue
        text = _ENTITIES if kind in schema.nodes else _facts(kind)
        statements = [Statement(text, claim.parameters(rows=rows))]
        places = [{"key": row["key"], **place} for row in rows for place in row.pop("places", ())]
        if places:
            statements.append(Statement(_PLACES, claim.parameters(rows=places)))
        await store.write([claim.beat(), *statements])
        progress.advance(len(rows))
    if not await claim.held(store):
        raise LoadLostError(claim.dataset)
    # An empty graph may remember loads that are none of this one's.
    forgotten = Statement(_FORGET, claim.parameters())
    await store.write([forgotten, *last, Statement(_END, claim.parameters())])


def _staying_out(remembered: frozenset[str]) -> Suppression:
    """Who may not come in: who is on the seed's list, and whom the graph remembers."""
    problems = Problems()
    found = read_suppression(suppression_files(()), problems)
    problems.refuse()
    found.remember(remembered)
    return found


def _checked(file: Path, schema: Schema, staying_out: Suppression) -> _Checked:
    """Look at every line."""
    reading, check, head, sums, number = Reading(file), Check(schema), None, [], 1
    try:
        for line in reading:
            number = line.number
            if head is None:
                head = line.content
                check.head(head)
            else:
                check.line(line.content)
                _check_person(file, line, staying_out)
            if number % _BATCH == 0:
                sums.append(reading.sha256)
        number = 1
        if head is None:
            raise ValueError("it is empty")
        check.end()
    except ValueError as error:
        raise TransferError(f"{file}:{number}: {error}") from None
    return _Checked(head, reading.sha256, [*sums, reading.sha256])


def _check_person(file: Path, line: Line, staying_out: Suppression) -> None:
    if line.content.get("label") == staying_out.label:
        person = line.content["properties"]
        identifiers = person.get("identifiers", [])
        if not isinstance(identifiers, list) or not all(isinstance(one, str) for one in identifiers):
            raise ValueError("identifiers is no list of texts")
        if staying_out.concerns(person["id"], identifiers):
            raise TransferError(
                f"{file}:{line.number}: this person is to stay out of the graph (suppressed.csv): take a file that was "
                "exported since, or load the tables"
            )


def _batches(file: Path, checked: _Checked) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Rows of one label or type, some thousand at a time, each of which is one that was checked.

    Raises:
        TransferError: the file is not what it was any more.
    """
    reading = Reading(file)
    lines, sums = iter(reading), iter(checked.sums)
    while batch := list(islice(lines, _BATCH)):
        if reading.sha256 != next(sums, None):
            raise _changed(file)
        held: dict[str, list[dict[str, Any]]] = {}
        for line in batch:
            if line.number > 1:
                kind = line.content.get("label") or line.content["type"]
                held.setdefault(kind, []).append(_row(line.content))
        yield from held.items()
    if reading.sha256 != checked.sha256:
        raise _changed(file)


def _changed(file: Path) -> TransferError:
    return TransferError(
        f"{file}: it changed while it was read, and the graph holds a part of what it was: load it again"
    )


def _facts(type_: str) -> str:
    return (
        f"{FENCE} UNWIND $rows AS row MATCH (a:Entity {{id: row.start}}) MATCH (b:Entity {{id: row.end}}) "
        f"MERGE (a)-[f:{type_} {{id: row.properties.id}}]->(b) SET f = row.properties"
    )


def _kept(label: str) -> str:
    return f"{FENCE} UNWIND $rows AS row MERGE (n:{label} {{{KEPT[label]}: row.key}}) SET n = row.properties"


def _row(content: dict[str, Any]) -> dict[str, Any]:
    properties = {name: read(value) for name, value in content["properties"].items()}
    if "type" in content:
        return {"start": content["from"], "end": content["to"], "properties": properties}
    points = {name: value for name, value in properties.items() if isinstance(value, Point)}
    return {
        "key": content["key"],
        "label": content["label"],
        "properties": {name: value for name, value in properties.items() if name not in points},
        "places": [{"name": name, "lat": value.lat, "lon": value.lon} for name, value in points.items()],
    }
