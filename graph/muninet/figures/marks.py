"""How types look: outlines of marks and strokes of facts, made from the model, for every drawer alike."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Collection, Mapping

from muninet.answers.wording import Wording
from muninet.figures.models import Mark, Stroke
from muninet.model import Schema

# Distance of a Bézier curve's handles that makes it a quarter of a circle of radius 1.
_ROUND = 0.5523
_WORDS = re.compile(r"(?<=[a-z])(?=[A-Z])")


def marks_of(schema: Schema, types: Collection[str]) -> list[Mark]:
    """How entities of these types are drawn, in the order of the model."""
    return [
        Mark(type=label, label=_named(label), shape=node.shape, colour=node.colour, path=outline(node.shape))
        for label, node in schema.nodes.items()
        if label in types
    ]


def strokes_of(schema: Schema, wording: Wording, types: Collection[str]) -> list[Stroke]:
    """How facts of these types are drawn, in the order of the model."""
    return [
        Stroke(
            type=type_,
            label=_without_article(wording.phrase(type_, (), forward=True).link),
            kind=fact.kind,
            colour=schema.class_colours[fact.kind],
            dash=fact.dash,
        )
        for type_, fact in schema.facts.items()
        if type_ in types
    ]


def outline(shape: str) -> str:
    """Return a shape as SVG path data of M, L, C and Z around 0,0, as large as a circle of radius 1.

    Raises:
        KeyError: the shape is none of those there are.
    """
    return _SHAPES[shape]()


def shapes() -> tuple[str, ...]:
    """The names of the shapes there are."""
    return tuple(_SHAPES)


def _named(label: str) -> str:
    """A label of the model as words: `WorkingGroup` is a `Working group`."""
    return _WORDS.sub(" ", label).capitalize()


def _without_article(link: str) -> str:
    return re.sub(r"^\(?one\)? ", "", re.sub(r"^(an?|the) ", "", link))


def _polygon(points: Collection[tuple[float, float]]) -> str:
    return "M" + "L".join(f"{x:.3f},{y:.3f}" for x, y in points) + "Z"


def _regular(corners: int, first: float = -90.0) -> str:
    """A regular polygon of the area of the circle; `first` is the direction of its first corner, in degrees."""
    radius = math.sqrt(2 * math.pi / (corners * math.sin(2 * math.pi / corners)))
    angles = [math.radians(first + 360 * i / corners) for i in range(corners)]
    return _polygon([(radius * math.cos(angle), radius * math.sin(angle)) for angle in angles])


def _star() -> str:
    inner = 0.45
    outer = math.sqrt(math.pi / (5 * inner * math.sin(math.radians(36))))
    angles = [(math.radians(-90 + 36 * i), outer * (inner if i % 2 else 1)) for i in range(10)]
    return _polygon([(radius * math.cos(angle), radius * math.sin(angle)) for angle, radius in angles])


def _circle() -> str:
    k = _ROUND
    return f"M1,0C1,{k} {k},1 0,1C-{k},1 -1,{k} -1,0C-1,-{k} -{k},-1 0,-1C{k},-1 1,-{k} 1,0Z"


def _pill() -> str:
    """Two halves of a circle, `r`, and between them as much as the area leaves."""
    r = 0.75
    x = (math.pi - math.pi * r * r) / (4 * r)
    k, far = r * _ROUND, x + r
    return (
        f"M{-x:.3f},{-r}L{x:.3f},{-r}C{x + k:.3f},{-r} {far:.3f},{-k:.3f} {far:.3f},0"
        f"C{far:.3f},{k:.3f} {x + k:.3f},{r} {x:.3f},{r}L{-x:.3f},{r}"
        f"C{-x - k:.3f},{r} {-far:.3f},{k:.3f} {-far:.3f},0C{-far:.3f},{-k:.3f} {-x - k:.3f},{-r} {-x:.3f},{-r}Z"
    )


def _shield() -> str:
    return "M-0.9,-1L0.9,-1L0.9,0.1C0.9,0.75 0.4,1.1 0,1.3C-0.4,1.1 -0.9,0.75 -0.9,0.1Z"


def _document() -> str:
    return "M-0.8,-1.05L0.3,-1.05L0.8,-0.55L0.8,1.05L-0.8,1.05Z"


_SHAPES: Mapping[str, Callable[[], str]] = {
    "circle": _circle,
    "square": lambda: _regular(4, -45),
    "hexagon": lambda: _regular(6, 0),
    "diamond": lambda: _regular(4, 0),
    "star": _star,
    "triangle": lambda: _regular(3),
    "shield": _shield,
    "pill": _pill,
    "document": _document,
}
