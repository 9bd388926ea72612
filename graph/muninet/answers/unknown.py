"""What to say of an id that no entity has: it went into another one, or what was meant by it."""

from __future__ import annotations

from muninet.answers import search
from muninet.errors import MergedEntityError, MuninetError, UnknownEntityError
from muninet.model import Schema
from muninet.store.bolt import Store

# Loads keep the ids of merged entities among the identifiers of the one that remains (loader/identities.py).
_REMAINS = """
MATCH (n:Entity)
WHERE ('muninet:' + $id) IN n.identifiers
RETURN n.id ORDER BY n.id LIMIT 1
"""


async def unknown(
    store: Store, schema: Schema, id_: str, parameter: str, barred: frozenset[str] = frozenset()
) -> MuninetError:
    """The error to raise for an id: that it goes by another one now, or that there is none, with the nearest.

    Args:
        store: where the graph is.
        schema: the model.
        id_: the id asked for.
        parameter: where it stood.
        barred: ids of sources that are left out; what rests on them alone is not suggested.
    """
    remains = (await store.read(_REMAINS, {"id": id_})).single()
    if remains is not None:
        return MergedEntityError(id_, str(remains), parameter)
    return UnknownEntityError(id_, await search.nearest(store, schema, id_, barred=barred), parameter)
