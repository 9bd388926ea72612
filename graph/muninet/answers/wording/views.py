"""The words around a picture of an answer."""

from __future__ import annotations

from collections.abc import Sequence

from pydantic import BaseModel, ConfigDict, Field

from muninet.answers.wording.loads import Number


class ViewWords(BaseModel):
    """How a picture is called, and what must be known to read it.

    Attributes:
        types: the entities of a type, in titles, by label.
        links: title of routes to an entity, with `{types}` and `{to}`.
        links_via: the same with `{via}`.
        paths: title of routes between two, with `{from_}` and `{to}`.
        neighbourhood: title of what surrounds one, with `{entity}`.
        network: title of who belongs to one, with `{link}` and `{network}`.
        overlap: title of who belongs to several, with `{networks}`.
        cities: title of who belongs to any of several, with `{link}` and `{networks}`.
        timeline: title of what happened to one, with `{entity}`.
        entities: so many entities.
        facts: so many facts.
        drawn: what is to be seen, with `{entities}` and `{facts}`.
        kind: one kind of link, with `{label}`, `{routes}` and `{starts}`.
        kinds: all of them, with `{kinds}`.
        routes: so many routes.
        starts: so many entities that they start at.
        on_day: the day that was asked about, with `{day}`.
        any_day: that no day was asked about.
        more: that there is more than is drawn.
        nothing: that there is nothing to draw.
        nowhere: so many entities that have no place on the map.
        fanned: that marks of one place stand beside each other.
        stated: what a diamond among the years means.
        undated: so many facts that nothing dates.
        both: the last two of a list, with `{a}` and `{b}`.
        any_: the last two of which either will do, with `{a}` and `{b}`.
        several: those that belong to more of them than are told apart.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    types: dict[str, str]
    links: str
    links_via: str
    paths: str
    neighbourhood: str
    network: str
    overlap: str
    cities: str
    timeline: str
    entities: Number
    facts: Number
    drawn: str
    kind: str
    kinds: str
    routes: Number
    starts: Number
    on_day: str
    any_day: str
    more: str
    nothing: str
    nowhere: Number
    fanned: str
    stated: str
    undated: Number
    both: str
    any_: str = Field(alias="any")
    several: str

    def listed(self, names: Sequence[str]) -> str:
        """Names as a list in words."""
        return self._listed(names, self.both)

    def either(self, names: Sequence[str]) -> str:
        """Names of which any will do as a list in words."""
        return self._listed(names, self.any_)

    def _listed(self, names: Sequence[str], last: str) -> str:
        if len(names) < 2:
            return "".join(names)
        return last.format(a=", ".join(names[:-1]), b=names[-1])
