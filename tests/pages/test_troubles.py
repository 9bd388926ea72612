"""What goes wrong, as pages: the status of /v1, what may have been meant, and the error beside its field."""

from __future__ import annotations

from typing import TYPE_CHECKING

import httpx
import pytest
from tests.api.test_merged import merged
from tests.pages.reading import Page, read, spoken

if TYPE_CHECKING:
    from tests.api.conftest import Cable, Service

__all__ = ["merged"]


def meant(page: Page) -> list[str]:
    """Where what may have been meant leads."""
    return [link.get("href", "") for item in page.all("main//li") for link in item.iter("a")][:3]


async def test_an_unknown_entity_offers_the_nearest(client: httpx.AsyncClient) -> None:
    page = await read(client, "/entities/climate-aliance", 404)
    assert page.words("h1") == ["No such entity"]
    assert "/entities/climate-alliance" in page.links()
    assert page.headers["cache-control"] == "no-store"


async def test_an_unknown_entity_in_a_form_offers_the_same_question(client: httpx.AsyncClient) -> None:
    page = await read(client, "/links?to=climate-aliance&via=ceesen&max_hops=3", 404)
    assert "/links?to=climate-alliance&via=ceesen&max_hops=3" in page.links()
    field = page.one("input[@id='field-to']")
    assert (field.get("value"), field.get("aria-invalid")) == ("climate-aliance", "true")
    assert "field-to-error" in field.get("aria-describedby", "")
    assert spoken(page.one("p[@id='field-to-error']")) == "Error: No entity has the id 'climate-aliance'"
    assert page.form("/links")["via"] == "ceesen"


async def test_of_a_list_only_the_wrong_one_is_replaced(client: httpx.AsyncClient) -> None:
    page = await read(client, "/compare?ids=tirana-al;istanbul", 404)
    assert "/compare?ids=tirana-al;istanbul-tr" in page.links()


@pytest.mark.parametrize(
    ("address", "field", "reason"),
    [
        ("/links?to=climate-alliance&max_hops=99", "max_hops", "99 is out of bounds: give 1 to 6"),
        ("/links?to=", "to", "Is missing: the id of the network"),
        ("/paths?from=tirana-al&to=", "to", "May not be left empty"),
        ("/links?to=ceesen&via=ceesen", "via", "Is the same as `to`"),
        ("/queries/network/members?country=Albania", "country", "'Albania' is not a country"),
        ("/paths?from=tirana-al&to=tirana-al", "to", "Is the same as `from`"),
        ("/gaps?network=b40&missing_from=iclei&relation=LIKES", "relation", "'LIKES' is no fact type"),
    ],
)
async def test_what_cannot_be_used_is_told_beside_its_field(
    client: httpx.AsyncClient, address: str, field: str, reason: str
) -> None:
    status = (await client.get(f"/v1{address}")).status_code
    page = await read(client, address, status)
    assert status == 422
    assert reason in spoken(page.one(f"p[@id='field-{field}-error']"))
    assert f"#field-{field}" in page.links()


async def test_a_day_that_is_none_is_told(client: httpx.AsyncClient) -> None:
    page = await read(client, "/links?to=climate-alliance&at=yesterday", 422)
    assert "'yesterday'" in spoken(page.one("section[@role='alert']"))


@pytest.mark.parametrize(
    ("address", "status", "said"),
    [
        ("/links?to=ceesen&viaa=b40", 422, "is not a parameter of /links (did you mean via?)"),
        ("/links?to=ceesen&to=b40", 422, "is given 2 times"),
        ("/?a=b", 422, "Is not a parameter of /"),
        ("/map?networks=b40&layout=globe", 422, "is not one of map, graph, time"),
        ("/queries/entity/timeline?layout=map", 422, "is not a parameter of"),
        ("/entities/b40?cursor=x", 422, "Is not a parameter"),
        ("/search?q=a&type=Town", 422, "'Town' is not a type"),
        (f"/search?q={'a' * 300}", 422, "no name is"),
        ("/queries/network/member", 404, "There is no question 'network/member'"),
        ("/links?to=ceesen&cursor=abc", 404, "this is no cursor"),
        ("/quality?rule=nonsense", 422, "'nonsense' is none"),
        ("/quality?entity=nobody", 404, "No entity has the id 'nobody'"),
        ("/entities/%00", 404, "No entity has the id"),
    ],
)
async def test_other_errors_are_pages_too(client: httpx.AsyncClient, address: str, status: int, said: str) -> None:
    page = await read(client, address, status)
    assert said.lower() in spoken(page.one("main")).lower()


async def test_an_unknown_question_offers_the_nearest(client: httpx.AsyncClient) -> None:
    page = await read(client, "/queries/network/member", 404)
    assert "/queries/network/members" in page.links()


async def test_a_merged_id_leads_on(merged: None, bare: httpx.AsyncClient) -> None:
    response = await bare.get("/entities/gcom-1")
    assert (response.status_code, response.headers["location"]) == (308, "/entities/ova-ee")
    response = await bare.get("/links?to=gcom-1&limit=7")
    assert (response.status_code, response.headers["location"]) == (308, "/links?to=ova-ee&limit=7")


async def test_without_neo4j_a_page_says_so(service: Service, cable: Cable, seed_graph: object) -> None:
    async with service(neo4j_uri=f"bolt://127.0.0.1:{cable.port}") as client:
        await read(client, "/entities/b40")
        await cable.cut()
        for address in ("/", "/entities/b40", "/links", "/links?to=b40", "/search?q=b40", "/quality"):
            page = await read(client, address, 503)
            assert int(page.headers["retry-after"]) > 0
            assert str(cable.port) not in page.text
        await read(client, "/queries")
        await cable.mend()
        await read(client, "/entities/b40")


async def test_what_breaks_is_told_without_its_secrets(
    client: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("the secret is hunter2")

    monkeypatch.setattr("muninet_api.routers.site.declared_only", broken)
    page = await read(client, "/", 500)
    assert "hunter2" not in page.text
    assert "hunter2" in caplog.text
