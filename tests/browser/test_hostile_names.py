"""Names with markup in them, in a browser that would run it: pages, suggestions, tooltips, frames and files."""

from __future__ import annotations

from pathlib import Path

import httpx
import pytest
from playwright.async_api import Page, expect
from tests.browser.test_pages import drawn

from muninet.figures.looks import Form
from muninet.figures.models import View
from muninet.figures.rendering import render
from muninet.loader import Place, Record, load_records
from muninet.store.bolt import Store

PLACE = Place("made up")
NAMES = {
    "town-ee": "<img src=x onerror=\"document.title='run'\">",
    "burg-ee": "\"><script>document.title='run'</script>",
    "cell-ee": '=HYPERLINK("http://x.example","click")',
    "side-ee": "שלום {{7*7}} [1] ](javascript:alert(1)) ]]>&amp;",
}
NET = "Net </title><svg onload=\"document.title='run'\">"

PLACES = (
    "/",
    "/search?q=img",
    "/entities/town-ee",
    "/entities/net",
    "/links?to=net",
    "/paths?from=town-ee&to=burg-ee",
    "/compare?ids=town-ee;burg-ee",
    "/map?networks=net",
    "/map?networks=net&layout=time",
    "/queries/network/members?network=net",
    "/quality",
    "/embed/network?network=net",
    "/embed/cities?networks=net",
    "/embed/timeline?entity=net",
)


@pytest.fixture
async def hostile(store: Store, empty_graph: object) -> None:
    """Cities in a network, all of whose names try to get out."""
    places = {name: (58 + n / 2, 25.0) for n, name in enumerate(NAMES)}
    records = [
        Record("Source", {"id": "we", "title": NAMES["town-ee"], "publisher": NAMES["burg-ee"]}, PLACE),
        Record("Country", {"id": "estonia", "name": "Estonia", "code": "EE", "sources": "we"}, PLACE),
        Record("Network", {"id": "net", "name": NET, "founded": "2009", "sources": "we"}, PLACE),
    ]
    for id_, name in NAMES.items():
        lat, lon = places[id_]
        city = {"id": id_, "name": name, "country": "EE", "lat": str(lat), "lon": str(lon), "sources": "we"}
        fact = {"from": id_, "to": "net", "since": "2010", "note": name, "sources": "we"}
        records += [Record("City", city, PLACE), Record("MEMBER_OF", fact, PLACE)]
    await load_records(store, records, "made", suppression=())


async def assert_not_run(page: Page) -> None:
    """Nothing of the names became an element, and nothing of them ran."""
    await page.wait_for_timeout(150)
    assert await page.title() != "run"
    roots = "[document, ...[...document.querySelectorAll('muninet-graph')].map((one) => one.shadowRoot)]"
    for selector in ("img[src=x]", "[onload]", "[onerror]", "a[href^='javascript:']"):
        assert await page.evaluate(f"(one) => {roots}.some((root) => root.querySelector(one))", selector) is False
    scripts = await page.evaluate(
        "[...document.scripts].filter((one) => one.type !== 'application/json').map((one) => one.textContent)"
    )
    assert not [text for text in scripts if "document.title" in text and "muninet" not in text[:400]]


async def test_nothing_of_a_name_runs(page: Page, hostile: None, address: str) -> None:
    for place in PLACES:
        await page.goto(address + place, timeout=60_000)
        await drawn(page)
        await assert_not_run(page)


async def test_suggestions_and_tooltips_show_names_as_text(page: Page, hostile: None, address: str) -> None:
    await page.goto(address, timeout=60_000)
    await page.locator("#q").press_sequentially("img", delay=20)
    await expect(page.locator("[role=listbox]:visible [role=option]").first).to_contain_text(NAMES["town-ee"])
    await assert_not_run(page)
    await page.goto(f"{address}/embed/network?network=net", timeout=60_000)
    await drawn(page)
    panel = page.locator("muninet-graph .panel")
    await page.locator("muninet-graph .node[data-id=town-ee]").hover()
    await expect(panel.locator("h3")).to_have_text(NAMES["town-ee"])
    await page.locator("muninet-graph .node[data-id=burg-ee]").click()
    await expect(panel.locator("h3")).to_have_text(NAMES["burg-ee"])
    await expect(panel.locator(".from")).to_contain_text(NAMES["town-ee"])
    await page.locator("muninet-graph summary", has_text="The same as a table").click()
    await expect(page.locator("muninet-graph tbody")).to_contain_text(NAMES["burg-ee"])
    await assert_not_run(page)


async def test_files_show_names_as_text(page: Page, hostile: None, address: str, tmp_path: Path) -> None:
    async with httpx.AsyncClient(base_url=address, timeout=60) as client:
        view = View.model_validate_json((await client.get("/v1/views/network?network=net")).text)
        svg = (await client.get("/figures/network.svg?network=net")).text
        rows = (await client.get("/v1/queries/network/members?network=net&format=csv")).text
    for name, text in (("view.html", render(view, Form.HTML).decode()), ("drawing.html", f"<!doctype html>{svg}")):
        file = tmp_path / name
        file.write_text(text, encoding="utf-8")
        await page.goto(file.as_uri())
        await drawn(page)
        await assert_not_run(page)
    # A table is no place where a name becomes a formula.
    assert not [line for line in rows.splitlines() if line.startswith(("=", '"=')) or ',"=' in line or ",=" in line]
