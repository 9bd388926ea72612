"""What stands around a picture: its title, its legend, what must be known to read it, and who says so."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from muninet.answers.models import Licence, Source
from muninet.figures.drawing import Drawing, Group, Item, Path, Text, line, steps
from muninet.figures.looks import HEIGHT, HIGHEST, Looks
from muninet.figures.models import Mark, Stroke, View
from muninet.figures.plot import Plot, plotted
from muninet.figures.text import lines, shown, width
from muninet.figures.themes import PALETTES, Palette, seen

_EDGE = 22.0
_TITLE, _WORDS, _FOOT = 20.0, 12.5, 10.5
_SWATCH, _ENTRY_GAP = 24.0, 18.0
# Sources that are named; the others are counted.
_MOST_SOURCES = 4
_MOST_FOOT_LINES = 6


def composed(view: View, looks: Looks, address: str) -> Drawing:
    """Put a drawing together.

    Args:
        view: what to draw.
        looks: its size and ground.
        address: of the page that shows the same.
    """
    palette = PALETTES[looks.theme]
    inner = looks.width - 2 * _EDGE
    head = _head(view, looks, palette, inner)
    legend = _legend(view.marks, view.strokes, palette, inner) if looks.legend else []
    top = max((text.y for text in head), default=_EDGE - 6) + 12
    # How many names find room is known only when the picture is there; its line is kept free meanwhile.
    foot = _foot(view, palette, inner, address, unnamed=1)
    below = _EDGE + _height(foot) + (_height(legend) + 12 if legend else 0)
    height = looks.height or _fitting(view, inner, top + below + 8)
    bottom = height - below
    plot = plotted(view, (_EDGE, top, inner, max(40.0, bottom - top - 8)), palette)
    foot = _foot(view, palette, inner, address, plot.unnamed)
    items: list[Item] = [*plot.items, *head]
    items += _moved(legend, _EDGE, bottom + 6)
    items += _moved(foot, _EDGE, height - _EDGE - _height(foot) + 4)
    return Drawing(looks.width, height, palette.ground, view.title, _told(view, plot), items)


def _fitting(view: View, inner: float, around: float) -> int:
    """How high a drawing is where nobody says so: as much as its lanes take, if it has lanes."""
    if view.axis is None:
        return HEIGHT
    return min(HIGHEST, round(around + view.height * min(1.0, inner / view.width)))


def _told(view: View, plot: Plot) -> str:
    return " ".join([view.description, *view.notes, *_unnamed(plot.unnamed)])


def _unnamed(count: int) -> list[str]:
    if not count:
        return []
    return [f"{count} names are not shown for lack of room." if count > 1 else "1 name is not shown for lack of room."]


def _head(view: View, looks: Looks, palette: Palette, inner: float) -> list[Text]:
    if not looks.title:
        return []
    y = _EDGE - 4
    found = []
    for text in lines(shown(view.title), _TITLE, inner, 2, bold=True):
        y += _TITLE * 1.2
        found.append(Text(_EDGE, round(y, 2), text, _TITLE, palette.ink, bold=True))
    kinds = "; ".join(f"{one.label}: {one.count}" for one in view.groups)
    for text in lines(shown(kinds or view.description), _WORDS, inner, 2):
        y += _WORDS * 1.4
        found.append(Text(_EDGE, round(y, 2), text, _WORDS, palette.soft))
    return found


def _legend(marks: Sequence[Mark], strokes: Sequence[Stroke], palette: Palette, inner: float) -> list[Group]:
    """Entries in rows from 0,0: shapes first, then lines."""
    entries = [
        (
            counted(mark),
            [Path(steps(mark.path, x=8, y=-4, scale=6), fill=mark.colour, stroke=palette.ground, width=0.5)],
        )
        for mark in marks
    ]
    for stroke in strokes:
        dash = tuple(float(part) * 1.6 for part in stroke.dash.split())
        colour = seen(stroke.colour, palette.ground, 2.2)
        entries.append((stroke.label, [Path(line((0, -4), (18, -4)), stroke=colour, width=1.6, dash=dash)]))
    found = []
    x = y = 0.0
    for label, swatch in entries:
        wide = _SWATCH + width(shown(label), _FOOT + 0.5)
        if x and x + wide > inner:
            x, y = 0.0, y + 17
        text = Text(_SWATCH, 0, label, _FOOT + 0.5, palette.ink)
        found.append(Group(_moved([*swatch, text], x, y + 12)))
        x += wide + _ENTRY_GAP
    return found


def counted(mark: Mark) -> str:
    """What a legend says of a mark: its name, and how many have it where that is told."""
    return mark.label if mark.count is None else f"{mark.label} ({mark.count})"


def _foot(view: View, palette: Palette, inner: float, address: str, unnamed: int) -> list[Text]:
    """Lines from 0,0: what must be known, then the sources with their licences, the day of the data, the address."""
    as_of = f"Data as of {view.data_as_of}. " if view.data_as_of else ""
    ground = [f"{view.ground.source}. {view.ground.projection} projection."] if view.ground else []
    texts = [
        " ".join([*view.notes, *_unnamed(unnamed), *ground]),
        f"Sources: {cited(view.sources.values()).rstrip('.')}. {licensed(view.licences)}" if view.sources else "",
        f"{as_of}muninet{', ' + address if address else ''}",
    ]
    found: list[Text] = []
    for text in texts:
        for one in lines(shown(text), _FOOT, inner, _MOST_FOOT_LINES):
            found.append(Text(0, (len(found) + 1) * 14.0, one, _FOOT, palette.soft))
    return found


def cited(sources: Iterable[Source]) -> str:
    """Sources in a line: publisher and year, each pair once, the newest first."""
    named = sorted(sources, key=lambda one: (one.published or "", one.id), reverse=True)
    found = list(dict.fromkeys(f"{one.publisher} {one.published[:4] if one.published else 'n.d.'}" for one in named))
    more = len(found) - _MOST_SOURCES
    return "; ".join(found[:_MOST_SOURCES]) + (f"; and {more} more" if more > 0 else "")


def licensed(licences: Iterable[Licence]) -> str:
    """The licences that the sources are under, in a line."""
    named = [one.licence for one in licences if one.licence]
    free = any(one.licence is None for one in licences)
    texts = [f"Licences: {', '.join(named)}." if named else "", "Facts of the others in our own words." if free else ""]
    return " ".join(text for text in texts if text)


def _height(items: Sequence[Item]) -> float:
    """How far down items reach that begin at 0."""
    ends = [text.y for item in items for text in ([item] if isinstance(item, Text) else _texts(item))]
    return max(ends, default=0.0)


def _texts(item: Item) -> list[Text]:
    if isinstance(item, Text):
        return [item]
    return [text for one in item.items for text in _texts(one)] if isinstance(item, Group) else []


def _moved(items: Sequence[Item], x: float, y: float) -> list[Item]:
    return [_shifted(item, x, y) for item in items]


def _shifted(item: Item, x: float, y: float) -> Item:
    if isinstance(item, Text):
        return Text(item.x + x, item.y + y, item.text, item.size, item.fill, item.bold, item.anchor, item.halo)
    if isinstance(item, Group):
        return Group(_moved(item.items, x, y), item.title, item.clip)
    moved = tuple(
        (kind, tuple(round(n + (y if i % 2 else x), 2) for i, n in enumerate(numbers))) for kind, numbers in item.steps
    )
    return Path(moved, item.fill, item.stroke, item.width, item.dash, item.opacity)
