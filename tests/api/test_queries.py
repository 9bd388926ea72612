"""The catalogue over HTTP: every file is an operation."""

from typing import Any

import httpx
import pytest

from muninet._home import home
from muninet.catalogue import Catalogue
from muninet.model import load_schema

CATALOGUE = Catalogue.read(home("cypher"), load_schema())


async def rows_of(client: httpx.AsyncClient, address: str) -> list[dict[str, Any]]:
    response = await client.get(address)
    assert response.status_code == 200, response.text
    rows: list[dict[str, Any]] = response.json()["rows"]
    return rows


async def test_the_list_names_every_file(client: httpx.AsyncClient) -> None:
    listed = (await client.get("/v1/queries")).json()["queries"]
    assert [query["name"] for query in listed] == sorted(CATALOGUE)
    members = next(query for query in listed if query["name"] == "network/members")
    assert members["href"] == "/v1/queries/network/members"
    parameters = {parameter["name"]: parameter for parameter in members["parameters"]}
    assert (parameters["network"]["type"], parameters["network"]["default"]) == ("entity", "b40")
    assert (parameters["limit"]["minimum"], parameters["limit"]["maximum"]) == (1, 1000)
    assert "MEMBER_OF" in parameters["relation"]["choices"]
    assert "cursor" in parameters
    assert "after" not in parameters
    assert [column["name"] for column in members["columns"]] == ["member", "kind", "via_branch", "fact"]


@pytest.mark.parametrize("name", sorted(CATALOGUE))
async def test_each_answers_with_its_defaults(client: httpx.AsyncClient, name: str) -> None:
    response = await client.get(f"/v1/queries/{name}")
    assert response.status_code == 200, response.text
    answer = response.json()
    assert set(answer) >= {"query", "columns", "rows", "sources", "next", "graph_version"}
    assert answer["query"]["name"] == name
    assert [column["name"] for column in answer["columns"]] == [column.name for column in CATALOGUE[name].answered]
    assert answer["rows"]
    assert all(list(row) == [column["name"] for column in answer["columns"]] for row in answer["rows"])


@pytest.mark.parametrize(
    ("day", "city", "mayor"),
    [
        ("2022-04-25", "istanbul-tr", "Ekrem İmamoğlu"),
        ("2023-06-01", "athens-gr", "Kostas Bakoyannis"),
        ("2024-01-15", "athens-gr", "Haris Doukas"),
        ("2024-06-01", "tirana-al", "Erion Veliaj"),
    ],
)
async def test_who_presided_on_a_day(client: httpx.AsyncClient, day: str, city: str, mayor: str) -> None:
    rows = await rows_of(client, f"/v1/queries/network/presidency?network=b40&at={day}")
    assert [(row["city"]["id"], row["mayor"]["name"]) for row in rows] == [(city, mayor)]


async def test_sofia_presided_on_9_april_2025(client: httpx.AsyncClient) -> None:
    rows = await rows_of(client, "/v1/queries/network/presidency?network=b40&at=2025-04-09")
    assert {row["city"]["id"] for row in rows} == {"sofia-bg"}


async def test_sixteen_cities_and_two_observers_met_online(client: httpx.AsyncClient) -> None:
    rows = await rows_of(client, "/v1/queries/event/participants?event=b40-online-working-groups-2025-04")
    cities = [row for row in rows if row["participant"]["type"] == "City"]
    assert len(cities) == 16
    assert {row["role"] for row in cities} == {"member"}
    assert "pristina-xk" in {row["participant"]["id"] for row in cities}
    assert sum(row["role"] == "observer" for row in rows) == 2


async def test_a_candidate_is_no_member(client: httpx.AsyncClient) -> None:
    on_the_day = "network=b40&at=2022-04-25&limit=1000"
    members = await rows_of(client, f"/v1/queries/network/members?{on_the_day}")
    candidates = await rows_of(client, f"/v1/queries/network/members?{on_the_day}&relation=CANDIDATE_OF")
    assert {row["member"]["id"] for row in candidates} == {"tuzla-ba", "zenica-ba", "bijeljina-ba"}
    assert not {row["member"]["id"] for row in candidates} & {row["member"]["id"] for row in members}
    laktasi = next(row for row in members if row["member"]["id"] == "laktasi-ba")
    assert laktasi["kind"] == "founding"


async def test_pages_join_to_the_whole(client: httpx.AsyncClient) -> None:
    address = "/v1/queries/event/participants?event=b40-online-working-groups-2025-04"
    whole = await rows_of(client, address)
    rows: list[dict[str, Any]] = []
    cursor: str | None = ""
    while cursor is not None:
        page = (await client.get(f"{address}&limit=5&cursor={cursor}")).json()
        rows += page["rows"]
        cursor = page["next"]
    assert rows == whole


@pytest.mark.parametrize(
    ("of", "elsewhere"),
    [
        ("/v1/links?to=b40", "/v1/links?to=ceesen"),
        ("/v1/links?to=b40", "/v1/links?to=b40&at=any"),
        ("/v1/links?to=b40", "/v1/queries/network/members?network=b40"),
        ("/v1/search?q=istanbul", "/v1/search?q=athens"),
        ("/v1/search?q=istanbul", "/v1/links?to=b40"),
    ],
)
async def test_a_cursor_of_another_question_is_refused(client: httpx.AsyncClient, of: str, elsewhere: str) -> None:
    cursor = (await client.get(f"{of}&limit=1")).json()["next"]
    assert (await client.get(f"{of}&limit=2&cursor={cursor}")).status_code == 200
    refused = await client.get(f"{elsewhere}&cursor={cursor}")
    assert (refused.status_code, refused.json()["type"]) == (404, "/problems/unknown-page")
    assert refused.json()["parameter"] == "cursor"
    assert "another question" in refused.json()["detail"]


@pytest.mark.parametrize("cursor", ["WyJhIiwgIlx1ZDgwMCJd", "WyJhIl0", "WyJ0000"])
async def test_what_looks_like_a_cursor_and_is_none_is_refused(client: httpx.AsyncClient, cursor: str) -> None:
    refused = await client.get(f"/v1/links?to=b40&cursor={cursor}")
    assert (refused.status_code, refused.json()["type"]) == (404, "/problems/unknown-page")
    assert "next" in refused.json()["detail"]


async def test_an_unknown_question_is_not_found(client: httpx.AsyncClient) -> None:
    response = await client.get("/v1/queries/network/membres")
    assert response.status_code == 404
    problem = response.json()
    assert problem["type"] == "/problems/unknown-query"
    assert problem["suggestions"][0] == {"id": "network/members", "name": CATALOGUE["network/members"].title}


async def test_a_parameter_that_is_a_word_of_python(client: httpx.AsyncClient) -> None:
    rows = await rows_of(client, "/v1/queries/city/profile?city=tirana-al&at=any&class=office")
    assert rows
    assert {row["class"] for row in rows} == {"office"}
