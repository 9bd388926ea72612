"""Conditional requests, compression, HEAD, and what other pages may read."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import httpx
import pytest

from muninet.store.bolt import Store
from muninet.store.values import Statement

if TYPE_CHECKING:
    from tests.api.conftest import Clock, Service

LINKS = "/v1/links?to=climate-alliance&via=ceesen"
TAGGED = [LINKS, f"{LINKS}&format=csv", "/v1/entities/b40", "/v1/queries/network/members", "/v1/queries"]


@pytest.mark.parametrize("address", TAGGED)
async def test_who_holds_the_answer_is_not_sent_it_again(client: httpx.AsyncClient, address: str) -> None:
    first = await client.get(address)
    tag = first.headers["etag"]
    assert first.headers["cache-control"] == "public, no-cache"
    again = await client.get(address, headers={"If-None-Match": tag})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == tag
    assert again.headers["vary"] == first.headers["vary"] == "Accept, Accept-Encoding"


@pytest.mark.parametrize("form", ['"other", {tag}', '{tag} , W/"x"', "{strong}", "*", '"a, b",{strong}'])
async def test_tags_are_compared_weakly_and_one_by_one(client: httpx.AsyncClient, form: str) -> None:
    tag = (await client.get(LINKS)).headers["etag"]
    header = form.format(tag=tag, strong=tag.removeprefix("W/"))
    assert (await client.get(LINKS, headers={"If-None-Match": header})).status_code == 304


async def test_other_answers_have_other_tags(client: httpx.AsyncClient) -> None:
    tags = [
        (await client.get(address)).headers["etag"] for address in (*TAGGED, f"{LINKS}&limit=5", "/v1/entities/iclei")
    ]
    assert len(set(tags)) == len(tags)
    response = await client.get(LINKS, headers={"If-None-Match": tags[1]})
    assert response.status_code == 200
    assert response.json()["total"] == 28


@pytest.mark.parametrize(
    "same",
    [
        f"{LINKS}&at=today",
        f"{LINKS}&at=2026-11-22",
        f"{LINKS}&limit=100&lang=en",
        f"{LINKS}&format=json",
        f"{LINKS}&avoid=&deprecated=false",
        "/v1/links?via=ceesen&to=climate-alliance",
    ],
)
async def test_who_asks_the_same_in_other_words_gets_the_same_tag(client: httpx.AsyncClient, same: str) -> None:
    first, second = await client.get(LINKS), await client.get(same)
    assert second.status_code == 200
    assert second.headers["etag"] == first.headers["etag"]
    assert second.content == first.content


async def test_the_tag_changes_at_midnight(client: httpx.AsyncClient, clock: Clock) -> None:
    first = await client.get(LINKS)
    clock.day += dt.timedelta(days=1)
    second = await client.get(LINKS, headers={"If-None-Match": first.headers["etag"]})
    assert second.status_code == 200
    assert (first.json()["query"]["at"], second.json()["query"]["at"]) == ("2026-11-22", "2026-11-23")


async def test_the_tag_changes_with_the_graph(client: httpx.AsyncClient, store: Store, graph: object) -> None:
    first = await client.get(LINKS)
    before = first.json()["graph_version"]
    change = "MATCH (g:Graph {key: 'graph'}) SET g.version = $version"
    await store.write([Statement(change, {"version": "another"})])
    try:
        second = await client.get(LINKS, headers={"If-None-Match": first.headers["etag"]})
    finally:
        await store.write([Statement(change, {"version": before})])
    assert second.status_code == 200
    assert second.json()["graph_version"] == "another"
    assert second.headers["etag"] != first.headers["etag"]


@pytest.mark.parametrize(
    "address", [LINKS, "/v1/search?q=sofia", "/docs", "/health/live", "/v1/entities/nobody", "/openapi.json"]
)
async def test_head_is_get_without_the_body(client: httpx.AsyncClient, address: str) -> None:
    get, head = await client.get(address), await client.head(address)
    assert head.content == b""
    assert head.status_code == get.status_code
    assert head.headers == get.headers


async def test_head_is_conditional_too(client: httpx.AsyncClient) -> None:
    tag = (await client.head(LINKS)).headers["etag"]
    assert (await client.head(LINKS, headers={"If-None-Match": tag})).status_code == 304


async def test_large_answers_are_compressed_when_asked_for(client: httpx.AsyncClient) -> None:
    plain = await client.get(LINKS, headers={"Accept-Encoding": "identity"})
    small = await client.get(LINKS, headers={"Accept-Encoding": "gzip"})
    assert "content-encoding" not in plain.headers
    assert small.headers["content-encoding"] == "gzip"
    assert int(small.headers["content-length"]) < int(plain.headers["content-length"]) / 4
    assert small.json() == plain.json()
    assert small.headers["etag"] == plain.headers["etag"]


@pytest.mark.parametrize(
    ("accepted", "compressed"),
    [
        ("gzip", True),
        ("gzip;q=0", False),
        ("gzip; q=0.000, identity", False),
        ("identity", False),
        ("br", False),
        ("", False),
        ("*", True),
        ("*;q=0", False),
        ("gzip;q=0, *", False),
        ("gzip;q=0.5, identity;q=0.4", True),
        ("identity, gzip;q=0.5", False),
        ("deflate, GZIP;q=1.0", True),
        ("x-gzip", True),
        ("not-gzip", False),
    ],
)
async def test_compression_is_as_asked(client: httpx.AsyncClient, accepted: str, compressed: bool) -> None:
    response = await client.get(LINKS, headers={"Accept-Encoding": accepted})
    assert response.headers.get("content-encoding") == ("gzip" if compressed else None)
    assert response.json()["total"] == 28


@pytest.mark.parametrize("address", ["/v1/entities/nobody", "/v1/links?to=nobody", f"{LINKS}&limit=0"])
async def test_what_is_not_there_is_not_held(client: httpx.AsyncClient, address: str) -> None:
    response = await client.get(address, headers={"If-None-Match": "*"})
    assert response.status_code in (404, 422)
    assert response.headers["cache-control"] == "no-store"


async def test_any_page_may_read_the_data(client: httpx.AsyncClient) -> None:
    asked = {"Origin": "https://example.org", "Access-Control-Request-Method": "GET"}
    preflight = await client.options(LINKS, headers=asked)
    assert preflight.status_code == 204
    assert preflight.headers["access-control-allow-origin"] == "*"
    assert "GET" in preflight.headers["access-control-allow-methods"]
    response = await client.get(LINKS, headers={"Origin": "https://example.org"})
    assert response.headers["access-control-allow-origin"] == "*"
    assert "ETag" in response.headers["access-control-expose-headers"]
    assert response.headers["x-content-type-options"] == "nosniff"


async def test_only_pages_of_these_origins_may_read_the_data(service: Service) -> None:
    async with service(cors_origins=("https://a.example", "https://b.example:8443")) as client:
        for origin, named in (("https://b.example:8443", "https://b.example:8443"), ("https://c.example", None)):
            asked = {"Origin": origin, "Access-Control-Request-Method": "GET"}
            responses = [
                await client.options(LINKS, headers=asked),
                await client.get("/health/live", headers={"Origin": origin}),
                await client.get("/v1/links", headers={"Origin": origin}),
            ]
            assert [response.headers.get("access-control-allow-origin") for response in responses] == [named] * 3
            assert all("Origin" in response.headers["vary"].split(", ") for response in responses)
        without = await client.get("/health/live")
        assert "access-control-allow-origin" not in without.headers
        assert "Origin" in without.headers["vary"]


async def test_no_page_may_read_the_data(service: Service) -> None:
    async with service(cors_origins=()) as client:
        response = await client.get("/health/live", headers={"Origin": "https://a.example"})
        assert response.status_code == 200
        assert not [name for name in response.headers if name.startswith("access-control-")]
