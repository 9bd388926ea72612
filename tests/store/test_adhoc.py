"""Statements that are not ours, on a real Neo4j: what may run, what comes back, and what is refused."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from muninet._home import home
from muninet.catalogue import Catalogue
from muninet.errors import (
    CypherError,
    CypherRefusedError,
    CypherTooLargeError,
    QueryTimeoutError,
    StoreUnavailableError,
)
from muninet.model import load_schema
from muninet.settings import Settings
from muninet.store.adhoc import AdHoc
from muninet.store.adhoc_worker import run
from muninet.store.bolt import Store
from muninet.store.reading_only import Operator, refused_by_plan
from muninet.store.words_only import refused_by_text

if TYPE_CHECKING:
    from tests.conftest import ServerAddress

# What the worker itself refuses; the words are looked at before it.
WRITES = [
    "CREATE (n:Intruder)",
    "CREATE (n:Intruder) RETURN n",
    "MERGE (n:Intruder {id: 1}) RETURN n",
    "MATCH (n) SET n.broken = 1",
    "MATCH (n) REMOVE n:Entity",
    "MATCH (n) DETACH DELETE n",
    "MATCH ()-[f]->() DELETE f RETURN count(*)",
    "FOREACH (x IN [1] | CREATE (:Intruder))",
    "MATCH (n) CALL (n) { SET n.broken = 1 } IN TRANSACTIONS",
    "MATCH (n) CALL (n) { RETURN 1 AS m } IN TRANSACTIONS RETURN m",
    "RETURN 1 AS x UNION CALL () { CREATE (n:Intruder) RETURN 1 AS x } RETURN x",
    "INSERT (:Intruder)",
    "CREATE INDEX intruder FOR (n:Intruder) ON (n.x)",
    "CREATE CONSTRAINT intruder FOR (n:Intruder) REQUIRE n.x IS UNIQUE",
    "DROP INDEX entity_names",
    "CALL db.createLabel('Intruder')",
    "CREATE USER intruder SET PASSWORD 'long enough'",
    "ALTER CURRENT USER SET PASSWORD FROM 'a' TO 'b'",
]
BEYOND = [
    "SHOW SETTINGS", "SHOW TRANSACTIONS", "SHOW USERS", "SHOW INDEXES", "TERMINATE TRANSACTIONS 'x'",
    "LOAD CSV FROM 'file:///etc/passwd' AS l RETURN l",
    "CALL () { LOAD CSV FROM 'https://example.org/' AS l RETURN l } RETURN l",
    "UNWIND [1] AS x RETURN x UNION LOAD CSV FROM 'file:///x' AS x RETURN x",
    "MATCH (n) WHERE EXISTS { LOAD CSV FROM 'file:///x' AS l RETURN l } RETURN n",
    "CALL dbms.listConfig()", "CALL db.info()", "CALL db.clearQueryCaches()",
    "PROFILE RETURN 1", "EXPLAIN RETURN 1", "explain RETURN 1", "EXPLAIN CREATE (n)", "/* x */ PROFILE RETURN 1",
]  # fmt: skip


@pytest.fixture
def order(server: ServerAddress) -> dict[str, Any]:
    """An order to the worker, without a statement."""
    return {
        "uri": server.uri, "user": server.user, "password": server.password, "database": None, "parameters": {},
        "limit": 10, "seconds": 20.0, "most_bytes": 100_000,
    }  # fmt: skip


@pytest.fixture
def adhoc(settings: Settings, server: ServerAddress) -> AdHoc:
    address = {"neo4j_uri": server.uri, "neo4j_user": server.user, "neo4j_password": server.password}
    return AdHoc(replace(settings, **address))  # type: ignore[arg-type]


@pytest.mark.parametrize("text", [*WRITES, *BEYOND])
async def test_only_reading_is_served(order: dict[str, Any], seed_graph: object, store: Store, text: str) -> None:
    counts = "RETURN COUNT { (n) } AS nodes, COUNT { ()-->() } AS facts, COUNT { (n:Intruder) } AS intruders"
    before = (await store.read(counts)).rows
    assert run({**order, "text": text})["error"] == "refused"
    assert (await store.read(counts)).rows == before
    found = await store.read("SHOW INDEXES YIELD name RETURN collect(name)")
    assert "entity_names" in found.single()
    assert "intruder" not in found.single()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("RETRN 1", "(line 1, column 1)"),
        ("RETURN 1 AS x\nFOO", "(line 2, column 1)"),
        ("RETURN 1 AS x; RETURN 2 AS x", "exactly one statement"),
        ("RETURN $absent AS x", "absent"),
        ("RETURN 1 / 0 AS x", "/ by zero"),
        ("UNWIND range(1, 5) AS i RETURN 10 / (i - 3) AS x", "/ by zero"),
        ("RETURN nothing", "nothing"),
        ("RETURN date('x') AS d", "x"),
        ("USE system RETURN 1 AS x", "system"),
        ("MATCH (n) RETURN n.name + point({x: 1}) AS x", ""),
        ("   ", "end of input"),
    ],
)
def test_mistakes_are_told_in_the_words_of_the_server(
    order: dict[str, Any], seed_graph: object, text: str, said: str
) -> None:
    outcome = run({**order, "text": text})
    assert outcome.get("error") == "mistake", outcome
    assert said in outcome["message"]
    assert "EXPLAIN" not in outcome["message"].partition(": expected")[0]


def test_every_kind_of_value_is_rendered(order: dict[str, Any], small_graph: object) -> None:
    text = """RETURN date('2024-02-29') AS day, datetime('2024-01-01T10:00:00+02:00') AS at, localtime('12:00') AS time,
      duration('P1Y2M3DT4.5S') AS span, point({latitude: 1.5, longitude: 2}) AS place, point({x: 1, y: 2}) AS plane,
      0.0 / 0.0 AS nan, [1, [null, true]] AS list, {a: {b: 1.5}} AS map, $given AS given"""
    outcome = run({**order, "text": text, "parameters": {"given": {"x": [1, "two", None]}}})
    assert dict(zip(outcome["columns"], outcome["rows"][0], strict=True)) == {
        "day": "2024-02-29",
        "at": "2024-01-01T10:00:00.000000000+02:00",
        "time": "12:00:00.000000000",
        "span": "P1Y2M3DT4.5S",
        "place": {"lat": 1.5, "lon": 2.0},
        "plane": {"srid": 7203, "coordinates": [1.0, 2.0]},
        "nan": "nan",
        "list": [1, [None, True]],
        "map": {"a": {"b": 1.5}},
        "given": {"x": [1, "two", None]},
    }
    found = run({**order, "text": "MATCH p = (:City {id: 'aldea-ro'})-[f]->(n) RETURN p, f, n LIMIT 1"})
    ((path, fact, node),) = found["rows"]
    assert path["nodes"][0]["properties"]["id"] == "aldea-ro"
    assert path["nodes"][0]["element_id"] == fact["start"]
    assert (path["relationships"], path["nodes"][1]) == ([fact], node)
    assert "Entity" in node["labels"]


def test_more_rows_and_bytes_than_asked_for_are_cut(order: dict[str, Any], graph: object) -> None:
    endless = run({**order, "text": "UNWIND range(1, 1000000000) AS x RETURN x"})
    assert (endless["rows"], endless["truncated"]) == ([[n] for n in range(1, 11)], True)
    exact = run({**order, "text": "UNWIND range(1, 10) AS x RETURN x"})
    assert (len(exact["rows"]), exact["truncated"]) == (10, False)
    wide = run({**order, "text": "UNWIND range(1, 9) AS x RETURN range(1, 5000) AS y"})
    assert (0 < len(wide["rows"]) < 9, wide["truncated"]) == (True, True)


def test_time_and_numbers_have_an_end(order: dict[str, Any], graph: object) -> None:
    slow = "UNWIND range(1, 1000000000) AS x RETURN sum(x) AS s"
    assert run({**order, "text": slow, "seconds": 0.5})["error"] == "timeout"
    assert run({**order, "text": "RETURN $x AS x", "parameters": {"x": 2**70}})["error"] == "mistake"


async def test_every_question_of_ours_would_be_served(seed_graph: object, store: Store) -> None:
    for query in Catalogue.read(home("cypher"), load_schema()).values():
        plan = await store.explain(query.text, {parameter.name: None for parameter in query.parameters})
        read = [Operator(name, "") for name in plan.operators if name != "ProcedureCall"]
        assert refused_by_plan(plan.query_type, read) is None, query.name
        assert refused_by_text(query.text) is None, query.name


def test_what_only_ends_in_a_harmless_name_is_refused() -> None:
    assert refused_by_plan("rw", []) is not None
    for name in ("ShowSettings", "TransactionApply", "LoadCSV", "AdministrationCommand", "NewOperator", "Create"):
        assert refused_by_plan("r", [Operator(name, "")]) is not None, name


async def test_a_process_of_its_own_runs_it(adhoc: AdHoc, graph: object) -> None:
    table = await adhoc.run("UNWIND $names AS x RETURN x ORDER BY x", {"names": ["b", "ä"]}, limit=1)
    assert (table.columns, table.rows, table.truncated) == (["x"], [["b"]], True)
    with pytest.raises(CypherError, match="line 1"):
        await adhoc.run("RETRN 1", {})
    with pytest.raises(CypherRefusedError, match="more than read"):
        await adhoc.run("CREATE (n)", {})
    with pytest.raises(CypherRefusedError, match="loads a file"):
        await adhoc.run("RETURN [x IN [1] | COUNT { LOAD CSV FROM 'x' AS l RETURN l }] AS y", {})
    with pytest.raises(QueryTimeoutError, match=r"0\.5 s"):
        await adhoc.run("UNWIND range(1, 1000000000) AS x RETURN sum(x) AS s", {}, seconds=0.5)


async def test_one_value_cannot_take_all_memory(adhoc: AdHoc, graph: object, store: Store) -> None:
    with pytest.raises((CypherTooLargeError, QueryTimeoutError)):
        await adhoc.run("RETURN range(1, 20000000) AS x", {}, seconds=20)
    # So deep that the server itself may fail to write it; then nothing comes, and the time runs out.
    with pytest.raises((CypherTooLargeError, QueryTimeoutError)):
        await adhoc.run("RETURN reduce(a = [], i IN range(1, 3000) | [a]) AS x", {}, seconds=20)
    await store.verify()


async def test_a_server_that_is_away_is_told(settings: Settings) -> None:
    with pytest.raises(StoreUnavailableError):
        await AdHoc(replace(settings, neo4j_uri="bolt://127.0.0.1:1")).run("RETURN 1", {})
