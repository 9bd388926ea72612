"""The OpenAPI document and the pages made from it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from muninet._home import home
from muninet.catalogue import Catalogue
from muninet.model import load_schema

CATALOGUE = Catalogue.read(home("cypher"), load_schema())


@pytest.fixture
def document(app: FastAPI) -> dict[str, Any]:
    return app.openapi()


def operations(document: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for path, methods in document["paths"].items():
        assert list(methods) == ["get"]
        yield path, methods["get"]


def references(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        if "$ref" in value:
            yield value["$ref"]
        for item in value.values():
            yield from references(item)
    elif isinstance(value, list):
        for item in value:
            yield from references(item)


def test_every_reference_leads_somewhere(document: dict[str, Any]) -> None:
    assert document["openapi"].startswith("3.1")
    found = set(references(document))
    assert "#/components/schemas/Problem" in found
    for reference in found:
        place: Any = document
        for part in reference.removeprefix("#/").split("/"):
            place = place[part]


def test_every_schema_is_used(document: dict[str, Any]) -> None:
    used = {reference.rpartition("/")[2] for reference in references(document) if "/schemas/" in reference}
    assert used == set(document["components"]["schemas"])


def test_every_operation_and_parameter_is_explained(document: dict[str, Any]) -> None:
    names = [operation["operationId"] for _, operation in operations(document)]
    assert len(set(names)) == len(names)
    tags = {tag["name"] for tag in document["tags"]}
    for path, operation in operations(document):
        assert operation["summary"], path
        assert operation["description"], path
        assert set(operation["tags"]) <= tags
        for parameter in operation.get("parameters", []):
            assert parameter["description"], (path, parameter["name"])
            assert parameter["schema"]["title"], (path, parameter["name"])


def test_every_question_has_an_operation_of_its_own(document: dict[str, Any]) -> None:
    paths = {path.removeprefix("/v1/queries/") for path in document["paths"] if path.startswith("/v1/queries/")}
    assert paths == set(CATALOGUE)
    for name, query in CATALOGUE.items():
        operation = document["paths"][f"/v1/queries/{name}"]["get"]
        assert operation["summary"] == query.title
        shown = {parameter["name"] for parameter in operation["parameters"]}
        assert shown == {"cursor" if p.name == "after" else p.name for p in query.parameters} | {
            "lang",
            "format",
            "bom",
        }
        # No page, no entity, no licence.
        assert "404" in operation["responses"]


def test_bounds_choices_and_defaults_are_those_of_the_files(document: dict[str, Any]) -> None:
    links = {p["name"]: p["schema"] for p in document["paths"]["/v1/links"]["get"]["parameters"]}
    assert (links["max_hops"]["minimum"], links["max_hops"]["maximum"], links["max_hops"]["default"]) == (1, 6, 4)
    assert (links["limit"]["minimum"], links["limit"]["maximum"], links["limit"]["default"]) == (1, 1000, 100)
    assert links["direction"]["enum"] == ["up", "any"]
    assert links["from_type"]["default"] == "City"
    assert links["to"]["examples"] == ["climate-alliance"]
    assert "default" not in links["to"]
    assert "default" not in links["via"]
    assert links["hubs"] == {"type": "boolean", "default": False, "title": "Hubs"} | {
        key: links["hubs"][key] for key in ("description", "examples") if key in links["hubs"]
    }


def test_every_error_is_a_problem(document: dict[str, Any]) -> None:
    for path, operation in operations(document):
        for status, response in operation["responses"].items():
            assert response["description"], (path, status)
            if int(status) >= 400:
                ((media, content),) = response["content"].items()
                assert media == "application/problem+json", (path, status)
                assert content["schema"] == {"$ref": "#/components/schemas/Problem"}, (path, status)
        if path.startswith("/v1"):
            assert {"422", "500", "503", "504"} <= set(operation["responses"])
            assert "304" in operation["responses"]


class Links(HTMLParser):
    """Collects what a page refers to, and the ids that it has."""

    def __init__(self) -> None:
        super().__init__()
        self.loaded: list[str] = []
        self.followed: list[str] = []
        self.ids: list[str] = []
        self.scripts = 0
        self.forms: list[tuple[str, dict[str, str]]] = []
        self._field = ""
        self._chosen = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.scripts += tag == "script" or any(name.startswith("on") for name in given)
        self.ids += [given["id"]] if "id" in given else []
        if tag == "a":
            self.followed.append(given["href"])
        elif tag == "form":
            self.forms.append((given["action"], {}))
        elif tag in ("input", "select"):
            self._field = given["name"]
            self.forms[-1][1][self._field] = given.get("value", "")
        elif tag == "option":
            self._chosen = "selected" in given
        else:
            self.loaded += [given[name] for name in ("href", "src") if name in given]

    def handle_data(self, data: str) -> None:
        if self._chosen:
            self.forms[-1][1][self._field] = data
            self._chosen = False


async def read_page(client: httpx.AsyncClient, path: str) -> Links:
    response = await client.get(path)
    assert response.status_code == 200
    assert response.headers["content-type"] == "text/html; charset=utf-8"
    page = Links()
    page.feed(response.text)
    return page


@pytest.mark.parametrize("path", ["/docs", "/problems", "/problems/bad-parameter"])
async def test_pages_load_nothing_from_another_host(bare: httpx.AsyncClient, path: str) -> None:
    page = await read_page(bare, path)
    assert set(page.loaded) == {"data:,", "/docs/style.css"}
    assert page.scripts == 0
    assert not [address for address in (*page.followed, *dict(page.forms)) if not address.startswith(("/", "#"))]
    style = (await bare.get("/docs/style.css")).text
    assert not re.search(r"url\(|@import|https?:", style)


async def test_the_start_leads_to_the_reference(bare: httpx.AsyncClient, seed_graph: object) -> None:
    response = await bare.get("/")
    assert response.status_code == 200
    assert '<a href="/docs">' in response.text


async def test_everything_that_the_reference_offers_works(client: httpx.AsyncClient, document: dict[str, Any]) -> None:
    page = await read_page(client, "/docs")
    assert len(set(page.ids)) == len(page.ids)
    asked = 0
    for address in set(page.followed):
        if address.startswith("#"):
            assert address[1:] in page.ids, address
        else:
            response = await client.get(address)
            assert response.status_code == 200, (address, response.text[:200])
            asked += 1
    assert asked >= len(CATALOGUE)
    asking = [o["parameters"] for _, o in operations(document) if o.get("parameters")]
    assert len(page.forms) == sum(all(own["in"] == "query" for own in parameters) for parameters in asking)
    for action, fields in page.forms:
        response = await client.get(action, params=fields)
        assert response.status_code == 200, (action, fields, response.text[:200])
