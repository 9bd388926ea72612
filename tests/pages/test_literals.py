"""Parameters for Neo4j Browser: what is set there is what was asked."""

from __future__ import annotations

import datetime as dt
import json
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from tests.api.conftest import DAY
from tests.pages.reading import read

from muninet.neo4j_browser.literals import literal, parameter_lines
from muninet.store.bolt import Store

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastapi import FastAPI

    from muninet.settings import Settings

VALUES = [
    None,
    True,
    7,
    0.5,
    dt.date(2025, 4, 9),
    ["a", "b'c"],
    [],
    'it\'s \\ a "quote"',
    "two\nlines\u2028and \U0001f3d9 \u202e",
    "'; MATCH (n) DETACH DELETE n; //",
]


@pytest.mark.parametrize("value", VALUES, ids=repr)
async def test_neo4j_reads_back_what_was_written(store: Store, value: Any) -> None:
    written = literal(value)
    assert "\n" not in written
    assert (await store.read(f"RETURN {written} AS value")).rows[0][0] == value


async def test_the_page_shows_them_before_the_statement(client: httpx.AsyncClient) -> None:
    page = await read(client, "/links?to=climate-alliance&via=ceesen&avoid=b40")
    lines = "".join(page.one("pre[@aria-label='Parameters']").itertext()).strip().splitlines()
    assert lines[:2] == [":param to => 'climate-alliance';", ":param via => 'ceesen';"]
    assert f":param at => date('{DAY.isoformat()}');" in lines
    assert ":param avoid => ['b40'];" in lines
    assert parameter_lines({"a": 1}) == ":param a => 1;\n"


@pytest.fixture
def announced(service_settings: Settings) -> Iterator[None]:
    """A serve.json that names a Neo4j Browser."""
    file = service_settings.home / "serve.json"
    before = file.read_text(encoding="utf-8") if file.exists() else None
    told = {"bolt": service_settings.neo4j_uri, "http": "http://127.0.0.1:9", "user": "neo4j"}
    file.write_text(json.dumps(told), encoding="utf-8")
    yield
    file.unlink()
    if before is not None:
        file.write_text(before, encoding="utf-8")


async def links_as(app: FastAPI, address: str) -> list[str]:
    """The links to Neo4j Browser for who calls the service by an address."""
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url=address) as client:
        return [link for link in (await read(client, "/links?to=climate-alliance")).links() if ":9/browser/" in link]


async def test_neo4j_browser_is_linked_for_who_can_reach_it(
    app: FastAPI, client: httpx.AsyncClient, announced: None
) -> None:
    (found,) = await links_as(app, "http://127.0.0.1:8000")
    assert httpx.URL(found).params["cmd"] == "edit"
    statement = httpx.URL(found).params["arg"]
    assert "(target:Entity {id: 'climate-alliance'})" in statement
    assert "{id: $to}" not in statement
    assert await links_as(app, "http://muninet.example") == []
