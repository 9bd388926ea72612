"""The door to Neo4j, on a real server."""

from __future__ import annotations

import datetime as dt
import socket
from typing import TYPE_CHECKING

import pytest
from neo4j.exceptions import ClientError

from muninet.errors import GraphNotPreparedError, QueryTimeoutError, StoreUnavailableError
from muninet.store.bolt import Store
from muninet.store.values import PathValue, Point, Statement

if TYPE_CHECKING:
    from tests.conftest import ServerAddress

CHAIN = Statement(
    "CREATE (:Entity:City {id: 'a', day: date('2024-10-01'), place: point({latitude: 58.4, longitude: 26.7})})"
    "-[:MEMBER_OF {id: 'f'}]->(:Entity:Network {id: 'b'})<-[:MEMBER_OF {id: 'g'}]-(:Entity:City {id: 'c'})"
)


async def test_a_path_comes_with_its_nodes_facts_and_directions(store: Store, empty_graph: object) -> None:
    await store.write([CHAIN])
    rows = await store.read("MATCH p = (:City {id: $id})-[*2]-(:City) RETURN p", {"id": "a"})
    path = rows.single()
    assert isinstance(path, PathValue)
    assert [node.id for node in path.nodes] == ["a", "b", "c"]
    assert [node.type for node in path.nodes] == ["City", "Network", "City"]
    assert path.forward == (True, False)
    assert path.facts[1].start.properties == {"id": "c"}
    assert path.nodes[0].properties["day"] == dt.date(2024, 10, 1)
    assert path.nodes[0].properties["place"] == Point(lat=58.4, lon=26.7)


async def test_parameters_are_values_and_never_cypher(store: Store, empty_graph: object) -> None:
    hostile = "x'}) DETACH DELETE n //"
    await store.write([CHAIN, Statement("CREATE (:Entity {id: $id})", {"id": hostile})])
    rows = await store.read("MATCH (n:Entity {id: $id}) RETURN n.id AS id", {"id": hostile})
    assert rows.maps() == [{"id": hostile}]
    assert (await store.read("MATCH (n) RETURN count(n)")).single() == 4


async def test_writes_take_effect_together_or_not_at_all(store: Store, empty_graph: object) -> None:
    with pytest.raises(ClientError):
        await store.write([Statement("CREATE (:Entity {id: 'half'})"), Statement("RETURN 1 / 0")])
    assert (await store.read("MATCH (n) RETURN count(n)")).single() == 0


async def test_a_read_cannot_write(store: Store, empty_graph: object) -> None:
    with pytest.raises(ClientError, match=r"(?i)read access mode"):
        await store.read("CREATE (n:Entity {id: 'x'}) RETURN n")
    assert (await store.read("MATCH (n) RETURN count(n)")).single() == 0


async def test_a_query_that_takes_too_long_ends_as_a_timeout(store: Store, empty_graph: object) -> None:
    endless = "UNWIND range(1, 100000000) AS a UNWIND range(1, 100000) AS b RETURN sum(a * b)"
    with pytest.raises(QueryTimeoutError, match=r"longer than 0\.5 s"):
        await store.read(endless, timeout=0.5)
    assert (await store.read("RETURN 1")).single() == 1


async def test_explain_tells_reads_from_writes_and_names_scans(store: Store, empty_graph: object) -> None:
    scan = await store.explain("MATCH (n) RETURN n")
    assert scan.query_type == "r"
    assert "AllNodesScan" in scan.operators
    assert (await store.explain("CREATE (n:Entity)")).query_type == "w"
    assert (await store.read("MATCH (n) RETURN count(n)")).single() == 0


async def test_a_server_that_is_away_is_named_and_no_login_is_shown() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    async with await Store.open(f"bolt://127.0.0.1:{port}", "neo4j", "s3cret-word") as away:
        with pytest.raises(StoreUnavailableError, match=f"127.0.0.1:{port} does not answer") as caught:
            await away.read("RETURN 1")
    assert "s3cret-word" not in str(caught.value)


@pytest.mark.parametrize(
    ("uri", "shown"),
    [
        ("http://somebody:s3cret@127.0.0.1:1", "http://127.0.0.1:1"),
        ("bolt://somebody:s3cret@127.0.0.1:1", "bolt://127.0.0.1:1"),
        ("neo4j+s://somebody:s3cret@127.0.0.1:1", "neo4j+s://127.0.0.1:1"),
        ("bolt://somebody:s3cret/s3cret@s3cret@127.0.0.1:1", "bolt://127.0.0.1:1"),
        ("bolt://somebody:s3cret@[::1", "bolt://[::1"),
        ("somebody:s3cret@127.0.0.1:1", "127.0.0.1:1"),
    ],
)
async def test_an_address_that_is_none_is_refused_without_the_login_in_it(uri: str, shown: str) -> None:
    with pytest.raises(StoreUnavailableError) as caught:
        await Store.open(uri, "neo4j", "")
    assert f"Neo4j address {shown!r} cannot be used" in str(caught.value)
    assert "s3cret" not in str(caught.value)


async def test_a_database_that_is_not_there_is_named(server: ServerAddress) -> None:
    async with await Store.open(server.uri, server.user, server.password, "nowhere") as store:
        with pytest.raises(
            StoreUnavailableError, match="no database 'nowhere': name another in MUNINET_NEO4J_DATABASE"
        ):
            await store.read("RETURN 1")


async def test_a_database_that_was_never_prepared_says_what_to_do(store: Store, empty_graph: object) -> None:
    with pytest.raises(GraphNotPreparedError, match="run `muninet load`"):
        await store.read("CALL db.index.fulltext.queryNodes('no_such_index', 'x') YIELD node RETURN node")
