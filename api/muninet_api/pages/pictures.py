"""Pictures on pages: where they are served, drawn and ready to be drawn."""

from __future__ import annotations

from dataclasses import dataclass, replace
from html import escape
from urllib.parse import urlsplit

from muninet.figures.looks import layout_of
from muninet.figures.models import Layout
from muninet.figures.questions import DRAWABLE
from muninet_api.pages.asked import Asked

_SMALL = (480, 560)
_LAYOUTS = {Layout.GRAPH: "As a graph", Layout.MAP: "On a map", Layout.TIME: "Over time"}
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
        height: the same; None where that depends on the answer.
        small: address of the drawing as it fits a phone.
        alt: what is to be seen, for those who cannot see it.
        files: addresses of the drawing by form.
        layout: how it is laid out.
        others: the other ways, in words, with the address of the page that shows each.
        page: path and query of the page that shows it.
    """

    view: str
    light: str
    dark: str
    width: int
    height: int | None
    small: str
    alt: str
    files: tuple[tuple[str, str], ...]
    layout: Layout
    page: str
    others: tuple[tuple[str, str], ...] = ()


def picture_of(
    name: str, query: str, alt: str, *, page: str, layout: Layout | None = None, size: tuple[int, int] = _LARGE
) -> Picture:
    """The picture of a view.

    Args:
        name: of the view, such as `links`.
        query: its parameters, as an address holds them.
        alt: what is to be seen.
        page: the page that shows it.
        layout: how it is laid out; None means the ordinary way.
        size: width and height, in pixels of CSS; a picture over time is as high as it has to be.
    """
    ordinary = DRAWABLE[name].layouts[0]
    layout = layout or ordinary
    asked = "&".join(part for part in (query, f"layout={layout}" if layout is not ordinary else "") if part)
    more = f"{asked}&" if asked else ""

    def drawn(wide: int, high: int) -> str:
        height = "" if layout is Layout.TIME else f"&height={high}"
        return f"/figures/{name}.svg?{more}title=false&width={wide}{height}"

    return Picture(
        view=f"/v1/views/{name}?{asked}",
        light=drawn(*size),
        dark=f"{drawn(*size)}&theme=dark",
        width=size[0],
        height=None if layout is Layout.TIME else size[1],
        small=drawn(*_SMALL),
        alt=alt,
        files=tuple((form, f"/figures/{name}.{form}?{asked}") for form in _FORMS),
        layout=layout,
        page=page,
    )


def picture_of_answer(name: str, asked: Asked, alt: str) -> Picture:
    """The picture of what a page was asked, with links to the other layouts.

    Raises:
        ParameterError: it cannot be laid out as the page was asked to.
    """
    drawable = DRAWABLE[name]
    query, layout = urlsplit(asked.sent("/")).query, layout_of(drawable, {"layout": asked.extras.get("layout")})
    found = picture_of(name, query, alt, page=asked.address(), layout=layout)
    others = [(_LAYOUTS[one], asked.address(layout=one.value)) for one in drawable.layouts if one is not layout]
    return replace(found, others=tuple(others))


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
