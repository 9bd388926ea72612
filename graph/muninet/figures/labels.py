"""Which names stand where: none upon another, none upon a mark, the most important first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from muninet.figures.drawing import Anchor
from muninet.figures.text import lines, shown, width

SIZE = 11.5
LINE = 13.5
_WIDEST = 118.0
_GAP = 3.0
# Squares in which boxes are looked for, in pixels.
_CELL = 64.0
_SLANT = 0.7
Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Spot:
    """A mark that has a name; `weight` says how much it matters. Pixels.

    `pull` is where its lines lead, all together: a name stands rather on the other side.
    """

    id: str
    name: str
    x: float
    y: float
    r: float
    weight: float
    bold: bool = False
    pull: tuple[float, float] = (0.0, 0.0)


@dataclass(frozen=True)
class Label:
    """A name in its place: `x` is where its lines are anchored, `y` the baseline of the first."""

    id: str
    lines: tuple[str, ...]
    x: float
    y: float
    anchor: Anchor
    bold: bool
    box: Box


def labelled(spots: Sequence[Spot], area: Box) -> tuple[list[Label], int]:
    """Give names their places.

    Args:
        spots: all marks.
        area: left, top, right and bottom, which no name leaves.

    Returns:
        The names that have room, and how many have none.
    """
    taken = _Boxes()
    for spot in spots:
        taken.add((spot.x - spot.r, spot.y - spot.r, spot.x + spot.r, spot.y + spot.r), spot.id)
    found: list[Label] = []
    for spot in sorted(spots, key=lambda one: (-one.weight, one.name, one.id)):
        label = next(
            (one for one in _candidates(spot) if _inside(one.box, area) and taken.free(one.box, spot.id)), None
        )
        if label is None and spot.bold:
            # What the question is about is named, whatever is behind it.
            label = next((one for one in _candidates(spot) if _inside(one.box, area)), None)
        if label is not None:
            taken.add(label.box, None)
            found.append(label)
    return found, len(spots) - len(found)


def _candidates(spot: Spot) -> Iterator[Label]:
    """The places for a name, the best first: away from its lines, else right, left, below, above, then the corners."""
    texts = tuple(lines(shown(spot.name), SIZE, _WIDEST, 2, bold=spot.bold)) or ("?",)
    wide = max(width(text, SIZE, bold=spot.bold) for text in texts)
    high = LINE * len(texts)
    away, slant = spot.r + _GAP, spot.r * 0.72 + _GAP
    right, left, below, above = spot.x + away, spot.x - away, spot.y + away - 1, spot.y - away - high + 1
    places: list[tuple[tuple[float, float], float, float, Anchor]] = [
        ((1.0, 0.0), right, spot.y - high / 2, "start"),
        ((-1.0, 0.0), left, spot.y - high / 2, "end"),
        ((0.0, 1.0), spot.x, below, "middle"),
        ((0.0, -1.0), spot.x, above, "middle"),
        ((_SLANT, _SLANT), spot.x + slant, spot.y + slant - 2, "start"),
        ((_SLANT, -_SLANT), spot.x + slant, spot.y - slant - high + 2, "start"),
        ((-_SLANT, _SLANT), spot.x - slant, spot.y + slant - 2, "end"),
        ((-_SLANT, -_SLANT), spot.x - slant, spot.y - slant - high + 2, "end"),
    ]
    places.sort(key=lambda place: place[0][0] * spot.pull[0] + place[0][1] * spot.pull[1])
    for _, x, top, anchor in places:
        start = {"start": x, "middle": x - wide / 2, "end": x - wide}[anchor]
        box = (start, top, start + wide, top + high)
        yield Label(spot.id, texts, round(x, 2), round(top + SIZE * 0.95, 2), anchor, spot.bold, box)


def _inside(box: Box, area: Box) -> bool:
    return box[0] >= area[0] and box[1] >= area[1] and box[2] <= area[2] and box[3] <= area[3]


class _Boxes:
    """Boxes that are taken, found by the squares that they lie in."""

    def __init__(self) -> None:
        self._cells: Mapping[tuple[int, int], list[tuple[Box, str | None]]] = defaultdict(list)

    def add(self, box: Box, owner: str | None) -> None:
        for cell in _cells(box):
            self._cells[cell].append((box, owner))

    def free(self, box: Box, owner: str) -> bool:
        """Whether a box meets none but those of its owner."""
        return not any(
            box[0] < other[2] and other[0] < box[2] and box[1] < other[3] and other[1] < box[3]
            for cell in _cells(box)
            for other, whose in self._cells[cell]
            if whose != owner
        )


def _cells(box: Box) -> Iterator[tuple[int, int]]:
    for column in range(int(box[0] // _CELL), int(box[2] // _CELL) + 1):
        for row in range(int(box[1] // _CELL), int(box[3] // _CELL) + 1):
            yield column, row
