"""What answers are made of: frozen records, the same whichever way the question went.

Dates are the first day of what is known; the field `…_precision` beside each says whether that is the day, the month
or the year. Properties of the model's own (`properties`) are as JSON has them, dates as ISO texts.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Annotated, Any

from pydantic import Field

from muninet.model.dates import Precision


@dataclass(frozen=True, slots=True)
class NodeRef:
    """An entity, as short as it can be named.

    Attributes:
        id: its id, which every parameter that wants an entity takes; so does the record itself.
        type: its label in the model: `City`.
        name: its name.
        country: ISO 3166-1 alpha-2, XK for Kosovo; None where it has none.
    """

    id: str
    type: str
    name: str
    country: str | None

    def __str__(self) -> str:
        """Its name."""
        return self.name


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact: two ends, a type, dates as precise as they are known, and who says so.

    Attributes:
        id: its id.
        type: relationship type in the model: `MEMBER_OF`.
        kind: the class of that type: `affiliation`.
        from_: where it starts: the member.
        to: where it leads: the network.
        since: first day of the period in which it began.
        since_precision: `day`, `month` or `year`.
        until: its end (exclusive where it is a day), first day of the period.
        until_precision: as above.
        as_of: the day its source speaks of, first day of the period.
        as_of_precision: as above.
        certainty: `dated`, `as_of` or `undated`.
        holds_from: first day that it counts; None where undated.
        holds_until: first day that it no longer counts; None where open.
        rank: `preferred`, `normal` or `deprecated`.
        status: what its source says of its standing, or None.
        label: the source's own word for the role, or None.
        note: a remark, or None.
        properties: the type's own properties, as JSON values.
        sources: ids of the sources that state it; `answer.cited(fact)` gives these themselves.
        datasets: names of the datasets that it comes from.
        sentence: the fact in words.
    """

    id: str
    type: str
    kind: Annotated[str, Field(alias="class")]
    from_: Annotated[NodeRef, Field(alias="from")]
    to: NodeRef
    since: dt.date | None
    since_precision: Precision | None
    until: dt.date | None
    until_precision: Precision | None
    as_of: dt.date | None
    as_of_precision: Precision | None
    certainty: str
    holds_from: dt.date | None
    holds_until: dt.date | None
    rank: str
    status: str | None
    label: str | None
    note: str | None
    properties: dict[str, Any] = field(hash=False)
    sources: tuple[str, ...]
    datasets: tuple[str, ...]
    sentence: str

    def __str__(self) -> str:
        """The fact in words."""
        return self.sentence


@dataclass(frozen=True, slots=True)
class Footnote:
    """Footnote `[n]` of a sentence.

    Attributes:
        n: its number in the sentence.
        fact: id of the fact that it stands behind.
        sources: ids of that fact's sources.
    """

    n: int
    fact: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Route:
    """A path of facts, read from its first node to its last.

    Attributes:
        id: the same for the same facts in the same order.
        pattern: the kind of link: `SUPPORTED_BY>MEMBER_OF>MEMBER_OF`.
        length: how many facts.
        nodes: the entities that it passes, one more than facts.
        facts: its facts, in order.
        forward: for each fact, whether it is read in its own direction.
        sentence: the route in words; `[1]` … are the marks of its footnotes.
        footnotes: what stands behind each mark.
    """

    id: str
    pattern: str
    length: int
    nodes: tuple[NodeRef, ...]
    facts: tuple[Fact, ...]
    forward: tuple[bool, ...]
    sentence: str
    footnotes: tuple[Footnote, ...]

    @property
    def sources(self) -> tuple[str, ...]:
        """Ids of the sources of all its facts, each once."""
        return tuple(dict.fromkeys(source for fact in self.facts for source in fact.sources))

    def __str__(self) -> str:
        """The route in words."""
        return self.sentence


@dataclass(frozen=True, slots=True)
class Source:
    """A document or dataset that states facts.

    Attributes:
        id: its id.
        title: its title.
        publisher: who published it.
        published: when, first day of the period; None where that is not known.
        published_precision: `day`, `month` or `year`.
        url: its address, or None.
        licence: what it is under, or None where it states none.
        retrieved: when it was read.
    """

    id: str
    title: str
    publisher: str
    published: dt.date | None
    published_precision: Precision | None
    url: str | None
    licence: str | None
    retrieved: dt.date | None


@dataclass(frozen=True, slots=True)
class Licence:
    """A licence, and the sources of an answer that are under it.

    Attributes:
        licence: its name; None for sources that state none.
        sources: their ids.
    """

    licence: str | None
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """The routes of one kind of link. Different kinds are never added up.

    Attributes:
        pattern: the kind: `SUPPORTED_BY>MEMBER_OF`.
        label: the kind in words.
        count: how many routes, on all pages.
        cities: how many different entities they start at.
    """

    pattern: str
    label: str
    count: int
    cities: int


@dataclass(frozen=True, slots=True)
class Column:
    """A column of rows.

    Attributes:
        name: its key in each row.
        type: `node`, `fact`, `path`, `string`, `integer`, `float`, `boolean`, `date` or `map`; with `[]` a list of it.
    """

    name: str
    type: str


@dataclass(frozen=True, slots=True)
class Name:
    """A name in a language.

    Attributes:
        value: the name.
        lang: the language's tag, or None where it is not known.
    """

    value: str
    lang: str | None


@dataclass(frozen=True, slots=True)
class Location:
    """A point in WGS84 degrees.

    Attributes:
        lat: latitude.
        lon: longitude.
    """

    lat: float
    lon: float


@dataclass(frozen=True, slots=True)
class Found:
    """An entity found by name.

    Attributes:
        id: its id; parameters that want an entity take the record itself, too.
        type: its label in the model.
        name: its name.
        country: ISO 3166-1 alpha-2, or None.
        score: 0 to 1; 1 is the name to the letter, accents and script aside.
        matched: the name that was matched.
        sources: ids of the sources that what stands on it comes from.
    """

    id: str
    type: str
    name: str
    country: str | None
    score: float
    matched: str
    sources: tuple[str, ...]
