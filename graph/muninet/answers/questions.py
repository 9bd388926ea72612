"""Asks the catalogue's questions and returns answers that explain themselves."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any, TypeVar

from muninet.answers import cursors, lookups, search
from muninet.answers.models import (
    EntityAnswer,
    GraphState,
    Group,
    LinksAnswer,
    QueryAnswer,
    QueryColumn,
    Route,
    SearchAnswer,
)
from muninet.answers.sentences import label_of, route
from muninet.answers.shape import entity as shape_entity
from muninet.answers.shape import fact, json_value, node_ref
from muninet.answers.wording import Wording, load_wording
from muninet.catalogue import Bound, Catalogue, Query, bind
from muninet.errors import ParameterError, StoreUnavailableError, UnknownEntityError
from muninet.model import Schema
from muninet.store.bolt import Store
from muninet.store.values import NodeValue, PathValue, Rows

Given = Mapping[str, str | list[str] | None]
_T = TypeVar("_T")
# An answer computed while a load changed the graph is computed again, so that it carries the version it rests on.
_TRIES = 4
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
        self._today = today

    async def state(self) -> GraphState:
        """What the graph is, just now."""
        return await lookups.state(self.store)

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

        return await self._settled(ask)

    async def entity(self, id_: str) -> EntityAnswer:
        """Return all that stands on an entity.

        Raises:
            UnknownEntityError: no entity has the id; it carries the nearest.
        """

        async def ask(version: str) -> EntityAnswer:
            found = await lookups.entity(self.store, id_)
            if found is None:
                raise UnknownEntityError(id_, await search.nearest(self.store, self.schema, id_))
            node, counts = found
            sources = await lookups.sources(self.store, node.properties.get("sources") or [])
            return shape_entity(node, counts, sources, version, self.schema)

        return await self._settled(ask)

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
        wording = load_wording(lang)
        bound = self._bind(query, given)
        day = _day(bound, self._today())

        async def ask(version: str) -> QueryAnswer:
            await self._check(bound)
            rows, following = await self._page(query, bound)
            columns = [column for column in query.columns if column.name != "key"]
            shaped = [
                {column.name: self._shape(row[column.name], column.type, wording, day) for column in columns}
                for row in rows.maps()
            ]
            sources = await lookups.sources(self.store, lookups.source_ids(shaped))
            return QueryAnswer(
                query={"name": query.name, **_shown(bound)},
                graph_version=version,
                data_as_of=lookups.newest(list(sources.values())),
                columns=[QueryColumn(name=column.name, type=column.type) for column in columns],
                rows=shaped,
                next=following,
                sources=sources,
            )

        return await self._settled(ask)

    async def links(self, given: Given, lang: str = "en") -> LinksAnswer:
        """Ask which entities link to another, grouped by kind of link.

        Args:
            given: parameters of `path/links`; `via` left out means by any way.
            lang: language of sentences and labels.

        Raises:
            ParameterError: a parameter is unknown or cannot be used.
            UnknownEntityError: an id that no entity has.
        """
        wording = load_wording(lang)
        given = {"via": None, **given}
        if not given.get("to"):
            raise ParameterError("to", "is missing: the id of the network to reach, such as climate-alliance")
        if given["to"] == given["via"]:
            raise ParameterError(
                "via", "is the same as `to`: name another node for the routes to pass, or leave it out"
            )
        query = self.catalogue.query("path/links")
        bound = self._bind(query, given)
        day = _day(bound, self._today())

        async def ask(version: str) -> LinksAnswer:
            await self._check(bound)
            rows, following = await self._page(query, bound)
            routes = [route(row["route"], self.schema, wording, day) for row in rows.maps()]
            if bound.cypher["after"] is None and following is None:
                counts = _counted(routes)
            else:
                counts = await self._counts(given)
            target = await lookups.entity(self.store, str(given["to"]))
            name = target[0].properties["name"] if target else str(given["to"])
            sources = await lookups.sources(self.store, _rested_on(routes))
            return LinksAnswer(
                query={"name": query.name, **_shown(bound), "lang": lang},
                graph_version=version,
                data_as_of=lookups.newest(list(sources.values())),
                total=sum(count for _, count, _ in counts),
                next=following,
                groups=[
                    Group(pattern=pattern, label=label_of(pattern, wording, name), count=count, cities=cities)
                    for pattern, count, cities in counts
                ],
                routes=routes,
                sources=sources,
            )

        return await self._settled(ask)

    async def _counts(self, given: Given) -> list[tuple[str, int, int]]:
        """Routes and starts by pattern, over all pages."""
        query = self.catalogue.query("path/link-groups")
        shared = {name: value for name, value in given.items() if name not in ("limit", "after", "cursor")}
        bound = self._bind(query, {**shared, "limit": str(_MOST_GROUPS)})
        found = await self.store.read(query.text, bound.cypher)
        return [(row["pattern"], row["routes"], row["cities"]) for row in found.maps()]

    def _bind(self, query: Query, given: Given) -> Bound:
        first = {name: value for name, value in given.items() if name != "cursor"}
        bound, cursor = bind(query, first, self._today()), given.get("cursor")
        if not cursor:
            return bound
        return bind(query, {**first, "after": cursors.decode(str(cursor), _asked(query, bound))}, self._today())

    async def _check(self, bound: Bound) -> None:
        missing = await lookups.unknown(self.store, [id_ for _, id_ in bound.entities])
        for parameter, id_ in bound.entities:
            if id_ in missing:
                raise UnknownEntityError(id_, await search.nearest(self.store, self.schema, id_), parameter)

    async def _page(self, query: Query, bound: Bound) -> tuple[Rows, str | None]:
        """Read one page, and one row more to know whether there is another."""
        limit = int(bound.cypher["limit"])
        rows = await self.store.read(query.text, {**bound.cypher, "limit": limit + 1})
        if len(rows.rows) <= limit:
            return rows, None
        kept = Rows(rows.keys, rows.rows[:limit])
        return kept, cursors.encode(str(kept.maps()[-1]["key"]), _asked(query, bound))

    async def _settled(self, ask: Callable[[str], Awaitable[_T]]) -> _T:
        """Return an answer together with the graph's version that it was computed from."""
        before = await lookups.version(self.store)
        for _ in range(_TRIES):
            answer = await ask(before)
            after = await lookups.version(self.store)
            if after == before:
                return answer
            before = after
        raise StoreUnavailableError("the graph is being loaded and changes too fast to answer: ask again in a moment")

    def _shape(self, value: Any, type_: str, wording: Wording, day: dt.date) -> Any:
        """Shape a value as its column's declared type says."""
        if isinstance(value, list):
            return [self._shape(item, type_.removesuffix("[]"), wording, day) for item in value]
        if isinstance(value, NodeValue):
            return node_ref(value).model_dump(mode="json")
        if isinstance(value, PathValue) and type_ == "fact":
            return fact(value.facts[0], self.schema).model_dump(mode="json", by_alias=True)
        if isinstance(value, PathValue):
            return route(value, self.schema, wording, day).model_dump(mode="json", by_alias=True)
        return json_value(value)


def _shown(bound: Bound) -> dict[str, Any]:
    """The parameters as resolved; where a page begins is told by its cursor, not by a key."""
    return {name: value for name, value in bound.resolved.items() if name != "after"}


def _asked(query: Query, bound: Bound) -> str:
    """What a cursor belongs to: the question and its parameters, but for the length of a page."""
    return json.dumps(
        [query.name, {name: value for name, value in _shown(bound).items() if name != "limit"}],
        sort_keys=True,
        default=str,
    )


def _day(bound: Bound, today: dt.date) -> dt.date:
    """The day against which a fact has ended or not: the one asked for, else today."""
    at = bound.cypher.get("at")
    return at if isinstance(at, dt.date) else today


def _counted(routes: Sequence[Route]) -> list[tuple[str, int, int]]:
    """Routes and starts by pattern, where one page holds all of them: in the order that path/link-groups has."""
    starts: dict[tuple[int, str], list[str]] = {}
    for one in routes:
        starts.setdefault((one.length, one.pattern), []).append(one.nodes[0].id)
    return [(pattern, len(ids), len(set(ids))) for (_, pattern), ids in sorted(starts.items())]


def _rested_on(routes: Sequence[Route]) -> set[str]:
    return {source for one in routes for footnote in one.footnotes for source in footnote.sources}
