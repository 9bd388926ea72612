"""An id of an entity that went into another one: 308 to the same request with the id that remains."""

from __future__ import annotations

import httpx
import pytest
from tests.api.test_problems import problem_of

from muninet.loader import Place, Record, load_records
from muninet.store.bolt import Store

PLACE = Place("made up")


@pytest.fixture
async def merged(store: Store, empty_graph: object) -> None:
    """The town `ova-ee`, which `gcom-1` went into."""
    cells = {"id": "ova-ee", "name": "Ova", "country": "EE", "identifiers": "gcom-org:1;muninet:gcom-1"}
    records = [
        Record("Source", {"id": "we", "title": "We", "publisher": "We"}, PLACE),
        Record("Country", {"id": "estonia", "name": "Estonia", "code": "EE", "sources": "we"}, PLACE),
        Record("City", {**cells, "sources": "we"}, PLACE),
        Record("Network", {"id": "net", "name": "Net", "sources": "we"}, PLACE),
    ]
    await load_records(store, records, "made", suppression=())


@pytest.mark.parametrize(
    ("asked", "location"),
    [
        ("/v1/entities/gcom-1", "/v1/entities/ova-ee"),
        ("/v1/cities/gcom-1?include=facts&lang=en", "/v1/cities/ova-ee?include=facts&lang=en"),
        ("/v1/entities/gcom-1/facts?limit=5", "/v1/entities/ova-ee/facts?limit=5"),
        ("/v1/entities/gcom-1/graph", "/v1/entities/ova-ee/graph"),
        ("/v1/entities/gcom-1/timeline", "/v1/entities/ova-ee/timeline"),
        ("/v1/links?to=gcom-1&limit=7", "/v1/links?to=ova-ee&limit=7"),
        ("/v1/paths?from=gcom-1&to=net", "/v1/paths?from=ova-ee&to=net"),
        ("/v1/compare?ids=gcom-1;net", "/v1/compare?ids=ova-ee%3Bnet"),
        ("/v1/queries/city/mayors?city=gcom-1", "/v1/queries/city/mayors?city=ova-ee"),
    ],
)
async def test_a_merged_id_leads_to_the_one_that_remains(
    asked: str, location: str, merged: None, bare: httpx.AsyncClient
) -> None:
    response = await bare.get(asked)
    problem = problem_of(response, 308, "merged-entity")
    assert "'gcom-1' goes by the id 'ova-ee' now" in problem["detail"]
    assert response.headers["location"] == location
    assert (await bare.get(location)).status_code == 200


async def test_an_id_that_never_was_is_unknown(merged: None, bare: httpx.AsyncClient) -> None:
    problem_of(await bare.get("/v1/entities/gcom-2"), 404, "unknown-entity")
