"""`/`, `/search` and `/quality`."""

from __future__ import annotations

import httpx
from tests.pages.reading import read, spoken


async def test_the_start_says_what_there_is(client: httpx.AsyncClient) -> None:
    page = await read(client, "/")
    counts = (await client.get("/v1/queries/admin/counts?limit=1000")).json()["rows"]
    entities = {row["type"]: row["count"] for row in counts if row["what"] == "entity"}
    assert sorted(int(spoken(one).split()[0]) for one in page.all("ul[@class='counts']/li")) == sorted(
        entities.values()
    )
    facts = sum(row["count"] for row in counts if row["what"] == "fact")
    assert f"They are joined by {facts} facts" in spoken(page.one("main"))
    for address in page.links():
        if address.startswith("/"):
            response = await client.get(address, follow_redirects=True)
            assert response.status_code == 200, address


async def test_the_start_asks_the_question(client: httpx.AsyncClient) -> None:
    page = await read(client, "/")
    assert page.form("/links") == {"to": "climate-alliance", "via": "ceesen", "at": ""}
    options = {one.get("value") for one in page.one("datalist").iter("option")}
    assert {"climate-alliance", "ceesen", "b40"} <= options


async def test_a_search_finds_what_v1_finds(client: httpx.AsyncClient) -> None:
    page = await read(client, "/search?q=Θεσσαλονίκη")
    found = (await client.get("/v1/search?q=Θεσσαλονίκη")).json()["results"]
    assert [link.get("href") for one in page.all("ol[@class='results']/li") for link in one.iter("a")] == [
        f"/entities/{one['id']}" for one in found
    ]
    assert page.form("/search")["q"] == "Θεσσαλονίκη"


async def test_one_exact_hit_is_still_a_list(client: httpx.AsyncClient) -> None:
    response = await client.get("/search?q=ceesen")
    assert response.status_code == 200


async def test_a_search_among_types(client: httpx.AsyncClient) -> None:
    page = await read(client, "/search?q=b40&type=Event&type=Network")
    assert page.address == "http://test/search?q=b40&type=Event;Network"
    kinds = {spoken(one) for one in page.all("span", "type")}
    assert kinds == {"Event", "Network"}
    assert {field.get("value") for field in page.all("input[@checked='']")} == {"Event", "Network"}


async def test_a_search_goes_on(client: httpx.AsyncClient) -> None:
    page = await read(client, "/search?q=b40")
    (following,) = [link.get("href", "") for link in page.all("a[@rel='next']")]
    second = await read(client, following)
    first_names, second_names = page.words("ol[@class='results']/li"), second.words("ol[@class='results']/li")
    assert len(first_names) == 20
    assert second_names
    assert not set(first_names) & set(second_names)


async def test_findings_are_counted_by_rule(client: httpx.AsyncClient) -> None:
    page = await read(client, "/quality")
    answer = (await client.get("/v1/quality")).json()
    rows = {spoken(row[0]): int(spoken(row[2])) for row in page.all("tbody/tr")}
    assert rows == {rule["name"]: rule["count"] for rule in answer["rules"]}
    assert len(page.all("ul[@class='findings']/li")) == len(answer["results"])
    one = await read(client, "/quality?rule=stale-fact")
    assert len(one.all("ul[@class='findings']/li")) == rows["stale-fact"]
