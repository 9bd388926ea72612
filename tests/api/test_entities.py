"""`GET /v1/entities/{id}` and `GET /v1/search`."""

import httpx
import pytest


async def test_an_entity_says_all_that_stands_on_it(client: httpx.AsyncClient) -> None:
    entity = (await client.get("/v1/entities/thessaloniki-gr")).json()
    assert (entity["id"], entity["type"], entity["country"]) == ("thessaloniki-gr", "City", "GR")
    assert {"Θεσσαλονίκη", "Thessaloniki"} <= {entity["name"], *(name["value"] for name in entity["names"])}
    assert entity["location"]["lat"] == pytest.approx(40.64, abs=0.05)
    assert entity["location"]["lon"] == pytest.approx(22.94, abs=0.05)
    assert entity["sources"]
    assert entity["fact_counts"]["IN_COUNTRY"] == 1
    assert entity["graph_version"]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("Mugla", "mugla-tr"),
        ("Muğla", "mugla-tr"),
        ("Izmir", "izmir-tr"),
        ("Niksic", "niksic-me"),
        ("Nikšić", "niksic-me"),
        ("Θεσσαλονίκη", "thessaloniki-gr"),
        ("Скопје", "skopje-mk"),
        ("Istanbul", "istanbul-tr"),
        ("İstanbul", "istanbul-tr"),
        ("ISTANBUL", "istanbul-tr"),
        ("Phristina", "pristina-xk"),
        ("Istambul", "istanbul-tr"),
        ("Sarajewo", "sarajevo-ba"),
        ("Niksiç", "niksic-me"),
        ("Nikșić", "niksic-me"),
        ("Iași", "iasi-ro"),
        ("Iaşi", "iasi-ro"),
        ("Iasi", "iasi-ro"),
        ("Sebes", "sebes-ro"),
        ("Sebeş", "sebes-ro"),
        ("KazlųRūda", "kazlu-ruda-lt"),
        ("MurskoxSredišće", "mursko-sredisce-hr"),
        ("Трон", "troyan-bg"),
    ],
)
async def test_search_finds_a_city_however_it_is_written(client: httpx.AsyncClient, typed: str, found: str) -> None:
    answer = (await client.get("/v1/search", params={"q": typed})).json()
    first = answer["results"][0]
    assert first["id"] == found
    assert set(first) == {"id", "type", "name", "country", "score", "matched"}
    assert first["type"] == "City"


async def test_search_among_types_only(client: httpx.AsyncClient) -> None:
    everything = (await client.get("/v1/search?q=istanbul")).json()["results"]
    assert len({result["type"] for result in everything}) > 1
    events = (await client.get("/v1/search?q=istanbul&type=Event;Network")).json()["results"]
    assert {result["type"] for result in events} == {"Event"}


async def test_search_is_read_page_by_page(client: httpx.AsyncClient) -> None:
    whole = (await client.get("/v1/search?q=istanbul&limit=100")).json()
    assert whole["next"] is None
    results: list[object] = []
    cursor: str | None = ""
    while cursor is not None:
        page = (await client.get("/v1/search", params={"q": "istanbul", "limit": 2, "cursor": cursor})).json()
        results += page["results"]
        cursor = page["next"]
    assert results == whole["results"]
    assert len(results) > 2


async def test_nothing_like_it_is_no_error(client: httpx.AsyncClient) -> None:
    response = await client.get("/v1/search", params={"q": "zzzzqqqq"})
    assert response.status_code == 200
    assert (response.json()["results"], response.json()["next"]) == ([], None)
