"""Profiles: an entity, its facts by type and direction with how many there are, and its timeline."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from pydantic import Field

from muninet.answers import lookups
from muninet.answers.asking import Asking, Given, shown
from muninet.answers.entities import entity_of
from muninet.answers.graphs import TimelineEntry
from muninet.answers.licences import licences_of
from muninet.answers.models import Fact, Licence, Location, Model, Name, Source
from muninet.answers.reading import Reading
from muninet.answers.results import page_of
from muninet.answers.rows import Answer, Partial, absent, chosen
from muninet.answers.shape import entity as shape_entity
from muninet.catalogue import Bound

# What may come along with an entity; the first does unless something else is asked for.
PARTS = ("facts", "timeline")
# Counts by type and direction, under the conditions that entity/facts has.
_COUNTS = """
MATCH (e:Entity {id: $entity})-[f]-()
WHERE ($deprecated OR f.rank <> 'deprecated')
  AND ($without_licence IS NULL OR any(source IN f.sources WHERE NOT source IN $without_licence))
  AND ($at IS NULL OR (f.holds_from <= $at AND (f.holds_until IS NULL OR f.holds_until > $at)))
RETURN type(f) AS type, startNode(f) = e AS forward, count(f) AS facts
"""


class FactGroup(Model):
    """The facts of one type that begin, or that end, at an entity."""

    type: str = Field(description="Relationship type in the model.", examples=["MEMBER_OF"])
    kind: str = Field(alias="class", description="Class of the type.", examples=["affiliation"])
    forward: bool = Field(description="Whether the facts begin at the entity; else they end there.")
    label: str = Field(description="What stands between the entity and the others.", examples=["is a member of"])
    count: int = Field(description="How many there are, on all pages.")
    facts: list[Fact] = Field(description="The first of them.")
    next: str | None = Field(description="Cursor of the next page; null where all of them stand here.")


class ProfileTimeline(Model):
    """What happened to an entity, oldest first: the first of it."""

    entries: list[TimelineEntry]
    next: str | None = Field(description="Cursor of the next page; null where all of it stands here.")


class ProfileAnswer(Partial, Answer):
    """An entity, with what was asked for."""

    id: str = Field(examples=["tirana-al"])
    type: str = Field(description="Its label in the model.", examples=["City"])
    name: str = Field(examples=["Tirana"])
    country: str | None = Field(description="ISO 3166-1 alpha-2, XK for Kosovo.", examples=["AL"])
    names: list[Name] = absent("Other names in any script.")
    identifiers: list[str] = absent("Ids elsewhere, scheme:value.")
    description: str | None = absent("One sentence that tells what it is.")
    url: str | None = absent("Its own page.")
    location: Location | None = absent("A point in WGS84 degrees.")
    properties: dict[str, Any] = absent("The type's own properties, dates with their precision.")
    datasets: list[str] = absent("The datasets that it comes from.")
    fact_counts: dict[str, int] = absent("Facts by type, in either direction, ended and deprecated ones too.")
    facts: list[FactGroup] = absent("Its facts by type and direction.")
    timeline: ProfileTimeline = absent("What happened to it.")
    sources: dict[str, Source]
    licences: list[Licence]


FIELDS = ("names", "identifiers", "description", "url", "location", "properties", "datasets", "fact_counts")


async def profile(
    asking: Asking,
    id_: str,
    given: Given,
    *,
    type_: str,
    include: Sequence[str] = PARTS[:1],
    fields: Sequence[str] = (),
    lang: str = "en",
) -> ProfileAnswer:
    """Ask for an entity of a type.

    Args:
        asking: who asks.
        id_: its id.
        given: parameters of `entity/facts` as texts; `limit` is how many facts of each type and direction come along.
        type_: its type.
        include: what comes along, of PARTS.
        fields: what is carried of the entity itself, of FIELDS, beside what names it; none for everything.
        lang: language of sentences and labels.

    Raises:
        UnknownEntityError: no entity has the id.
        OtherTypeError: it is of another type.
        ParameterError: a parameter, field or part is unknown or cannot be used.
    """
    kept, parts = chosen("fields", fields, FIELDS) or FIELDS, chosen("include", include, PARTS)
    query = asking.catalogue["entity/facts"]
    bound = asking.bind(query, {**given, "entity": id_})
    reading = asking.reading(bound, lang)

    async def ask(version: str) -> ProfileAnswer:
        ready, read = await asking.check(replace(bound, entities=()), reading)
        node, counts = await entity_of(asking, id_, type_, read.barred)
        found: dict[str, Any] = {}
        if "facts" in parts:
            found["facts"] = await _groups(asking, id_, given, ready, read)
        if "timeline" in parts:
            found["timeline"] = await _timeline(asking, id_, given, lang, version)
        rests_on = {*read.cited(node.properties["sources"]), *lookups.source_ids(_shown(found))}
        sources = await asking.sources(rests_on)
        whole = shape_entity(node, counts, {}, version, asking.schema)
        return ProfileAnswer(
            query={"name": query.name, **_asked(bound), "lang": lang, "include": parts, "fields": list(kept)},
            graph_version=version,
            data_as_of=lookups.newest(list(sources.values())),
            sources=sources,
            licences=licences_of(sources.values()),
            id=whole.id,
            type=whole.type,
            name=whole.name,
            country=whole.country,
            **{name: getattr(whole, name) for name in kept},
            **found,
        )

    return await asking.settled(ask)


def _asked(bound: Bound) -> dict[str, Any]:
    """The parameters as resolved, without those that choose the facts of one group."""
    return {name: value for name, value in shown(bound).items() if name not in ("class", "relations", "direction")}


def _shown(found: dict[str, Any]) -> list[Any]:
    """What comes along, as JSON."""
    return [
        one.model_dump(mode="json", by_alias=True)
        for part in found.values()
        for one in (part if isinstance(part, list) else [part])
    ]


async def _timeline(asking: Asking, id_: str, given: Given, lang: str, version: str) -> ProfileTimeline:
    query = asking.catalogue["entity/timeline"]
    names = {parameter.name for parameter in query.parameters}
    shared = {name: value for name, value in given.items() if name in names}
    page = await page_of(asking, query, asking.bind(query, {**shared, "entity": id_}), lang, version)
    return ProfileTimeline(entries=[TimelineEntry.model_validate(row) for row in page.rows], next=page.next)


async def _groups(asking: Asking, id_: str, given: Given, ready: Bound, reading: Reading) -> list[FactGroup]:
    """The facts by type, in the order of the model; of one type, those that begin at the entity come first."""
    counted = (await asking.store.read(_COUNTS, ready.cypher)).maps()
    order = list(asking.schema.facts)
    counted.sort(key=lambda row: (order.index(row["type"]), not row["forward"]))
    return list(
        await asyncio.gather(*(_group(asking, {**given, "entity": id_}, row, ready, reading) for row in counted))
    )


async def _group(asking: Asking, given: Given, row: dict[str, Any], ready: Bound, reading: Reading) -> FactGroup:
    query = asking.catalogue["entity/facts"]
    narrowed = {"relations": row["type"], "direction": "out" if row["forward"] else "in"}
    bound = asking.bind(query, {**given, **narrowed})
    ready = replace(bound, cypher={**bound.cypher, "without_licence": ready.cypher["without_licence"]})
    rows, following = await asking.page(query, ready)
    return FactGroup(
        type=row["type"],
        kind=asking.schema.facts[row["type"]].kind,
        forward=row["forward"],
        label=reading.wording.phrase(row["type"], (), forward=row["forward"]).is_,
        count=row["facts"],
        facts=[Fact.model_validate(one["fact"]) for one in asking.shaped(query, rows, reading)],
        next=following,
    )
