"""The picture itself, without what stands around it: lines, marks and names, fitted into an area."""

from __future__ import annotations

import math
from dataclasses import dataclass

from muninet.figures import lanes
from muninet.figures.drawing import Group, Item, Path, Text, line, steps
from muninet.figures.labels import LINE, SIZE, Label, Spot, labelled
from muninet.figures.models import DrawnFact, DrawnNode, Mark, Stroke, View
from muninet.figures.themes import Palette, seen

_LARGEST_SCALE = 1.35
_SMALLEST_MARK, _SMALLEST_FOCUS = 3.2, 5.0
_WIDTH, _ARROW, _BAR = 1.3, 5.5, 2.0
_FAINT = 0.45


@dataclass(frozen=True)
class Plot:
    """What is drawn in the area, and how many names found no room in it."""

    items: tuple[Item, ...]
    unnamed: int


@dataclass(frozen=True)
class _Fit:
    """From units of a view to pixels."""

    scale: float
    left: float
    top: float

    def at(self, x: float, y: float) -> tuple[float, float]:
        return self.left + x * self.scale, self.top + y * self.scale

    def radius(self, node: DrawnNode) -> float:
        return max(_SMALLEST_FOCUS if node.focus else _SMALLEST_MARK, node.r * min(1.0, self.scale))


def plotted(view: View, area: tuple[float, float, float, float], palette: Palette) -> Plot:
    """Draw a view into an area.

    Args:
        view: what to draw.
        area: left, top, width and height in pixels.
        palette: the colours around those of the model.
    """
    left, top, width, height = area
    scale = min(width / view.width, height / view.height, _LARGEST_SCALE)
    fit = _Fit(scale, left + (width - view.width * scale) / 2, top + (height - view.height * scale) / 2)
    nodes = {node.id: node for node in view.nodes}
    strokes = {stroke.type: stroke for stroke in view.strokes}
    marks = {mark.type: mark for mark in view.marks}
    ground = [_land(view, fit, palette)] if view.ground else lanes.years(view, fit.at, palette)
    lines = [_line(fact, nodes, strokes[fact.fact.type], fit, palette, view) for fact in view.facts]
    drawn = [_mark(node, marks[node.mark or node.type], fit, palette) for node in view.nodes]
    names, unnamed = _names(view, fit, (left, top, left + width, top + height), palette)
    clip = (left, top, width, height)
    return Plot((Group([*ground, Group(lines), Group(drawn)], clip=clip), Group(names)), unnamed)


def _names(view: View, fit: _Fit, area: tuple[float, float, float, float], palette: Palette) -> tuple[list[Item], int]:
    """What is written into the picture, and how many names have no room there."""
    if view.axis:
        names, unnamed = lanes.columned(view, fit.scale, fit.at, palette)
        words = [*lanes.sides(view, fit.scale, fit.at, palette), *lanes.moments(view, fit.at, palette)]
        return [*words, *names], unnamed
    pulls = _pulls(view)
    labels, unnamed = labelled([_spot(node, fit, pulls[node.id]) for node in view.nodes], area)
    return [text for label in labels for text in _texts(label, palette)], unnamed


def _spot(node: DrawnNode, fit: _Fit, pull: tuple[float, float]) -> Spot:
    x, y = fit.at(node.x, node.y)
    return Spot(node.id, node.name, x, y, fit.radius(node), node.focus * 1e6 + node.facts, bold=node.focus, pull=pull)


def _pulls(view: View) -> dict[str, tuple[float, float]]:
    """Where the lines of each entity lead, all together; rounded, so that nearly opposite ones count as opposite."""
    places = {node.id: (node.x, node.y) for node in view.nodes}
    found = dict.fromkeys(places, (0.0, 0.0))
    for drawn in view.facts:
        (x0, y0), (x1, y1) = places[drawn.fact.from_.id], places[drawn.fact.to.id]
        length = math.hypot(x1 - x0, y1 - y0) or 1.0
        ux, uy = (x1 - x0) / length, (y1 - y0) / length
        for id_, sign in ((drawn.fact.from_.id, 1), (drawn.fact.to.id, -1)):
            found[id_] = (found[id_][0] + sign * ux, found[id_][1] + sign * uy)
    return {id_: (round(x, 1), round(y, 1)) for id_, (x, y) in found.items()}


def _texts(label: Label, palette: Palette) -> list[Text]:
    return [
        Text(label.x, label.y + n * LINE, text, SIZE, palette.ink, label.bold, label.anchor, palette.ground)
        for n, text in enumerate(label.lines)
    ]


def _land(view: View, fit: _Fit, palette: Palette) -> Path:
    data = view.ground.land if view.ground else ""
    moved = steps(data, x=fit.left, y=fit.top, scale=fit.scale)
    return Path(moved, fill=palette.land, stroke=palette.line, width=0.8)


def _mark(node: DrawnNode, mark: Mark, fit: _Fit, palette: Palette) -> Group:
    x, y = fit.at(node.x, node.y)
    radius = fit.radius(node)
    items: list[Item] = [
        Path(steps(mark.path, x=x, y=y, scale=radius), fill=mark.colour, stroke=palette.ground, width=1.2)
    ]
    if node.focus:
        items.append(Path(steps(mark.path, x=x, y=y, scale=radius + 3.2), stroke=palette.ink, width=1.4))
    country = f", {node.country}" if node.country else ""
    return Group(items, title=f"{node.name} ({mark.label}{country})")


def _line(
    drawn: DrawnFact, nodes: dict[str, DrawnNode], stroke: Stroke, fit: _Fit, palette: Palette, view: View
) -> Group:
    start, end = nodes[drawn.fact.from_.id], nodes[drawn.fact.to.id]
    colour = seen(stroke.colour, palette.ground, 2.2)
    opacity = _FAINT if drawn.ended else 0.85
    stated = "; ".join(view.sources[id_].title for id_ in drawn.fact.sources if id_ in view.sources)
    title = f"{drawn.fact.sentence} {stated}".strip()
    if drawn.trace:
        dash = tuple(float(part) * _BAR for part in stroke.dash.split())
        return Group(lanes.traced(drawn.trace, fit.scale, fit.at, colour, _BAR, dash, opacity), title=title)
    dash = tuple(float(part) * _WIDTH for part in stroke.dash.split())
    curve, tip = _curve(fit.at(start.x, start.y), fit.at(end.x, end.y), drawn.bend * fit.scale, fit.radius(end) + 1.5)
    items: list[Item] = [Path(curve, stroke=colour, width=_WIDTH, dash=dash, opacity=opacity)]
    if tip:
        items.append(Path(tip, fill=colour, opacity=opacity))
    return Group(items, title=title)


def _curve(
    start: tuple[float, float], end: tuple[float, float], bend: float, short: float
) -> tuple[tuple[tuple[str, tuple[float, ...]], ...], tuple[tuple[str, tuple[float, ...]], ...]]:
    """The curve between two points, and the tip of its arrow, which stops short of the end."""
    (x0, y0), (x1, y1) = start, end
    length = math.hypot(x1 - x0, y1 - y0)
    if length < short + 1:
        return line(start, end), ()
    # To the right of who walks; y grows downwards, so right is (-dy, dx). A curve's middle lies half way to its handle.
    right = (-(y1 - y0) / length, (x1 - x0) / length)
    hx, hy = (x0 + x1) / 2 + right[0] * bend * 2, (y0 + y1) / 2 + right[1] * bend * 2
    away = math.hypot(x1 - hx, y1 - hy)
    ux, uy = (x1 - hx) / away, (y1 - hy) / away
    tx, ty = x1 - ux * short, y1 - uy * short
    bx, by = tx - ux * _ARROW, ty - uy * _ARROW
    side = _ARROW * 0.42
    tip = (*line((tx, ty), (bx - uy * side, by + ux * side), (bx + uy * side, by - ux * side)), ("Z", ()))
    if not bend:
        return line(start, (bx, by)), tip
    # A quadratic curve as a cubic one.
    first = (x0 + 2 / 3 * (hx - x0), y0 + 2 / 3 * (hy - y0))
    second = (bx + 2 / 3 * (hx - bx), by + 2 / 3 * (hy - by))
    cubic = tuple(round(n, 2) for point in (first, second, (bx, by)) for n in point)
    return (("M", (round(x0, 2), round(y0, 2))), ("C", cubic)), tip
