"""What surrounds an entity: its facts as a list, and its neighbourhood as a graph."""

from __future__ import annotations

import datetime as dt
from typing import Literal

from pydantic import Field

from muninet.answers.asking import Asking, Given
from muninet.answers.models import Fact, Licence, Model, NodeRef, Source
from muninet.answers.results import Page, page_of
from muninet.answers.rows import Answer
from muninet.answers.shape import node_ref
from muninet.answers.unknown import unknown

_NODE = "MATCH (e:Entity {id: $id}) RETURN e"


class FactsAnswer(Answer):
    """One page of the facts that begin or end at an entity."""

    entity: NodeRef
    next: str | None = Field(description="Cursor of the next page; null on the last.")
    facts: list[Fact]
    sources: dict[str, Source]
    licences: list[Licence]


class GraphAnswer(Answer):
    """The neighbourhood of an entity, nearest facts first."""

    nodes: list[NodeRef] = Field(description="The entity, and whatever the facts join, each once.")
    facts: list[Fact] = Field(description="Each once.")
    truncated: bool = Field(description="Whether there are more facts than stand here.")
    next: str | None = Field(description="Cursor of the next page; null on the last.")
    sources: dict[str, Source]
    licences: list[Licence]


class TimelineEntry(Model):
    """A day on which something began, happened or ended."""

    on: dt.date | None = Field(description="The day; of a reduced date the first day of its period.")
    precision: Literal["day", "month", "year"] | None = Field(
        description="Null where undated, and where the next one in office ended it."
    )
    what: Literal["begin", "on", "end", "undated"]
    other: NodeRef | None = Field(description="The fact's other side; null for a date of its own.")
    fact: Fact | None = Field(description="Null for a date of its own.")
    dated_by: str | None = Field(
        description="`fact`, `successor` (the next one in office), `thing` (the other side) or, for a date of its own "
        "and a part's place in the whole, the name of that date, such as `start`; null where undated."
    )


class TimelineAnswer(Answer):
    """One page of what happened to an entity, oldest first."""

    entity: NodeRef
    next: str | None = Field(description="Cursor of the next page; null on the last.")
    results: list[TimelineEntry]
    sources: dict[str, Source]
    licences: list[Licence]


async def facts(asking: Asking, id_: str, given: Given, lang: str = "en") -> FactsAnswer:
    """Ask for the facts of an entity.

    Args:
        asking: who asks.
        id_: its id.
        given: parameters of `entity/facts` as texts.
        lang: language of the sentences.

    Raises:
        UnknownEntityError: no entity has the id, or one that a parameter names.
        ParameterError: a parameter is unknown or cannot be used.
    """
    query = asking.catalogue["entity/facts"]
    bound = asking.bind(query, {**given, "entity": id_})

    async def ask(version: str) -> FactsAnswer:
        entity = await _named(asking, id_)
        page = await page_of(asking, query, bound, lang, version)
        return FactsAnswer(entity=entity, next=page.next, facts=_facts(page), **page.envelope)

    return await asking.settled(ask)


async def neighbourhood(asking: Asking, id_: str, given: Given, lang: str = "en") -> GraphAnswer:
    """Ask for what surrounds an entity, as a graph.

    Args:
        asking: who asks.
        id_: its id.
        given: parameters of `entity/graph` as texts.
        lang: language of the sentences.

    Raises:
        UnknownEntityError: no entity has the id, or one that a parameter names.
        ParameterError: a parameter is unknown or cannot be used.
    """
    query = asking.catalogue["entity/graph"]
    bound = asking.bind(query, {**given, "entity": id_})

    async def ask(version: str) -> GraphAnswer:
        entity = await _named(asking, id_)
        page = await page_of(asking, query, bound, lang, version)
        found = _facts(page)
        nodes = {node.id: node for node in (entity, *(end for fact in found for end in (fact.from_, fact.to)))}
        return GraphAnswer(
            nodes=list(nodes.values()),
            facts=found,
            truncated=page.next is not None,
            next=page.next,
            **page.envelope,
        )

    return await asking.settled(ask)


async def timeline(asking: Asking, id_: str, given: Given, lang: str = "en") -> TimelineAnswer:
    """Ask for what happened to an entity, oldest first.

    Args:
        asking: who asks.
        id_: its id.
        given: parameters of `entity/timeline` as texts.
        lang: language of the sentences.

    Raises:
        UnknownEntityError: no entity has the id, or one that a parameter names.
        ParameterError: a parameter is unknown or cannot be used.
    """
    query = asking.catalogue["entity/timeline"]
    bound = asking.bind(query, {**given, "entity": id_})

    async def ask(version: str) -> TimelineAnswer:
        entity = await _named(asking, id_)
        page = await page_of(asking, query, bound, lang, version)
        results = [TimelineEntry.model_validate(row) for row in page.rows]
        return TimelineAnswer(entity=entity, next=page.next, results=results, **page.envelope)

    return await asking.settled(ask)


async def _named(asking: Asking, id_: str) -> NodeRef:
    """The entity that a path names.

    Raises:
        UnknownEntityError: there is none; it carries the nearest.
    """
    found = (await asking.store.read(_NODE, {"id": id_})).single()
    if found is None:
        raise await unknown(asking.store, asking.schema, id_, "id")
    return node_ref(found)


def _facts(page: Page) -> list[Fact]:
    return [Fact.model_validate(row["fact"]) for row in page.rows]
