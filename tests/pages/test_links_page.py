"""`/links`, `/paths`, `/compare` and `/gaps`: the numbers and sentences of /v1, and a form that says what was asked."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlsplit

import httpx
import pytest
from tests.pages.reading import Page, read, spoken, without_marks

CEESEN = "/links?to=climate-alliance&via=ceesen"


def sentences(page: Page) -> list[str]:
    return [without_marks(spoken(route)) for route in page.all("ol[@class='routes']/li")]


async def test_the_28_stand_on_the_page_as_in_the_answer(client: httpx.AsyncClient) -> None:
    page = await read(client, CEESEN)
    answer = (await client.get(f"/v1{CEESEN}")).json()
    assert len(sentences(page)) == 28
    assert sentences(page) == [without_marks(route["sentence"]) for route in answer["routes"]]
    assert page.words("ul[@class='kinds']/li") == [
        "28 supported by a member of a member of Climate Alliance from 28 different starts"
    ]
    assert page.words("h1") == ["Cities linked to Climate Alliance via CEESEN"]


async def test_each_mark_leads_to_a_source_with_all_that_is_known_of_it(client: httpx.AsyncClient) -> None:
    page = await read(client, CEESEN)
    answer = (await client.get(f"/v1{CEESEN}")).json()
    route = next(one for one in page.all("ol[@class='routes']/li") if spoken(one).startswith("Tartu"))
    own = next(one for one in answer["routes"] if one["nodes"][0]["id"] == "tartu-ee")
    marks = [[link.get("href", "") for link in mark.iter("a")] for mark in route.iter("sup")]
    notes = {f"#{note.get('id')}": note for note in page.all("li") if (note.get("id") or "").startswith("note-")}
    told = [[answer["sources"][id_]["title"] for id_ in note["sources"]] for note in own["footnotes"]]
    found = [[spoken(next(notes[place].iter("cite"))) for place in places] for places in marks]
    assert [sorted(titles) for titles in found] == [sorted(titles) for titles in told]
    joined = next(note for note in notes.values() if "joined Climate Alliance" in spoken(note))
    assert spoken(joined).startswith("CEESEN, CEESEN")
    assert "17 October 2024. No licence stated." in spoken(joined)
    assert len(notes) == len(answer["sources"])


async def test_names_in_a_route_lead_to_their_pages(client: httpx.AsyncClient) -> None:
    page = await read(client, CEESEN)
    route = next(one for one in page.all("ol[@class='routes']/li") if spoken(one).startswith("Tartu"))
    assert [link.get("href") for link in route.iter("a") if not (link.get("href") or "").startswith("#")] == [
        "/entities/tartu-ee",
        "/entities/tartu-regional-energy-agency",
        "/entities/ceesen",
        "/entities/climate-alliance",
    ]


@pytest.mark.parametrize(
    ("address", "filled"),
    [
        (CEESEN, {"to": "climate-alliance", "via": "ceesen", "max_hops": "4", "status": ""}),
        (f"{CEESEN}&max_hops=3&status=published", {"max_hops": "3", "status": "published", "limit": "100"}),
        (f"{CEESEN}&at=2025-01-01&avoid=b40;iclei", {"at": "2025-01-01", "avoid": "b40;iclei"}),
        ("/paths?from=tirana-al&to=iclei&max_hops=2", {"from": "tirana-al", "to": "iclei", "max_hops": "2"}),
        ("/compare?ids=tirana-al;istanbul-tr&only=shared", {"ids": "tirana-al;istanbul-tr", "only": "shared"}),
        ("/gaps?network=b40&missing_from=iclei&country=AL", {"network": "b40", "country": "AL"}),
    ],
)
async def test_the_address_fills_the_form_and_the_form_makes_the_address(
    client: httpx.AsyncClient, address: str, filled: dict[str, str]
) -> None:
    page = await read(client, address)
    assert page.address == f"http://test{address}"
    path = urlsplit(address).path
    form = page.form(path)
    assert {name: form[name] for name in filled} == filled
    response = await client.get(path, params=form)
    assert response.status_code == 302
    assert response.headers["location"] == address


async def test_what_was_sent_in_another_order_has_the_same_address(client: httpx.AsyncClient) -> None:
    page = await read(client, "/links?via=ceesen&at=today&max_hops=4&to=climate-alliance&status=&direction=up")
    assert page.address == f"http://test{CEESEN}"


async def test_the_day_stands_in_the_head_and_in_the_address(client: httpx.AsyncClient) -> None:
    page = await read(client, f"{CEESEN}&at=2024-09-01")
    control = page.one("div", "at")
    assert [link.get("href") for link in control.iter("a")] == [CEESEN, f"{CEESEN.replace('&via', '&via')}&at=any"]
    day = page.one("input[@type='date']")
    assert (day.get("name"), day.get("value")) == ("at", "2024-09-01")
    hidden = {field.get("name"): field.get("value") for field in control.iter("input") if field.get("type") == "hidden"}
    assert hidden == {"to": "climate-alliance", "via": "ceesen"}
    assert sentences(page) == []
    assert "There is no such route" in spoken(page.one("main"))


async def test_pages_follow_one_another_without_a_gap(client: httpx.AsyncClient) -> None:
    whole = sentences(await read(client, CEESEN))
    found: list[str] = []
    address: str | None = f"{CEESEN}&limit=10"
    while address:
        page = await read(client, address)
        found += sentences(page)
        assert "28" in page.words("ul[@class='kinds']/li")[0]
        address = next((link.get("href") for link in page.all("a[@rel='next']")), None)
    assert found == whole
    assert "10 of 28 routes" in spoken((await read(client, f"{CEESEN}&limit=10")).one("main"))


async def test_what_can_be_downloaded_answers_the_same_question(client: httpx.AsyncClient) -> None:
    page = await read(client, f"{CEESEN}&status=published")
    places = {spoken(link): link.get("href", "") for link in page.one("p", "downloads").iter("a")}
    assert list(places) == ["CSV", "JSON", "GeoJSON", "GraphML", "Cytoscape"]
    for place in places.values():
        assert (await client.get(place)).status_code == 200, place
    assert (await client.get(places["JSON"])).json()["total"] == 22
    command = page.one("input[@id='curl']").get("value")
    assert command == f"curl 'http://test/v1{CEESEN}&status=published'"


async def test_pictures_are_of_what_was_asked(client: httpx.AsyncClient) -> None:
    page = await read(client, f"{CEESEN}&status=published")
    image = page.one("img")
    parts = urlsplit(image.get("src", ""))
    assert parts.path == "/figures/links.svg"
    asked = dict(parse_qsl(parts.query))
    assert {name: asked[name] for name in ("to", "via", "status")} == {
        "to": "climate-alliance",
        "via": "ceesen",
        "status": "published",
    }
    as_map = next(link for link in page.all("a") if spoken(link) == "On a map")
    assert as_map.get("href") == f"{CEESEN}&status=published&layout=map"


async def test_paths_are_those_of_the_answer(client: httpx.AsyncClient) -> None:
    address = "/paths?from=tartu-ee&to=climate-alliance"
    page = await read(client, address)
    answer = (await client.get(f"/v1{address}")).json()
    assert sentences(page) == [without_marks(route["sentence"]) for route in answer["routes"]]
    assert len(page.all("ul[@class='kinds']/li")) == len(answer["groups"]) > 0


async def test_what_two_cities_share_stands_in_a_table(client: httpx.AsyncClient) -> None:
    page = await read(client, "/compare?ids=tirana-al;istanbul-tr&only=shared")
    rows = page.all("tbody/tr")
    answer = (await client.get("/v1/compare?ids=tirana-al;istanbul-tr&only=shared")).json()
    assert [[spoken(cell) for cell in row][1].split(" Event")[0] for row in rows if "Event" in spoken(row)] == [
        row["other"]["name"] for row in answer["results"] if row["other"]["type"] == "Event"
    ]
    assert len(rows) == len(answer["results"])
    assert "a member of …" in page.words("tbody/tr/th")


async def test_a_kind_of_link_is_told_in_words(client: httpx.AsyncClient) -> None:
    page = await read(client, "/queries/network/overlap?networks=b40;iclei")
    assert "MEMBER_OF" not in " ".join(page.words("tbody/tr"))
    assert "a member of …" in " ".join(page.words("tbody/tr"))


async def test_a_date_that_was_left_empty_is_today(client: httpx.AsyncClient) -> None:
    answer = await client.get("/links?to=climate-alliance&via=ceesen&at=", follow_redirects=False)
    assert (answer.status_code, answer.headers["Location"]) == (302, "/links?to=climate-alliance&via=ceesen")
