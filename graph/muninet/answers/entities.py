"""One entity with all that stands on it, as far as it rests on sources that may be used."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from muninet.answers import lookups
from muninet.answers.asking import Asking
from muninet.answers.licences import WITHOUT, sources_under
from muninet.answers.models import EntityAnswer
from muninet.answers.shape import entity as shaped
from muninet.answers.unknown import unknown
from muninet.errors import LeftOutError, OtherTypeError
from muninet.loader.statements import node_properties, parsed
from muninet.model import Schema
from muninet.store.values import NodeValue, Point


async def entity(asking: Asking, id_: str, without_licence: Sequence[str] = ()) -> EntityAnswer:
    """Ask for all that stands on an entity.

    Args:
        asking: who asks.
        id_: its id.
        without_licence: leave out what rests only on sources under these licences.

    Raises:
        UnknownEntityError: no entity has the id, or nothing is left of it.
        UnknownLicenceError: no source is under one of the licences.
    """

    async def ask(version: str) -> EntityAnswer:
        barred = await barred_of(asking, without_licence)
        node, counts = await entity_of(asking, id_, barred=barred)
        cited = (source for source in node.properties["sources"] if source not in barred)
        return shaped(node, counts, await asking.sources(cited), version, asking.schema)

    return await asking.settled(ask)


async def barred_of(asking: Asking, licences: Iterable[str]) -> frozenset[str]:
    """The ids of the sources under these licences.

    Raises:
        UnknownLicenceError: no source is under one of them.
    """
    found = await sources_under(asking.store, [(WITHOUT, licence) for licence in licences])
    return frozenset(found.get(WITHOUT, ()))


async def entity_of(
    asking: Asking, id_: str, type_: str | None = None, barred: frozenset[str] = frozenset()
) -> tuple[NodeValue, dict[str, int]]:
    """An entity as sources that are not barred state it, and its number of facts by type.

    Raises:
        UnknownEntityError: no entity has the id, and it carries the nearest; or all of it rests on barred sources.
        MergedEntityError: the entity goes by another id now.
        OtherTypeError: it is of another type than `type_`.
    """
    found = await lookups.entity(asking.store, id_, barred)
    if found is None:
        raise await unknown(asking.store, asking.schema, id_, "id", barred)
    node, counts = found
    left = left_of(node, barred, asking.schema)
    if left is None:
        raise LeftOutError(id_, "id")
    if type_ is not None and left.type != type_:
        raise OtherTypeError(id_, left.properties["name"], left.type, type_, "id")
    return left, counts


def left_of(node: NodeValue, barred: frozenset[str], schema: Schema) -> NodeValue | None:
    """The entity as those datasets state it that have a source for it that is not barred; None where there is none."""
    if barred.isdisjoint(node.properties["sources"]):
        return node
    told = zip(node.properties["datasets"], node.properties["statements"], strict=True)
    kept = {dataset: text for dataset, text in told if not barred.issuperset(_sources(text))}
    if not kept:
        return None
    properties = node_properties(schema, node.type, node.id, kept)
    if "location" in properties:
        lat, lon = properties["location"]
        properties["location"] = Point(lat, lon)
    return NodeValue(node.labels, properties)


def _sources(statement: str) -> list[str]:
    sources: Any = parsed(statement)["sources"]
    return list(sources)
