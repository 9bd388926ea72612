"""What the service hands out for Neo4j Browser, and the links that lead there."""

from __future__ import annotations

import httpx
import pytest
from tests.api.conftest import Service
from tests.pages.reading import read

from muninet.neo4j_browser.favourites import surroundings_of

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


async def test_a_browser_of_others_is_linked_from_every_answer(service: Service, seed_graph: object) -> None:
    async with service(browser_url=BROWSER) as client:
        for place in ("/links?to=climate-alliance&via=ceesen", "/entities/b40", "/queries/network/members?network=b40"):
            found = [
                link for link in (await read(client, place)).links() if link.startswith(f"{BROWSER}&cmd=edit&arg=")
            ]
            assert len(found) == 1, place
        profile = await read(client, "/entities/b40")
        (shown,) = [link for link in profile.links() if link.startswith(BROWSER)]
        assert httpx.URL(shown).params["arg"] == surroundings_of("b40")
