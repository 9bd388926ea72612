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
from muninet.transfer.canonical import FORMAT, KEPT, Line, lines, read, sum_of
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
    head, digest = _checked(file, schema, _staying_out(ledger.suppressed))
    progress.done()
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
            "MUNINET_HOME or server, or unload what it holds (`muninet unload NAME`)"
        )
    if dry_run:
        return done
    await ensure_schema(store, schema)
    if not await claim.take(store, ledger):
        raise TransferError(f"{file}: another load began in the same moment: try again")
    try:
        progress.stage(f"reading {file.name}", done.nodes + done.facts, "rows")
        await _write(store, schema, file, claim, progress, ledger.suppressed)
        progress.done()
    except BaseException:
        # The error that brought us here is the one to be told.
        with contextlib.suppress(Exception):
            await store.write([claim.halt()])
        raise
    await resample(store)
    return done


async def _write(
    store: Store, schema: Schema, file: Path, claim: Claim, progress: Progress, suppressed: frozenset[str]
) -> None:
    last: list[Statement] = []
    for kind, rows in _batches(file):
        if kind in KEPT:
            if kind == "Graph":
                # Whom this graph has been told to forget stays out of it.
                for row in rows:
                    row["properties"]["suppressed"] = sorted(suppressed.union(row["properties"].get("suppressed", ())))
            # What the graph says of itself is true only once all of it is there.
            last.append(Statement(_kept(kind), claim.parameters(rows=rows)))
            continue
        if kind not in schema.nodes and kind not in schema.facts:
            raise TransferError(f"{file}: it changed while it was read: load it again")
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


def _checked(file: Path, schema: Schema, staying_out: Suppression) -> tuple[dict[str, Any], str]:
    """The first line, and the sum of the file, once every line has been looked at."""
    known: set[str] = set()
    ids: set[str] = set()
    head: dict[str, Any] | None = None
    for line in lines(file):
        if head is None:
            head = _head(file, line, schema)
        else:
            _check(file, line, schema, known, ids)
            _check_person(file, line, staying_out)
    if head is None:
        raise TransferError(f"{file}: it is empty")
    if (len(known), len(ids)) != (head["nodes"], head["facts"]):
        raise TransferError(
            f"{file}:1: it names {head['nodes']} entities and {head['facts']} facts, and holds {len(known)} and "
            f"{len(ids)}"
        )
    return head, sum_of(file)


def _head(file: Path, line: Line, schema: Schema) -> dict[str, Any]:
    content = line.content
    if content.get("muninet") != "graph":
        raise TransferError(f"{file}:1: this is not an exported graph: `muninet export --all FILE` writes one")
    if content.get("format") != FORMAT or content.get("model") != schema.version:
        raise TransferError(
            f"{file}:1: it has format {content.get('format')} and model {content.get('model')}, and this muninet reads "
            f"format {FORMAT} and model {schema.version}: read it with the version that wrote it"
        )
    return content


def _check(file: Path, line: Line, schema: Schema, known: set[str], ids: set[str]) -> None:
    place, content = f"{file}:{line.number}", line.content
    label, type_ = content.get("label"), content.get("type")
    try:
        for value in content["properties"].values():
            read(value)
        if label in schema.nodes:
            known.add(_same(content["key"], content["properties"]["id"]))
        elif type_ in schema.facts:
            ids.add(content["properties"]["id"])
            for end in (content["from"], content["to"]):
                if end not in known:
                    raise TransferError(f"{place}: the fact leads to {end!r}, which is not among the entities")
        elif label not in KEPT:
            raise TransferError(f"{place}: {label or type_!r} is none of the model's labels and types")
    except (KeyError, ValueError, AttributeError, TypeError) as error:
        raise TransferError(f"{place}: this is not a line of an exported graph ({error})") from None


def _check_person(file: Path, line: Line, staying_out: Suppression) -> None:
    if line.content.get("label") == staying_out.label:
        person = line.content["properties"]
        if staying_out.concerns(person["id"], person.get("identifiers", ())):
            raise TransferError(
                f"{file}:{line.number}: this person is to stay out of the graph (suppressed.csv): take a file that was "
                "exported since, or load the tables"
            )


def _same(key: str, id_: str) -> str:
    if key != id_:
        raise ValueError(f"key {key!r} is not its id {id_!r}")
    return key


def _batches(file: Path) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Rows of one label or type, some thousand at a time."""
    rows = (line for line in lines(file) if "muninet" not in line.content)
    while batch := list(islice(rows, _BATCH)):
        held: dict[str, list[dict[str, Any]]] = {}
        for line in batch:
            kind = line.content.get("label") or line.content["type"]
            held.setdefault(kind, []).append(_row(line.content))
        yield from held.items()


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
