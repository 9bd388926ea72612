"""The element <muninet-graph> in a browser: drawn, explored by keyboard, filtered, told in a table, and safe."""

from __future__ import annotations

import functools
import gzip
import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx
from playwright.async_api import Page, expect
from tests.figures.drawn import HOSTILE, hostile

from muninet.figures import element

if TYPE_CHECKING:
    from tests.browser.conftest import Foreign

# A server that nobody has asked yet plans its first question for some seconds.
get = functools.partial(httpx.get, timeout=60)
LINKS = "/v1/views/links?to=climate-alliance&via=ceesen&at=2026-01-01"


def alone(address: str, src: str = LINKS, more: str = "") -> str:
    """The HTML of an element by a script of the service."""
    return (
        f'<muninet-graph src="{address}{src}" {more}>without scripts</muninet-graph>'
        f'<script defer src="{address}/static/muninet-graph.js"></script>'
    )


def allowing(address: str) -> str:
    """A strict policy that lets an element of the service do what it has to."""
    return f"default-src 'none'; script-src {address}; connect-src {address}; style-src 'none'"


async def opened(page: Page, foreign: Foreign, address: str, more: str = "", src: str = LINKS) -> None:
    await page.goto(foreign(alone(address, src, more), allowing(address)))
    await expect(page.locator("muninet-graph .node").first).to_be_attached(timeout=30_000)


async def focused(page: Page) -> str | None:
    """The id of the entity that has the focus."""
    found: str | None = await page.evaluate(
        "document.querySelector('muninet-graph').shadowRoot.activeElement?.getAttribute('data-id') ?? null"
    )
    return found


async def test_an_answer_is_drawn_on_a_foreign_page(page: Page, foreign: Foreign, address: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    await opened(page, foreign, address)
    view = get(address + LINKS).json()
    await expect(page.locator("muninet-graph .node")).to_have_count(len(view["nodes"]))
    await expect(page.locator("muninet-graph .fact")).to_have_count(len(view["facts"]))
    await expect(page.locator("muninet-graph .title")).to_have_text(view["title"])
    await expect(page.locator("muninet-graph .kinds li")).to_have_text(
        [f"{group['count']} {group['label']}" for group in view["groups"]]
    )
    await expect(page.locator("muninet-graph .sources li")).to_have_count(len(view["sources"]))
    place = await page.locator("muninet-graph .node[data-id=tartu-ee]").get_attribute("transform")
    drawn = next(node for node in view["nodes"] if node["id"] == "tartu-ee")
    assert place == f"translate({drawn['x']:g},{drawn['y']:g})"
    # Nothing but the page, the script and the view; no name is left in the page's own.
    assert {url.partition("?")[0] for url in asked if "127.0.0.1" not in url} == set()
    assert await page.evaluate("Object.keys(window).filter((name) => /muninet|d3/i.test(name))") == []


async def test_it_is_explored_by_keyboard_alone(page: Page, foreign: Foreign, address: str) -> None:
    await opened(page, foreign, address)
    await page.keyboard.press("Tab")
    await page.keyboard.press("ArrowRight")
    assert await focused(page) == "ceesen"
    await page.keyboard.press("ArrowRight")
    assert await focused(page) == "climate-alliance"
    await expect(page.locator("muninet-graph .panel h3")).to_have_text("Climate Alliance")
    await page.keyboard.press("ArrowLeft")
    await page.keyboard.press("ArrowLeft")
    agency = await focused(page)
    assert agency
    assert agency.endswith(("agency", "energy", "alba", "menea", "trea")) or "agency" in agency
    # Enter opens, unless whoever embeds it does something else.
    await page.evaluate(
        "addEventListener('muninet-open', (event) => { event.preventDefault(); document.title = event.detail.id; })"
    )
    await page.keyboard.press("Enter")
    assert await page.title() == agency
    await page.keyboard.press("Escape")
    assert await focused(page) is None
    await expect(page.locator("muninet-graph .panel")).to_be_hidden()


async def test_facts_over_time_are_bars_in_lanes(page: Page, foreign: Foreign, address: str) -> None:
    src = "/v1/views/timeline?entity=b40"
    await opened(page, foreign, address, src=src)
    view = get(address + src).json()
    lines = [drawn["trace"]["line"] for drawn in view["facts"] if drawn["trace"]["line"]]
    assert set(lines) <= set(
        await page.locator("muninet-graph .fact .line").evaluate_all("all => all.map(one => one.getAttribute('d'))")
    )
    await expect(page.locator("muninet-graph .year")).to_have_count(len(view["axis"]["ticks"]))
    names = await page.locator("muninet-graph .names text").all_text_contents()
    assert {tick["text"] for tick in view["axis"]["ticks"]} <= set(names)
    assert "founded 2021-11-30" in names
    # Up and down go from lane to lane.
    await page.locator("muninet-graph .stage").focus()
    await page.keyboard.press("Enter")
    assert await focused(page) == "b40"
    await page.keyboard.press("ArrowDown")
    below = sorted((node["y"], node["id"]) for node in view["nodes"])[1][1]
    assert await focused(page) == below
    # As high as its lanes, so that none is cut off.
    high = await page.locator("muninet-graph .stage").evaluate("stage => stage.clientHeight")
    assert high > len(view["nodes"]) * 20


async def test_cities_of_a_map_tell_the_facts_that_have_no_line(page: Page, foreign: Foreign, address: str) -> None:
    src = "/v1/views/cities?networks=b40;iclei&at=2026-01-01"
    await opened(page, foreign, address, src=src)
    await expect(page.locator("muninet-graph .legend")).to_contain_text("B40 Balkan Cities Network and ICLEI (1)")
    await page.locator("muninet-graph .node[data-id=tirana-al]").click()
    panel = page.locator("muninet-graph .panel")
    await expect(panel).to_contain_text("Tirana is a member of ICLEI")
    await expect(panel.locator(".from a").first).to_have_attribute("href", re.compile("^http"))
    await page.locator("muninet-graph summary", has_text="The same as a table").click()
    await expect(page.locator("muninet-graph tbody tr")).to_have_count(len(get(address + src).json()["undrawn"]))


async def test_positions_go_into_a_file_and_come_from_one(
    page: Page, foreign: Foreign, address: str, tmp_path: Path
) -> None:
    await opened(page, foreign, address)
    save = page.locator("muninet-graph .save")
    await expect(save).to_be_hidden()
    node = page.locator("muninet-graph .node[data-id=ceesen]")
    box = await node.bounding_box()
    assert box
    await page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    await page.mouse.down()
    await page.mouse.move(box["x"] + 90, box["y"] + 70, steps=4)
    await page.mouse.up()
    await expect(save).to_be_visible()
    async with page.expect_download() as waiting:
        await save.click()
    file = tmp_path / "positions.json"
    await (await waiting.value).save_as(file)
    positions = json.loads(file.read_text("utf-8"))
    assert list(positions) == ["ceesen"]
    await opened(page, foreign, address, f"positions='{json.dumps(positions)}'")
    x, y = positions["ceesen"]
    await expect(node).to_have_attribute("transform", f"translate({x},{y})")


async def test_enter_opens_the_page_of_an_entity(page: Page, address: str) -> None:
    await page.goto(f"{address}/embed/links?to=climate-alliance&via=ceesen")
    await page.locator("muninet-graph .stage").focus()
    await page.keyboard.press("Enter")
    await page.keyboard.press("Enter")
    await page.wait_for_url("**/entities/ceesen")


async def test_kinds_of_facts_can_be_hidden(page: Page, foreign: Foreign, address: str) -> None:
    await opened(page, foreign, address)
    shown = page.locator("muninet-graph .fact:not(.hidden)")
    every = await page.locator("muninet-graph .fact").count()
    button = page.locator("muninet-graph .legend").get_by_role("button", name="supported by")
    await expect(button).to_have_attribute("aria-pressed", "true")
    await button.click()
    await expect(button).to_have_attribute("aria-pressed", "false")
    assert 0 < await shown.count() < every
    # Entities that nothing joins any more are gone; what the question is about stays.
    await expect(page.locator("muninet-graph .node[data-id=tartu-ee]")).to_be_hidden()
    await expect(page.locator("muninet-graph .node[data-id=ceesen]")).to_be_visible()
    await button.click()
    await expect(shown).to_have_count(every)


async def test_a_year_shows_what_held_then(page: Page, foreign: Foreign, address: str) -> None:
    await opened(page, foreign, address)
    slider = page.locator("muninet-graph input[type=range]")
    await slider.focus()
    await slider.fill("2023")
    await expect(page.locator("muninet-graph output")).to_have_text("2023")
    # Of 2024 is the membership of CEESEN in the Climate Alliance.
    await expect(page.locator("muninet-graph .fact:not(.hidden)")).not_to_have_count(0)
    ends = await page.evaluate(
        """() => { const e = document.querySelector('muninet-graph');
        const ids = [...e.shadowRoot.querySelectorAll('.fact:not(.hidden)')].map((f) => f.getAttribute('data-id'));
        return e.data.facts.filter((f) => ids.includes(f.fact.id)).map((f) => f.fact.holds_from); }"""
    )
    assert all(day is None or day <= "2023-12-31" for day in ends)


async def test_the_same_stands_in_a_table(page: Page, foreign: Foreign, address: str) -> None:
    await opened(page, foreign, address)
    await page.locator("muninet-graph summary", has_text="The same as a table").click()
    view = get(address + LINKS).json()
    cells = await page.locator("muninet-graph tbody tr td:nth-child(4)").all_text_contents()
    assert cells == [drawn["fact"]["sentence"] for drawn in view["facts"]]


async def test_names_stay_text(page: Page, foreign: Foreign, address: str) -> None:
    data = hostile().model_dump_json(by_alias=True).replace("<", "\\u003c")
    body = (
        f'<muninet-graph><script type="application/json">{data}</script></muninet-graph>'
        f'<script defer src="{address}/static/muninet-graph.js"></script>'
    )
    page.on("dialog", lambda dialog: (_ for _ in ()).throw(AssertionError(dialog.message)))
    await page.goto(foreign(body, f"default-src 'none'; script-src {address}"))
    await expect(page.locator("muninet-graph .node")).to_have_count(len(HOSTILE) + 1)
    labels = await page.locator("muninet-graph .node").evaluate_all("all => all.map((one) => one.ariaLabel)")
    for name in HOSTILE[:3]:
        assert any(str(label).startswith(name) for label in labels)
    found = await page.evaluate(
        "[...document.querySelector('muninet-graph').shadowRoot.querySelectorAll('*')].map((e) => e.localName)"
    )
    assert not set(found) & {"script", "img", "b", "iframe", "object"}


async def test_neighbours_are_added_around_what_stays(page: Page, foreign: Foreign, address: str) -> None:
    await opened(page, foreign, address)
    before = await page.locator("muninet-graph .node[data-id=ceesen]").get_attribute("transform")
    count = await page.locator("muninet-graph .node").count()
    await page.locator("muninet-graph .node[data-id=ceesen]").click()
    await page.locator("muninet-graph").get_by_role("button", name="Show neighbours").click()
    await expect(page.locator("muninet-graph .node")).not_to_have_count(count, timeout=30_000)
    assert await page.locator("muninet-graph .node").count() > count
    assert await page.locator("muninet-graph .node[data-id=ceesen]").get_attribute("transform") == before


async def test_what_was_moved_is_kept_in_the_address(page: Page, foreign: Foreign, address: str) -> None:
    await opened(page, foreign, address, "remember")
    node = page.locator("muninet-graph .node[data-id=ceesen]")
    box = await node.bounding_box()
    assert box
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    before = await node.get_attribute("transform")
    await page.mouse.move(x, y)
    await page.mouse.down()
    await page.mouse.move(x + 40, y + 25, steps=4)
    await page.mouse.up()
    moved = await node.get_attribute("transform")
    assert moved != before
    assert "#at=ceesen:" in page.url
    places: dict[str, Any] = await page.evaluate("document.querySelector('muninet-graph').positions")
    assert list(places) == ["ceesen"]
    await page.reload()
    await expect(node).to_be_attached()
    assert await page.evaluate("document.querySelector('muninet-graph').positions") == places
    await page.locator("muninet-graph").get_by_role("button", name="Show all").click()
    assert await node.get_attribute("transform") == before
    assert "#" not in page.url


async def test_a_story_is_told_in_steps(page: Page, foreign: Foreign, address: str) -> None:
    steps = json.dumps(
        [{"nodes": ["tartu-ee", "ceesen"], "text": "It <b>begins</b> here."}, {"nodes": [], "text": "End."}]
    )
    await opened(page, foreign, address, f"steps='{steps}'")
    text = page.locator("muninet-graph .steps .text")
    await page.locator("muninet-graph").get_by_role("button", name="Next").click()
    await expect(text).to_have_text("1 of 2: It <b>begins</b> here.")
    await expect(page.locator("muninet-graph .node.lit")).to_have_count(2)
    await page.locator("muninet-graph").get_by_role("button", name="Next").click()
    await expect(text).to_have_text("2 of 2: End.")
    await expect(page.locator("muninet-graph").get_by_role("button", name="Next")).to_be_disabled()


async def test_several_stand_on_one_page(page: Page, foreign: Foreign, address: str) -> None:
    body = alone(address) + alone(address, "/v1/views/network?network=b40&layout=map")
    await page.goto(foreign(body, allowing(address)))
    await expect(page.locator("muninet-graph .title")).to_have_text(
        ["Cities linked to Climate Alliance via CEESEN", "Who is a member of B40 Balkan Cities Network"], timeout=30_000
    )
    await expect(page.locator("muninet-graph .land")).to_have_count(1)
    await expect(page.locator("muninet-graph .foot").nth(1)).to_contain_text("Natural Earth")


async def test_what_cannot_be_had_leaves_what_is_there(page: Page, foreign: Foreign, address: str) -> None:
    # The browser itself tells of the answer 404; that is no fault of the element.
    await page.goto(foreign("<p>before</p>"))
    await page.add_init_script("window.complaints = []")
    context = page.context
    other = await context.new_page()
    await other.goto(foreign(alone(address, "/v1/views/links?to=climate-aliance"), allowing(address)))
    await expect(other.get_by_role("alert")).to_contain_text("climate-aliance")
    await expect(other.get_by_text("without scripts")).to_be_visible()
    await other.close()


async def test_axe_finds_nothing(page: Page, foreign: Foreign, address: str, element_checked: Path) -> None:
    axe = (element_checked / "node_modules" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")
    for more in ("theme=light", "theme=dark"):
        await opened(page, foreign, address, more)
        await page.locator("muninet-graph .node[data-id=ceesen]").click()
        await page.locator("muninet-graph summary", has_text="The same as a table").click()
        await page.wait_for_timeout(300)
        await page.evaluate(axe)
        found = await page.evaluate("axe.run(document.querySelector('muninet-graph'))")
        told = [
            (one["id"], one["nodes"][0]["html"][:120], one["nodes"][0]["failureSummary"]) for one in found["violations"]
        ]
        assert told == []
        assert len(found["passes"]) > 10


def test_the_element_is_small() -> None:
    script = element.script()
    assert script is not None
    assert len(gzip.compress(script, 9)) < 60_000
    assert b"http://" not in script.replace(b"http://www.w3.org/", b"")
