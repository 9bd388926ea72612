"""A view as one file that explores itself: it holds all that it needs, and asks nobody for anything, ever."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Sequence
from html import escape

from muninet.figures import element, svg
from muninet.figures.frame import composed
from muninet.figures.looks import Looks
from muninet.figures.models import View
from muninet.figures.text import shown

_STYLE = (
    "body{margin:0 auto;max-width:75rem;padding:1rem;font:1rem/1.5 system-ui,sans-serif;color-scheme:light dark}"
    "img{max-width:100%;height:auto}"
)


def written(view: View, looks: Looks, address: str) -> bytes:
    """Write a view with the element that draws it, and a drawing for where no script may run.

    Args:
        view: what to show.
        looks: height and theme of the picture; the drawing takes all of it.
        address: of the page that shows the same.

    Raises:
        UsageError: the element has not been built.
    """
    # A script ends where its end tag stands, whatever it says; in JSON and in our bundles a backslash may stand there.
    scripts = [
        one.replace("</script", "<\\/script").replace("<!--", "<\\!--") for one in element.needed(len(view.nodes))
    ]
    data = json.dumps(view.model_dump(mode="json", by_alias=True), ensure_ascii=False).replace("<", "\\u003c")
    drawn = composed(view, looks, address)
    drawing = base64.b64encode(svg.written(drawn)).decode("ascii")
    title, told = escape(shown(view.title)), escape(shown(view.description))
    page = (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_policy(scripts)}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{title}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n"
        f'<muninet-graph height="{drawn.height}" theme="{looks.theme if looks.theme == "dark" else "auto"}" '
        f'page="{escape(address)}">\n<script type="application/json">{data}</script>\n'
        f'<img src="data:image/svg+xml;base64,{drawing}" alt="{title}. {told}" '
        f'width="{looks.width}" height="{drawn.height}">\n</muninet-graph>\n'
        + "".join(f"<script>{one}</script>\n" for one in scripts)
        + "</body>\n</html>\n"
    )
    return page.encode("utf-8")


def _policy(scripts: Sequence[str]) -> str:
    """Nothing but these scripts, this style and what stands in the file itself."""
    allowed = " ".join(_hash(one) for one in scripts)
    return (
        f"default-src 'none'; script-src {allowed}; style-src {_hash(_STYLE)}; img-src data:; base-uri 'none'; "
        "form-action 'none'"
    )


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode('utf-8')).digest()).decode('ascii')}'"
