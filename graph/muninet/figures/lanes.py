"""What a picture over time has that no other has: the years, dates of entities, and names in a column of their own."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from muninet.figures.drawing import Item, Path, Text, line, steps
from muninet.figures.labels import LINE, SIZE
from muninet.figures.models import DrawnNode, Trace, View, Words
from muninet.figures.text import shortened, shown
from muninet.figures.themes import Palette

# The column that names may fill, in units of a view: see times.py.
COLUMN = 208.0
_SMALL = 10.5
_DOT = 3.6
# Smaller than this, words stand upon each other.
_LEAST = 0.72
# A text's baseline lies this share of its size below its middle.
_SINK = 0.36
Place = Callable[[float, float], tuple[float, float]]


def years(view: View, at: Place, palette: Palette) -> list[Item]:
    """The years behind a picture: lines, and their names above."""
    if view.axis is None:
        return []
    found: list[Item] = []
    for tick in view.axis.ticks:
        top, bottom = at(tick.x, view.axis.top), at(tick.x, view.axis.bottom)
        x, y = at(tick.x, tick.y)
        found.append(Path(line(top, bottom), stroke=palette.line, width=0.8))
        found.append(Text(round(x, 2), round(y + _SMALL * _SINK, 2), tick.text, _SMALL, palette.soft, anchor="middle"))
    return found


def moments(view: View, at: Place, palette: Palette) -> list[Item]:
    """Dates of entities themselves."""
    found: list[Item] = []
    for one in view.axis.moments if view.axis else ():
        x, y = at(one.x, one.y)
        square = line((x - _DOT, y - _DOT), (x + _DOT, y - _DOT), (x + _DOT, y + _DOT), (x - _DOT, y + _DOT))
        found.append(Path((*square, ("Z", ())), fill=palette.ink, stroke=palette.ground, width=1.0))
        found.append(_text(one, view, at, palette, _DOT + 4))
    return found


def traced(
    trace: Trace, scale: float, at: Place, colour: str, width: float, dash: tuple[float, ...], opacity: float
) -> list[Item]:
    """A fact over time."""
    x, y = at(0, 0)
    found: list[Item] = []
    if trace.line:
        data = steps(trace.line, x=x, y=y, scale=scale)
        # An outline is too small for dashes.
        whole = trace.line.endswith("Z")
        found.append(Path(data, stroke=colour, width=width, dash=() if whole else dash, opacity=opacity))
    if trace.tip:
        found.append(Path(steps(trace.tip, x=x, y=y, scale=scale), fill=colour, opacity=opacity))
    return found


def sides(view: View, scale: float, at: Place, palette: Palette) -> list[Item]:
    """The other sides of facts, where they have room and do not go without saying."""
    words = [drawn.trace.words for drawn in view.facts if drawn.trace and drawn.trace.words]
    return [_text(one, view, at, palette, 0.0) for one in words] if scale >= _LEAST else []


def columned(view: View, scale: float, at: Place, palette: Palette) -> tuple[list[Item], int]:
    """The names of entities beside their marks, and how many have no room."""
    found: list[Item] = []
    last = float("-inf")
    for node in _downwards(view.nodes):
        x, y = at(node.x, node.y)
        if y - last < LINE * 0.85:
            continue
        last = y
        left = x + node.r * min(1.0, scale) + 5
        text = shortened(shown(node.name) or "?", SIZE, COLUMN * scale, bold=node.focus)
        found.append(Text(round(left, 2), round(y + SIZE * _SINK, 2), text, SIZE, palette.ink, bold=node.focus))
    return found, len(view.nodes) - len(found)


def _downwards(nodes: Iterable[DrawnNode]) -> list[DrawnNode]:
    return sorted(nodes, key=lambda node: (node.y, node.id))


def _text(words: Words, view: View, at: Place, palette: Palette, away: float) -> Text:
    x, y = at(words.x, words.y)
    x += away
    text = shortened(shown(words.text), _SMALL, max(0.0, at(view.width, 0.0)[0] - x))
    return Text(round(x, 2), round(y + _SMALL * _SINK, 2), text, _SMALL, palette.soft, halo=palette.ground)
