"""Lists and profiles: `GET /v1/cities`, `GET /v1/cities/{id}`, and their like for every type."""

from __future__ import annotations

import csv
import io
from typing import Any

import httpx
import pytest

from muninet._home import home
from muninet.answers.resources import Resource, resources_of
from muninet.catalogue import Catalogue
from muninet.model import load_schema

SCHEMA = load_schema()
RESOURCES = {resource.plural: resource for resource in resources_of(Catalogue.read(home("cypher"), SCHEMA), SCHEMA)}
# Those of the first /v1; more may come, none of these may go.
ASKED_FOR = {
    "cities",
    "networks",
    "organisations",
    "people",
    "events",
    "partnerships",
    "projects",
    "commitments",
    "topics",
    "sources",
    "countries",
}
every_list = pytest.mark.parametrize("resource", RESOURCES.values(), ids=list(RESOURCES))


def table(resource: Resource) -> list[dict[str, str]]:
    """The rows of the seed that are of a type."""
    file = home("seed") / ("sources.csv" if resource.label == "Source" else f"nodes/{resource.label}.csv")
    with file.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


async def got(client: httpx.AsyncClient, address: str, **params: Any) -> dict[str, Any]:
    response = await client.get(address, params=params or None)
    assert response.status_code == 200, (address, params, response.text[:500])
    answer: dict[str, Any] = response.json()
    return answer


def test_the_lists_asked_for_are_there() -> None:
    assert set(RESOURCES) >= ASKED_FOR
    assert all(SCHEMA.nodes[resource.label].plural == plural for plural, resource in RESOURCES.items())


@every_list
def test_what_is_counted_is_what_is_listed(resource: Resource) -> None:
    """A filter that only one of them knew would make the counts those of another list."""
    paging = {"sort", "limit", "after"}
    listed = {p.name: p for p in resource.listing.parameters if p.name not in paging}
    counted = {p.name: p for p in resource.facets.parameters if p.name not in paging}
    assert {name: (p.written_type, p.default, p.choices) for name, p in listed.items()} == {
        name: (p.written_type, p.default, p.choices) for name, p in counted.items()
    }


@every_list
async def test_a_list_holds_what_the_table_holds(client: httpx.AsyncClient, resource: Resource) -> None:
    answer = await got(client, f"/v1/{resource.plural}", limit=1000)
    ids = [result["id"] for result in answer["results"]]
    assert sorted(ids) == sorted(row["id"] for row in table(resource))
    assert answer["total"] == len(ids)
    assert answer["next"] is None
    assert {result["type"] for result in answer["results"]} == {resource.label}
    assert all(set(result) == set(resource.fields) for result in answer["results"])
    named = {source for result in answer["results"] for source in result["sources"]}
    assert set(answer["sources"]) == named
    assert {source for licence in answer["licences"] for source in licence["sources"]} == named


@every_list
async def test_pages_join_to_the_whole(client: httpx.AsyncClient, resource: Resource) -> None:
    whole = await got(client, f"/v1/{resource.plural}", limit=1000)
    size = max(1, len(whole["results"]) // 3)
    results: list[Any] = []
    cursor = ""
    while True:
        page = await got(client, f"/v1/{resource.plural}", limit=size, cursor=cursor)
        assert (page["total"], page["facets"]) == (whole["total"], whole["facets"])
        results += page["results"]
        if page["next"] is None:
            break
        cursor = page["next"]
    assert results == whole["results"]


@every_list
async def test_a_count_is_what_the_filter_gives(client: httpx.AsyncClient, resource: Resource) -> None:
    whole = await got(client, f"/v1/{resource.plural}", limit=1)
    filters = {parameter.name for parameter in resource.listing.parameters}
    assert whole["facets"]
    for name, values in whole["facets"].items():
        counts = [value["count"] for value in values]
        assert counts == sorted(counts, reverse=True), name
        if name in filters:
            first = values[0]
            narrowed = await got(client, f"/v1/{resource.plural}", **{name: first["value"], "limit": 1000})
            assert narrowed["total"] == len(narrowed["results"]) == first["count"], (name, first)


async def test_romanian_cities_by_population(client: httpx.AsyncClient) -> None:
    rows = [row for row in table(RESOURCES["cities"]) if row["country"] == "RO" and row["population"]]
    largest = sorted(rows, key=lambda row: -int(row["population"]))[:3]
    answer = await got(client, "/v1/cities?country=RO&sort=-population&limit=3&fields=population")
    assert answer["results"] == [
        {
            "id": row["id"],
            "type": "City",
            "name": row["name"],
            "country": "RO",
            "population": int(row["population"]),
        }
        for row in largest
    ]
    # Counted by hand in seed/nodes/City.csv.
    assert answer["total"] == 26
    assert answer["facets"]["country"] == [{"value": "RO", "label": "Romania", "count": 26}]


async def test_fields_choose_what_is_carried(client: httpx.AsyncClient) -> None:
    answer = await got(client, "/v1/cities?limit=2&fields=population,location&fields=kind")
    assert all(
        set(result) == {"id", "type", "name", "country", "population", "location", "kind"}
        for result in answer["results"]
    )
    assert answer["query"]["fields"] == ["population", "location", "kind"]


async def test_an_unknown_field_is_refused_with_those_there_are(client: httpx.AsyncClient) -> None:
    response = await client.get("/v1/cities?fields=populaton")
    problem = response.json()
    assert (response.status_code, problem["parameter"]) == (422, "fields")
    assert "did you mean population?" in problem["detail"]
    assert all(field in problem["detail"] for field in RESOURCES["cities"].fields)


async def test_counting_may_be_left_out(client: httpx.AsyncClient) -> None:
    answer = await got(client, "/v1/cities?limit=1&include=")
    assert (answer["facets"], answer["total"]) == (None, None)
    refused = await client.get("/v1/cities?include=counts")
    assert (refused.status_code, refused.json()["parameter"]) == (422, "include")


async def test_a_list_as_a_table(client: httpx.AsyncClient) -> None:
    response = await client.get("/v1/cities?country=AL&format=csv&fields=population,location")
    rows = list(csv.DictReader(io.StringIO(response.text)))
    assert list(rows[0]) == ["id", "type", "name", "country", "population", "lat", "lon", "sources", "licences"]
    tirana = next(row for row in table(RESOURCES["cities"]) if row["id"] == "tirana-al")
    assert (rows[0]["id"], rows[0]["lat"], rows[0]["lon"]) == ("tirana-al", tirana["lat"], tirana["lon"])


async def test_a_list_on_a_map(client: httpx.AsyncClient) -> None:
    response = await client.get("/v1/cities?country=AL&format=geojson")
    assert response.headers["content-type"] == "application/geo+json"
    (feature,) = response.json()["features"]
    assert feature["geometry"]["coordinates"] == pytest.approx([19.8187, 41.3275])


@every_list
async def test_each_has_profiles(client: httpx.AsyncClient, resource: Resource) -> None:
    assert resource.example is not None
    profile = await got(client, f"/v1/{resource.plural}/{resource.example}", include="facts;timeline", limit=1)
    assert (profile["id"], profile["type"]) == (resource.example, resource.label)
    # Facts state their sources; only few sources are the end of a fact themselves.
    assert profile["facts"] or resource.label == "Source"
    assert all(len(group["facts"]) == 1 for group in profile["facts"])
    assert all((group["next"] is None) == (group["count"] == 1) for group in profile["facts"])


async def test_a_profile_groups_facts_by_type_and_direction(client: httpx.AsyncClient) -> None:
    profile = await got(client, "/v1/networks/ceesen?limit=2")
    groups = {(group["type"], group["forward"]): group for group in profile["facts"]}
    with (home("seed") / "facts" / "MEMBER_OF.csv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    assert groups["MEMBER_OF", True]["count"] == sum(row["from"] == "ceesen" for row in rows) == 1
    assert groups["MEMBER_OF", False]["count"] == sum(row["to"] == "ceesen" for row in rows)
    assert groups["MEMBER_OF", True]["label"] == "is a member of"
    assert groups["MEMBER_OF", False]["class"] == "affiliation"
    assert all(fact["to"]["id"] == "ceesen" for fact in groups["MEMBER_OF", False]["facts"])
    assert sum(group["count"] for group in profile["facts"]) == sum(profile["fact_counts"].values())
    cited = {source for group in profile["facts"] for fact in group["facts"] for source in fact["sources"]}
    assert cited <= set(profile["sources"])


async def test_a_group_goes_on_among_the_facts_of_the_entity(client: httpx.AsyncClient) -> None:
    profile = await got(client, "/v1/networks/b40?limit=3&at=2025-06-01")
    group = next(group for group in profile["facts"] if (group["type"], group["forward"]) == ("MEMBER_OF", False))
    same = {"relations": "MEMBER_OF", "direction": "in", "at": "2025-06-01", "limit": 1000}
    rest = await got(client, "/v1/entities/b40/facts", **same, cursor=group["next"])
    whole = await got(client, "/v1/entities/b40/facts", **same)
    assert group["facts"] + rest["facts"] == whole["facts"]
    assert len(whole["facts"]) == group["count"]


async def test_a_profile_of_a_day(client: httpx.AsyncClient) -> None:
    async def mayors(day: str) -> list[str]:
        profile = await got(client, "/v1/cities/athens-gr", at=day)
        return [
            fact["from"]["id"] for group in profile["facts"] if group["type"] == "MAYOR_OF" for fact in group["facts"]
        ]

    assert await mayors("2023-06-01") == ["kostas-bakoyannis"]
    assert await mayors("2024-01-15") == ["haris-doukas"]


async def test_a_profile_carries_what_was_asked_for(client: httpx.AsyncClient) -> None:
    profile = await got(client, "/v1/cities/tirana-al?fields=names&include=")
    envelope = {"query", "graph_version", "data_as_of", "sources", "licences"}
    assert set(profile) == {"id", "type", "name", "country", "names"} | envelope
    timeline = (await got(client, "/v1/cities/tirana-al?include=timeline&limit=2"))["timeline"]
    own = await got(client, "/v1/entities/tirana-al/timeline?limit=2")
    assert timeline == {"entries": own["results"], "next": own["next"]}


async def test_a_profile_without_a_licence(client: httpx.AsyncClient) -> None:
    whole = await got(client, "/v1/cities/abrud-ro?limit=100")
    less = await got(client, "/v1/cities/abrud-ro?limit=100&without_licence=CC-BY-4.0")
    assert "CC-BY-4.0" in {licence["licence"] for licence in whole["licences"]}
    assert "CC-BY-4.0" not in {licence["licence"] for licence in less["licences"]}
    for group in whole["facts"]:
        kept = [
            fact
            for fact in group["facts"]
            if any(whole["sources"][source]["licence"] != "CC-BY-4.0" for source in fact["sources"])
        ]
        found = [
            one["count"] for one in less["facts"] if (one["type"], one["forward"]) == (group["type"], group["forward"])
        ]
        assert sum(found) == len(kept), group["type"]


@pytest.mark.parametrize(
    ("address", "found"),
    [
        ("/v1/cities/b40", "/v1/networks/b40"),
        ("/v1/networks/tirana-al", "/v1/cities/tirana-al"),
        # There is no list of regions.
        ("/v1/cities/alba-county", None),
    ],
)
async def test_an_id_of_another_type_says_where_it_is(
    client: httpx.AsyncClient, address: str, found: str | None
) -> None:
    region = next(iter(csv.DictReader(io.StringIO((home("seed") / "nodes/Region.csv").read_text("utf-8")))))["id"]
    address = address.replace("alba-county", region)
    found = found or f"/v1/entities/{region}"
    response = await client.get(address)
    problem = response.json()
    assert (response.status_code, problem["type"], problem["parameter"]) == (404, "/problems/other-type", "id")
    assert f"it is found at {found}" in problem["detail"]
    assert (await client.get(found)).status_code == 200


@every_list
async def test_an_unknown_id_brings_the_nearest(client: httpx.AsyncClient, resource: Resource) -> None:
    response = await client.get(f"/v1/{resource.plural}/{resource.example}x")
    problem = response.json()
    assert (response.status_code, problem["type"], problem["parameter"]) == (404, "/problems/unknown-entity", "id")
    assert resource.example in [suggestion["id"] for suggestion in problem["suggestions"]]
