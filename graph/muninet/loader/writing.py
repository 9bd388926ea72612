"""Turns differences into batches of statements; each batch is one transaction."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from muninet.loader.claims import FENCE, Claim
from muninet.loader.comparing import Differences
from muninet.loader.present import PresentFact, PresentNode, chunks
from muninet.loader.statements import fact_properties, node_properties
from muninet.model import Schema
from muninet.store.values import Statement

# Rows a transaction: large enough that the round trip does not count, small enough that a reader is not kept waiting.
BATCH = 2_000
# A fact type with more rows than this has statements of its own, which find facts by the type's index. Planning one costs
# the server as much as some hundred rows, so other types share statements that look between a fact's ends.
FEW = 200

_NODES = (
    "UNWIND $rows AS row MERGE (n:Entity {id: row.id}) SET n = row.properties "
    "SET n.location = point({latitude: row.lat, longitude: row.lon}) SET n:$(row.label)"
)
_ENDS = "UNWIND $rows AS row MATCH (a:Entity {id: row.start}) MATCH (b:Entity {id: row.end})"
_BETWEEN = f"{_ENDS} MATCH (a)-[f]->(b) WHERE f.id = row.id"
# A MERGE on a type that comes from the row would look through all relationships there are.
_NEW_FACTS = (
    f"{_ENDS} WITH * WHERE NOT EXISTS {{ MATCH (a)-[x]->(b) WHERE x.id = row.id }} "
    "CREATE (a)-[f:$(row.type)]->(b) SET f.id = row.id"
)
_GONE_NODES = "UNWIND $rows AS id MATCH (n:Entity {id: id}) DELETE n"


class Writer:
    """Makes the statements that bring the graph to where the differences say, for one claim."""

    def __init__(self, schema: Schema, claim: Claim) -> None:
        """Take the model and the right to write."""
        self._schema, self._claim = schema, claim

    def batches(self, differences: Differences) -> Iterator[tuple[int, list[Statement]]]:
        """Yield (rows, statements) of one transaction after another; each begins with the sign that we are alive.

        They come in an order in which no fact ever lacks an end: nodes, facts, then what goes.
        """
        count, batch = 0, [self._claim.beat()]
        for rows, statement in self._statements(differences):
            if count + rows > BATCH and count:
                yield count, batch
                count, batch = 0, [self._claim.beat()]
            count += rows
            batch.append(statement)
        if count:
            yield count, batch

    def _statements(self, differences: Differences) -> Iterator[tuple[int, Statement]]:
        plain = [node for node in differences.nodes if node.id not in differences.relabelled]
        yield from self._chunked(_NODES, [self._node_row(node) for node in plain])
        relabelled = [self._node_row(node) for node in differences.nodes if node.id in differences.relabelled]
        for row in relabelled:
            row["others"] = [label for label in self._schema.nodes if label != row["label"]]
        yield from self._chunked(f"{_NODES} REMOVE n:$(row.others)", relabelled)
        for type_, facts in _grouped(differences.facts, self._schema):
            rows = [self._fact_row(fact) for fact in facts]
            if type_ is None:
                ends = [{key: row[key] for key in ("id", "type", "start", "end")} for row in rows]
                yield from self._chunked(_NEW_FACTS, ends)
                yield from self._chunked(f"{_BETWEEN} SET f = row.properties", rows)
            else:
                yield from self._chunked(
                    f"{_ENDS} MERGE (a)-[f:{type_} {{id: row.id}}]->(b) SET f = row.properties", rows
                )
        for type_, gone in _grouped(differences.gone_facts, self._schema):
            if type_ is None:
                ends = [{"id": fact.id, "start": fact.start, "end": fact.end} for fact in gone]
                yield from self._chunked(f"{_BETWEEN} DELETE f", ends)
            else:
                text = f"UNWIND $rows AS id MATCH ()-[f:{type_} {{id: id}}]->() DELETE f"
                yield from self._chunked(text, [fact.id for fact in gone])
        yield from self._chunked(_GONE_NODES, [node.id for node in differences.gone_nodes])

    def _node_row(self, node: PresentNode) -> dict[str, Any]:
        properties = node_properties(self._schema, node.label, node.id, node.statements)
        lat, lon = properties.pop("location", (None, None))
        return {"id": node.id, "label": node.label, "properties": properties, "lat": lat, "lon": lon}

    def _fact_row(self, fact: PresentFact) -> dict[str, Any]:
        type_ = self._schema.facts[fact.type]
        properties = fact_properties(type_, self._schema, fact.id, fact.statements)
        return {"id": fact.id, "type": fact.type, "start": fact.start, "end": fact.end, "properties": properties}

    def _chunked(self, text: str, rows: list[Any]) -> Iterator[tuple[int, Statement]]:
        for chunk in chunks(rows, BATCH):
            yield len(chunk), Statement(f"{FENCE} {text}", self._claim.parameters(rows=chunk))


def _grouped(facts: Iterable[PresentFact], schema: Schema) -> Iterator[tuple[str | None, list[PresentFact]]]:
    """Part facts by type, those of types with few of them, or that the model has no more, together under None."""
    groups: dict[str, list[PresentFact]] = {}
    for fact in facts:
        groups.setdefault(fact.type, []).append(fact)
    own = [(type_, group) for type_, group in groups.items() if len(group) > FEW and type_ in schema.facts]
    named = {type_ for type_, _ in own}
    shared = [fact for type_, group in groups.items() if type_ not in named for fact in group]
    return iter([*own, (None, shared)])
