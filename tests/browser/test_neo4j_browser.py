"""Neo4j Browser itself, in Chromium: log in, take the kit over, run a favourite, see nodes in the model's colours."""

from __future__ import annotations

import base64
import re
from collections.abc import AsyncIterator
from urllib.parse import quote

import httpx
import pytest
from playwright.async_api import Browser, FilePayload, Page, Route, expect
from tests.conftest import ServerAddress

from muninet.model import load_schema
from muninet.neo4j_browser.statements import surroundings_of

NO_BROWSER = "no Neo4j Browser is known of this server"
_OURS = re.compile(r"(https?|wss?)://(127\.0\.0\.1|localhost)[:/]|data:|blob:")
# A cold server takes seconds to plan; the page asks other hosts first, which are refused here.
_PATIENCE = 60_000
_DROP = """([content, name]) => {
  const carried = new DataTransfer();
  carried.items.add(new File([Uint8Array.from(atob(content), letter => letter.charCodeAt(0))], name));
  return carried;
}"""


@pytest.fixture
async def neo4j_browser(browser: Browser, server: ServerAddress, seed_graph: object) -> AsyncIterator[Page]:
    """A page for Neo4j Browser, from which nothing leaves the machine."""
    if server.browser is None:
        pytest.skip(NO_BROWSER)
    context = await browser.new_context(viewport={"width": 1400, "height": 950})

    async def stay(route: Route) -> None:
        await (route.continue_() if _OURS.match(route.request.url) else route.abort())

    await context.route("**/*", stay)
    yield await context.new_page()
    await context.close()


async def _log_in(page: Page, address: str, password: str) -> None:
    await page.goto(address)
    field = page.locator("[data-testid=password]")
    await field.fill(password, timeout=_PATIENCE)
    await field.press("Enter")
    await expect(page.get_by_text("You are connected as user")).to_be_visible(timeout=_PATIENCE)


async def _run(page: Page, command: str) -> None:
    editor = page.locator("[data-testid=activeEditor] textarea").first
    await editor.focus()
    await page.keyboard.insert_text(command)
    await page.locator("[data-testid=editor-Run]").click()


async def _drop(page: Page, address: str, name: str) -> None:
    async with httpx.AsyncClient() as client:
        content = (await client.get(f"{address}/neo4j-browser/{name}")).content
    carried = await page.evaluate_handle(_DROP, [base64.b64encode(content).decode(), name])
    for event in ("dragenter", "dragover", "drop"):
        await page.dispatch_event(".filedrop", event, {"dataTransfer": carried})


async def test_the_kit_is_taken_over_and_a_favourite_shows_nodes(
    neo4j_browser: Page, server: ServerAddress, address: str
) -> None:
    page, nodes = neo4j_browser, load_schema().nodes
    await _log_in(page, str(server.browser), server.password)
    local = address.replace("127.0.0.1", "localhost")
    await _run(page, f":style {local}/neo4j-browser/muninet.grass")
    await expect(page.get_by_text("node.WorkingGroup {")).to_be_visible(timeout=_PATIENCE)
    await _run(page, f":play {local}/neo4j-browser/guide.html")
    first = page.get_by_role("heading", name="Which cities link to Climate Alliance via CEESEN?")
    await expect(first).to_be_visible(timeout=_PATIENCE)
    await _drop(page, address, "favourites.zip")
    await page.locator("[data-testid=navigationFavorites]").click()
    await page.locator("[data-testid=savedScriptsFolder-muninet-path]").click()
    await page.locator('[data-testid="scriptTitle-Cities linked to a network through another"]').click()
    await expect(page.locator("[data-testid=activeEditor]")).to_contain_text("// to: 'climate-alliance'")
    await page.locator("[data-testid=editor-Run]").click()
    cities, networks = (page.locator(f"g.node circle[fill='{nodes[label].colour}']") for label in ("City", "Network"))
    await expect(cities).to_have_count(28, timeout=_PATIENCE)
    await expect(networks).to_have_count(2)
    await expect(page.locator("g.node", has_text="Abrud")).to_have_count(1)


async def test_the_newer_browser_imports_the_favourites_by_their_titles(
    neo4j_browser: Page, server: ServerAddress, address: str
) -> None:
    page, (place, _, bolt) = neo4j_browser, str(server.browser).partition("?dbms=bolt://neo4j@")
    await page.goto(f"{place.rstrip('/')}/preview/")
    await page.locator("input[name=hostname]").fill(bolt, timeout=_PATIENCE)
    await page.locator("input[name=password]").fill(server.password)
    await page.get_by_role("button", name="Connect", exact=True).click()
    # Of 2026.08 it says that it does not know the version, counts nothing, and works.
    await expect(page.get_by_role("heading", name="Database information")).to_be_visible(timeout=_PATIENCE)
    await page.get_by_role("button", name="Cypher panel").click()
    async with httpx.AsyncClient() as client:
        content = (await client.get(f"{address}/neo4j-browser/favourites.csv")).content
    carried = FilePayload(name="favourites.csv", mimeType="text/csv", buffer=content)
    await page.locator("input[type=file]").set_input_files(carried)
    folder = page.get_by_label("Edit name of saved Cypher folder with name muninet-path")
    await folder.locator("xpath=following::button[@aria-label='Collapse'][1]").click()
    await page.get_by_role("button", name="Run query for Cities linked to a network through another").click()
    await expect(page.get_by_text("City (28)", exact=True)).to_be_visible(timeout=_PATIENCE)
    await expect(page.get_by_text("Network (2)", exact=True)).to_be_visible()


async def test_a_deep_link_has_the_statement_ready_after_the_login(neo4j_browser: Page, server: ServerAddress) -> None:
    page = neo4j_browser
    await _log_in(page, f"{server.browser}&cmd=edit&arg={quote(surroundings_of('ceesen'))}", server.password)
    await expect(page.locator("[data-testid=activeEditor]")).to_contain_text("ceesen")
    await page.locator("[data-testid=editor-Run]").click()
    await expect(page.locator("g.node", has_text="CEESEN").first).to_be_attached(timeout=_PATIENCE)
