"""Drawings as PDF, with real text in our own font."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence

from reportlab.lib.colors import HexColor
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfgen.canvas import Canvas

from muninet.figures.drawing import Drawing, Group, Item, Path, Text, rectangle
from muninet.figures.text import font, shown

# Points of PDF to a pixel of CSS.
_POINT = 0.75


def written(drawing: Drawing) -> bytes:
    """Write a drawing as a document of one page; the same drawing makes the same bytes."""
    for bold in (False, True):
        pdfmetrics.registerFont(font(bold=bold))
    target = io.BytesIO()
    size = (drawing.width * _POINT, drawing.height * _POINT)
    canvas = Canvas(target, pagesize=size, invariant=True, pageCompression=1, lang="en")
    canvas.setTitle(shown(drawing.title))
    canvas.setSubject(shown(drawing.description))
    canvas.setAuthor("muninet")
    canvas.setCreator("muninet")
    # Pixels from the top, as everywhere else.
    canvas.transform(_POINT, 0, 0, -_POINT, 0, size[1])
    canvas.setLineJoin(1)
    _path(canvas, Path(rectangle(0, 0, drawing.width, drawing.height), fill=drawing.ground))
    _items(canvas, drawing.items)
    canvas.save()
    return target.getvalue()


def _items(canvas: Canvas, items: Sequence[Item]) -> None:
    for item in items:
        if isinstance(item, Path):
            _path(canvas, item)
        elif isinstance(item, Text):
            _text(canvas, item)
        else:
            _group(canvas, item)


def _group(canvas: Canvas, group: Group) -> None:
    canvas.saveState()
    if group.clip:
        canvas.clipPath(_outline(canvas, Path(rectangle(*group.clip))), stroke=0, fill=0)
    _items(canvas, group.items)
    canvas.restoreState()


def _outline(canvas: Canvas, path: Path) -> object:
    found = canvas.beginPath()
    draw: dict[str, Callable[..., object]] = {
        "M": found.moveTo, "L": found.lineTo, "C": found.curveTo, "Z": found.close
    }  # fmt: skip
    for kind, numbers in path.steps:
        draw[kind](*numbers)
    return found


def _path(canvas: Canvas, path: Path) -> None:
    if path.fill:
        canvas.setFillColor(HexColor(path.fill), alpha=path.opacity)
    if path.stroke:
        canvas.setStrokeColor(HexColor(path.stroke), alpha=path.opacity)
        canvas.setLineWidth(path.width)
        canvas.setDash(list(path.dash))
    canvas.drawPath(_outline(canvas, path), stroke=int(path.stroke is not None), fill=int(path.fill is not None))


def _text(canvas: Canvas, text: Text) -> None:
    words, name = shown(text.text), "NotoSans-Bold" if text.bold else "NotoSans"
    wide = pdfmetrics.stringWidth(words, name, text.size)
    start = text.x - {"start": 0.0, "middle": wide / 2, "end": wide}[text.anchor]
    if text.halo:
        canvas.setStrokeColor(HexColor(text.halo), alpha=1)
        canvas.setLineWidth(3)
        canvas.setDash([])
        _line(canvas, words, name, text, start, mode=1)
    canvas.setFillColor(HexColor(text.fill), alpha=1)
    _line(canvas, words, name, text, start, mode=0)


def _line(canvas: Canvas, words: str, name: str, text: Text, x: float, mode: int) -> None:
    # The page is upside down for everything else; letters are turned back.
    canvas.saveState()
    canvas.transform(1, 0, 0, -1, x, text.y)
    canvas.setFont(name, text.size)
    canvas.drawString(0, 0, words, mode=mode)
    canvas.restoreState()
