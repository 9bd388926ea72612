"""Every favourite of Neo4j Browser runs on the server as it stands, and only reads."""

from __future__ import annotations

import pytest

from muninet._home import home
from muninet.catalogue import Catalogue
from muninet.model import load_schema
from muninet.neo4j_browser.favourites import Favourite, favourites, surroundings_of
from muninet.store.bolt import Store

FAVOURITES = favourites(Catalogue.read(home("cypher"), load_schema()), load_schema())


@pytest.mark.parametrize("favourite", FAVOURITES, ids=[one.name for one in FAVOURITES])
async def test_it_runs_and_shows_something(store: Store, seed_graph: object, favourite: Favourite) -> None:
    if favourite.name == "the-model/types":
        # What the Browser draws it from has no id of ours.
        assert (await store.read("CALL db.schema.visualization() YIELD nodes RETURN size(nodes)")).single() > 10
        return
    # In a session that refuses to write.
    assert (await store.read(favourite.text)).rows


async def test_what_surrounds_an_entity(store: Store, seed_graph: object) -> None:
    rows = (await store.read(surroundings_of("b40"))).rows
    assert {"b40"} < {node.id for (path,) in rows for node in path.nodes}
    assert not (await store.read(surroundings_of("'}) RETURN 1 //"))).rows
