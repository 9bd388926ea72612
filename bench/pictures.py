"""How fast pictures are laid out, drawn and moved, beside plain ways of doing it.

    python -m bench.pictures

A network of 300 cities and six hubs, and one of 500: laid out (networkx's spring layout is the peer), drawn as PNG, and
panned in Debian's Chromium. There the peer is the same SVG moved by the attribute `transform` of a group, and the bound
what a page reaches that moves nothing. Then 2,000 entities dragged by the pointer, painted by WebGL and as SVG (here
without a graphics processor), and a page of ten elements, 60 entities each, until the last is drawn.
"""

from __future__ import annotations

import gzip
import http.server
import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import networkx as nx
from playwright.sync_api import Page, sync_playwright
from tests.figures.drawn import tangle, view_of
from tests.pages.test_browser import CHROMIUM

from muninet.figures import element, render
from muninet.figures.layout import placed
from muninet.figures.looks import Form, Looks
from muninet.figures.models import View

_ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"]
# Moves what it is given back and forth for two seconds, and counts the frames.
_FRAMES = """async (move) => { const act = eval(move); let n = 0; const start = performance.now();
  while (performance.now() - start < 2000) { act(40 * Math.sin(n / 9), 30 * Math.cos(n / 7));
    await new Promise(requestAnimationFrame); n++; }
  return n / ((performance.now() - start) / 1000); }"""
_NOTHING = "(x, y) => {}"
_LAYER = """(() => { const root = document.querySelector('muninet-graph').shadowRoot;
  const stage = root.querySelector('.stage'), picture = root.querySelector('.picture'); stage.classList.add('moving');
  return (x, y) => { picture.style.transform = `translate(${x}px,${y}px) scale(.6)`; }; })()"""
_ATTRIBUTE = """(() => { const picture = document.querySelector('muninet-graph').shadowRoot.querySelector('.picture');
  picture.style.transform = ''; const group = document.createElementNS('http://www.w3.org/2000/svg', 'g');
  group.append(...picture.childNodes); picture.append(group);
  return (x, y) => group.setAttribute('transform', `translate(${x},${y}) scale(.6)`); })()"""
# The same by what a pointer does.
_DRAG = """async () => { const stage = document.querySelector('muninet-graph').shadowRoot.querySelector('.stage');
  const fire = (kind, x, y, on) => on.dispatchEvent(new MouseEvent(kind, { clientX: x, clientY: y, bubbles: true,
    cancelable: true, view: window, button: 0 }));
  fire('mousedown', 500, 300, stage); let n = 0; const start = performance.now();
  while (performance.now() - start < 2000) { const [x, y] = [40 * Math.sin(n / 9), 30 * Math.cos(n / 7)];
    fire('mousemove', 500 + x, 300 + y, window);
    await new Promise(requestAnimationFrame); n++; }
  fire('mouseup', 500, 300, window); return n / ((performance.now() - start) / 1000); }"""


def taken(act: Callable[[], Any], times: int = 3) -> float:
    """Seconds, the best of some."""
    found = []
    for _ in range(times):
        start = time.perf_counter()
        act()
        found.append(time.perf_counter() - start)
    return min(found)


def network(count: int) -> View:
    """A view of so many cities and six networks that share them."""
    return view_of(*tangle(count), ["hub"])


def inline(view: View) -> str:
    """The HTML of an element that holds its view."""
    data = view.model_dump_json(by_alias=True).replace("<", "\\u003c")
    return f'<muninet-graph height="600"><script type="application/json">{data}</script></muninet-graph>'


@contextmanager
def served(pages: dict[str, bytes]) -> Iterator[str]:
    """Serve pages on loopback, and return the address."""

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = pages.get(self.path.partition("?")[0], b"")
            self.send_response(200 if body else 404)
            self.send_header("Content-Type", "text/javascript" if self.path.endswith(".js") else "text/html")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: Any) -> None:
            """Nothing."""

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def in_browser(pages: dict[str, bytes]) -> None:
    """Print frames a second while panning, and the time of the page of ten."""
    with served(pages) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=_ARGUMENTS)
        page: Page = browser.new_page(viewport={"width": 1200, "height": 900})
        page.goto(f"{address}/one")
        page.wait_for_function("document.querySelector('muninet-graph')?.shadowRoot?.querySelector('.name')")
        rates = {name: page.evaluate(_FRAMES, move) for name, move in
                 (("empty", _NOTHING), ("layer", _LAYER), ("attribute", _ATTRIBUTE))}  # fmt: skip
        print(f"panning 500 entities: {rates['layer']:.0f} frames/s; nothing moved: {rates['empty']:.0f}")
        print(
            f"  to the attribute of a group ({rates['attribute']:.0f}): {rates['layer'] / rates['attribute']:.1f} times"
        )
        dragged = {}
        for name in ("many", "many-svg"):
            page.goto(f"{address}/{name}")
            page.wait_for_function("document.querySelector('muninet-graph')?.shadowRoot?.querySelector('.name')")
            dragged[name] = page.evaluate(_DRAG)
        print(f"dragging 2,000 entities by WebGL: {dragged['many']:.0f} frames/s; as SVG {dragged['many-svg']:.0f}")
        start = time.perf_counter()
        page.goto(f"{address}/ten")
        page.wait_for_function(
            "[...document.querySelectorAll('muninet-graph')].filter((e) => e.shadowRoot?.querySelector('.name')).length"
            " === 10"
        )
        print(f"a page of ten elements: {time.perf_counter() - start:.2f} s (at most 2)")
        browser.close()


def main() -> None:
    """Print what each takes."""
    nodes, facts = tangle(300)
    graph = nx.Graph((fact.from_.id, fact.to.id) for fact in facts)
    ours = taken(lambda: placed(nodes, facts, ["hub"]))
    peer = taken(lambda: nx.spring_layout(graph, seed=1, iterations=200), 1)
    print(f"layout of 300: {ours:.2f} s; networkx {peer:.2f} s: {peer / ours:.0f} times")
    view = network(300)
    for form in (Form.SVG, Form.PNG, Form.PDF):
        print(f"{form} of 300, laid out: {taken(lambda form=form: render(view, form)):.2f} s")  # type: ignore[misc]
    print(f"PNG of 300, twice as fine: {taken(lambda: render(view, Form.PNG, Looks(scale=2))):.2f} s (at most 1)")
    script, painting = (one.encode() for one in element.needed(2000))
    sizes = [len(gzip.compress(one, 9)) / 1000 for one in (script, painting)]
    print(f"the element, gzipped: {sizes[0]:.0f} kB (at most 60), and {sizes[1]:.0f} kB above 500 entities")
    load = '<!doctype html><meta charset="utf-8"><script defer src="/e.js"></script>'
    ten = [inline(network(54)) for _ in range(10)]
    pages = {"/e.js": script, "/one": (load + inline(network(494))).encode(), "/ten": (load + "".join(ten)).encode()}
    pages |= {"/muninet-graph.js": script, "/muninet-graph-gl.js": painting}
    many = inline(network(1994))
    pages["/many"] = (load.replace("/e.js", "/muninet-graph.js") + many).encode()
    # Beside this script there is no other, so that the picture is SVG.
    pages["/many-svg"] = (load.replace("/e.js", "/alone/e.js") + many).encode()
    pages["/alone/e.js"] = script
    in_browser(pages)
    print(json.dumps({"entities": len(network(494).nodes), "facts": len(network(494).facts)}))


if __name__ == "__main__":
    assert Path(CHROMIUM).exists(), "there is no Chromium here: the browser's part cannot be measured"
    main()
