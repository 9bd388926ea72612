"""Turns differences into batches of statements; each batch is one transaction."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from muninet.loader.claims import FENCE, Claim
from muninet.loader.comparing import Differences
from muninet.loader.present import PresentFact, PresentNode, chunks
from muninet.loader.statements import fact_properties, node_properties
from muninet.model import Schema
from muninet.store.values import Statement

# Rows a transaction: large enough that the round trip does not count, small enough that a reader is not kept waiting.
BATCH = 2_000


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
        yield from self._nodes(differences.nodes, differences.relabelled)
        yield from self._facts(differences.facts)
        yield from self._gone_facts(differences.gone_facts)
        ids = [node.id for node in differences.gone_nodes]
        yield from self._chunked("UNWIND $rows AS id MATCH (n:Entity {id: id}) DELETE n", ids)

    def _nodes(self, nodes: Iterable[PresentNode], relabelled: set[str]) -> Iterator[tuple[int, Statement]]:
        labels = list(self._schema.nodes)
        for label, group in _grouped(nodes, lambda node: node.label, labels):
            # An entity may have had another label; the model's others are taken away only where that is so.
            other = ":".join(name for name in labels if name != label)
            for change, remove in ((False, ""), (True, f" REMOVE n:{other}")):
                rows = (self._node_row(node) for node in group if (node.id in relabelled) is change)
                text = (
                    f"UNWIND $rows AS row MERGE (n:Entity {{id: row.id}}) SET n = row.properties "
                    "SET n.location = point({latitude: row.lat, longitude: row.lon}) "
                    f"SET n:{label}{remove}"
                )
                yield from self._chunked(text, list(rows))

    def _node_row(self, node: PresentNode) -> dict[str, Any]:
        properties = node_properties(self._schema, node.label, node.id, node.statements)
        lat, lon = properties.pop("location", (None, None))
        return {"id": node.id, "properties": properties, "lat": lat, "lon": lon}

    def _facts(self, facts: Iterable[PresentFact]) -> Iterator[tuple[int, Statement]]:
        for type_, group in _grouped(facts, lambda fact: fact.type, self._schema.facts):
            text = (
                "UNWIND $rows AS row MATCH (a:Entity {id: row.start}) MATCH (b:Entity {id: row.end}) "
                f"MERGE (a)-[f:{type_} {{id: row.id}}]->(b) SET f = row.properties"
            )
            yield from self._chunked(text, [self._fact_row(fact) for fact in group])

    def _fact_row(self, fact: PresentFact) -> dict[str, Any]:
        type_ = self._schema.facts[fact.type]
        properties = fact_properties(type_, self._schema, fact.id, fact.statements)
        return {"id": fact.id, "start": fact.start, "end": fact.end, "properties": properties}

    def _gone_facts(self, facts: list[PresentFact]) -> Iterator[tuple[int, Statement]]:
        types = self._schema.facts
        for type_, group in _grouped((fact for fact in facts if fact.type in types), lambda fact: fact.type, types):
            text = f"UNWIND $rows AS id MATCH ()-[f:{type_} {{id: id}}]->() DELETE f"
            yield from self._chunked(text, [fact.id for fact in group])
        # Of a type that the model had once there is no index left.
        former = [fact.id for fact in facts if fact.type not in types]
        yield from self._chunked("MATCH ()-[f]->() WHERE f.id IN $rows DELETE f", former)

    def _chunked(self, text: str, rows: list[Any]) -> Iterator[tuple[int, Statement]]:
        for chunk in chunks(rows, BATCH):
            yield len(chunk), Statement(f"{FENCE} {text}", self._claim.parameters(rows=chunk))


def _grouped(items: Iterable[Any], key: Callable[[Any], str], order: Iterable[str]) -> Iterator[tuple[str, list[Any]]]:
    groups: dict[str, list[Any]] = {name: [] for name in order}
    for item in items:
        groups[key(item)].append(item)
    return ((name, group) for name, group in groups.items() if group)
