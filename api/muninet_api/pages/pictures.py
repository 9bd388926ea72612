"""Pictures on pages: where they are served, drawn and ready to be drawn."""

from __future__ import annotations

from dataclasses import dataclass, replace
from html import escape
from urllib.parse import urlsplit

from muninet.figures.models import Layout
from muninet_api.pages.asked import Asked

_SMALL = "width=480&height=560"
_LARGE = (960, 640)
_FORMS = ("svg", "png", "pdf", "html")


@dataclass(frozen=True)
class Picture:
    """A picture.

    Attributes:
        view: address of what is to be drawn, for the element that draws it.
        light: address of the drawing on light ground.
        dark: the same on dark ground.
        width: of the drawing, in pixels of CSS.
        height: the same.
        small: address of the drawing as it fits a phone.
        alt: what is to be seen, for those who cannot see it.
        files: addresses of the drawing by form.
        as_graph: address of the page with the picture as a graph; empty where there is only one.
        as_map: the same as a map.
        is_map: whether it is a map.
        page: path and query of the page that shows it.
    """

    view: str
    light: str
    dark: str
    width: int
    height: int
    small: str
    alt: str
    files: tuple[tuple[str, str], ...]
    as_graph: str
    as_map: str
    is_map: bool
    page: str


def picture_of(
    name: str, query: str, alt: str, *, page: str, layout: str = Layout.GRAPH, size: tuple[int, int] = _LARGE
) -> Picture:
    """The picture of a view.

    Args:
        name: of the view, such as `links`.
        query: its parameters, as an address holds them.
        alt: what is to be seen.
        page: the page that shows it.
        layout: graph or map.
        size: width and height, in pixels of CSS.
    """
    asked = "&".join(part for part in (query, "layout=map" if layout == Layout.MAP else "") if part)
    more = f"{asked}&" if asked else ""
    drawn = f"/figures/{name}.svg?{more}title=false&width={size[0]}&height={size[1]}"
    return Picture(
        view=f"/v1/views/{name}?{asked}",
        light=drawn,
        dark=f"{drawn}&theme=dark",
        width=size[0],
        height=size[1],
        small=f"/figures/{name}.svg?{more}title=false&{_SMALL}",
        alt=alt,
        files=tuple((form, f"/figures/{name}.{form}?{asked}") for form in _FORMS),
        as_graph="",
        as_map="",
        is_map=layout == Layout.MAP,
        page=page,
    )


def picture_of_answer(name: str, asked: Asked, alt: str) -> Picture:
    """The picture of what a page was asked, with links to the other layout."""
    query = urlsplit(asked.sent("/")).query
    found = picture_of(name, query, alt, page=asked.address(), layout=asked.extras["layout"])
    return replace(
        found, as_graph=asked.address(layout=Layout.GRAPH.value), as_map=asked.address(layout=Layout.MAP.value)
    )


def frame_of(address: str, title: str, height: int, origin: str, *, width: int | None = None) -> str:
    """The HTML of a frame that sizes itself, for another page.

    Args:
        address: of what is to be framed.
        title: what it is called, for those who cannot see it.
        height: before it tells its own, in pixels of CSS.
        origin: where this service is.
        width: the most it takes, in pixels of CSS.
    """
    wide = f"max-width:{width}px;" if width else ""
    return (
        f'<iframe src="{escape(address)}" title="{escape(title)}" loading="lazy" '
        f'style="width:100%;{wide}height:{height}px;border:0"></iframe>'
        f'<script async src="{escape(origin)}/static/embed.js"></script>'
    )
