"""The words around a picture of an answer."""

from __future__ import annotations

from collections.abc import Sequence

from pydantic import BaseModel, ConfigDict

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
        both: the last two of a list, with `{a}` and `{b}`.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    types: dict[str, str]
    links: str
    links_via: str
    paths: str
    neighbourhood: str
    network: str
    overlap: str
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
    both: str

    def listed(self, names: Sequence[str]) -> str:
        """Names as a list in words."""
        if len(names) < 2:
            return "".join(names)
        return self.both.format(a=", ".join(names[:-1]), b=names[-1])
