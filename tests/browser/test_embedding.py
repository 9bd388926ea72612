"""Pictures in other people's pages: frames that size themselves, oEmbed, and files that work without a network."""

from __future__ import annotations

import asyncio
import functools
import json
import re
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

import httpx
import pytest
from playwright.async_api import Browser, Page, expect

if TYPE_CHECKING:
    from tests.api.conftest import Service
    from tests.browser.conftest import Foreign

# A server that nobody has asked yet plans its first question for some seconds.
get = functools.partial(httpx.get, timeout=60)
LINKS = "/links?to=climate-alliance&via=ceesen&at=2026-01-01"


async def test_a_frame_sizes_itself(page: Page, foreign: Foreign, address: str) -> None:
    told = get(f"{address}/oembed?url={quote(address + LINKS, safe='')}").json()
    assert (told["version"], told["type"]) == ("1.0", "rich")
    policy = f"default-src 'none'; frame-src {address}; script-src {address}; style-src 'unsafe-inline'"
    await page.goto(foreign(told["html"], policy))
    inside = page.frame_locator("iframe")
    await expect(inside.locator("muninet-graph .title")).to_have_text(told["title"], timeout=30_000)
    frame = page.locator("iframe")
    height = await frame.evaluate("one => one.clientHeight")
    assert await inside.locator("html").evaluate("one => Math.ceil(one.getBoundingClientRect().height)") <= height + 1
    await inside.locator("summary", has_text="The same as a table").click()
    async with asyncio.timeout(10):
        # Nothing tells when another page has changed.
        while await frame.evaluate("one => one.clientHeight") <= height + 100:  # noqa: ASYNC110
            await asyncio.sleep(0.05)
    assert get(told["thumbnail_url"]).content.startswith(b"\x89PNG")


@pytest.mark.parametrize(
    ("path", "view"),
    [
        (LINKS, "links"),
        ("/paths?from=tartu-ee&to=climate-alliance", "paths"),
        ("/entities/tirana-al", "neighbourhood"),
        ("/queries/network/members?network=b40&layout=map", "network"),
        ("/queries/network/overlap?networks=b40;iclei&at=any", "overlap"),
        ("/embed/network?network=b40&height=300", "network"),
    ],
)
def test_pages_with_a_picture_can_be_embedded(address: str, seed_graph: object, path: str, view: str) -> None:
    told = get(f"{address}/oembed?url={quote(address + path, safe='')}&maxwidth=500&maxheight=400").json()
    found = re.search(r'src="([^"]+)"', told["html"])
    assert found
    frame = found[1].replace("&amp;", "&")
    assert frame.startswith(f"{address}/embed/{view}?")
    assert (told["width"], told["height"]) == (500, 400)
    assert told["title"] in get(frame).text


def test_other_addresses_cannot(address: str, seed_graph: object) -> None:
    for url, status in (
        ("https://example.org/links?to=x", 422),
        (f"{address}/quality", 404),
        (f"{address}/entities/tirana-al/more", 404),
        (f"{address}/links?to=climate-aliance", 404),
        (f"{address}/links?tto=climate-alliance", 422),
        ("javascript:alert(1)", 422),
    ):
        answer = get(f"{address}/oembed", params={"url": url})
        assert answer.status_code == status, (url, answer.text)
    assert get(f"{address}/oembed", params={"url": address + LINKS, "format": "xml"}).status_code == 501
    assert get(f"{address}/embed/links?to=climate-alliance&height=9").status_code == 422
    assert get(f"{address}/embed/links?to=climate-alliance&them=dark").status_code == 422


async def test_whose_frames_may_show_it_can_be_set(service: Service, seed_graph: object) -> None:
    path = "/embed/network?network=b40"
    async with service(frame_ancestors=("https://a.example",)) as client:
        policy = (await client.get(path)).headers["Content-Security-Policy"]
        assert policy.endswith("frame-ancestors https://a.example")
        page = (await client.get("/")).headers["Content-Security-Policy"]
        assert page.endswith("frame-ancestors 'none'")
    async with service(frame_ancestors=()) as client:
        assert (await client.get(path)).headers["Content-Security-Policy"].endswith("frame-ancestors 'none'")
    async with service() as client:
        assert "frame-ancestors" not in (await client.get(path)).headers["Content-Security-Policy"]


async def test_a_file_works_without_a_network(
    browser: Browser, address: str, seed_graph: object, tmp_path: Path
) -> None:
    answer = get(f"{address}/figures/links.html?to=climate-alliance&via=ceesen&at=2026-01-01")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="links.html"'
    file = tmp_path / "links.html"
    file.write_bytes(answer.content)
    context = await browser.new_context()
    await context.set_offline(True)
    page = await context.new_page()
    complaints: list[str] = []
    asked: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("request", lambda request: asked.append(request.url))
    await page.goto(file.as_uri())
    await expect(page.locator("muninet-graph .title")).to_have_text("Cities linked to Climate Alliance via CEESEN")
    await expect(page.locator("muninet-graph .node")).to_have_count(33)
    await page.locator("muninet-graph .node[data-id=ceesen]").click()
    await expect(page.locator("muninet-graph .panel h3")).to_have_text("CEESEN")
    assert [url for url in asked if not url.startswith(("file:", "data:"))] == []
    assert complaints == []
    await context.close()


async def test_without_scripts_a_drawing_stands_there(browser: Browser, address: str, seed_graph: object) -> None:
    context = await browser.new_context(java_script_enabled=False)
    page = await context.new_page()
    await page.goto(f"{address}/embed/links?to=climate-alliance&via=ceesen")
    image = page.locator("img")
    await expect(image).to_be_visible()
    assert "Cities linked to Climate Alliance via CEESEN" in (await image.get_attribute("alt") or "")
    # Without scripts nobody can be asked whether it was drawn; its size can: 0 where it was not.
    box = await image.bounding_box()
    assert box
    assert box["height"] > 300
    await context.close()


async def test_from_the_search_to_a_frame_in_another_page(page: Page, foreign: Foreign, address: str) -> None:
    await page.goto(address)
    await page.locator("#q").press_sequentially("ceesen", delay=20)
    await expect(page.locator("[role=listbox]:visible [role=option]").first).to_contain_text("CEESEN")
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("Enter")
    await page.wait_for_url("**/entities/ceesen")
    await page.get_by_role("link", name="Who links to it").click()
    await page.wait_for_url("**/links?to=ceesen")
    title = await page.locator("muninet-graph .title").inner_text()
    await page.locator("summary", has_text="Put this picture into a report").click()
    code = await page.get_by_label("A live picture in a web page").input_value()
    await page.goto(
        foreign(code, f"default-src 'none'; frame-src {address}; script-src {address}; style-src 'unsafe-inline'")
    )
    frame = page.frame_locator("iframe")
    await expect(frame.locator("muninet-graph .title")).to_have_text(title, timeout=60_000)
    await expect(frame.locator("muninet-graph .node").first).to_be_attached()
    # It has asked for the height that it needs.
    inner = await frame.locator("body").evaluate("body => body.scrollHeight")
    box = await page.locator("iframe").bounding_box()
    assert box
    assert abs(box["height"] - inner) < 4


def test_a_story_goes_into_a_frame(address: str, seed_graph: object) -> None:
    steps = json.dumps([{"nodes": ["b40"], "text": '"><script>alert(1)</script>'}])
    page = get(f"{address}/embed/network", params={"network": "b40", "steps": steps}).text
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page


def test_a_page_hands_out_what_works_elsewhere(address: str, seed_graph: object) -> None:
    page = get(f"{address}/links?to=climate-alliance&via=ceesen").text
    shared = [unescape(text) for text in re.findall(r'<input id="share-graph-\d"[^>]* value="([^"]*)"', page)]
    assert len(shared) == 4
    for text in shared:
        for found in re.findall(r'(?:src="|\]\(|^)(http[^")]+)', text):
            answer = get(unescape(found))
            assert answer.status_code == 200, found
    assert f'<iframe src="{address}/embed/links?to=climate-alliance&amp;via=ceesen"' in shared[0]
    discovery = re.search(r'<link rel="alternate" type="application/json\+oembed" href="([^"]+)"', page)
    assert discovery
    assert get(address + unescape(discovery[1])).json()["title"] == "Cities linked to Climate Alliance via CEESEN"
