"""What holds of every page: it is whole HTML with a title and one heading, loads nothing of others, names its day."""

from __future__ import annotations

import datetime as dt
import re
from itertools import pairwise
from typing import TYPE_CHECKING

import httpx
import pytest
from tests.pages.reading import Page, read, spoken

from muninet._home import home
from muninet.catalogue import Catalogue
from muninet.model import load_schema

if TYPE_CHECKING:
    from tests.api.conftest import Clock

CATALOGUE = Catalogue.read(home("cypher"), load_schema())
PAGES = [
    "/",
    "/search",
    "/search?q=tirana",
    "/search?q=nothinglikeit",
    "/entities/b40",
    "/entities/tirana-al",
    "/entities/tirana-al?at=today",
    "/entities/gcom",
    "/entities/founding-notes",
    "/entities/b40-athens-summit-2023",
    "/links",
    "/links?via=ceesen",
    "/links?to=climate-alliance&via=ceesen",
    "/links?to=climate-alliance&via=ceesen&at=2024-09-01",
    "/links?to=climate-alliance&via=ceesen&layout=map",
    "/paths",
    "/paths?from=tirana-al",
    "/paths?from=tirana-al&to=climate-alliance",
    "/compare",
    "/compare?ids=tirana-al",
    "/compare?ids=tirana-al;istanbul-tr",
    "/gaps",
    "/gaps?network=b40&missing_from=climate-alliance",
    "/map",
    "/map?networks=b40;iclei",
    "/neo4j-browser",
    "/map?networks=b40;iclei&layout=time",
    "/queries",
    "/quality",
    "/quality?severity=warning",
]


def levels(page: Page) -> list[int]:
    return [int(element.tag[1]) for element in page.root.iter() if re.fullmatch(r"h[1-6]", element.tag)]


def assert_whole(page: Page) -> None:
    """What every page keeps to."""
    assert page.text.startswith("<!doctype html>")
    assert page.one("html").get("lang") == "en"
    assert page.one("title").text
    assert spoken(page.one("h1"))
    assert [tag for tag in ("header", "main", "footer") if len(page.all(tag)) != 1] == []
    found = levels(page)
    assert all(after <= before + 1 for before, after in pairwise(found)), found
    ids = [element.get("id") for element in page.root.iter() if "id" in element.attrib]
    assert len(set(ids)) == len(ids), [one for one in ids if ids.count(one) > 1]
    inner = [link[1:] for link in page.links() if link.startswith("#")]
    assert set(inner) <= set(ids)
    assert_accessible(page, set(ids))
    assert_own(page)


def assert_accessible(page: Page, ids: set[str | None]) -> None:
    labelled = {element.get("for") for element in page.all("label")}
    for field in [*page.all("input"), *page.all("select")]:
        if field.get("type") not in ("hidden", "checkbox"):
            assert field.get("id") in labelled, field.attrib
    for element in page.root.iter():
        for name in ("aria-labelledby", "aria-describedby"):
            assert set(element.get(name, "").split()) <= ids, (element.tag, element.attrib)
    for table in page.all("table"):
        assert table.find("caption") is not None
        assert all(cell.get("scope") in ("col", "row") for cell in table.iter("th"))
    assert all(image.get("alt") for image in page.all("img"))


def assert_own(page: Page) -> None:
    """Nothing is loaded from another host, and nothing stands in the page that its policy forbids."""
    loaded = [element.get("href", "") for element in page.all("link")] + [
        address
        for element in page.root.iter()
        for address in (element.get("src", ""), element.get("srcset", ""))
        if address
    ]
    assert [one for one in loaded if not one.startswith("/") and one != "data:,"] == []
    assert [element.attrib for element in page.root.iter() if any(n.startswith("on") for n in element.attrib)] == []
    assert [element.attrib for element in page.root.iter() if "style" in element.attrib] == []
    assert [script.attrib for script in page.all("script") if spoken(script) or "src" not in script.attrib] == []


@pytest.mark.parametrize("address", PAGES)
async def test_a_page_is_whole(client: httpx.AsyncClient, address: str) -> None:
    page = await read(client, address)
    assert page.address == f"http://test{address}"
    assert_whole(page)


@pytest.mark.parametrize("name", list(CATALOGUE))
async def test_every_question_has_a_page_whose_form_asks_it(client: httpx.AsyncClient, name: str) -> None:
    place = f"/queries/{name}"
    page = await read(client, place)
    assert_whole(page)
    assert spoken(page.one("h1")) == CATALOGUE[name].title
    assert "".join(page.one("pre[@aria-label='Cypher']").itertext()).strip() == CATALOGUE[name].text.strip()
    filled = page.form(place)
    assert set(filled) == {p.name for p in CATALOGUE[name].parameters if p.name != "after" and p.type != "at"}
    answer = await read(client, str(httpx.URL(place, params=filled)))
    assert_whole(answer)
    sent = (await client.get(f"/v1/queries/{name}")).json()
    tables = answer.all("table")
    assert len(tables) == 1
    assert len(list(tables[0].iterfind("tbody/tr"))) == len(sent["rows"]) > 0


async def test_the_policy_lets_nothing_of_others_in(client: httpx.AsyncClient) -> None:
    policy = (await client.get("/")).headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self';" in policy
    assert "unsafe" not in policy
    assert "http" not in policy


async def test_files_are_kept_by_the_mark_of_their_content(client: httpx.AsyncClient) -> None:
    page = await read(client, "/")
    style = page.one("link[@rel='stylesheet']").get("href", "")
    response = await client.get(style)
    assert response.headers["content-type"].startswith("text/css")
    assert "immutable" in response.headers["cache-control"]
    assert not re.search(r"url\(|@import|https?:", response.text)
    stale = await client.get(re.sub(r"v=.*", "v=0", style))
    assert "immutable" not in stale.headers["cache-control"]
    assert (await client.get("/static/nothing.js")).status_code == 404


@pytest.mark.parametrize("address", ["/", "/entities/b40", "/links?to=climate-alliance&via=ceesen", "/queries"])
async def test_a_page_is_sent_once(client: httpx.AsyncClient, address: str) -> None:
    first = await client.get(address)
    assert "no-cache" in first.headers["cache-control"]
    again = await client.get(address, headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


async def test_a_page_of_today_is_another_one_tomorrow(client: httpx.AsyncClient, clock: Clock) -> None:
    address = "/links?to=climate-alliance&via=ceesen"
    before = await client.get(address)
    assert "22 November 2026" in before.text
    clock.day = dt.date(2026, 11, 23)
    after = await client.get(address, headers={"If-None-Match": before.headers["etag"]})
    assert after.status_code == 200
    assert "23 November 2026" in after.text
