"""`/entities/{id}`: what is known of an entity, in groups with counts, marked where it is over or undated."""

from __future__ import annotations

import httpx
import pytest
from tests.pages.reading import Page, classes, read, spoken, without_marks

from muninet.loader import Place, Record, load_records
from muninet.store.bolt import Store

PLACE = Place("made up")


def groups(page: Page) -> dict[str, tuple[int, list[str]]]:
    """Heading -> count, sentences."""
    found = {}
    for section in page.all("section", "group"):
        heading = section.find("h3")
        assert heading is not None
        count = int(spoken(heading[0]))
        told = [without_marks(spoken(one)) for one in section.iter("span") if "told" in classes(one)]
        found[spoken(heading).rpartition(" ")[0]] = (count, told)
    return found


async def test_a_city_with_its_facts(client: httpx.AsyncClient) -> None:
    page = await read(client, "/entities/tirana-al")
    assert page.words("h1") == ["Tirana"]
    assert page.words("p", "kicker") == ["City, AL"]
    found = groups(page)
    assert found["Is a member of …"] == (
        2,
        [
            "Tirana is a member of B40 Balkan Cities Network (as of 9 April 2025).",
            "Tirana is a member of ICLEI (as of 22 May 2024).",
        ],
    )
    assert found["Presides over …"][1] == [
        "Tirana presided over B40 Balkan Cities Network "
        "(from 31 January 2024 until 24 February 2025 at the latest). ended"
    ]
    answer = (await client.get("/v1/cities/tirana-al?include=facts&at=any")).json()
    assert [count for count, _ in found.values()] == [group["count"] for group in answer["facts"]]


async def test_names_carry_their_language(client: httpx.AsyncClient) -> None:
    page = await read(client, "/entities/bijeljina-ba")
    assert page.one("h1/bdi").get("lang") is None
    assert {(name.get("lang"), spoken(name)) for name in page.all("dd/bdi") if "lang" in name.attrib} == {
        ("bs", "Bijeljina"),
        ("sr", "Бијељина"),
        ("en", "Bijeljina"),
    }


async def test_the_day_narrows_the_facts(client: httpx.AsyncClient) -> None:
    page = await read(client, "/entities/tirana-al?at=today")
    assert "Presides over …" not in groups(page)
    (then,) = groups(await read(client, "/entities/tirana-al?at=2024-06-01"))["Presides over …"][1]
    assert then.startswith("Tirana presides over B40")


async def test_the_timeline_is_in_order(client: httpx.AsyncClient) -> None:
    page = await read(client, "/entities/b40")
    days = [one.get("datetime", "") for one in page.all("time")]
    assert days == sorted(days)
    assert "30 November 2021 Founded" in page.words("ol[@class='timeline']/li")


async def test_steps_lead_on(client: httpx.AsyncClient) -> None:
    page = await read(client, "/entities/tirana-al")
    steps = {"/links?to=tirana-al", "/paths?from=tirana-al", "/compare?ids=tirana-al"}
    assert steps <= set(page.links())
    for step in steps:
        await read(client, step)
    for place in (link.get("href", "") for link in page.one("p", "downloads").iter("a")):
        assert (await client.get(place)).status_code == 200


async def test_a_source_says_what_rests_on_it(client: httpx.AsyncClient) -> None:
    response = await client.get("/sources/ceesen-climate-alliance", follow_redirects=False)
    assert (response.status_code, response.headers["location"]) == (308, "/entities/ceesen-climate-alliance")
    sources = (await client.get("/v1/links?to=climate-alliance&via=ceesen")).json()["sources"]
    id_ = next(id_ for id_, source in sources.items() if "joined" in source["title"])
    page = await read(client, f"/entities/{id_}")
    stated = page.one("section[@aria-labelledby='stated']")
    assert "CEESEN is a member of Climate Alliance (since October 2024)." in without_marks(spoken(stated))


@pytest.fixture
async def hub(store: Store, empty_graph: object) -> None:
    """A network of 60 members, one of them undated and one over."""
    records = [
        Record("Source", {"id": "we", "title": "We", "publisher": "We"}, PLACE),
        Record("Country", {"id": "estonia", "name": "Estonia", "code": "EE", "sources": "we"}, PLACE),
        Record("Network", {"id": "net", "name": "Net", "identifiers": "wikidata:Q1;gcom:EE1", "sources": "we"}, PLACE),
    ]
    for n in range(60):
        id_ = f"town-{n:02d}-ee"
        records.append(Record("City", {"id": id_, "name": f"Town {n:02d}", "country": "EE", "sources": "we"}, PLACE))
        dates = {0: {}, 1: {"since": "2001", "until": "2002"}}.get(n, {"since": "2010"})
        records.append(Record("MEMBER_OF", {"from": id_, "to": "net", **dates, "sources": "we"}, PLACE))
    await load_records(store, records, "made", suppression=())


async def test_a_hub_shows_the_first_and_leads_to_all(hub: None, bare: httpx.AsyncClient) -> None:
    page = await read(bare, "/entities/net")
    count, told = groups(page)["Has as a member …"]
    assert (count, len(told)) == (60, 25)
    assert told[0].endswith("(date not stated). undated")
    assert told[1] == "Town 01 was a member of Net (from 2001 until 2002). ended"
    (every,) = [link.get("href", "") for link in page.all("a") if spoken(link) == "All 60"]
    assert every == "/queries/entity/facts?entity=net&relations=MEMBER_OF&direction=in"
    found, address = 0, every
    while address:
        listed = await read(bare, address)
        found += len(listed.all("tbody/tr"))
        address = next((link.get("href", "") for link in listed.all("a[@rel='next']")), "")
    assert found == 60


async def test_identifiers_of_known_schemes_are_links(hub: None, bare: httpx.AsyncClient) -> None:
    page = await read(bare, "/entities/net")
    outside = [link for link in page.links() if link.startswith("https://")]
    assert outside == ["https://www.wikidata.org/wiki/Q1"]
    assert "EE1" in page.words("dd")
