"""Every kind of page in a browser: nothing that axe-core finds, light, dark and on a phone; and on paper."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Browser, Page, expect

KINDS = (
    "/",
    "/search?q=tirana",
    "/entities/tirana-al",
    "/entities/b40",
    "/links",
    "/links?to=climate-alliance&via=ceesen",
    "/paths?from=tirana-al&to=climate-alliance",
    "/compare?ids=tirana-al;istanbul-tr",
    "/gaps?network=b40&missing_from=climate-alliance",
    "/map?networks=b40;iclei",
    "/neo4j-browser",
    "/queries",
    "/queries/network/members?network=b40",
    "/queries/network/growth?network=b40",
    "/quality",
    "/entities/nobody-at-all",
    "/embed/cities?networks=b40;iclei",
    "/embed/timeline?entity=b40",
)
SHOTS = {
    "light": {"color_scheme": "light", "viewport": {"width": 1280, "height": 900}},
    "dark": {"color_scheme": "dark", "viewport": {"width": 1280, "height": 900}},
    "phone": {"color_scheme": "dark", "viewport": {"width": 390, "height": 844}},
}

_DRAWN = """() => [...document.querySelectorAll('muninet-graph')].every(
  (one) => one.data && !one.hasAttribute('aria-busy'))"""
# Areas of a page and of its pictures that are bright.
_SHINING = """() => {
  const bright = (colour) => {
    const [r, g, b, a = 1] = (colour.match(/[\\d.]+/g) ?? []).map(Number);
    return a > 0.5 && 0.3 * r + 0.59 * g + 0.11 * b > 150;
  };
  const graphs = [...document.querySelectorAll('muninet-graph')];
  const within = graphs.flatMap((one) => [...one.shadowRoot.querySelectorAll('*')]);
  return [document.documentElement, ...document.querySelectorAll('body, body *'), ...within].filter((one) => {
    const box = one.getBoundingClientRect();
    return box.width * box.height > 6000 && bright(getComputedStyle(one).backgroundColor);
  }).map((one) => one.outerHTML.slice(0, 90));
}"""
# What of a page is seen, and of its first picture.
_PRINTED = """() => {
  const seen = (root, selector) => [...root.querySelectorAll(selector)].filter((one) => one.checkVisibility());
  const graph = document.querySelector('muninet-graph').shadowRoot;
  const stage = graph.querySelector('.stage').getBoundingClientRect();
  const within = (box) => box.left > stage.left - 1 && box.right < stage.right + 1
    && box.top > stage.top - 1 && box.bottom < stage.bottom + 1;
  const out = seen(graph, '.mark').filter((one) => !within(one.getBoundingClientRect()));
  return {
    controls: seen(document, 'nav, form, button').length + seen(graph, '.tools, .row, .panel').length,
    rows: seen(document, '.routes > li, .facts > li, tbody tr').length,
    sources: seen(document, '.sources li').length,
    marks: seen(graph, '.mark').length,
    out: out.length,
    page: getComputedStyle(document.body).backgroundColor,
    picture: getComputedStyle(graph.querySelector('.figure')).backgroundColor,
    address: seen(document, 'footer .address').length,
  };
}"""


@pytest.fixture(scope="session")
async def looks(browser: Browser) -> AsyncIterator[dict[str, Page]]:
    """A page for each of the looks."""
    contexts = {name: await browser.new_context(**settings) for name, settings in SHOTS.items()}  # type: ignore[arg-type]
    yield {name: await context.new_page() for name, context in contexts.items()}
    for context in contexts.values():
        await context.close()


async def drawn(page: Page) -> None:
    """Wait until every picture of a page that is in sight stands there."""
    # The page's own policy forbids what `wait_for_function` does.
    for _ in range(600):
        if await page.evaluate(_DRAWN):
            return
        await page.wait_for_timeout(100)
    raise AssertionError("a picture does not come")


@pytest.mark.parametrize("look", list(SHOTS))
@pytest.mark.parametrize("address_of_page", KINDS)
async def test_axe_finds_nothing(
    looks: dict[str, Page], seed_graph: object, address: str, element_checked: Path, address_of_page: str, look: str
) -> None:
    page = looks[look]
    await page.goto(address + address_of_page, timeout=60_000)
    await drawn(page)
    await page.evaluate((element_checked / "node_modules" / "axe-core" / "axe.min.js").read_text(encoding="utf-8"))
    # What the element holds it checks alone, in many more states.
    found = await page.evaluate(
        "axe.run({ exclude: location.pathname.startsWith('/embed') ? [] : ['muninet-graph'] },"
        " { resultTypes: ['violations'] })"
    )
    assert [
        (one["id"], one["nodes"][0]["html"][:160], one["nodes"][0]["failureSummary"]) for one in found["violations"]
    ] == []


@pytest.mark.parametrize("address_of_page", ["/", "/entities/b40", "/links?to=climate-alliance&via=ceesen", "/quality"])
async def test_in_the_dark_nothing_shines(
    looks: dict[str, Page], seed_graph: object, address: str, address_of_page: str
) -> None:
    page = looks["dark"]
    await page.goto(address + address_of_page, timeout=60_000)
    await drawn(page)
    shining = await page.evaluate(_SHINING)
    assert shining == []


async def printed(page: Page, address: str) -> dict[str, Any]:
    """What of a page is printed, as it is seen in the dark."""
    await page.emulate_media(media="print", color_scheme="dark")
    await page.goto(address, timeout=60_000)
    await drawn(page)
    await page.wait_for_timeout(300)
    found: dict[str, Any] = await page.evaluate(_PRINTED)
    return found


@pytest.mark.parametrize(
    "address_of_page", ["/links?to=climate-alliance&via=ceesen", "/map?networks=b40;iclei", "/entities/tirana-al"]
)
async def test_on_paper_there_is_what_was_answered(page: Page, address: str, address_of_page: str) -> None:
    found = await printed(page, address + address_of_page)
    assert found["controls"] == 0
    assert found["rows"] > 3
    assert found["sources"] > 0
    assert found["marks"] > 3
    assert found["out"] == 0
    assert found["address"] == 1
    # Paper is white, whatever the screen was.
    assert found["page"] in ("rgb(255, 255, 255)", "rgba(0, 0, 0, 0)")
    assert found["picture"] == "rgb(255, 255, 255)"
    paper = await page.pdf(format="A4")
    assert paper.startswith(b"%PDF")
    assert len(paper) > 20_000


async def test_a_permalink_reproduces_the_view(page: Page, address: str) -> None:
    await page.goto(f"{address}/links?to=climate-alliance", timeout=60_000)
    await page.locator("input[type=date]").first.fill("2024-09-01")
    await page.get_by_role("button", name="Show").first.click()
    await page.wait_for_url("**at=2024-09-01**")
    said = await page.locator("main").inner_text()
    other = await page.context.new_page()
    await other.goto(page.url)
    assert await other.locator("main").inner_text() == said
    await expect(other.locator("h1")).to_contain_text("Climate Alliance")
