"""Lists: the entities of one type, filtered and sorted, with counts of what they could be filtered by."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import Field, create_model

from muninet.answers import lookups
from muninet.answers.asking import Asking, Given, shown
from muninet.answers.licences import licences_of
from muninet.answers.models import Licence, Location, Model, NodeRef, Source
from muninet.answers.reading import Reading
from muninet.answers.rows import Answer, Partial, chosen, fields_of, may_be_absent
from muninet.answers.shape import json_value, node_ref
from muninet.catalogue import Bound, Catalogue, Query
from muninet.model import Schema
from muninet.store.values import NodeValue, Rows

# The counts of one list are asked for in one go; there are far fewer.
_MOST_COUNTS = 1000
_TOTAL = "total"
# For types that no question takes for its example.
_EXAMPLES = {"country": "romania", "organisation": "tartu-regional-energy-agency"}
# Of a list, but no filter.
_PAGING = ("sort", "limit", "after", "cursor")
# What may come along with a page.
PARTS = ("facets",)
# What every entity of a list has, whatever is chosen: enough to name it.
_ALWAYS = tuple(NodeRef.model_fields)


class Facet(Model):
    """How many entities of a list have a value."""

    value: str = Field(description="The value, as a filter of that name takes it.", examples=["RO"])
    label: str = Field(description="The value in words.", examples=["Romania"])
    count: int = Field(examples=[24])


class Item(Partial, NodeRef):
    """An entity of a list."""


class ListAnswer(Answer):
    """One page of the entities of a type, with counts over all pages."""

    total: int | None = Field(description="How many there are on all pages; null where facets were left out.")
    next: str | None = Field(description="Cursor of the next page; null on the last.")
    facets: dict[str, list[Facet]] | None = Field(
        description="By property, how many of all pages have each value, most first; null where they were left out."
    )
    results: Sequence[Item]
    sources: dict[str, Source]
    licences: list[Licence]


@dataclass(frozen=True)
class Resource:
    """The entities of one type, as a list.

    Attributes:
        plural: the name of the list: `cities`.
        label: the type in the model: `City`.
        name: one of them, as operations and question folders call it: `city`.
        description: what the type is.
        listing: the question that a page answers.
        facets: the question that counts.
        answer: the shape of a page.
        fields: what an entity of a page has.
        example: the id of one of them on the seed, or None.
    """

    plural: str
    label: str
    name: str
    description: str
    listing: Query
    facets: Query
    answer: type[ListAnswer]
    fields: tuple[str, ...]
    example: str | None


def resources_of(catalogue: Catalogue, schema: Schema) -> list[Resource]:
    """The lists there are, in the order of the model: the types whose folder asks `list` and `facets`."""
    found = []
    for label, node in schema.nodes.items():
        name = re.sub(r"(?<!^)(?=[A-Z])", "-", label).lower()
        if f"{name}/list" not in catalogue or f"{name}/facets" not in catalogue:
            continue
        listing = catalogue[f"{name}/list"]
        item = _item(label, listing, schema)
        found.append(
            Resource(
                plural=node.plural,
                label=label,
                name=name,
                description=node.description,
                listing=listing,
                facets=catalogue[f"{name}/facets"],
                answer=create_model(
                    f"{label}List",
                    __base__=ListAnswer,
                    __doc__=f"One page of {node.plural}, with counts over all pages.",
                    results=(list[item], ...),  # type: ignore[valid-type]
                ),
                fields=tuple(item.model_fields),
                example=_example(catalogue, name),
            )
        )
    return found


def _item(label: str, listing: Query, schema: Schema) -> type[Item]:
    more = fields_of(column for column in listing.answered[1:] if column.name not in _ALWAYS)
    if "location" in schema.nodes[label].properties:
        more["location"] = (Location | None, Field(description="A point in WGS84 degrees."))
    more["sources"] = (list[str], Field(description="Ids of the sources that what stands on it comes from."))
    fields: dict[str, Any] = {name: (kind, may_be_absent(field)) for name, (kind, field) in more.items()}
    return create_model(f"{label}Item", __base__=Item, __doc__=f"One of the {schema.nodes[label].plural}.", **fields)


def _example(catalogue: Catalogue, name: str) -> str | None:
    """The entity that questions of the catalogue take for their example."""
    for query in catalogue.values():
        for parameter in query.parameters:
            if parameter.type == "entity" and parameter.name == name and parameter.default:
                return parameter.default
    return _EXAMPLES.get(name)


async def listed(
    asking: Asking,
    resource: Resource,
    given: Given,
    *,
    include: Sequence[str] = PARTS,
    fields: Sequence[str] = (),
) -> ListAnswer:
    """Ask for one page of a list.

    Args:
        asking: who asks.
        resource: the list.
        given: filters, `sort`, `limit` and `cursor`, as texts.
        include: what comes along, of PARTS: counting over all pages takes about as long as the page itself.
        fields: what each entity shall carry beside its name; none for everything.

    Raises:
        ParameterError: a parameter or a field is unknown or cannot be used.
        UnknownEntityError: an id that no entity has.
    """
    kept, parts = chosen("fields", fields, resource.fields), chosen("include", include, PARTS)
    query = resource.listing
    bound = asking.bind(query, given)
    reading = asking.reading(bound)

    async def ask(version: str) -> ListAnswer:
        ready, read = await asking.check(bound, reading)
        rows, following = await asking.page(query, ready)
        counts = await _counts(asking, resource, given, ready) if "facets" in parts else None
        results = _items(asking, resource, rows, read)
        sources = await asking.sources({source for item in results for source in item["sources"]})
        return resource.answer.model_validate(
            {
                "query": {"name": query.name, **shown(bound), "include": parts, "fields": kept},
                "graph_version": version,
                "data_as_of": lookups.newest(list(sources.values())),
                "total": None if counts is None else _total(counts),
                "next": following,
                "facets": None if counts is None else _by_name(counts),
                "results": [_narrowed(item, kept) for item in results],
                "sources": sources,
                "licences": licences_of(sources.values()),
            }
        )

    return await asking.settled(ask)


def _items(asking: Asking, resource: Resource, rows: Rows, reading: Reading) -> list[dict[str, Any]]:
    first, *others = (column.name for column in resource.listing.answered)
    # The entity itself is called as its type is, which for a country is the name of another field.
    kept = set(others) & set(resource.fields)
    return [
        {
            **_own(raw[first], resource, reading),
            **{name: value for name, value in row.items() if name in kept},
        }
        for raw, row in zip(rows.maps(), asking.shaped(resource.listing, rows, reading), strict=True)
    ]


def _own(node: NodeValue, resource: Resource, reading: Reading) -> dict[str, Any]:
    found = {**node_ref(node).model_dump(), "sources": reading.cited(node.properties["sources"])}
    if "location" in resource.fields:
        found["location"] = json_value(node.properties.get("location"))
    return found


def _narrowed(item: dict[str, Any], kept: Sequence[str]) -> dict[str, Any]:
    return {name: value for name, value in item.items() if not kept or name in kept or name in _ALWAYS}


async def _counts(asking: Asking, resource: Resource, given: Given, ready: Bound) -> list[dict[str, Any]]:
    """Counts over all pages, with the filters of the list."""
    query = resource.facets
    filters = {name: value for name, value in given.items() if name not in _PAGING}
    bound = asking.bind(query, {**filters, "limit": str(_MOST_COUNTS)})
    licences = {"without_licence": ready.cypher["without_licence"]} if "without_licence" in bound.cypher else {}
    return (await asking.store.read(query.text, {**bound.cypher, **licences})).maps()


def _total(counts: Sequence[dict[str, Any]]) -> int:
    return next((int(row["count"]) for row in counts if row["facet"] == _TOTAL), 0)


def _by_name(counts: Sequence[dict[str, Any]]) -> dict[str, list[Facet]]:
    found: dict[str, list[Facet]] = {}
    for row in counts:
        if row["facet"] != _TOTAL:
            found.setdefault(row["facet"], []).append(Facet(value=row["value"], label=row["label"], count=row["count"]))
    return found
