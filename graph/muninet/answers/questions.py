"""Asks the catalogue's questions and returns answers that explain themselves."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence

from muninet.answers import lookups, search
from muninet.answers.asking import Asking, Given, shown
from muninet.answers.changes import ChangesAnswer, changes
from muninet.answers.licences import licences_of
from muninet.answers.models import (
    EntityAnswer,
    GraphState,
    Group,
    LinksAnswer,
    Location,
    QueryAnswer,
    QueryColumn,
    Route,
    SearchAnswer,
)
from muninet.answers.places import places
from muninet.answers.sentences import label_of, route
from muninet.answers.shape import entity as shape_entity
from muninet.catalogue import Bound, Catalogue
from muninet.errors import ParameterError, UnknownEntityError
from muninet.model import Schema
from muninet.store.bolt import Store

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

    async def places(self, ids: Iterable[str], version: str) -> dict[str, Location]:
        """Where entities lie, by id, without those that have no place.

        Raises:
            StoreUnavailableError: the graph is no longer of that version.
        """
        return await places(self.store, ids, version)

    async def search(
        self, q: str, types: Sequence[str] = (), limit: int = 20, cursor: str | None = None
    ) -> SearchAnswer:
        """Find entities by name.

        Raises:
            ParameterError: a type or the cursor cannot be used.
        """
        known = search.known_types(self.schema, types)

        async def ask(version: str) -> SearchAnswer:
            results, following = await search.search(
                self.store, self.schema, q, types=known, limit=limit, cursor=cursor
            )
            return SearchAnswer(graph_version=version, results=results, next=following)

        return await self.asking.settled(ask)

    async def entity(self, id_: str) -> EntityAnswer:
        """Return all that stands on an entity.

        Raises:
            UnknownEntityError: no entity has the id; it carries the nearest.
        """

        async def ask(version: str) -> EntityAnswer:
            found = await lookups.entity(self.store, id_)
            if found is None:
                raise UnknownEntityError(id_, await search.nearest(self.store, self.schema, id_), "id")
            node, counts = found
            sources = await lookups.sources(self.store, node.properties.get("sources") or [])
            return shape_entity(node, counts, sources, version, self.schema)

        return await self.asking.settled(ask)

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
            sources = await self.asking.sources(lookups.source_ids(shaped))
            return QueryAnswer(
                query={"name": query.name, **shown(bound), "lang": lang},
                graph_version=version,
                data_as_of=lookups.newest(list(sources.values())),
                columns=[QueryColumn(name=c.name, type=c.type) for c in query.columns if c.name != "key"],
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
