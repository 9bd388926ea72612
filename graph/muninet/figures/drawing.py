"""What a drawing is made of, whatever it is written as: paths and lines of text, in pixels of CSS, y downwards."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

Anchor = Literal["start", "middle", "end"]
Step = tuple[str, tuple[float, ...]]
_STEP = re.compile(r"([MLCZ])([^MLCZ]*)")
_NUMBER = re.compile(r"-?\d*\.?\d+(?:e-?\d+)?")


@dataclass(frozen=True)
class Path:
    """A line or an area.

    Attributes:
        steps: M, L, C and Z with absolute numbers, as in SVG.
        fill: colour, or none.
        stroke: colour, or none.
        width: of the stroke.
        dash: lengths of dash and gap.
        opacity: 0 to 1.
    """

    steps: Sequence[Step]
    fill: str | None = None
    stroke: str | None = None
    width: float = 1.0
    dash: tuple[float, ...] = ()
    opacity: float = 1.0


@dataclass(frozen=True)
class Text:
    """A line of text; y is that of its baseline. `halo` is the colour around its letters."""

    x: float
    y: float
    text: str
    size: float
    fill: str
    bold: bool = False
    anchor: Anchor = "start"
    halo: str | None = None


@dataclass(frozen=True)
class Group:
    """Things that belong together; the title is told by who is asked about them. `clip` is x, y, width and height."""

    items: Sequence[Item]
    title: str | None = None
    clip: tuple[float, float, float, float] | None = None


Item = Path | Text | Group


@dataclass(frozen=True)
class Drawing:
    """A whole drawing.

    Attributes:
        width: in pixels.
        height: in pixels.
        ground: its colour.
        title: what it is called.
        description: what is to be seen.
        items: what is drawn, from behind to the front.
    """

    width: float
    height: float
    ground: str
    title: str
    description: str
    items: Sequence[Item] = field(default_factory=tuple)

    def flat(self) -> Iterator[Path | Text]:
        """All paths and texts, from behind to the front."""
        yield from _flat(self.items)


def steps(data: str, *, x: float = 0.0, y: float = 0.0, scale: float = 1.0) -> tuple[Step, ...]:
    """Read path data of M, L, C and Z, enlarged by a scale and moved."""
    found: list[Step] = []
    for kind, rest in _STEP.findall(data):
        numbers = [float(number) for number in _NUMBER.findall(rest)]
        size = {"M": 2, "L": 2, "C": 6, "Z": 1}[kind]
        moved = tuple(round(n * scale + (y if i % 2 else x), 2) for i, n in enumerate(numbers))
        # Further pairs behind a letter repeat it; behind M they are lines.
        pieces = [moved[n : n + size] for n in range(0, len(moved), size)] or [()]
        found += [("L" if kind == "M" and n else kind, piece) for n, piece in enumerate(pieces)]
    return tuple(found)


def line(*points: tuple[float, float]) -> tuple[Step, ...]:
    """The steps of straight lines from point to point."""
    return tuple(("L" if n else "M", (round(x, 2), round(y, 2))) for n, (x, y) in enumerate(points))


def rectangle(x: float, y: float, width: float, height: float) -> tuple[Step, ...]:
    """The steps of a rectangle."""
    return (*line((x, y), (x + width, y), (x + width, y + height), (x, y + height)), ("Z", ()))


def _flat(items: Sequence[Item]) -> Iterator[Path | Text]:
    for item in items:
        if isinstance(item, Group):
            yield from _flat(item.items)
        else:
            yield item
