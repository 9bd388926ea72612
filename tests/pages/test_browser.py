"""Pages in a browser: the search by keyboard alone, without scripts, on a phone; nothing breaks the policy."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Browser, Page, async_playwright, expect

CHROMIUM = Path("/usr/bin/chromium")
NO_CHROMIUM = "there is no Chromium (/usr/bin/chromium)"
_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
CEESEN = "/links?to=climate-alliance&via=ceesen"


@pytest.fixture(scope="session")
def chromium() -> Path:
    """Debian's Chromium."""
    if not CHROMIUM.exists():
        pytest.skip(NO_CHROMIUM)
    return CHROMIUM


@pytest.fixture(scope="session")
async def browser(chromium: Path) -> AsyncIterator[Browser]:
    """A browser without a window."""
    async with async_playwright() as playwright:
        found = await playwright.chromium.launch(executable_path=str(chromium), args=_ARGUMENTS)
        yield found
        await found.close()


@pytest.fixture
async def page(browser: Browser, seed_graph: object) -> AsyncIterator[Page]:
    """A page of a desk, whose complaints fail the test."""
    context = await browser.new_context(viewport={"width": 1280, "height": 900})
    opened = await context.new_page()
    complaints: list[str] = []
    opened.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    yield opened
    await context.close()
    assert complaints == []


async def test_from_the_search_to_a_profile_to_the_links_by_keyboard(page: Page, address: str) -> None:
    await page.goto(address)
    await page.keyboard.press("Tab")
    await expect(page.locator(".skip")).to_be_focused()
    await page.keyboard.press("Enter")
    await page.keyboard.press("Tab")
    field = page.locator("#q")
    await expect(field).to_be_focused()
    await page.keyboard.type("climat alli", delay=20)
    suggestions = page.locator("[role=listbox]:visible [role=option]")
    await expect(suggestions.first).to_contain_text("Climate Alliance")
    await expect(field).to_have_attribute("aria-expanded", "true")
    await page.keyboard.press("ArrowDown")
    await expect(suggestions.first).to_have_attribute("aria-selected", "true")
    active = await field.get_attribute("aria-activedescendant")
    assert active == await suggestions.first.get_attribute("id")
    await page.keyboard.press("Enter")
    await page.wait_for_url("**/entities/climate-alliance")
    await expect(page.locator("h1")).to_have_text("Climate Alliance")
    await page.get_by_role("link", name="Who links to it").focus()
    await page.keyboard.press("Enter")
    await page.wait_for_url("**/links?to=climate-alliance")
    await page.locator("#field-via").focus()
    await page.keyboard.type("ceesen", delay=20)
    await expect(page.locator("[role=listbox]:visible [role=option]").first).to_contain_text("CEESEN")
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("Enter")
    await expect(page.locator("#field-via")).to_have_value("ceesen")
    await page.keyboard.press("Enter")
    await page.wait_for_url(f"**{CEESEN}")
    await expect(page.locator("ol.routes > li")).to_have_count(28)


async def test_escape_closes_the_list_and_what_is_typed_is_asked_as_it_is(page: Page, address: str) -> None:
    await page.goto(address)
    await page.locator("#q").focus()
    await page.keyboard.type("tiran", delay=20)
    await expect(page.locator("[role=listbox]:visible")).to_have_count(1)
    await page.keyboard.press("Escape")
    await expect(page.locator("[role=listbox]:visible")).to_have_count(0)
    await expect(page.locator("#q")).to_have_value("tiran")
    await page.keyboard.press("Enter")
    await page.wait_for_url("**/search?q=tiran")


async def test_of_several_the_last_is_completed(page: Page, address: str) -> None:
    await page.goto(f"{address}/compare?ids=tirana-al")
    field = page.locator("#field-ids")
    await field.press("End")
    await field.press_sequentially(";istanb", delay=20)
    await expect(page.locator("[role=listbox]:visible [role=option]").first).to_contain_text("stanbul")
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("Enter")
    await expect(field).to_have_value("tirana-al;istanbul-tr")


async def test_a_mark_leads_to_its_source(page: Page, address: str) -> None:
    await page.goto(address + CEESEN)
    # Until it is drawn, what stands below it moves.
    await expect(page.locator("muninet-graph .stage")).to_be_visible(timeout=30_000)
    await page.locator("ol.routes > li").first.get_by_label("Source 1").click()
    await expect(page.locator("#note-1")).to_be_in_viewport()
    assert page.url.endswith("#note-1")


async def test_every_picture_is_drawn(page: Page, address: str) -> None:
    for place in (CEESEN, f"{CEESEN}&layout=map", "/entities/tirana-al", "/queries/network/members?network=b40"):
        await page.goto(address + place, wait_until="networkidle")
        for drawn in await page.locator("muninet-graph").all():
            await expect(drawn.locator(".stage")).to_be_visible()
            await expect(drawn.locator(".node").first).to_be_attached()
        graphs, images = page.locator("muninet-graph"), page.locator("figure img:visible")
        assert await graphs.count() + await images.count() > 0, place
        for graph in await graphs.all():
            await expect(graph.locator("svg").first).to_be_visible()
            await expect(graph.locator("[role=alert]")).to_have_count(0)
        for image in await images.all():
            await image.scroll_into_view_if_needed()
            await expect(image).to_have_js_property("complete", True)
            assert await image.evaluate("image => image.naturalWidth") > 0, place
        for drawing in await page.locator("figure img").all():
            response = await page.request.get(address + str(await drawing.get_attribute("src")))
            assert response.status == 200, drawing


async def test_without_scripts_the_forms_ask_the_same(browser: Browser, seed_graph: object, address: str) -> None:
    context = await browser.new_context(java_script_enabled=False)
    page = await context.new_page()
    await page.goto(address)
    await page.locator("form.sentence button").click()
    await page.wait_for_url(f"**{CEESEN}")
    await expect(page.locator("ol.routes > li")).to_have_count(28)
    await page.get_by_role("link", name="at any time").first.click()
    await page.wait_for_url(f"**{CEESEN}&at=any")
    await page.locator("#at").fill("2025-01-01")
    await page.get_by_role("button", name="Show").click()
    await page.wait_for_url(f"**{CEESEN}&at=2025-01-01")
    await context.close()


@pytest.mark.parametrize("place", ["/", CEESEN, "/entities/b40", "/quality", "/queries/network/members?network=b40"])
async def test_nothing_juts_out_of_a_phone(browser: Browser, seed_graph: object, address: str, place: str) -> None:
    context = await browser.new_context(viewport={"width": 360, "height": 740})
    page = await context.new_page()
    await page.goto(address + place)
    assert await page.evaluate("document.documentElement.scrollWidth") <= 360
    await context.close()


@pytest.mark.parametrize(
    "look", [{}, {"color_scheme": "dark"}, {"viewport": {"width": 390, "height": 844}}], ids=["light", "dark", "phone"]
)
async def test_there_are_views_to_look_at(
    browser: Browser, seed_graph: object, address: str, tmp_path: Path, look: dict[str, Any]
) -> None:
    """Screenshots for people, in the folder of the test: looked at, not compared."""
    context = await browser.new_context(**look)
    page = await context.new_page()
    for name, place in {"start": "/", "links": CEESEN, "profile": "/entities/tirana-al"}.items():
        await page.goto(address + place, wait_until="networkidle")
        assert len(await page.screenshot(path=tmp_path / f"{name}.png", full_page=True)) > 10_000
    await page.emulate_media(media="print")
    await expect(page.locator("header nav")).to_be_hidden()
    await expect(page.locator("#sources")).to_be_visible()
    await context.close()
