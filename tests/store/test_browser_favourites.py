"""Every favourite of Neo4j Browser runs on the server as it stands, and only reads."""

from __future__ import annotations

import datetime as dt

import pytest

from muninet._home import home
from muninet.catalogue import Catalogue
from muninet.model import load_schema
from muninet.neo4j_browser.favourites import Favourite, favourites
from muninet.neo4j_browser.statements import surroundings_of, these
from muninet.store.bolt import Store

FAVOURITES = favourites(Catalogue.read(home("cypher"), load_schema()), load_schema())


@pytest.mark.parametrize("favourite", FAVOURITES, ids=[one.name for one in FAVOURITES])
async def test_it_runs_and_shows_something(store: Store, seed_graph: object, favourite: Favourite) -> None:
    if favourite.name == "the-model/types":
        # What the Browser draws it from has no id of ours.
        counted = favourite.text.replace("RETURN nodes, relationships", "RETURN size(nodes)")
        assert (await store.read(counted)).single() > 10
        return
    # In a session that refuses to write.
    assert (await store.read(favourite.text)).rows


async def test_what_surrounds_an_entity(store: Store, seed_graph: object) -> None:
    """Of every entity there is something to see: at least itself."""
    for (id_,) in (await store.read("MATCH (n:Entity) RETURN n.id")).rows:
        rows = (await store.read(surroundings_of(id_))).rows
        assert {node.id for node, _ in rows} == {id_}
    assert not (await store.read(surroundings_of("'}) RETURN 1 //"))).rows


async def test_what_surrounds_it_on_a_day(store: Store, seed_graph: object) -> None:
    """Of B40's presidencies one holds on a day; all four are there at any time."""

    async def presiding(day: dt.date | None) -> set[str]:
        rows = (await store.read(surroundings_of("b40", day))).rows
        return {path.facts[0].start.id for _, path in rows if path and path.facts[0].type == "PRESIDES"}

    assert await presiding(dt.date(2024, 6, 1)) == {"tirana-al"}
    assert await presiding(None) == {"istanbul-tr", "athens-gr", "tirana-al", "sofia-bg"}
    assert [path for _, path in (await store.read(surroundings_of("b40", dt.date(1900, 1, 1)))).rows] == [None]


async def test_these_entities(store: Store, seed_graph: object) -> None:
    rows = (await store.read(these(["tirana-al", "b40", "tirana-al", "'x"]))).rows
    assert sorted(node.id for (node,) in rows) == ["b40", "tirana-al"]
