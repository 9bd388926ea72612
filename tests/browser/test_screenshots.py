"""The looks of the element beside kept ones: other letters and edges are no difference, another place or colour is.

MUNINET_KEEP_SCREENSHOTS=1 keeps those of this run; look at them before they are committed.
"""

from __future__ import annotations

import io
import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from PIL import Image, ImageChops, ImageFilter
from playwright.async_api import Page
from tests.figures.drawn import over_time, star, tangle, view_of

if TYPE_CHECKING:
    from tests.browser.conftest import Foreign

KEPT = Path(__file__).parent / "kept"
# Pictures are compared at this width, blurred: letters are then no more than grey.
_WIDE, _BLUR = 300, 1.6
# A point differs by this much of 255; so large a share of the points may.
_DIFFERS, _MOST = 40, 0.012
CITIES = "/v1/views/cities?networks=b40;iclei&at=2026-01-01"


def given(name: str, address: str) -> Any:
    """The view behind a kept picture."""
    if name == "cities":
        return httpx.get(address + CITIES, timeout=60).json()
    made = {"star": view_of(*star(24), ["hub"]), "tangle": view_of(*tangle(60), ["hub"]), "time": over_time()}[name]
    return made.model_dump(mode="json", by_alias=True)


async def taken(page: Page, foreign: Foreign, address: str, view: Any, theme: str) -> Image.Image:
    """The picture of a view, as small as it is compared."""
    await page.emulate_media(reduced_motion="reduce")
    await page.set_viewport_size({"width": 900, "height": 1400})
    body = (
        f'<muninet-graph page="{address}" theme="{theme}"></muninet-graph>'
        f'<script defer src="{address}/static/muninet-graph.js"></script>'
    )
    await page.goto(foreign(body, f"default-src 'none'; script-src {address}"))
    await page.evaluate(
        """async (view) => {
          await customElements.whenDefined('muninet-graph');
          document.querySelector('muninet-graph').data = view;
        }""",
        view,
    )
    await page.locator("muninet-graph .name, muninet-graph text").first.wait_for(state="attached")
    await page.wait_for_timeout(400)
    image = Image.open(io.BytesIO(await page.locator("muninet-graph .stage").screenshot())).convert("RGB")
    return image.resize((_WIDE, round(image.height * _WIDE / image.width)), Image.Resampling.BOX)


def difference(one: Image.Image, other: Image.Image) -> float:
    """The share of points that differ; 1 where the sizes do."""
    if abs(one.height - other.height) > 2:
        return 1.0
    blurred = [image.filter(ImageFilter.GaussianBlur(_BLUR)) for image in (one, other.resize(one.size))]
    most = ImageChops.difference(*blurred).split()
    merged = ImageChops.lighter(ImageChops.lighter(most[0], most[1]), most[2])
    return sum(merged.histogram()[_DIFFERS:]) / (one.width * one.height)


@pytest.mark.parametrize(
    ("name", "theme"),
    [("star", "light"), ("tangle", "dark"), ("time", "light"), ("cities", "light"), ("cities", "dark")],
)
async def test_it_looks_as_it_did(
    page: Page, foreign: Foreign, address: str, tmp_path: Path, name: str, theme: str
) -> None:
    found = await taken(page, foreign, address, given(name, address), theme)
    kept = KEPT / f"{name}-{theme}.png"
    if os.environ.get("MUNINET_KEEP_SCREENSHOTS"):
        found.save(kept, optimize=True)
    differs = difference(Image.open(kept).convert("RGB"), found)
    if differs > _MOST:
        found.save(tmp_path / kept.name)
    assert differs <= _MOST, f"{differs:.1%} of {tmp_path / kept.name} differs from {kept}"


async def test_another_place_or_colour_is_seen(page: Page, foreign: Foreign, address: str) -> None:
    view = given("star", address)
    usual = Image.open(KEPT / "star-light.png").convert("RGB")
    other = json.loads(json.dumps(view))
    for mark in other["marks"]:
        mark["colour"] = "#D55E00"
    assert difference(usual, await taken(page, foreign, address, other, "light")) > _MOST
    for node in view["nodes"]:
        node["x"] = view["width"] - node["x"] + 25
    assert difference(usual, await taken(page, foreign, address, view, "light")) > _MOST
