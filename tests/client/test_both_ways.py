"""The same question over HTTP and over Bolt has the same answer, and the same error."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from tests.queries.examples import EXAMPLES_ON_SMALL

from muninet import Graph
from muninet._home import home
from muninet.catalogue import Catalogue
from muninet.client import (
    BadParameter,
    Fact,
    GraphError,
    NodeRef,
    Route,
    UnknownEntity,
    UnknownLicence,
    UnknownPage,
    UnknownQuery,
)
from muninet.errors import UsageError
from muninet.model import load_schema

CATALOGUE = Catalogue.read(home("cypher"), load_schema())
RECORDS: dict[str, type] = {"node": NodeRef, "fact": Fact, "path": Route, "date": dt.date}
every_question = pytest.mark.parametrize("name", list(CATALOGUE))


@every_question
def test_every_question(name: str, over_http: Graph, over_bolt: Graph, small_graph: object) -> None:
    given: dict[str, Any] = dict(EXAMPLES_ON_SMALL[name])
    answer = over_http.query(name, **given)
    assert answer == over_bolt.query(name, **given)
    assert answer.rows
    for column in answer.columns:
        record = RECORDS.get(column.type.removesuffix("[]"))
        values = [row[column.name] for row in answer if row[column.name] is not None]
        several = [one for value in values for one in value] if column.type.endswith("[]") else values
        assert record is None or all(isinstance(value, record) for value in several), column


def test_the_catalogue(over_http: Graph, over_bolt: Graph) -> None:
    questions = over_http.queries()
    assert questions == over_bolt.queries()
    assert [question.name for question in questions] == list(CATALOGUE)
    (members,) = [question for question in questions if question.name == "network/members"]
    assert {"network", "at", "cursor"} <= {parameter.name for parameter in members.parameters}
    assert "after" not in {parameter.name for parameter in members.parameters}


@pytest.mark.parametrize(
    ("name", "given"),
    [
        ("network/members", {"network": "ceesen", "at": dt.date(2024, 6, 1)}),
        ("network/members", {"network": "ceesen", "at": dt.datetime(2024, 6, 1, 12), "limit": 3}),
        ("path/links", {"to": "climate-alliance", "via": None, "relations": ["MEMBER_OF", "SUPPORTED_BY"]}),
        ("path/links", {"to": "climate-alliance", "relations": "MEMBER_OF;SUPPORTED_BY", "branches": False}),
        ("path/links", {"to": "climate-alliance", "avoid": {"agency-a", "agency-b"}, "at": "any"}),
        ("path/links", {"to": "climate-alliance", "avoid": [], "hubs": True}),
        ("city/profile", {"city": NodeRef("aldea-ro", "City", "Aldea", "RO"), "class_": "office", "lang": "en"}),
        ("path/shortest", {"from_": "aldea-ro", "to": "climate-alliance"}),
    ],
)
def test_parameters_as_python_has_them(
    name: str, given: dict[str, Any], over_http: Graph, over_bolt: Graph, small_graph: object
) -> None:
    answer = over_http.query(name, **given)
    assert answer == over_bolt.query(name, **given)
    for key, value in given.items():
        if isinstance(value, dt.date):
            assert answer.query[key] == "2024-06-01"
        elif isinstance(value, bool | int):
            assert answer.query[key] == value
        elif isinstance(value, NodeRef):
            assert answer.query[key] == value.id
        elif isinstance(value, set):
            assert answer.query[key] == sorted(value)


def test_questions_with_a_method_of_their_own(small: Graph) -> None:
    """Read off tests/data/small/README.md."""
    routes = small.paths("fenes-ro", "ceesen", at="2026-01-01", max_hops=2)
    assert [row["pattern"] for row in routes] == ["SUPPORTED_BY>MEMBER_OF[associate]"]
    shared = small.compare("aldea-ro", small.entity("jula-ee"), at="2026-01-01", only="shared")
    assert "b40" in {row["other"].id for row in shared}
    missing = small.gaps("b40", "climate-alliance", at="2026-01-01")
    # jula-ee is a member of a branch of CEESEN, and neither of them of Climate Alliance itself.
    assert {row["member"].id for row in missing} == {"aldea-ro", "jula-ee"}


@every_question
def test_every_default(name: str, over_http: Graph, over_bolt: Graph, seed_graph: object) -> None:
    answer = over_http.query(name)
    assert answer == over_bolt.query(name)
    assert answer.rows
    cited = {
        id_ for row in answer for value in row.values() if isinstance(value, Fact | Route) for id_ in value.sources
    }
    assert cited <= set(answer.sources)


def test_links(over_http: Graph, over_bolt: Graph, seed_graph: object) -> None:
    answer = over_http.links("climate-alliance", via="ceesen", limit=5)
    assert answer == over_bolt.links("climate-alliance", via="ceesen", limit=5)
    assert (answer.total, len(answer), answer.query["limit"]) == (28, 5, 5)


def test_an_entity_and_a_search(over_http: Graph, over_bolt: Graph, seed_graph: object) -> None:
    for word in ("Θεσσαλονίκη", "Phristina", "a"):
        found = over_http.search(word, types=["City", "Network"], limit=3)
        assert found == over_bolt.search(word, types=["City", "Network"], limit=3)
        assert over_http.entity(found.results[0]) == over_bolt.entity(found.results[0])


@pytest.mark.parametrize(
    ("kind", "parameter", "name", "given"),
    [
        (BadParameter, "limt", "network/members", {"limt": 3}),
        (BadParameter, "limit", "network/members", {"limit": 5000}),
        (BadParameter, "limit", "network/members", {"limit": [1, 2]}),
        (BadParameter, "at", "network/members", {"at": "yesterday"}),
        (BadParameter, "lang", "network/members", {"lang": "tlh"}),
        (UnknownLicence, "without_licence", "network/members", {"without_licence": "no such licence"}),
        (UnknownEntity, "network", "network/members", {"network": "climate-aliance"}),
        (UnknownQuery, None, "network/membres", {}),
        (UnknownQuery, None, "../health", {}),
        (UnknownQuery, None, "", {}),
    ],
)
def test_the_same_errors(
    kind: type[GraphError],
    parameter: str | None,
    name: str,
    given: dict[str, Any],
    over_http: Graph,
    over_bolt: Graph,
    seed_graph: object,
) -> None:
    with pytest.raises(kind) as first:
        over_http.query(name, **given)
    with pytest.raises(kind) as second:
        over_bolt.query(name, **given)
    one, two = first.value.problem, second.value.problem
    assert type(first.value) is type(second.value)
    assert (one.type, one.title, one.status) == (two.type, two.title, two.status)
    assert one.parameter == two.parameter == parameter
    assert one.suggestions == two.suggestions
    # Each names what its own reader can do next.
    assert kind in (UnknownQuery, BadParameter) or one.detail == two.detail


def test_a_cursor_of_another_question(seed: Graph) -> None:
    cursor = seed.query("network/members", network="ceesen", limit=1).next
    with pytest.raises(UnknownPage, match="another question") as caught:
        seed.query("network/members", network="b40", cursor=cursor)
    assert caught.value.parameter == "cursor"


def test_what_may_have_been_meant(seed: Graph) -> None:
    with pytest.raises(UnknownEntity, match="climate-alliance") as caught:
        seed.entity("climate-aliance")
    assert caught.value.suggestions[0].id == "climate-alliance"
    with pytest.raises(UnknownQuery) as missed:
        seed.query("network/membres")
    assert ("network/members", CATALOGUE["network/members"].title) in [(s.id, s.name) for s in missed.value.suggestions]


def test_what_no_parameter_takes(seed: Graph) -> None:
    for given in ({"network": object()}, {"network": {"id": "b40"}}, {"network": b"b40"}, {"limit": [None]}):
        with pytest.raises(BadParameter, match=r"takes no \w+"):
            seed.query("network/members", **given)
    for name in ("format", "after", "bom"):
        with pytest.raises(BadParameter, match="cannot be given here") as caught:
            seed.query("network/members", **{name: "x"})
        assert caught.value.parameter == name
    with pytest.raises(BadParameter, match="id"):
        seed.entity("")


def test_bounds_of_the_search(seed: Graph) -> None:
    for given, parameter in (
        ({"q": ""}, "q"),
        ({"q": "a", "limit": 101}, "limit"),
        ({"q": "a", "types": "Cit"}, "type"),
    ):
        with pytest.raises(BadParameter) as caught:
            seed.search(**given)
        assert caught.value.parameter == parameter


def test_strange_ids(seed: Graph) -> None:
    for id_ in ("..", "a b", "%2e%2e", "ä?x=1#y", "a:b"):
        with pytest.raises(UnknownEntity) as caught:
            seed.entity(id_)
        assert repr(id_) in str(caught.value)


def test_a_graph_that_was_closed(address: str, server: Any) -> None:
    for graph in (Graph(address), Graph(server.uri, user=server.user, password=server.password)):
        graph.close()
        graph.close()
        with pytest.raises(UsageError, match="was closed"):
            graph.entity("b40")
