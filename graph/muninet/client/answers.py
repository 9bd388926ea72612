"""Answers: frozen, of one version of the graph, with the sources they rest on; pages, frames, graphs and tables."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, ClassVar, Self

from muninet.client import drawing, frames, notebook
from muninet.client.errors import ServiceUnavailable
from muninet.client.records import (
    Column,
    Fact,
    Footnote,
    Found,
    Group,
    Licence,
    Location,
    Name,
    Route,
    Source,
)
from muninet.errors import UsageError

if TYPE_CHECKING:
    import networkx as nx
    import pandas as pd

# How often all pages are asked for before a graph counts as one that changes too fast.
_TRIES = 3


class Answer:
    """What every answer can do."""

    sources: dict[str, Source]

    def cited(self, part: Fact | Route | Footnote) -> tuple[Source, ...]:
        """The sources behind a fact, a route or a footnote of this answer."""
        return tuple(self.sources[id_] for id_ in part.sources)

    def to_networkx(self) -> nx.MultiDiGraph:
        """Return its entities and facts as a directed graph.

        Nodes are ids, with `type`, `name` and `country`. Edges are facts, each once, under their id as the key, with
        what is known of them: `type`, `class`, dates as ISO texts, `sources` and `licences` joined by `;`. All
        attributes are texts, numbers or booleans, which every writer of networkx takes; unknown ones are left out.
        The graph's own attributes are the question, the graph's version and the sources, as JSON.
        """
        return drawing.drawn(self)

    def to_pandas(self) -> pd.DataFrame:
        """Return its rows as a frame, which docs/client.md describes.

        Raises:
            UsageError: pandas is not installed.
        """
        return frames.frame(self)

    def _repr_html_(self) -> str:
        """A table for notebooks: everything escaped, no script, nothing loaded from elsewhere."""
        return notebook.table(self)


class Paged(Answer):
    """An answer that may be one page of several."""

    graph_version: str
    next: str | None
    # The field that holds what is on the page.
    _content: ClassVar[str]
    # Set by the graph that answered: asks for the page at a cursor, or for this one again.
    _ask: Callable[[str | None], Any] | None = None

    def pages(self) -> Iterator[Self]:
        """This page and those after it, each asked for when it is wanted.

        Raises:
            GraphError: a page cannot be had.
        """
        page = self
        yield page
        while page.next is not None:
            page = page._asked(page.next)
            yield page

    def whole(self) -> Self:
        """This page and all after it as one answer of one version of the graph.

        Raises:
            GraphError: a page cannot be had; or the graph is being loaded, and changed between the pages each time.
        """
        first = self
        for _ in range(_TRIES):
            pages = list(first.pages())
            if len({page.graph_version for page in pages}) == 1:
                return pages[0]._joined(pages)
            first = self._asked(None)
        raise ServiceUnavailable.of("the graph is being loaded and changes too fast to read all pages: try again later")

    def _asked(self, cursor: str | None) -> Self:
        if self._ask is None:
            raise UsageError("this answer was made by hand and has no graph to ask for its next page")
        page: Self = self._ask(cursor)
        return page

    def _joined(self, pages: list[Self]) -> Self:
        items = tuple(item for page in pages for item in getattr(page, self._content))
        return replace(self, **{self._content: items, "next": None, **self._merged(pages)})  # type: ignore[type-var]

    def _merged(self, pages: list[Self], /) -> dict[str, Any]:
        """What of the answer changes with the pages, beside what is on them."""
        sources = {id_: source for page in pages for id_, source in page.sources.items()}
        ordered = {id_: sources[id_] for id_ in sorted(sources)}
        days = [day for page in pages if (day := getattr(page, "data_as_of", None)) is not None]
        return {"sources": ordered, "licences": _licences(ordered.values()), "data_as_of": max(days, default=None)}


@dataclass(frozen=True)
class Links(Paged):
    """Which entities link to another, by which routes, on whose word.

    Attributes:
        query: the question, every parameter as resolved.
        graph_version: of the graph that answered.
        data_as_of: the newest date of a source that the answer rests on.
        total: routes of all groups and pages.
        next: cursor of the next page; None on the last.
        groups: the kinds of link, with counts over all pages.
        routes: those of this page.
        sources: by id.
        licences: of the sources.
    """

    query: dict[str, Any]
    graph_version: str
    data_as_of: dt.date | None
    total: int
    next: str | None
    groups: tuple[Group, ...]
    routes: tuple[Route, ...]
    sources: dict[str, Source]
    licences: tuple[Licence, ...]

    _content: ClassVar[str] = "routes"

    def __iter__(self) -> Iterator[Route]:
        """The routes of this page."""
        return iter(self.routes)

    def __len__(self) -> int:
        """How many routes this page has."""
        return len(self.routes)


@dataclass(frozen=True)
class Rows(Paged):
    """The answer to a question of the catalogue.

    Attributes:
        query: the question, every parameter as resolved.
        graph_version: of the graph that answered.
        data_as_of: the newest date of a source that the answer rests on.
        columns: what each row holds.
        rows: by column: NodeRef, Fact and Route where its type is `node`, `fact` and `path`, dates as datetime.date,
            the rest as JSON has it; None where there is no value.
        next: cursor of the next page; None on the last.
        sources: by id.
        licences: of the sources.
    """

    query: dict[str, Any]
    graph_version: str
    data_as_of: dt.date | None
    columns: tuple[Column, ...]
    rows: tuple[dict[str, Any], ...]
    next: str | None
    sources: dict[str, Source]
    licences: tuple[Licence, ...]

    _content: ClassVar[str] = "rows"

    def __iter__(self) -> Iterator[dict[str, Any]]:
        """The rows of this page."""
        return iter(self.rows)

    def __len__(self) -> int:
        """How many rows this page has."""
        return len(self.rows)


@dataclass(frozen=True)
class Results(Paged):
    """Entities found by name, best first.

    Attributes:
        graph_version: of the graph that answered.
        results: those of this page.
        next: cursor of the next page; None on the last.
        sources: by id.
        licences: of the sources.
    """

    graph_version: str
    results: tuple[Found, ...]
    next: str | None
    sources: dict[str, Source]
    licences: tuple[Licence, ...]

    _content: ClassVar[str] = "results"

    def __iter__(self) -> Iterator[Found]:
        """The results of this page."""
        return iter(self.results)

    def __len__(self) -> int:
        """How many results this page has."""
        return len(self.results)

    def _merged(self, pages: list[Self], /) -> dict[str, Any]:
        merged = super()._merged(pages)
        del merged["data_as_of"]
        return merged


@dataclass(frozen=True)
class Entity(Answer):
    """All that stands on one entity, and how many facts of each type touch it.

    Attributes:
        id: its id; parameters that want an entity take the answer itself, too.
        type: its label in the model.
        name: its name.
        names: its other names, with their languages.
        identifiers: identifiers that others gave it: `wikidata:Q13972`.
        description: what it is, or None.
        url: its address, or None.
        country: ISO 3166-1 alpha-2, XK for Kosovo; None where it has none.
        location: where it lies, or None.
        properties: the type's own properties, as JSON values.
        sources: by id.
        licences: of the sources.
        datasets: names of the datasets that it comes from.
        fact_counts: facts by type, in either direction, ended and deprecated ones too.
        graph_version: of the graph that answered.
    """

    id: str
    type: str
    name: str
    names: tuple[Name, ...]
    identifiers: tuple[str, ...]
    description: str | None
    url: str | None
    country: str | None
    location: Location | None
    properties: dict[str, Any]
    sources: dict[str, Source]
    licences: tuple[Licence, ...]
    datasets: tuple[str, ...]
    fact_counts: dict[str, int]
    graph_version: str


def _licences(sources: Iterable[Source]) -> tuple[Licence, ...]:
    """The licences of these sources, those without one last."""
    found: dict[str, list[str]] = {}
    for source in sources:
        found.setdefault(source.licence or "", []).append(source.id)
    return tuple(Licence(name or None, tuple(found[name])) for name in sorted(found, key=lambda n: (n == "", n)))
