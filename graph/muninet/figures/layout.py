"""Where the things of a picture stand: the same data always in the same places.

Whoever has one neighbour only stands in rings around it, and the rest is laid out by springs; what is not joined is
packed side by side. Routes run from the left to the right instead: see `layers`.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import rustworkx as rx

from muninet.answers.models import Fact, NodeRef
from muninet.figures.layers import layered

Points = Mapping[str, tuple[float, float]]
Array = npt.NDArray[np.float64]
# All in units of a view. Room around everything, between a thing and its first ring, between rings, along a ring,
# between things that a spring joins, and between parts that nothing joins.
MARGIN = 60.0
_RING, _RINGS, _ALONG, _SPRING, _APART = 88.0, 54.0, 46.0, 60.0, 50.0
_SMALLEST, _LARGEST = 6.0, 18.0
# How far facts that join the same two bend away from each other.
_BEND = 22.0
_SEED = 20
# More than these side by side in columns cannot be read: their routes are drawn as any graph is.
_MOST_LAYERED = 60
_WIDE = 1.5


@dataclass(frozen=True)
class Placement:
    """Places and sizes, in units of the view.

    Attributes:
        places: middle of each entity, by id.
        radii: of each entity, by id.
        bends: of the facts that are no straight lines, by id: see `DrawnFact.bend`.
        width: of the ground.
        height: of the ground.
    """

    places: Points
    radii: Mapping[str, float]
    bends: Mapping[str, float]
    width: float
    height: float


def placed(
    nodes: Sequence[NodeRef], facts: Sequence[Fact], focus: Sequence[str], routes: Sequence[Sequence[str]] = ()
) -> Placement:
    """Lay out a graph; the order in which things and facts come makes no difference.

    Args:
        nodes: its entities.
        facts: what joins them.
        focus: ids of those that the question is about, which are drawn larger.
        routes: ids of the entities of each route from its start to its end, where there are routes.
    """
    ordered = sorted(nodes, key=lambda node: (node.type, node.name, node.id))
    around = _around(ordered, facts)
    radii = radii_of(ordered, facts, focus)
    if routes and len(ordered) <= _MOST_LAYERED:
        spots = layered(ordered, around, routes)
    else:
        parts = [_part(part, around, radii) for part in _parts(ordered, around)]
        spots = _packed(parts)
    places, width, height = _on_ground(spots)
    return Placement(places, radii, bends_of(facts), width, height)


def radii_of(nodes: Sequence[NodeRef], facts: Sequence[Fact], focus: Sequence[str]) -> dict[str, float]:
    """How large each entity is drawn: by the number of facts that touch it, the ones in focus never smallest."""
    touched: dict[str, int] = defaultdict(int)
    for fact in facts:
        touched[fact.from_.id] += 1
        touched[fact.to.id] += 1
    return {
        node.id: round(
            min(
                _LARGEST,
                (_SMALLEST + 4 if node.id in focus else _SMALLEST) + 1.3 * math.sqrt(max(0, touched[node.id] - 1)),
            ),
            1,
        )
        for node in nodes
    }


def bends_of(facts: Sequence[Fact]) -> dict[str, float]:
    """How far the facts that join the same two entities bend, so that each can be seen."""
    together: dict[tuple[str, ...], list[Fact]] = defaultdict(list)
    for fact in facts:
        together[tuple(sorted((fact.from_.id, fact.to.id)))].append(fact)
    found = {}
    for (first, _), several in together.items():
        for place, fact in enumerate(sorted(several, key=lambda one: (one.type, one.id))):
            bend = (place - (len(several) - 1) / 2) * _BEND
            # The right of who walks the other way is the left.
            found[fact.id] = bend if fact.from_.id == first else -bend
    return {id_: bend for id_, bend in found.items() if bend}


def _around(nodes: Sequence[NodeRef], facts: Sequence[Fact]) -> dict[str, list[str]]:
    """The neighbours of each entity, in the order of the entities."""
    place = {node.id: n for n, node in enumerate(nodes)}
    found: dict[str, set[str]] = {node.id: set() for node in nodes}
    for fact in facts:
        if fact.from_.id != fact.to.id:
            found[fact.from_.id].add(fact.to.id)
            found[fact.to.id].add(fact.from_.id)
    return {id_: sorted(others, key=place.__getitem__) for id_, others in found.items()}


def _parts(nodes: Sequence[NodeRef], around: Mapping[str, Sequence[str]]) -> list[list[str]]:
    """What hangs together, each part in the order of the entities, the largest first."""
    place, seen, parts = {node.id: n for n, node in enumerate(nodes)}, set[str](), []
    for node in nodes:
        if node.id in seen:
            continue
        part, open_ = {node.id}, [node.id]
        while open_:
            fresh = [other for other in around[open_.pop()] if other not in part]
            part.update(fresh)
            open_ += fresh
        seen |= part
        parts.append(sorted(part, key=place.__getitem__))
    return sorted(parts, key=len, reverse=True)


def _part(
    ids: Sequence[str], around: Mapping[str, Sequence[str]], radii: Mapping[str, float]
) -> dict[str, tuple[float, float]]:
    """Lay out what hangs together: its core by springs, those of one neighbour in rings around it."""
    core = [id_ for id_ in ids if len(around[id_]) > 1] or ids[:1]
    inner = set(core)
    leaves = {id_: [other for other in around[id_] if other not in inner] for id_ in core}
    rings = {id_: _rings(len(leaves[id_]), radii[id_]) for id_ in core}
    reach = np.array([max((radius for radius, _ in rings[id_]), default=0.0) + _ALONG / 2 + 12 for id_ in core])
    spots = _sprung(core, around, reach)
    found = {id_: (float(x), float(y)) for id_, (x, y) in zip(core, spots, strict=True)}
    for id_ in core:
        x, y = found[id_]
        for leaf, (radius, angle) in zip(leaves[id_], rings[id_], strict=True):
            found[leaf] = (x + radius * math.cos(angle), y + radius * math.sin(angle))
    return found


def _rings(count: int, inner: float) -> list[tuple[float, float]]:
    """Distance and direction of so many around one of them, ring by ring from the inside."""
    found: list[tuple[float, float]] = []
    radius = _RING + inner
    while len(found) < count:
        room = max(1, int(2 * math.pi * radius / _ALONG))
        here = min(room, count - len(found))
        # Every other ring is turned by half a step, so that lines to the outer ones pass between the inner.
        turn = (len(found) and math.pi / room) - math.pi / 2
        found += [(radius, turn + 2 * math.pi * n / here) for n in range(here)]
        radius += _RINGS
    return found


def _sprung(core: Sequence[str], around: Mapping[str, Sequence[str]], reach: Array) -> Array:
    """Places of a core by springs, wide rather than high, with room for what stands around each."""
    if len(core) == 1:
        return np.zeros((1, 2))
    graph: rx.PyGraph[str, None] = rx.PyGraph(multigraph=False)
    graph.add_nodes_from(list(core))
    number = {id_: n for n, id_ in enumerate(core)}
    joined = [(number[a], number[b]) for a in core for b in around[a] if b in number and number[a] < number[b]]
    graph.add_edges_from([(a, b, None) for a, b in joined])
    found = rx.spring_layout(graph, k=1.6 / math.sqrt(len(core)), num_iter=200, seed=_SEED)
    spots = np.array([found[n] for n in range(len(core))])
    a, b = np.array(joined).T
    lengths = np.linalg.norm(spots[a] - spots[b], axis=1)
    spots *= float(np.median(reach[a] + reach[b] + _SPRING)) / max(float(np.median(lengths)), 1e-6)
    return _parted(_lying(spots), reach)


def _lying(spots: Array) -> Array:
    """Turned so that what is longest lies across."""
    middle = spots - spots.mean(axis=0)
    if len(spots) < 3:
        # Two points have no longest side: the first is to the left.
        return np.array([[-np.linalg.norm(middle[0]), 0.0], [np.linalg.norm(middle[1]), 0.0]])
    _, axes = np.linalg.eigh(np.cov(middle.T))
    turned: Array = middle @ axes[:, ::-1]
    # An axis may point either way: the first thing is to the left of, and above, the middle.
    signs = np.where(turned[0] > 0, -1.0, 1.0)
    return turned * signs


def _parted(spots: Array, reach: Array) -> Array:
    """Moved apart until none stands in the room of another."""
    need = reach[:, None] + reach[None, :]
    np.fill_diagonal(need, 0.0)
    for _ in range(120 if len(spots) < 400 else 40):
        away = spots[:, None, :] - spots[None, :, :]
        distance = np.linalg.norm(away, axis=2)
        # Two in the very same spot are parted along the diagonal, the first to the left.
        same = (distance < 1e-6) & (need > 0)
        if same.any():
            order = np.sign(np.arange(len(spots))[:, None] - np.arange(len(spots))[None, :])
            away = np.where(same[..., None], order[..., None] * 0.7, away)
            distance = np.where(same, 1.0, distance)
        lacking = np.clip(need - distance, 0.0, None)
        if not (lacking > 0.5).any():
            break
        push = lacking / np.maximum(distance, 1e-6)
        spots = spots + 0.45 * (away * push[..., None]).sum(axis=1) / np.maximum((lacking > 0).sum(axis=1), 1)[:, None]
    return spots


def _packed(parts: Sequence[Mapping[str, tuple[float, float]]]) -> dict[str, tuple[float, float]]:
    """Parts side by side in rows, the largest first, on a ground that is wider than high."""
    boxes = []
    for part in parts:
        xs, ys = zip(*part.values(), strict=True)
        boxes.append((min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys)))
    area = sum((w + 2 * _APART) * (h + 2 * _APART) for _, _, w, h in boxes)
    widest = max([math.sqrt(area * _WIDE), *(w for _, _, w, _ in boxes)])
    found: dict[str, tuple[float, float]] = {}
    x = y = tallest = 0.0
    for part, (left, top, w, h) in zip(parts, boxes, strict=True):
        if x and x + w > widest:
            x, y, tallest = 0.0, y + tallest + 2 * _APART, 0.0
        found |= {id_: (px - left + x, py - top + y) for id_, (px, py) in part.items()}
        x, tallest = x + w + 2 * _APART, max(tallest, h)
    return found


def _on_ground(spots: Points) -> tuple[dict[str, tuple[float, float]], float, float]:
    """Moved so that the ground begins at 0,0, rounded; with its width and height."""
    if not spots:
        return {}, 2 * MARGIN, 2 * MARGIN
    xs, ys = zip(*spots.values(), strict=True)
    left, top = min(xs) - MARGIN, min(ys) - MARGIN
    places = {id_: (round(x - left, 1), round(y - top, 1)) for id_, (x, y) in spots.items()}
    return places, round(max(xs) - left + MARGIN, 1), round(max(ys) - top + MARGIN, 1)
