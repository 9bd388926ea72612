"""`GET /v1/entities/{id}`, what stands below it, and `GET /v1/search`."""

import csv

import httpx
import pytest

from muninet._home import home
from muninet.answers.graphs import TimelineEntry
from muninet.catalogue import Catalogue
from muninet.model import load_schema


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
    assert set(first) == {"id", "type", "name", "country", "score", "matched", "sources"}
    assert set(answer["sources"]) == {source for one in answer["results"] for source in one["sources"]}
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


def table(type_: str) -> list[dict[str, str]]:
    """The facts of a type, as the seed states them."""
    with (home("seed") / "facts" / f"{type_}.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


async def test_the_facts_of_an_entity(client: httpx.AsyncClient) -> None:
    answer = (await client.get("/v1/entities/ceesen/facts?relations=MEMBER_OF&limit=1000")).json()
    assert answer["entity"] == {"id": "ceesen", "type": "Network", "name": "CEESEN", "country": None}
    stated = [
        row for row in table("MEMBER_OF") if "ceesen" in (row["from"], row["to"]) and row.get("rank") != "deprecated"
    ]
    assert len(answer["facts"]) == len(stated)
    assert {(fact["from"]["id"], fact["to"]["id"]) for fact in answer["facts"]} == {
        (row["from"], row["to"]) for row in stated
    }
    joined = next(fact for fact in answer["facts"] if fact["to"]["id"] == "climate-alliance")
    assert (joined["since"], joined["since_precision"], joined["class"]) == ("2024-10-01", "month", "affiliation")
    assert joined["sentence"] == "CEESEN is a member of Climate Alliance (since October 2024)."
    for source in joined["sources"]:
        assert set(answer["sources"][source]) >= {"title", "publisher", "published", "published_precision", "url"}
    assert answer["query"]["name"] == "entity/facts"


async def test_facts_are_read_page_by_page(client: httpx.AsyncClient) -> None:
    whole = (await client.get("/v1/entities/b40/facts?limit=1000")).json()["facts"]
    facts: list[object] = []
    cursor: str | None = ""
    while cursor is not None:
        page = (await client.get("/v1/entities/b40/facts", params={"limit": 40, "cursor": cursor})).json()
        facts += page["facts"]
        cursor = page["next"]
    assert facts == whole
    assert len(facts) > 40


async def test_what_surrounds_an_entity(client: httpx.AsyncClient) -> None:
    address = "/v1/entities/tartu-ee/graph?at=2026-01-01&relations=affiliation"
    near = (await client.get(address)).json()
    # Its supporter and the covenant that it signed.
    assert near["nodes"][0]["id"] == "tartu-ee"
    assert {node["id"] for node in near["nodes"]} == {"tartu-ee", "tartu-regional-energy-agency", "covenant-of-mayors"}
    assert near["truncated"] is False
    # What they lead to; nothing is passed through the covenant, which is a hub.
    far = (await client.get(f"{address}&depth=2")).json()
    assert {"ceesen"} <= {node["id"] for node in far["nodes"]}
    assert {fact["id"] for fact in near["facts"]} < {fact["id"] for fact in far["facts"]}
    ids = [node["id"] for node in far["nodes"]]
    assert len(ids) == len(set(ids))
    assert {end["id"] for fact in far["facts"] for end in (fact["from"], fact["to"])} == set(ids)


async def test_a_graph_that_is_cut_says_so(client: httpx.AsyncClient) -> None:
    cut = (await client.get("/v1/entities/b40/graph?limit=2")).json()
    assert (cut["truncated"], len(cut["facts"])) == (True, 2)
    assert cut["next"] is not None


@pytest.mark.parametrize(
    ("format_", "type_"),
    [
        ("csv", "text/csv; charset=utf-8"),
        ("graphml", "application/graphml+xml"),
        ("cytoscape", "application/vnd.cytoscape+json"),
    ],
)
async def test_a_graph_in_other_formats(client: httpx.AsyncClient, format_: str, type_: str) -> None:
    response = await client.get(f"/v1/entities/ceesen/graph?format={format_}")
    assert (response.status_code, response.headers["content-type"]) == (200, type_)
    assert "climate-alliance" in response.text


async def test_what_happened_to_an_entity(client: httpx.AsyncClient) -> None:
    answer = (await client.get("/v1/entities/ceesen/timeline?relations=MEMBER_OF&since=2024-05-01")).json()
    # It joined the Climate Alliance in October 2024; its own members are known as of earlier days.
    days = [(entry["on"], entry["precision"], entry["what"], entry["other"]["id"]) for entry in answer["results"]]
    assert ("2024-10-01", "month", "begin", "climate-alliance") in days
    assert [day for day, *_ in days] == sorted(day for day, *_ in days)
    assert answer["entity"]["id"] == "ceesen"


def test_a_timeline_has_what_its_question_returns() -> None:
    query = Catalogue.read(home("cypher"), load_schema())["entity/timeline"]
    assert list(TimelineEntry.model_fields) == [column.name for column in query.answered]


@pytest.mark.parametrize("path", ["", "/facts", "/graph", "/timeline"])
async def test_an_unknown_entity_is_a_wrong_id(client: httpx.AsyncClient, path: str) -> None:
    response = await client.get(f"/v1/entities/istambul-tr{path}")
    problem = response.json()
    assert (response.status_code, problem["type"], problem["parameter"]) == (404, "/problems/unknown-entity", "id")
    assert problem["suggestions"][0] == {"id": "istanbul-tr", "name": "İstanbul"}


async def test_an_entity_on_a_map(client: httpx.AsyncClient) -> None:
    (feature,) = (await client.get("/v1/entities/tirana-al?format=geojson")).json()["features"]
    assert feature["geometry"] == {"type": "Point", "coordinates": [19.8187, 41.3275]}
