"""Where entities lie."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypeVar

from muninet.answers.asking import Asking
from muninet.answers.entities import barred_of, left_of
from muninet.answers.licences import licences_of
from muninet.answers.lookups import NEVER_LOADED
from muninet.answers.models import Location, Model
from muninet.errors import StoreUnavailableError

_A = TypeVar("_A", bound=Model)
_PLACES = """
OPTIONAL MATCH (g:Graph {key: 'graph'})
WITH g.version AS version
OPTIONAL MATCH (e:Entity) WHERE e.id IN $ids AND e.location IS NOT NULL
RETURN version, e
"""


async def placed(
    asking: Asking, answer: _A, ids: Iterable[str], without_licence: Iterable[str] = ()
) -> tuple[_A, dict[str, Location]]:
    """Return an answer with what its places rest on, and where entities of it lie, by id, without those of no place.

    Args:
        asking: who asks.
        answer: an answer with `graph_version`, `sources` and `licences`.
        ids: the entities.
        without_licence: leave out places that rest only on sources under these licences.

    Raises:
        StoreUnavailableError: the graph has changed since the answer was computed.
        UnknownLicenceError: no source is under one of the licences.
    """
    told: Any = answer
    barred = await barred_of(asking, without_licence)
    found = await asking.store.read(_PLACES, {"ids": sorted(set(ids))})
    if any((row[0] or NEVER_LOADED) != told.graph_version for row in found.rows):
        raise StoreUnavailableError("the graph was loaded while the answer was written: ask again in a moment")
    left = (left_of(node, barred, asking.schema) for _, node in found.rows if node is not None)
    nodes = [node for node in left if node is not None and "location" in node.properties]
    cited = {source for node in nodes for source in node.properties["sources"]} - barred
    sources = dict(sorted({**told.sources, **await asking.sources(cited)}.items()))
    places = {node.id: node.properties["location"] for node in nodes}
    return (
        answer.model_copy(update={"sources": sources, "licences": licences_of(sources.values())}),
        {id_: Location(lat=place.lat, lon=place.lon) for id_, place in places.items()},
    )
