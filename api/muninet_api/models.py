"""Shapes that only the HTTP service has; those of answers are muninet's own."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from muninet.answers.models import LoadState, Model


class ProblemSuggestion(Model):
    """Something that may have been meant."""

    id: str = Field(examples=["climate-alliance"])
    name: str = Field(examples=["Climate Alliance"])


class Problem(Model):
    """What went wrong, as RFC 9457 has it."""

    type: str = Field(description="Path of the page that explains this kind.", examples=["/problems/unknown-entity"])
    title: str = Field(description="The kind in words.", examples=["No such entity"])
    status: int = Field(examples=[404])
    detail: str = Field(description="What went wrong this time, and what to do.")
    instance: str = Field(
        description="The path that was asked, percent-encoded.", examples=["/v1/entities/climate-aliance"]
    )
    parameter: str | None = Field(default=None, description="The parameter at fault.", examples=["to"])
    suggestions: list[ProblemSuggestion] = Field(default=[], description="What may have been meant, nearest first.")
    loads: list[LoadState] | None = Field(default=None, description="Loads that have not ended; only in `not-ready`.")


class Liveness(Model):
    """The process answers."""

    status: Literal["live"] = "live"


class Readiness(Model):
    """Neo4j answers and the graph holds something."""

    status: Literal["ready"] = "ready"
    graph_version: str
    loads: list[LoadState] = Field(
        description="Loads that have not ended: a later one of a graph that answers already."
    )


class CatalogueParameter(Model):
    """A parameter of a question."""

    name: str
    type: str = Field(description="Type in the query file; `[]` marks a list, `?` one that may be left empty.")
    default: str | None = Field(description="Taken where it is not given; null where there is none.")
    minimum: float | None
    maximum: float | None
    choices: list[str]
    description: str


class CatalogueColumn(Model):
    """A column of a question's rows."""

    name: str
    type: str
    description: str


class CatalogueQuery(Model):
    """A question of the catalogue."""

    name: str = Field(examples=["network/members"])
    title: str
    description: str
    href: str = Field(description="Where it is asked.", examples=["/v1/queries/network/members"])
    parameters: list[CatalogueParameter]
    columns: list[CatalogueColumn]


class CatalogueAnswer(Model):
    """Every question that can be asked."""

    queries: list[CatalogueQuery]
