"""The page for people that each answer leads to, and from there Neo4j Browser."""

from __future__ import annotations

import httpx
import pytest
from tests.api.conftest import Service
from tests.pages.reading import read

from muninet._home import home
from muninet.catalogue import Catalogue
from muninet.model import load_schema

QUESTIONS = list(Catalogue.read(home("cypher"), load_schema()))
BROWSER = "https://graph.example.org/browser/"


def page_of(answer: httpx.Response) -> str | None:
    """Address of the page for people."""
    assert answer.status_code == 200, answer.text
    link = answer.links.get("alternate")
    if link is None:
        return None
    assert link["type"] == "text/html"
    return link["url"]


@pytest.mark.parametrize(
    ("asked", "page"),
    [
        ("links?to=climate-alliance&via=ceesen&format=csv", "/links?to=climate-alliance&via=ceesen"),
        ("links?to=b40&without_licence=none&bom=true", "/links?to=b40&without_licence=none"),
        ("links?to=b40&avoid=sofia-bg&avoid=skopje-mk", "/links?to=b40&avoid=sofia-bg&avoid=skopje-mk"),
        ("paths?from=sofia-bg&to=b40&lang=en", "/paths?from=sofia-bg&to=b40"),
        ("paths?from=sofia-bg&to=b40&shortest=true", None),
        ("gaps?network=b40&missing_from=iclei&limit=3", "/gaps?network=b40&missing_from=iclei&limit=3"),
        ("compare?ids=b40;ceesen", "/compare?ids=b40%3Bceesen"),
        ("queries/network/members?at=2025-01-01", "/queries/network/members?at=2025-01-01&network=b40"),
        ("entities/b40", "/entities/b40"),
        ("networks/b40?at=2025-01-01&fields=names&limit=2", "/entities/b40?at=2025-01-01"),
        ("networks/b40?without_licence=none", None),
        ("networks/b40?without_licence=none&at=2025-01-01", None),
        ("search?q=b40&limit=3", "/search?q=b40"),
        ("cities?country=AL&limit=3&fields=name&include=facets", "/queries/city/list?country=AL&limit=3"),
        ("cities?country=AL&without_licence=none", "/queries/city/list?country=AL&without_licence=none"),
        ("entities/b40/facts?at=2025-01-01", "/queries/entity/facts?at=2025-01-01&entity=b40"),
        ("entities/b40/timeline", "/queries/entity/timeline?entity=b40"),
        ("quality?severity=warning&limit=3", "/quality?severity=warning"),
        ("queries", "/queries"),
        ("queries/network/overlap", "/queries/network/overlap?networks=b40%3Biclei"),
        ("views/neighbourhood?entity=b40", "/entities/b40"),
    ],
)  # fmt: skip
async def test_an_answer_names_its_page(client: httpx.AsyncClient, asked: str, page: str | None) -> None:
    answer = await client.get(f"/v1/{asked}")
    found = page_of(answer)
    assert found == page
    if found:
        assert (await read(client, found)).status == 200


async def test_an_address_that_browsers_would_refuse_is_not_given(client: httpx.AsyncClient) -> None:
    padded = "avoid=" + "%20" * 500 + "sofia-bg"
    assert page_of(await client.get(f"/v1/links?to=b40&{'&'.join([padded] * 5)}"))
    assert page_of(await client.get(f"/v1/links?to=b40&{'&'.join([padded] * 6)}")) is None


async def test_every_question_leads_to_its_page_and_on_to_the_browser(service: Service, seed_graph: object) -> None:
    async with service(browser_url=BROWSER) as client:
        for name in QUESTIONS:
            found = page_of(await client.get(f"/v1/queries/{name}"))
            assert found is not None, name
            assert found.startswith(f"/queries/{name}")
            links = (await read(client, found)).links()
            assert any(link.startswith(f"{BROWSER}?cmd=edit&arg=") for link in links), (name, found)
