"""The shape of a view: all that is needed to draw an answer, whoever draws it."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from pydantic import Field

from muninet.answers.models import Fact, Group, Licence, Location, Model, NodeRef, Source


class Layout(StrEnum):
    """How the things of a view are placed."""

    GRAPH = "graph"
    MAP = "map"
    TIME = "time"


class Mark(Model):
    """How entities of one type are drawn."""

    type: str = Field(description="The label in the model.", examples=["City"])
    label: str = Field(description="Its name in a legend.", examples=["City"])
    shape: str = Field(description="The name of its shape in the model.", examples=["circle"])
    colour: str = Field(description="Its colour in the model, on light and dark ground.", examples=["#0072B2"])
    path: str = Field(description="Outline as SVG path data around 0,0, as large as a circle of radius 1.")
    count: int | None = Field(default=None, description="How many are drawn so, where that is told.")


class Stroke(Model):
    """How facts of one type are drawn."""

    type: str = Field(description="The type in the model.", examples=["MEMBER_OF"])
    label: str = Field(description="Its name in a legend.", examples=["member of"])
    kind: str = Field(alias="class", description="Class of the type.", examples=["affiliation"])
    colour: str = Field(description="The colour of its class in the model.")
    dash: str = Field(description="Lengths of dash and gap in widths of the line; empty for a whole line.")


class Words(Model):
    """A word or two in their place: `x` is where they begin, `y` the middle of their height."""

    x: float
    y: float
    text: str


class Trace(Model):
    """A fact over time, as SVG path data in units of the view."""

    line: str = Field(description="What its stroke follows; empty where only a day is known.")
    tip: str = Field(description="What is filled with its colour; empty where it has a beginning and an end.")
    words: Words | None = Field(default=None, description="The other side, where it does not go without saying.")


class DrawnNode(NodeRef):
    """An entity in its place.

    `x` and `y` are in units of the view, whose ground reaches from 0,0 to `width`,`height`; y grows downwards.
    """

    x: float
    y: float
    r: float = Field(description="Radius, in units of the view.")
    focus: bool = Field(description="Whether the question is about it.")
    facts: int = Field(description="How many facts of the view touch it.")
    location: Location | None = Field(default=None, description="Where it lies, if that is known and asked for.")
    mark: str | None = Field(default=None, description="Which mark it has; null means that of its type.")


class DrawnFact(Model):
    """A fact in its place: a curve from one of its ends to the other."""

    fact: Fact
    bend: float = Field(
        description="How far the middle of the curve lies from that of the straight line, to the right of who walks "
        "from `from` to `to`, in units of the view: 0 but where several facts join the same two entities."
    )
    ended: bool = Field(description="Whether it holds no more on the day that was asked about, or today.")
    trace: Trace | None = Field(default=None, description="Over time: what is drawn instead of the curve.")


class Story(Model):
    """A sentence of the answer, and the facts behind each of its footnote marks."""

    sentence: str = Field(examples=["Abrud is supported by … [1], which is a member of CEESEN … [2]."])
    facts: list[str] = Field(description="Ids of the facts, in the order of the marks.")
    nodes: list[str] = Field(description="Ids of the entities, in the order of the sentence.")


class Ground(Model):
    """What a map is drawn upon."""

    land: str = Field(description="Outlines of countries as SVG path data, in units of the view.")
    source: str = Field(description="Who drew the borders, to be told beside every map.")
    projection: str = Field(description="The projection, by name.")


class Axis(Model):
    """The years that facts are drawn upon."""

    ticks: list[Words] = Field(description="Where years begin; at `x`, `y`, in the middle above the line.")
    top: float = Field(description="Where the lines of the years begin.")
    bottom: float = Field(description="Where they end.")
    moments: list[Words] = Field(description="Dates of the entity itself, such as when it was founded; a mark at x, y.")


class View(Model):
    """An answer, ready to be drawn."""

    name: str = Field(
        description="The view: links, paths, neighbourhood, network, overlap, timeline, cities.", examples=["links"]
    )
    layout: Layout
    title: str = Field(examples=["Cities linked to Climate Alliance via CEESEN"])
    description: str = Field(description="What is to be seen, in a sentence or two: for those who cannot see it, too.")
    notes: list[str] = Field(description="What must be known to read it rightly: what is not shown, and why.")
    page: str = Field(description="Path and query of the page that shows the same, below the address of the service.")
    query: dict[str, Any] = Field(description="The question, every parameter as resolved.")
    graph_version: str
    data_as_of: str | None = Field(description="The newest date of a source that the answer rests on.")
    width: float
    height: float
    nodes: list[DrawnNode]
    facts: list[DrawnFact]
    undrawn: list[Fact] = Field(
        default_factory=list,
        description="Facts that are told of entities, and not drawn: the other side has no place on the map.",
    )
    marks: list[Mark] = Field(
        description="Of the types that are among the entities, in the order of the model; or of what they belong to."
    )
    strokes: list[Stroke] = Field(description="Of the types that are among the facts, in the order of the model.")
    groups: list[Group] = Field(description="Kinds of link, never added up; empty where the question has none.")
    stories: list[Story] = Field(description="The answer in sentences; its routes, or its facts where it has none.")
    ground: Ground | None = Field(description="For a map.")
    axis: Axis | None = Field(default=None, description="For facts over time.")
    next: str | None = Field(description="Cursor of the next page; null on the last.")
    sources: dict[str, Source]
    licences: list[Licence]
