"""Turns differences into batches of statements; each batch is one transaction."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from muninet.loader.claims import BATCH_FENCE, Claim
from muninet.loader.comparing import Differences, FactChange, NodeChange
from muninet.loader.journal import Change, Journal
from muninet.loader.statements import fact_properties, node_properties
from muninet.model import Schema
from muninet.store.values import Statement

# Rows a transaction: large enough that the round trip does not count, small enough that a reader is not kept waiting,
# and all that is in memory of a load while it is written.
BATCH = 2_000

# What is new is created, not merged: that it is new is known, and nobody else writes. One text for all labels and one
# for all types, because planning a statement costs the server as much as writing some hundred rows.
_PLACED = "SET n = row.properties SET n.location = point({latitude: row.lat, longitude: row.lon})"
_NEW_NODES = f"UNWIND $rows AS row CREATE (n:Entity:$(row.label)) {_PLACED}"
_NODES = f"UNWIND $rows AS row MATCH (n:Entity {{id: row.id}}) {_PLACED}"
_RELABELLED = f"{_NODES} SET n:$(row.label) REMOVE n:$(row.others)"
_NEW_FACTS = (
    "UNWIND $rows AS row MATCH (a:Entity {id: row.start}) MATCH (b:Entity {id: row.end}) "
    "CREATE (a)-[f:$(row.type)]->(b) SET f = row.properties"
)
_GONE_NODES = "UNWIND $rows AS row MATCH (n:Entity {id: row.id}) DELETE n"


@dataclass(frozen=True, slots=True)
class Batch:
    """One transaction: how many things it changes, and its statements."""

    size: int
    statements: list[Statement]


class Writer:
    """Makes the statements that bring the graph to where the differences say, for one claim."""

    def __init__(self, schema: Schema, claim: Claim, journal: Journal) -> None:
        """Take the model, the right to write, and what notes down the changes of each batch."""
        self._schema, self._claim, self._journal = schema, claim, journal

    def batches(self, differences: Differences) -> Iterator[Batch]:
        """Yield one batch after another; each begins with the sign that we are alive, and ends with its number.

        They come in an order in which no fact ever lacks an end: nodes, facts, then what goes.
        """
        number = 0
        held: list[tuple[str, list[Change]]] = []
        room = BATCH
        for text, changes in self._groups(differences):
            while chunk := list(islice(changes, room)):
                held.append((text, chunk))
                room -= len(chunk)
                if not room:
                    yield self._batch(number, held)
                    number, held, room = number + 1, [], BATCH
        if held:
            yield self._batch(number, held)

    def _groups(self, differences: Differences) -> Iterator[tuple[str, Iterator[Change]]]:
        """The texts of statements, each with what it is to write."""
        yield _NEW_NODES, differences.nodes("new")
        yield _NODES, differences.nodes("there")
        yield _RELABELLED, differences.nodes("relabelled")
        yield _NEW_FACTS, differences.facts("new")
        for type_ in differences.fact_types("there"):
            text = f"UNWIND $rows AS row MATCH ()-[f:{type_} {{id: row.id}}]->() SET f = row.properties"
            yield text, differences.facts("there", type_=type_)
        for type_ in differences.fact_types("gone"):
            # Of a type that the model had once there is no index left, and its name is not for us to write.
            known = type_ in self._schema.facts
            text = f"MATCH ()-[f:{type_} {{id: row.id}}]->()" if known else "MATCH ()-[f]->() WHERE f.id = row.id"
            yield f"UNWIND $rows AS row {text} DELETE f", differences.facts("gone", type_=type_)
        yield _GONE_NODES, differences.nodes("gone")

    def _batch(self, number: int, held: Sequence[tuple[str, list[Change]]]) -> Batch:
        claim = self._claim
        statements = [claim.beat()]
        for text, changes in held:
            rows = [self._row(text, change) for change in changes]
            statements.append(Statement(f"{BATCH_FENCE} {text}", claim.parameters(batch=number, rows=rows)))
        all_changes = [change for _, changes in held for change in changes]
        note = self._journal.note(claim, number, all_changes)
        if note is not None:
            statements.append(note)
        return Batch(len(all_changes), [*statements, claim.step(number)])

    def _row(self, text: str, change: Change) -> dict[str, Any]:
        if text.endswith(("DELETE f", "DELETE n")):
            return {"id": _id(change)}
        return self._node_row(text, change) if isinstance(change, NodeChange) else self._fact_row(change)

    def _node_row(self, text: str, change: NodeChange) -> dict[str, Any]:
        node = change.node
        properties = node_properties(self._schema, node.label, node.id, node.statements)
        lat, lon = properties.pop("location", (None, None))
        row = {"id": node.id, "label": node.label, "properties": properties, "lat": lat, "lon": lon}
        if text == _RELABELLED:
            row["others"] = [label for label in self._schema.nodes if label != node.label]
        return row

    def _fact_row(self, change: FactChange) -> dict[str, Any]:
        fact = change.fact
        properties = fact_properties(self._schema.facts[fact.type], self._schema, fact.id, fact.statements)
        return {"id": fact.id, "type": fact.type, "start": fact.start, "end": fact.end, "properties": properties}


def _id(change: Change) -> str:
    return change.node.id if isinstance(change, NodeChange) else change.fact.id
