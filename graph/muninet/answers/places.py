"""Where entities lie."""

from __future__ import annotations

from collections.abc import Iterable

from muninet.answers.lookups import NEVER_LOADED
from muninet.answers.models import Location
from muninet.errors import StoreUnavailableError
from muninet.store.bolt import Store

_PLACES = """
OPTIONAL MATCH (g:Graph {key: 'graph'})
WITH g.version AS version
OPTIONAL MATCH (e:Entity) WHERE e.id IN $ids AND e.location IS NOT NULL
RETURN version, e.id AS id, e.location AS place
"""


async def places(store: Store, ids: Iterable[str], version: str) -> dict[str, Location]:
    """Return where entities lie, by id, without those that have no place.

    Args:
        store: where they are.
        ids: their ids.
        version: the graph's version that the answer they stand in was computed from.

    Raises:
        StoreUnavailableError: the graph has changed since.
    """
    found = await store.read(_PLACES, {"ids": sorted(set(ids))})
    if any((row[0] or NEVER_LOADED) != version for row in found.rows):
        raise StoreUnavailableError("the graph was loaded while the answer was written: ask again in a moment")
    return {id_: Location(lat=place.lat, lon=place.lon) for _, id_, place in found.rows if id_ is not None}
