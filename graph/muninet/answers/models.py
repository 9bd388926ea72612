"""The shapes that answers have, on HTTP and on the command line alike."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field


class Model(BaseModel):
    """Base of all shapes: frozen, and strict about what they hold."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True, serialize_by_alias=True)


class NodeRef(Model):
    """An entity, as short as it can be named."""

    id: str = Field(examples=["tartu-ee"])
    type: str = Field(description="Its label in the model.", examples=["City"])
    name: str = Field(examples=["Tartu"])
    country: str | None = Field(default=None, description="ISO 3166-1 alpha-2, XK for Kosovo.", examples=["EE"])


class Fact(Model):
    """A fact: two ends, a type, dates as precise as they are known, and who says so."""

    id: str
    type: str = Field(description="Relationship type in the model.", examples=["MEMBER_OF"])
    kind: str = Field(alias="class", description="Class of the type.", examples=["affiliation"])
    from_: NodeRef = Field(alias="from")
    to: NodeRef
    since: str | None = Field(description="First day of the period in which it began.", examples=["2024-10-01"])
    since_precision: Literal["day", "month", "year"] | None
    until: str | None = Field(description="Its end (exclusive), first day of the period.")
    until_precision: Literal["day", "month", "year"] | None
    as_of: str | None = Field(description="The day its source speaks of, first day of the period.")
    as_of_precision: Literal["day", "month", "year"] | None
    certainty: Literal["dated", "as_of", "undated"]
    holds_from: str | None = Field(description="First day that it counts; null where undated.")
    holds_until: str | None = Field(description="First day that it no longer counts; null where open.")
    rank: Literal["preferred", "normal", "deprecated"]
    status: str | None
    label: str | None = Field(description="The source's own word for the role.")
    note: str | None
    properties: dict[str, Any] = Field(description="The type's own properties.")
    sources: list[str] = Field(min_length=1, description="Ids of the sources that state it.")
    datasets: list[str]
    sentence: str = Field(description="The fact in words; its sources are its footnote.")


class Source(Model):
    """A document or dataset that states facts."""

    id: str
    title: str
    publisher: str
    published: str | None
    published_precision: Literal["day", "month", "year"] | None
    url: str | None
    licence: str | None
    retrieved: str | None


class Licence(Model):
    """A licence, and the sources of an answer that are under it."""

    licence: str | None = Field(description="Null where the source states none: facts only, in our own words.")
    sources: list[str] = Field(description="Ids of the sources.")


class Footnote(Model):
    """Footnote `[n]` of a sentence: the fact it stands behind and that fact's sources."""

    n: int
    fact: str
    sources: list[str]


class Route(Model):
    """A path of facts, read from its first node to its last."""

    id: str = Field(description="The same for the same facts in the same order.")
    pattern: str = Field(examples=["SUPPORTED_BY>MEMBER_OF>MEMBER_OF"])
    length: int
    nodes: list[NodeRef]
    facts: list[Fact]
    forward: list[bool] = Field(description="For each fact, whether it is read in its own direction.")
    sentence: str = Field(description="The route in words, with footnote marks.")
    footnotes: list[Footnote]


class Group(Model):
    """The routes of one kind of link. Different kinds are never added up."""

    pattern: str
    label: str = Field(description="The pattern in words.")
    count: int = Field(description="How many routes.")
    cities: int = Field(description="How many different entities they start at.")


class LinksAnswer(Model):
    """Which entities link to another, by which routes, on whose word."""

    query: dict[str, Any] = Field(description="The question, every parameter as resolved.")
    graph_version: str
    data_as_of: str | None = Field(description="The newest date of a source that the answer rests on.")
    total: int = Field(description="Routes of all groups and pages.")
    next: str | None = Field(description="Cursor of the next page; null on the last.")
    groups: list[Group]
    routes: list[Route]
    sources: dict[str, Source]
    licences: list[Licence]


class QueryColumn(Model):
    """A column of an answer."""

    name: str
    type: str


class QueryAnswer(Model):
    """The answer to a question of the catalogue: rows of scalars, entities, facts and routes."""

    query: dict[str, Any]
    graph_version: str
    data_as_of: str | None
    columns: list[QueryColumn]
    rows: list[dict[str, Any]]
    next: str | None
    sources: dict[str, Source]
    licences: list[Licence]


class Name(Model):
    """A name in a language."""

    value: str
    lang: str | None


class Location(Model):
    """A point in WGS84 degrees."""

    lat: float
    lon: float


class EntityAnswer(Model):
    """All that stands on one entity, and how many facts of each type touch it."""

    id: str
    type: str
    name: str
    names: list[Name]
    identifiers: list[str]
    description: str | None
    url: str | None
    country: str | None
    location: Location | None
    properties: dict[str, Any]
    sources: dict[str, Source]
    licences: list[Licence]
    datasets: list[str]
    fact_counts: dict[str, int] = Field(
        description="Facts by type, in either direction, ended and deprecated ones too."
    )
    graph_version: str


class SearchResult(Model):
    """An entity found by name."""

    id: str
    type: str
    name: str
    country: str | None
    score: float = Field(ge=0, le=1, description="1 is the name to the letter, accents and script aside.")
    matched: str = Field(description="The name that was matched.")
    sources: list[str] = Field(description="Ids of the sources that what stands on it comes from.")


class SearchAnswer(Model):
    """Entities found by name, best first."""

    graph_version: str
    results: list[SearchResult]
    next: str | None
    sources: dict[str, Source]
    licences: list[Licence]


class LoadState(Model):
    """A load that is under way, or was cut short."""

    dataset: str
    state: Literal["loading", "interrupted"]
    started: str | None


class GraphState(Model):
    """What the graph is, just now."""

    version: str
    empty: bool
    finished_loads: int = Field(description="How many loads have changed it, to their end.")
    loads: list[LoadState]
