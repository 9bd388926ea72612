"""`GET /v1/links`: the question that the whole project stands on. Expected values are written by hand."""

import csv
import io

import httpx
import pytest

CEESEN = "/v1/links?to=climate-alliance&via=ceesen"


async def test_the_28_signatories_come_through_their_agencies(client: httpx.AsyncClient) -> None:
    answer = (await client.get(CEESEN)).json()
    assert answer["total"] == 28
    assert answer["next"] is None
    agencies = [route["nodes"][1]["id"] for route in answer["routes"]]
    assert {agency: agencies.count(agency) for agency in agencies} == {
        "alba-local-energy-agency": 24,
        "medjimurje-energy-agency": 3,
        "tartu-regional-energy-agency": 1,
    }
    assert [(group["pattern"], group["count"], group["cities"]) for group in answer["groups"]] == [
        ("SUPPORTED_BY>MEMBER_OF>MEMBER_OF", 28, 28)
    ]


async def test_a_route_has_the_shape_of_the_contract(client: httpx.AsyncClient) -> None:
    answer = (await client.get(CEESEN)).json()
    assert set(answer) >= {"query", "graph_version", "data_as_of", "total", "next", "groups", "routes", "sources"}
    route = next(route for route in answer["routes"] if route["nodes"][0]["id"] == "tartu-ee")
    assert set(route) >= {"id", "pattern", "length", "nodes", "facts", "forward", "sentence", "footnotes"}
    assert route["nodes"][0] == {"id": "tartu-ee", "type": "City", "name": "Tartu", "country": "EE"}
    assert [node["id"] for node in route["nodes"]] == [
        "tartu-ee",
        "tartu-regional-energy-agency",
        "ceesen",
        "climate-alliance",
    ]
    assert route["forward"] == [True, True, True]
    last = route["facts"][2]
    assert (last["type"], last["class"], last["certainty"]) == ("MEMBER_OF", "affiliation", "dated")
    assert (last["since"], last["since_precision"], last["until"]) == ("2024-10-01", "month", None)
    assert (last["from"]["id"], last["to"]["id"]) == ("ceesen", "climate-alliance")
    assert set(last["sources"]) <= set(answer["sources"])
    assert [note["n"] for note in route["footnotes"]] == [1, 2, 3]
    assert route["sentence"] == (
        "Tartu is supported by Tartu Regional Energy Agency (as of January 2024) [1], "
        "which is a member of CEESEN (as of 20 March 2024) [2], "
        "which is a member of Climate Alliance (since October 2024) [3]."
    )


async def test_22_have_a_published_signature(client: httpx.AsyncClient) -> None:
    answer = (await client.get(f"{CEESEN}&status=published")).json()
    assert answer["total"] == 22
    assert answer["query"]["status"] == "published"


async def test_none_before_ceesen_joined(client: httpx.AsyncClient) -> None:
    response = await client.get(f"{CEESEN}&at=2024-09-01")
    assert response.status_code == 200
    answer = response.json()
    assert (answer["total"], answer["routes"], answer["groups"]) == (0, [], [])


async def test_the_question_comes_back_as_it_was_understood(client: httpx.AsyncClient) -> None:
    query = (await client.get(CEESEN)).json()["query"]
    shown = {name: query[name] for name in ("to", "via", "from_type", "at", "max_hops", "direction", "hubs", "limit")}
    assert shown == {
        "to": "climate-alliance",
        "via": "ceesen",
        "from_type": "City",
        "at": "2026-11-22",
        "max_hops": 4,
        "direction": "up",
        "hubs": False,
        "limit": 100,
    }
    assert query["lang"] == "en"


async def test_kinds_of_link_are_never_blended(client: httpx.AsyncClient) -> None:
    answer = (await client.get("/v1/links?to=b40&at=2022-04-25&limit=1000")).json()
    assert answer["query"]["via"] is None
    groups = {group["pattern"]: group["count"] for group in answer["groups"]}
    assert sum(count for pattern, count in groups.items() if pattern.startswith("CANDIDATE_OF")) == 3
    assert sum(groups.values()) == answer["total"] == len(answer["routes"])
    candidates = {r["nodes"][0]["id"] for r in answer["routes"] if r["pattern"].startswith("CANDIDATE_OF")}
    members = {r["nodes"][0]["id"] for r in answer["routes"] if r["pattern"].startswith("MEMBER_OF")}
    assert candidates == {"tuzla-ba", "zenica-ba", "bijeljina-ba"}
    assert "laktasi-ba" in members
    assert not candidates & members


async def test_an_empty_via_is_none(client: httpx.AsyncClient) -> None:
    left_out = (await client.get("/v1/links?to=climate-alliance")).json()
    assert (await client.get("/v1/links?to=climate-alliance&via=&avoid=&status=")).json() == left_out


@pytest.mark.parametrize(
    "given",
    [
        "avoid=alba-local-energy-agency;medjimurje-energy-agency",
        "avoid=alba-local-energy-agency&avoid=medjimurje-energy-agency",
    ],
)
async def test_lists_are_repeated_or_separated_by_semicolons(client: httpx.AsyncClient, given: str) -> None:
    answer = (await client.get(f"{CEESEN}&{given}")).json()
    assert [route["nodes"][0]["id"] for route in answer["routes"]] == ["tartu-ee"]


async def test_pages_join_to_the_whole(client: httpx.AsyncClient) -> None:
    whole = (await client.get(CEESEN)).json()
    routes, pages = [], 0
    cursor: str | None = ""
    while cursor is not None:
        page = (
            await client.get(CEESEN, params={"to": "climate-alliance", "via": "ceesen", "limit": 10, "cursor": cursor})
        ).json()
        assert page["total"] == 28
        assert page["groups"] == whole["groups"]
        routes += page["routes"]
        cursor = page["next"]
        pages += 1
    assert pages == 3
    assert routes == whole["routes"]


async def test_csv_has_a_row_a_route(client: httpx.AsyncClient) -> None:
    response = await client.get(f"{CEESEN}&format=csv")
    assert response.headers["content-type"] == "text/csv; charset=utf-8"
    rows = list(csv.DictReader(io.StringIO(response.text)))
    contract = ["city_id", "city", "country", "pattern", "length", "facts", "sources", "sentence"]
    assert list(rows[0]) == [*contract, "licences"]
    assert len(rows) == 28
    tartu = next(row for row in rows if row["city_id"] == "tartu-ee")
    assert (tartu["city"], tartu["country"], tartu["length"]) == ("Tartu", "EE", "3")
    assert len(tartu["facts"].split(";")) == 3
    assert "ceesen-2024-10-17" in tartu["sources"].split(";")
    assert tartu["licences"] == "CC-BY-4.0;none"
    assert tartu["sentence"].startswith("Tartu is supported by Tartu Regional Energy Agency")


async def test_csv_names_its_next_page(client: httpx.AsyncClient) -> None:
    first = await client.get(f"{CEESEN}&format=csv&limit=20")
    address = first.links["next"]["url"]
    assert address.startswith("/v1/links?to=climate-alliance&via=ceesen&format=csv&limit=20&cursor=")
    second = await client.get(address)
    assert len(first.text.splitlines()) + len(second.text.splitlines()) == 28 + 2
    assert "next" not in second.links
