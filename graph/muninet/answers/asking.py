"""The way of every question: its parameters checked, one page read, values shaped, all of one version of the graph."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any, TypeVar

from muninet.answers import cursors, lookups
from muninet.answers.licences import barred_by, resolved
from muninet.answers.models import Source
from muninet.answers.reading import Reading
from muninet.answers.sentences import fact, route
from muninet.answers.shape import json_value, node_ref
from muninet.answers.unknown import unknown
from muninet.answers.wording import load_wording
from muninet.catalogue import Bound, Catalogue, Query, bind
from muninet.errors import OtherTypeError, StoreUnavailableError
from muninet.model import Schema
from muninet.store.bolt import Store
from muninet.store.values import NodeValue, PathValue, Rows

Given = Mapping[str, str | list[str] | None]
_T = TypeVar("_T")
# An answer computed while a load changed the graph is computed again, so that it carries the version it rests on.
_TRIES = 4


class Asking:
    """What it takes to ask a question of the catalogue: used by everything that answers."""

    def __init__(
        self, store: Store, catalogue: Catalogue, schema: Schema, *, today: Callable[[], dt.date] = lookups.today
    ) -> None:
        """Take what to ask, of whom, and what day it is."""
        self.store = store
        self.catalogue = catalogue
        self.schema = schema
        self.today = today

    def bind(self, query: Query, given: Given) -> Bound:
        """Check parameters given as texts; a `cursor` among them becomes the key to continue after.

        Raises:
            ParameterError: one is unknown or cannot be used.
        """
        first = {name: value for name, value in given.items() if name != "cursor"}
        bound, cursor = bind(query, first, self.today()), given.get("cursor")
        if not cursor:
            return bound
        return bind(query, {**first, "after": cursors.decode(str(cursor), _asked(query, bound))}, self.today())

    def reading(self, bound: Bound, lang: str = "en") -> Reading:
        """How the facts of the answer are read, as far as the parameters tell before the graph is asked.

        Raises:
            ParameterError: there are no words in that language.
        """
        at = bound.cypher.get("at")
        return Reading(self.schema, load_wording(lang), at if isinstance(at, dt.date) else self.today())

    async def check(self, bound: Bound, reading: Reading) -> tuple[Bound, Reading]:
        """Ask the graph for what the parameters name, and return them as the query takes them.

        Raises:
            UnknownEntityError: an id that no entity has; it carries the nearest.
            MergedEntityError: an id of an entity that goes by another one now.
            OtherTypeError: an id of an entity of another type than the parameter takes.
            UnknownLicenceError: a licence that no source is under.
        """
        ready = await resolved(self.store, bound)
        barred = barred_by(ready)
        known = await lookups.named(self.store, [id_ for _, id_ in bound.entities])
        for parameter, id_ in bound.entities:
            if id_ not in known:
                raise await unknown(self.store, self.schema, id_, parameter, barred)
            (type_, name), wanted = known[id_], bound.types.get(parameter, ())
            if wanted and type_ not in wanted:
                raise OtherTypeError(id_, name, type_, " or ".join(wanted), parameter)
        return ready, replace(reading, barred=barred)

    async def page(self, query: Query, bound: Bound) -> tuple[Rows, str | None]:
        """Read one page, and one row more to know whether there is another; return it with the next page's cursor."""
        limit = int(bound.cypher["limit"])
        rows = await self.store.read(query.text, {**bound.cypher, "limit": limit + 1})
        if len(rows.rows) <= limit:
            return rows, None
        kept = Rows(rows.keys, rows.rows[:limit])
        return kept, cursors.encode(str(kept.maps()[-1]["key"]), _asked(query, bound))

    async def settled(self, ask: Callable[[str], Awaitable[_T]]) -> _T:
        """Return an answer together with the graph's version that it was computed from.

        What fails while the graph changes is asked again too: it may have read a node that was just being deleted,
        of which the server then gives an empty one.

        Raises:
            StoreUnavailableError: the graph changes faster than the answer can be computed.
        """
        before = await lookups.version(self.store)
        for _ in range(_TRIES):
            try:
                answer = await ask(before)
            except Exception:
                if (after := await lookups.version(self.store)) == before:
                    raise
            else:
                if (after := await lookups.version(self.store)) == before:
                    return answer
            before = after
        raise StoreUnavailableError("the graph is being loaded and changes too fast to answer: ask again in a moment")

    def shaped(self, query: Query, rows: Rows, reading: Reading) -> list[dict[str, Any]]:
        """The rows of an answer, each value as its column's declared type says; `key` is left out."""
        return [
            {
                column.name: _shape(row[column.name], column.type, reading)
                if column.name in row
                else _sources_of(row.values(), reading)
                for column in query.answered
            }
            for row in rows.maps()
        ]

    async def sources(self, ids: Iterable[str]) -> dict[str, Source]:
        """The sources of these ids, by id, in the order of their ids."""
        return await lookups.sources(self.store, ids)


def shown(bound: Bound) -> dict[str, Any]:
    """The parameters as resolved; where a page begins is told by its cursor, not by a key."""
    return {name: value for name, value in bound.resolved.items() if name != "after"}


def _asked(query: Query, bound: Bound) -> str:
    """What a cursor belongs to: the question and its parameters, but for the length of a page."""
    return json.dumps(
        [query.name, {name: value for name, value in shown(bound).items() if name != "limit"}],
        sort_keys=True,
        default=str,
    )


def _sources_of(values: Iterable[Any], reading: Reading) -> list[str]:
    """The sources of the entities among these values."""
    nodes = [one for value in values for one in (value if isinstance(value, list) else [value])]
    ids = {source for node in nodes if isinstance(node, NodeValue) for source in node.properties["sources"]}
    return reading.cited(sorted(ids))


def _shape(value: Any, type_: str, reading: Reading) -> Any:
    if isinstance(value, list):
        return [_shape(item, type_.removesuffix("[]"), reading) for item in value]
    if isinstance(value, NodeValue):
        return node_ref(value).model_dump(mode="json")
    if isinstance(value, PathValue) and type_ == "fact":
        return fact(value.facts[0], reading).model_dump(mode="json", by_alias=True)
    if isinstance(value, PathValue):
        return route(value, reading).model_dump(mode="json", by_alias=True)
    return json_value(value)
