"""Turns differences into batches of statements; each batch is one transaction."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, TypeVar

from muninet.loader.claims import FENCE, Claim
from muninet.loader.comparing import Differences
from muninet.loader.journal import Journal, Thing
from muninet.loader.present import PresentFact, PresentNode, chunks
from muninet.loader.statements import fact_properties, node_properties
from muninet.model import Schema
from muninet.store.values import Statement

# Rows a transaction: large enough that the round trip does not count, small enough that a reader is not kept waiting.
BATCH = 2_000
# Planning a statement costs the server as much as writing some hundred rows: new facts of types with no more than this
# share one that takes the type from the row. (A MERGE on such a type would look through all relationships there are.)
FEW = 200

_NODES = (
    "UNWIND $rows AS row MERGE (n:Entity {id: row.id}) SET n = row.properties "
    "SET n.location = point({latitude: row.lat, longitude: row.lon}) SET n:$(row.label)"
)
_ENDS = "UNWIND $rows AS row MATCH (a:Entity {id: row.start}) MATCH (b:Entity {id: row.end})"
_FEW_NEW_FACTS = f"{_ENDS} CREATE (a)-[f:$(row.type)]->(b) SET f = row.properties"
_GONE_NODES = "UNWIND $rows AS id MATCH (n:Entity {id: id}) DELETE n"
_Thing = TypeVar("_Thing", PresentNode, PresentFact)


class Writer:
    """Makes the statements that bring the graph to where the differences say, for one claim."""

    def __init__(self, schema: Schema, claim: Claim, journal: Journal) -> None:
        """Take the model, the right to write, and what notes down the changes of each batch."""
        self._schema, self._claim, self._journal = schema, claim, journal

    def batches(self, differences: Differences) -> Iterator[tuple[int, list[Statement]]]:
        """Yield (rows, statements) of one transaction after another; each begins with the sign that we are alive.

        They come in an order in which no fact ever lacks an end: nodes, facts, then what goes.
        """
        things: list[Thing] = []
        statements: list[Statement] = []
        for chunk, statement in self._statements(differences):
            if len(things) + len(chunk) > BATCH and things:
                yield self._batch(things, statements)
                things, statements = [], []
            things += chunk
            statements.append(statement)
        if things:
            yield self._batch(things, statements)

    def _batch(self, things: Sequence[Thing], statements: Sequence[Statement]) -> tuple[int, list[Statement]]:
        note = self._journal.note(self._claim, things)
        return len(things), [self._claim.beat(), *statements, *([note] if note else [])]

    def _statements(self, differences: Differences) -> Iterator[tuple[Sequence[Thing], Statement]]:
        plain = [node for node in differences.nodes if node.id not in differences.relabelled]
        yield from self._chunked(_NODES, plain, self._node_row)
        relabelled = [node for node in differences.nodes if node.id in differences.relabelled]
        yield from self._chunked(f"{_NODES} REMOVE n:$(row.others)", relabelled, self._relabelled_row)
        few: list[PresentFact] = []
        for type_, facts in _by_type(differences.facts):
            if len(facts) <= FEW and all(fact.id in differences.new_facts for fact in facts):
                few += facts
            else:
                text = f"{_ENDS} MERGE (a)-[f:{type_} {{id: row.id}}]->(b) SET f = row.properties"
                yield from self._chunked(text, facts, self._fact_row)
        yield from self._chunked(_FEW_NEW_FACTS, few, self._fact_row)
        for type_, gone in _by_type(differences.gone_facts):
            # Of a type that the model had once there is no index left, and its name is not for us to write.
            known = type_ in self._schema.facts
            text = f"MATCH ()-[f:{type_} {{id: id}}]->()" if known else "MATCH ()-[f]->() WHERE f.id = id"
            yield from self._chunked(f"UNWIND $rows AS id {text} DELETE f", gone, _id)
        yield from self._chunked(_GONE_NODES, differences.gone_nodes, _id)

    def _node_row(self, node: PresentNode) -> dict[str, Any]:
        properties = node_properties(self._schema, node.label, node.id, node.statements)
        lat, lon = properties.pop("location", (None, None))
        return {"id": node.id, "label": node.label, "properties": properties, "lat": lat, "lon": lon}

    def _fact_row(self, fact: PresentFact) -> dict[str, Any]:
        type_ = self._schema.facts[fact.type]
        properties = fact_properties(type_, self._schema, fact.id, fact.statements)
        return {"id": fact.id, "type": fact.type, "start": fact.start, "end": fact.end, "properties": properties}

    def _relabelled_row(self, node: PresentNode) -> dict[str, Any]:
        return {**self._node_row(node), "others": [label for label in self._schema.nodes if label != node.label]}

    def _chunked(
        self, text: str, things: Sequence[_Thing], row: Callable[[_Thing], Any]
    ) -> Iterator[tuple[Sequence[_Thing], Statement]]:
        for chunk in chunks(things, BATCH):
            parameters = self._claim.parameters(rows=[row(thing) for thing in chunk])
            yield chunk, Statement(f"{FENCE} {text}", parameters)


def _id(thing: Thing) -> str:
    return thing.id


def _by_type(facts: Iterable[PresentFact]) -> Iterable[tuple[str, list[PresentFact]]]:
    groups: dict[str, list[PresentFact]] = {}
    for fact in facts:
        groups.setdefault(fact.type, []).append(fact)
    return groups.items()
