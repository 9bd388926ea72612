"""Asks the catalogue's questions and returns answers that explain themselves."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TypeVar

from muninet.answers import lookups, search
from muninet.answers.asking import Asking, Given, shown
from muninet.answers.changes import ChangesAnswer, changes
from muninet.answers.entities import barred_of, entity
from muninet.answers.licences import licences_of
from muninet.answers.models import (
    EntityAnswer,
    GraphState,
    Group,
    LinksAnswer,
    Location,
    Model,
    QueryAnswer,
    QueryColumn,
    Route,
    SearchAnswer,
)
from muninet.answers.places import placed
from muninet.answers.sentences import label_of, route
from muninet.catalogue import Bound, Catalogue
from muninet.errors import ParameterError
from muninet.model import Schema
from muninet.store.bolt import Store

_A = TypeVar("_A", bound=Model)
# The kinds of link of one answer are asked for in one go; there are far fewer.
_MOST_GROUPS = 1000


class Questions:
    """The questions of one catalogue, asked of one store."""

    def __init__(
        self, store: Store, catalogue: Catalogue, schema: Schema, *, today: Callable[[], dt.date] = lookups.today
    ) -> None:
        """Take what to ask, of whom, and what day it is."""
        self.store = store
        self.catalogue = catalogue
        self.schema = schema
        self.asking = Asking(store, catalogue, schema, today=today)

    async def state(self) -> GraphState:
        """What the graph is, just now."""
        return await lookups.state(self.store)

    async def version(self) -> str:
        """The version of the graph, just now."""
        return await lookups.version(self.store)

    async def placed(
        self, answer: _A, ids: Iterable[str], without_licence: Iterable[str] = ()
    ) -> tuple[_A, dict[str, Location]]:
        """Where entities of an answer lie; see `muninet.answers.places.placed`."""
        return await placed(self.asking, answer, ids, without_licence)

    async def search(
        self,
        q: str,
        types: Sequence[str] = (),
        limit: int = 20,
        cursor: str | None = None,
        without_licence: Sequence[str] = (),
    ) -> SearchAnswer:
        """Find entities by name.

        Raises:
            ParameterError: a type or the cursor cannot be used.
            UnknownLicenceError: no source is under one of the licences.
        """
        known = search.known_types(self.schema, types)

        async def ask(version: str) -> SearchAnswer:
            barred = await barred_of(self.asking, without_licence)
            results, following = await search.search(
                self.store, self.schema, q, types=known, limit=limit, cursor=cursor, barred=barred
            )
            sources = await self.asking.sources({source for result in results for source in result.sources})
            return SearchAnswer(
                graph_version=version,
                results=results,
                next=following,
                sources=sources,
                licences=licences_of(sources.values()),
            )

        return await self.asking.settled(ask)

    async def entity(self, id_: str, without_licence: Sequence[str] = ()) -> EntityAnswer:
        """Return all that stands on an entity; see `muninet.answers.entities.entity`."""
        return await entity(self.asking, id_, without_licence)

    async def query(self, name: str, given: Given, lang: str = "en") -> QueryAnswer:
        """Ask a question of the catalogue.

        Args:
            name: its name, such as `network/members`.
            given: parameters as texts (lists as lists of texts); what is left out takes its default.
            lang: language of the sentences.

        Raises:
            UnknownQueryError: there is no such question.
            ParameterError: a parameter is unknown or cannot be used.
            UnknownEntityError: an id that no entity has.
        """
        query = self.catalogue.query(name)
        bound = self.asking.bind(query, given)
        reading = self.asking.reading(bound, lang)

        async def ask(version: str) -> QueryAnswer:
            ready, read = await self.asking.check(bound, reading)
            rows, following = await self.asking.page(query, ready)
            shaped = self.asking.shaped(query, rows, read)
            if query.only_counts and shaped:
                sources = await lookups.every_source(self.store, read.barred)
            else:
                sources = await self.asking.sources(lookups.source_ids(shaped))
            return QueryAnswer(
                query={"name": query.name, **shown(bound), "lang": lang},
                graph_version=version,
                data_as_of=lookups.newest(list(sources.values())),
                columns=[QueryColumn(name=c.name, type=c.type) for c in query.answered],
                rows=shaped,
                next=following,
                sources=sources,
                licences=licences_of(sources.values()),
            )

        return await self.asking.settled(ask)

    async def changes(self, given: Mapping[str, str | None], lang: str = "en") -> ChangesAnswer:
        """Return what loads have changed; see `muninet.answers.changes.changes`."""
        return await changes(self.asking, given, lang)

    async def links(self, given: Given, lang: str = "en") -> LinksAnswer:
        """Ask which entities link to another, grouped by kind of link.

        Args:
            given: parameters of `path/links`; `via` left out means by any way.
            lang: language of sentences and labels.

        Raises:
            ParameterError: a parameter is unknown or cannot be used.
            UnknownEntityError: an id that no entity has.
        """
        given = {"via": None, **given}
        if not given.get("to"):
            raise ParameterError("to", "is missing: the id of the network to reach, such as climate-alliance")
        query = self.catalogue.query("path/links")
        bound = self.asking.bind(query, given)
        reading = self.asking.reading(bound, lang)

        async def ask(version: str) -> LinksAnswer:
            ready, read = await self.asking.check(bound, reading)
            if given["to"] == given["via"]:
                raise ParameterError(
                    "via", "is the same as `to`: name another node for the routes to pass, or leave it out"
                )
            rows, following = await self.asking.page(query, ready)
            routes = [route(row["route"], read) for row in rows.maps()]
            whole = ready.cypher["after"] is None and following is None
            counts = _counted(routes) if whole else await self._counts(given, ready)
            target = await lookups.entity(self.store, str(given["to"]))
            name = target[0].properties["name"] if target else str(given["to"])
            sources = await self.asking.sources(_rested_on(routes))
            return LinksAnswer(
                query={"name": query.name, **shown(bound), "lang": lang},
                graph_version=version,
                data_as_of=lookups.newest(list(sources.values())),
                total=sum(count for _, count, _ in counts),
                next=following,
                groups=[
                    Group(pattern=pattern, label=label_of(pattern, read.wording, name), count=count, cities=cities)
                    for pattern, count, cities in counts
                ],
                routes=routes,
                sources=sources,
                licences=licences_of(sources.values()),
            )

        return await self.asking.settled(ask)

    async def _counts(self, given: Given, ready: Bound) -> list[tuple[str, int, int]]:
        """Routes and starts by pattern, over all pages."""
        query = self.catalogue.query("path/link-groups")
        named = {name: value for name, value in given.items() if name not in ("limit", "after", "cursor")}
        bound = self.asking.bind(query, {**named, "limit": str(_MOST_GROUPS)})
        found = await self.store.read(query.text, {**bound.cypher, "without_licence": ready.cypher["without_licence"]})
        return [(row["pattern"], row["routes"], row["cities"]) for row in found.maps()]


def _counted(routes: Sequence[Route]) -> list[tuple[str, int, int]]:
    """Routes and starts by pattern, where one page holds all of them: in the order that path/link-groups has."""
    starts: dict[tuple[int, str], list[str]] = {}
    for one in routes:
        starts.setdefault((one.length, one.pattern), []).append(one.nodes[0].id)
    return [(pattern, len(ids), len(set(ids))) for (_, pattern), ids in sorted(starts.items())]


def _rested_on(routes: Sequence[Route]) -> set[str]:
    return {source for one in routes for footnote in one.footnotes for source in footnote.sources}
