"""What the service hands out for Neo4j Browser, and the links that lead there."""

from __future__ import annotations

from typing import Any

import httpx
import pytest
from tests.api.conftest import Service
from tests.pages.reading import read

from muninet.neo4j_browser.statements import surroundings_of, these
from muninet.store.bolt import Store

BROWSER = "https://graph.example.org/browser/?dbms=neo4j%2Bs%3A%2F%2Fgraph.example.org"


@pytest.mark.parametrize(
    ("file", "type_", "begins"),
    [
        ("muninet.grass", "text/plain; charset=utf-8", b"node {"),
        ("guide.html", "text/html; charset=utf-8", b"<!doctype html>"),
        ("guide.adoc", "text/asciidoc; charset=utf-8", b"= Who belongs"),
        ("favourites.zip", "application/zip", b"PK"),
        ("favourites.csv", "text/csv; charset=utf-8", b"name,description,query,"),
        ("favourites/path/links.cypher", "text/plain; charset=utf-8", b"// Cities linked"),
        ("favourites/the-model/cities.cypher", "text/plain; charset=utf-8", b"// Some cities"),
    ],
)
async def test_a_file_of_the_kit(client: httpx.AsyncClient, file: str, type_: str, begins: bytes) -> None:
    answer = await client.get(f"/neo4j-browser/{file}", headers={"Origin": "http://127.0.0.1:7474"})
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, type_)
    assert answer.content.startswith(begins)
    # The Browser fetches it from a page of another origin.
    assert answer.headers["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize("file", ["guide.pdf", "favourites/path/nothing.cypher", "favourites/../../x.cypher"])
async def test_no_other_files(client: httpx.AsyncClient, file: str) -> None:
    assert (await client.get(f"/neo4j-browser/{file}")).status_code == 404


async def test_the_guide_s_links_lead_to_this_service(client: httpx.AsyncClient) -> None:
    text = (await client.get("/neo4j-browser/guide.html")).text
    assert f"href='{client.base_url}/queries/path/links'" in text


async def test_the_page_lists_every_favourite(client: httpx.AsyncClient) -> None:
    page = await read(client, "/neo4j-browser")
    links = [link for link in page.links() if link.endswith(".cypher")]
    assert len(links) > 80
    for link in links[::20]:
        assert (await client.get(link)).status_code == 200


async def opened(client: httpx.AsyncClient, place: str) -> str:
    """The statement that the Browser is opened with from a page."""
    page = await read(client, place)
    assert page.status == 200, place
    (link,) = [link for link in page.links() if link.startswith(f"{BROWSER}&cmd=edit&arg=")]
    assert len(link) <= 16_000
    return httpx.URL(link).params["arg"]


async def ids_of(store: Store, statement: str) -> set[Any]:
    """The ids of all entities in what a statement returns."""
    found: set[Any] = set()
    # A statement that would be too long sets long values first.
    lines = statement.splitlines(keepends=True)
    values = [line.removeprefix(":param ").removesuffix(";\n").split(" => ") for line in lines if line[0] == ":"]
    bound = {name: (await store.read(f"RETURN {value}")).single() for name, value in values}
    for row in (await store.read("".join(lines[len(values) :]), bound)).rows:
        for value in row:
            nodes = getattr(value, "nodes", [value] if hasattr(value, "labels") else [])
            found |= {node.id for node in nodes}
    return found


@pytest.mark.parametrize(
    ("page", "operation"),
    [
        ("links?to=climate-alliance&via=ceesen", "links?to=climate-alliance&via=ceesen&limit=1000"),
        ("links?to=climate-alliance&via=ceesen&at=2024-09-01", None),
        ("links?to=climate-alliance&via=ceesen&without_licence=CC-BY-4.0", None),
        ("links?to=b40&without_licence=none", None),
        ("links?to=b40&limit=5", None),
        ("paths?from=tartu-ee&to=climate-alliance", None),
    ],
)
async def test_the_browser_shows_what_the_page_does(
    service: Service, store: Store, seed_graph: object, page: str, operation: str | None
) -> None:
    async with service(browser_url=BROWSER) as client:
        answer = (await client.get(f"/v1/{operation or page}")).json()
        wanted = {node["id"] for route in answer["routes"] for node in route["nodes"]}
        assert await ids_of(store, await opened(client, f"/{page}")) == wanted


async def test_every_page_leads_to_a_statement_that_runs(service: Service, store: Store, seed_graph: object) -> None:
    """Those of answers, and those that ask nothing yet."""
    async with service(browser_url=BROWSER) as client:
        for place in (
            "/",
            "/links",
            "/paths",
            "/gaps",
            "/compare",
            "/map",
            "/queries/network/members",
            "/neo4j-browser",
        ):
            assert (await store.read(await opened(client, place))).rows, place
        assert await ids_of(store, await opened(client, "/search?q=b40")) >= {"b40"}
        findings = (await client.get("/v1/quality?limit=100")).json()["results"]
        concerned = list(dict.fromkeys(one["entity"] for one in findings))
        assert await opened(client, "/quality") == these(concerned)


async def test_a_profile_leads_to_what_it_shows(service: Service, store: Store, seed_graph: object) -> None:
    async with service(browser_url=BROWSER) as client:
        assert await opened(client, "/entities/b40") == surroundings_of("b40")
        day = await ids_of(store, await opened(client, "/entities/b40?at=2024-06-01"))
        assert {"tirana-al", "b40"} <= day
        stated = (await client.get("/v1/queries/source/facts?source=ceesen-2024-04-10&limit=100")).json()["rows"]
        wanted = {end["id"] for row in stated for end in (row["fact"]["from"], row["fact"]["to"])}
        assert wanted
        assert await ids_of(store, await opened(client, "/entities/ceesen-2024-04-10")) >= wanted
