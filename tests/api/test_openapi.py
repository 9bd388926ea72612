"""The OpenAPI document as a product: what generated clients, tools and readers rely on; and that it is true."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode

import httpx
import jsonschema_rs
import pytest
from fastapi import FastAPI

from muninet._home import home
from muninet.errors import QueryTimeoutError
from muninet_api.examples import ASKED, FILE
from muninet_api.models import Problem
from muninet_api.problems import KINDS

if TYPE_CHECKING:
    from tests.api.conftest import Cable, Service

# Published in /v1, with what they require: none may go, none may require more.
PUBLISHED = {
    **dict.fromkeys(
        ["cities", "networks", "organisations", "people", "events", "partnerships", "projects", "commitments"], ()
    ),
    **dict.fromkeys(["topics", "sources", "countries", "queries", "changes", "quality", "live", "ready"], ()),
    **dict.fromkeys(
        ["city", "network", "organisation", "person", "event", "partnership", "project", "commitment"], ("id",)
    ),
    **dict.fromkeys(["topic", "source", "country", "entity"], ("id",)),
    **dict.fromkeys(["entity_facts", "entity_graph", "entity_timeline"], ("id",)),
    "search": ("q",),
    "links": ("to",),
    "paths": ("from", "to"),
    "compare": ("ids",),
    "gaps": ("network", "missing_from"),
    **{
        "query_" + "_".join(re.split("[/-]", str(file.relative_to(home("cypher")).with_suffix("")))): ()
        for file in home("cypher").rglob("*.cypher")
    },
}
# Problems that the seed can be made to answer with, and how.
PROVOKED: dict[str, dict[str, Any]] = {
    "bad-parameter": {},
    "unknown-entity": {},
    "other-type": {},
    "unknown-licence": {},
    "unknown-page": {},
    "unknown-query": {},
    "not-found": {},
    "not-acceptable": {"headers": {"Accept": "image/png"}},
    "method-not-allowed": {"method": "POST"},
}


@pytest.fixture(scope="module")
def document(app: FastAPI) -> dict[str, Any]:
    return app.openapi()


def operations(document: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for path, methods in document["paths"].items():
        if "get" in methods:
            yield path, methods["get"]


def example_of(parameter: dict[str, Any]) -> Any:
    return parameter["example"] if "example" in parameter else parameter["schema"]["examples"][0]


def address(path: str, operation: dict[str, Any], **more: Any) -> str:
    """The shortest request that the operation answers, and more."""
    query: list[tuple[str, Any]] = []
    for parameter in operation.get("parameters", ()):
        if parameter["in"] == "path":
            path = path.replace("{" + parameter["name"] + "}", quote(str(example_of(parameter)), safe=""))
        elif parameter["required"] and parameter["name"] not in more:
            query += pairs(parameter["name"], example_of(parameter))
    query += [pair for name, value in more.items() for pair in pairs(name, value)]
    return path + ("?" + urlencode(query) if query else "")


def pairs(name: str, value: Any) -> list[tuple[str, Any]]:
    written = [
        str(one).lower() if isinstance(one, bool) else one for one in (value if isinstance(value, list) else [value])
    ]
    return [(name, one) for one in written]


def test_what_was_published_stays(document: dict[str, Any]) -> None:
    required = {
        operation["operationId"]: {
            parameter["name"] for parameter in operation.get("parameters", ()) if parameter["required"]
        }
        for _, operation in operations(document)
    }
    assert set(required) >= set(PUBLISHED)
    assert {name: set(needed) for name, needed in PUBLISHED.items()} == {name: required[name] for name in PUBLISHED}


def test_names_are_those_of_methods(document: dict[str, Any]) -> None:
    names = [operation["operationId"] for _, operation in operations(document)]
    assert all(re.fullmatch(r"[a-z][a-z0-9]*(_[a-z0-9]+)*", name) for name in names)
    assert all(len(operation["tags"]) == 1 for _, operation in operations(document))


def test_the_document_holds_wherever_it_is_served(document: dict[str, Any]) -> None:
    assert [server["url"] for server in document["servers"]] == ["/"]
    assert "What /v1 keeps" in document["info"]["description"]
    assert re.fullmatch(r"\d+\.\d+\.\d+", document["info"]["version"])


def test_answers_may_grow(document: dict[str, Any]) -> None:
    """A client made from the document must not refuse a field that comes later."""
    closed = [n for n, s in document["components"]["schemas"].items() if s.get("additionalProperties") is False]
    assert closed == []


def test_every_parameter_has_a_title_and_an_example(document: dict[str, Any]) -> None:
    for path, operation in operations(document):
        for parameter in operation.get("parameters", ()):
            assert parameter["schema"]["title"], (path, parameter["name"])
            assert parameter["description"], (path, parameter["name"])
            assert "example" in parameter or parameter["schema"]["examples"], (path, parameter["name"])


def test_every_problem_has_an_example(document: dict[str, Any]) -> None:
    shown = document["components"]["examples"]
    assert set(shown) == set(KINDS)
    for slug, example in shown.items():
        problem = Problem.model_validate(example["value"])
        assert (problem.status, problem.type) == (KINDS[slug].status, f"/problems/{slug}")
    for path, operation in operations(document):
        for status, response in operation["responses"].items():
            if int(status) < 400:
                continue
            examples = response["content"]["application/problem+json"]["examples"]
            assert examples, (path, status)
            for slug, reference in examples.items():
                assert reference == {"$ref": f"#/components/examples/{slug}"}
                assert str(KINDS[slug].status) == status


@pytest.mark.parametrize("slug", sorted(PROVOKED))
async def test_the_example_of_a_problem_is_what_is_answered(client: httpx.AsyncClient, slug: str) -> None:
    kind, how = KINDS[slug], {"method": "GET", **PROVOKED[slug]}
    response = await client.request(how.pop("method"), kind.asked, **how)
    assert response.status_code == kind.status
    problem, example = response.json(), kind.example
    # Which are nearest may change with every question that is added; the nearest does not.
    assert problem["suggestions"][: len(example["suggestions"])] == example["suggestions"]
    assert {**problem, "suggestions": []} == {**example, "suggestions": []}


@pytest.mark.parametrize("name", sorted(ASKED))
async def test_an_example_is_what_the_seed_answers(client: httpx.AsyncClient, app: FastAPI, name: str) -> None:
    example = json.loads(FILE.read_text(encoding="utf-8"))["examples"][name]
    assert example["asked"] == ASKED[name], "run python -m muninet_api.examples against a service over the seed"
    schemas = {operation["operationId"]: operation for _, operation in operations(app.openapi())}[name]["responses"][
        "200"
    ]
    assert faults(example["answer"], schemas["content"]["application/json"]["schema"], app.openapi()) == []
    response = await client.get(example["asked"])
    assert response.status_code == 200
    assert {**response.json(), "graph_version": ""} == {**example["answer"], "graph_version": ""}


def faults(value: Any, schema: dict[str, Any], document: dict[str, Any]) -> list[str]:
    """What of a value the document's schema does not allow."""
    whole = {**schema, "components": document["components"]}
    return [error.message for error in jsonschema_rs.Draft202012Validator(whole).iter_errors(value)]


def test_a_wrong_answer_is_seen(document: dict[str, Any]) -> None:
    schema = document["paths"]["/v1/search"]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
    whole: dict[str, Any] = {"graph_version": "1", "results": [], "next": None, "sources": {}, "licences": []}
    assert faults(whole, schema, document) == []
    assert faults({**whole, "graph_version": 1}, schema, document) != []


def test_main_operations_show_an_answer(document: dict[str, Any]) -> None:
    by_name = {operation["operationId"]: operation for _, operation in operations(document)}
    for name, asked in ASKED.items():
        (example,) = by_name[name]["responses"]["200"]["content"]["application/json"]["examples"].values()
        assert example["summary"] == f"GET {asked}"


async def test_examples_of_parameters_can_be_asked(client: httpx.AsyncClient, document: dict[str, Any]) -> None:
    for path, operation in operations(document):
        if path.startswith(("/v1/queries/", "/health")):
            continue
        given = {p["name"]: example_of(p) for p in operation.get("parameters", ()) if p["in"] == "query"}
        response = await client.get(address(path, operation, **given))
        assert response.status_code == 200, (address(path, operation, **given), response.text[:300])


def pointed(answer: Any, pointer: str) -> Any:
    """What a JSON pointer leads to; None where it leads nowhere."""
    for part in pointer.strip("/").split("/"):
        if isinstance(answer, list):
            answer = answer[int(part)] if int(part) < len(answer) else None
        else:
            answer = answer.get(part) if isinstance(answer, dict) else None
    return answer


async def test_links_lead_from_answer_to_answer(client: httpx.AsyncClient, document: dict[str, Any]) -> None:
    by_name = {operation["operationId"]: (path, operation) for path, operation in operations(document)}
    followed: set[str] = set()
    for path, operation in operations(document):
        links = operation["responses"]["200"].get("links", {})
        for link in links.values():
            target = by_name[link["operationId"]][1]
            assert set(link["parameters"]) <= {parameter["name"] for parameter in target["parameters"]}
        if not links or path.startswith(("/v1/queries/", "/v1/changes")):
            continue
        more = {"limit": 1} if any(p["name"] == "limit" for p in operation["parameters"]) else {}
        answer = (await client.get(address(path, operation, **more))).json()
        for name, link in links.items():
            given = {
                own: pointed(answer, value.removeprefix("$response.body#"))
                for own, value in link["parameters"].items()
                if value.startswith("$response.body#")
            }
            if None in given.values():
                continue
            where, target = by_name[link["operationId"]]
            for own in [own for own in given if "{" + own + "}" in where]:
                where = where.replace("{" + own + "}", quote(given.pop(own), safe=""))
            response = await client.get(address(where, target, **given, **(more if name == "next" else {})))
            assert response.status_code == 200, (path, name, response.text[:300])
            followed.add(name)
    assert followed >= {
        "next",
        "entity",
        "entity_facts",
        "entity_graph",
        "entity_timeline",
        "city",
        "network",
        "person",
    }


async def test_no_operation_takes_what_it_does_not_declare(bare: httpx.AsyncClient, document: dict[str, Any]) -> None:
    for path, operation in operations(document):
        if path.startswith("/v1"):
            response = await bare.get(address(path, operation, surprise="1"))
            problem = response.json()
            assert (response.status_code, problem.get("parameter")) == (422, "surprise"), path


async def test_every_bound_is_told(bare: httpx.AsyncClient, document: dict[str, Any]) -> None:
    told = 0
    for path, operation in operations(document):
        for parameter in operation.get("parameters", ()):
            schema = next((s for s in parameter["schema"].get("anyOf", [parameter["schema"]]) if "maximum" in s), None)
            if schema is None:
                continue
            for beyond in (schema["maximum"] + 1, schema["minimum"] - 1):
                response = await bare.get(address(path, operation, **{parameter["name"]: beyond}))
                problem = response.json()
                assert (response.status_code, problem["parameter"]) == (422, parameter["name"]), (path, problem)
                assert f"{schema['minimum']:.15g} to {schema['maximum']:.15g}" in problem["detail"], (path, problem)
                told += 1
    assert told > 100


def test_every_list_is_bounded(document: dict[str, Any]) -> None:
    for path, operation in operations(document):
        names = {parameter["name"]: parameter["schema"] for parameter in operation.get("parameters", ())}
        if "cursor" in names:
            assert names["limit"]["maximum"] <= 1000, path


async def test_no_operation_answers_while_the_database_is_away(
    service: Service, cable: Cable, document: dict[str, Any], seed_graph: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    # A hundred operations, each tried three times.
    monkeypatch.setattr("muninet.store.bolt._PAUSE", 0.0)
    async with service(neo4j_uri=f"bolt://127.0.0.1:{cable.port}") as client:
        await cable.cut()
        for path, operation in operations(document):
            if path in ("/v1/queries", "/health/live"):
                continue
            response = await client.get(address(path, operation))
            assert (response.status_code, response.json()["type"]) == (503, "/problems/database-away"), path
            assert int(response.headers["retry-after"]) > 0
            assert "503" in operation["responses"], path


async def test_every_operation_ends_at_its_time_limit(
    app: FastAPI, client: httpx.AsyncClient, document: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    async def too_slow(*_: object, **__: object) -> None:
        raise QueryTimeoutError("the query took longer than 10 s: ask for less")

    monkeypatch.setattr(app.state.questions.store, "read", too_slow)
    for path, operation in operations(document):
        if path in ("/v1/queries", "/health/live"):
            continue
        response = await client.get(address(path, operation))
        assert (response.status_code, response.json()["type"]) == (504, "/problems/query-timeout"), path
        assert "504" in operation["responses"], path
