"""The widget of notebooks, as a notebook shows it."""

from __future__ import annotations

import base64

from playwright.async_api import Page
from tests.figures.drawn import HOSTILE, hostile

from muninet.client.pictures import Picture


async def test_the_widget_in_a_browser(page: Page) -> None:
    widget = Picture(hostile()).widget()
    # As a notebook shows it: its script as a module, a model with its values, a place to stand.
    module = base64.b64encode(widget._esm.encode()).decode()
    await page.goto("about:blank")
    await page.evaluate(
        """async ([module, values]) => {
          document.body.innerHTML = '<main id="cell"></main>';
          const { default: widget } = await import(`data:text/javascript;base64,${module}`);
          window.model = { values, saved: 0, get(name) { return this.values[name]; },
            set(name, value) { this.values[name] = value; }, save_changes() { this.saved += 1; },
            on(name, call) { this.call = call; }, off() { this.call = null; } };
          window.leave = widget.render({ model: window.model, el: document.getElementById('cell') });
        }""",
        [module, {"view": widget.view, "height": 300, "positions": {"hub": [40, 50]}, "opened": "", "address": ""}],
    )
    hub = page.locator("muninet-graph .node[data-id=hub]")
    assert await hub.get_attribute("transform") == "translate(40,50)"
    assert HOSTILE[0] in (await hub.get_attribute("aria-label") or "")
    assert await page.locator("muninet-graph img, muninet-graph script").count() == 0
    assert await page.locator("muninet-graph .foot a[target=_top]").count() == 0
    await hub.dblclick()
    assert await page.evaluate("[window.model.values.opened, window.model.saved]") == ["hub", 1]
    await page.evaluate("window.model.values.positions = {}; window.model.call(); window.leave()")
    assert await page.evaluate("window.model.call") is None
