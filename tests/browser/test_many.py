"""Pictures of many entities: drawn by WebGL, whose script is asked for then alone; as SVG where there is no WebGL."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from playwright.async_api import Page, expect
from tests.browser.test_element import alone
from tests.figures.drawn import star, tangle, view_of

from muninet.figures.looks import Form
from muninet.figures.models import View
from muninet.figures.rendering import render

if TYPE_CHECKING:
    from tests.browser.conftest import Foreign

GL = "muninet-graph-gl.js"
# Colour of the middle of the canvas where an entity of the view stands, as it is seen now.
_COLOUR = """
([id]) => {
  const element = document.querySelector('muninet-graph');
  const canvas = element.shadowRoot.querySelector('canvas');
  const { x, y } = element.data.nodes.find((node) => node.id === id);
  const matrix = new DOMMatrix(getComputedStyle(element.shadowRoot.querySelector('.painted .picture')).transform);
  const [fine, copy] = [canvas.width / canvas.clientWidth, document.createElement('canvas')];
  [copy.width, copy.height] = [canvas.width, canvas.height];
  copy.getContext('2d').drawImage(canvas, 0, 0);
  const at = matrix.transformPoint({ x, y });
  return [...copy.getContext('2d').getImageData(Math.round(at.x * fine), Math.round(at.y * fine), 1, 1).data];
}
"""


def many() -> View:
    return view_of(*tangle(600), ["hub"])


def unasked(address: str) -> str:
    """The HTML of an element that asks for no view."""
    return alone(address).replace(f' src="{address}/v1', f' page="{address}/v1')


async def given(page: Page, foreign: Foreign, address: str, view: View) -> list[str]:
    """A page of somebody else's with an element that is given a view; what it asks for meanwhile."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    policy = f"default-src 'none'; script-src {address}; connect-src {address}; style-src 'none'"
    await page.goto(foreign(unasked(address), policy))
    await page.evaluate(
        """async (text) => {
          await customElements.whenDefined('muninet-graph');
          const element = document.querySelector('muninet-graph');
          const drawn = new Promise((resolve) => element.addEventListener('muninet-drawn', resolve, { once: true }));
          element.data = JSON.parse(text);
          await drawn;
        }""",
        view.model_dump_json(by_alias=True),
    )
    return asked


async def test_many_entities_are_painted_by_a_script_that_is_loaded_for_them(
    page: Page, foreign: Foreign, address: str
) -> None:
    asked = await given(page, foreign, address, many())
    assert [url.partition("?")[0] for url in asked if GL in url] == [f"{address}/static/{GL}"]
    await expect(page.locator("muninet-graph canvas")).to_have_count(1)
    await expect(page.locator("muninet-graph .node")).to_have_count(0)
    await expect(page.locator("muninet-graph text").first).to_be_attached()
    # A network is green, as the legend says.
    colour: list[int] = []
    for _ in range(50):
        colour = await page.evaluate(_COLOUR, ["hub"])
        if colour[3]:
            break
        await page.wait_for_timeout(100)
    assert colour[1] > 130
    assert colour[0] < 60
    assert await page.evaluate("Object.keys(window).filter((name) => /muninet|d3/i.test(name))") == []


async def test_few_entities_ask_for_no_other_script(page: Page, foreign: Foreign, address: str) -> None:
    asked = await given(page, foreign, address, view_of(*star(80), ["hub"]))
    assert not [url for url in asked if GL in url]
    await expect(page.locator("muninet-graph .node")).to_have_count(81)
    await expect(page.locator("muninet-graph canvas")).to_have_count(0)


async def test_what_is_painted_is_explored_like_any_picture(page: Page, foreign: Foreign, address: str) -> None:
    await given(page, foreign, address, many())
    panel = page.locator("muninet-graph .panel")
    stage = page.locator("muninet-graph .stage")
    await stage.focus()
    await page.keyboard.press("Enter")
    await expect(panel.locator("h3")).to_have_text("A hub")
    await page.keyboard.press("ArrowRight")
    await expect(panel.locator("h3")).to_contain_text("City number")
    await page.keyboard.press("Escape")
    await expect(panel).to_be_hidden()
    # What is pointed at is told, and a click chooses it.
    place = await page.evaluate(
        """() => {
          const element = document.querySelector('muninet-graph');
          const picture = element.shadowRoot.querySelector('.painted .picture');
          const hub = element.data.nodes.find((one) => one.id === 'hub');
          const at = new DOMMatrix(getComputedStyle(picture).transform).transformPoint(hub);
          const box = element.shadowRoot.querySelector('.painted').getBoundingClientRect();
          return [box.left + at.x, box.top + at.y];
        }"""
    )
    await page.mouse.move(*place)
    await expect(panel.locator("h3")).to_have_text("A hub")
    await page.mouse.click(*place)
    await expect(panel.locator(".do button").first).to_be_visible()
    await page.keyboard.press("Escape")
    # A kind of fact that is hidden takes its names with it where nothing else holds them.
    names = page.locator("muninet-graph text")
    before = await names.count()
    await page.locator("muninet-graph .legend").get_by_role("button", name="member of").click()
    await page.wait_for_timeout(600)
    assert await names.count() != before


async def test_without_webgl_it_is_drawn_as_svg(page: Page, foreign: Foreign, address: str) -> None:
    await page.add_init_script(
        "const real = HTMLCanvasElement.prototype.getContext;"
        "HTMLCanvasElement.prototype.getContext = function (kind, ...more) {"
        "  return kind.startsWith('webgl') ? null : real.call(this, kind, ...more); }"
    )
    await given(page, foreign, address, many())
    await expect(page.locator("muninet-graph .node")).to_have_count(606)


@pytest.mark.parametrize("blocked", [False, True])
async def test_a_file_holds_what_paints_it(page: Page, tmp_path: Path, blocked: bool) -> None:
    file = tmp_path / "many.html"
    text = render(many(), Form.HTML).decode()
    if blocked:
        # The second script is missing: the picture is SVG.
        start = text.rindex("<script>")
        text = text[:start] + text[text.index("</script>", start) + len("</script>") :]
    file.write_text(text, "utf-8")
    await page.context.set_offline(True)
    await page.goto(file.as_uri())
    await expect(page.locator("muninet-graph canvas")).to_have_count(0 if blocked else 1)
    await expect(page.locator("muninet-graph .node")).to_have_count(606 if blocked else 0, timeout=30_000)


async def test_too_many_are_told_and_not_drawn(page: Page, foreign: Foreign, address: str) -> None:
    await page.goto(foreign(unasked(address), f"default-src 'none'; script-src {address}"))
    view: dict[str, Any] = view_of(*star(2), ["hub"]).model_dump(mode="json", by_alias=True)
    view["nodes"] = [{**view["nodes"][1], "id": f"n{n}"} for n in range(5001)]
    await page.evaluate(
        """async (view) => {
          await customElements.whenDefined('muninet-graph');
          document.querySelector('muninet-graph').data = view;
        }""",
        view,
    )
    await expect(page.locator("muninet-graph .trouble")).to_contain_text("5001 entities are too many")
    await expect(page.locator("muninet-graph canvas, muninet-graph .stage")).to_have_count(0)
    await page.get_by_role("button", name="Show the 500 that most facts touch").click()
    await expect(page.locator("muninet-graph .node")).to_have_count(500)
    await expect(page.locator("muninet-graph .foot")).to_contain_text("Of 5001 entities the 500 that most facts touch")
