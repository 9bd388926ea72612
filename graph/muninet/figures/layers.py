"""Routes from the left to the right: whoever is as many facts from the end stands in one column."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence

from muninet.answers.models import NodeRef

# In units of a view: between columns, between the columns that one column of many is wrapped into, between rows.
_COLUMN, _WRAPPED, _ROW = 230.0, 128.0, 36.0
# The most rows of a column that holds more than one or two; more rows where there would be very many columns.
_ROWS = 16


def layered(
    nodes: Sequence[NodeRef], around: Mapping[str, Sequence[str]], routes: Sequence[Sequence[str]]
) -> dict[str, tuple[float, float]]:
    """Places by id. Neighbours in order of each other, so that few lines cross.

    Args:
        nodes: all that is drawn, in their order.
        around: neighbours by id.
        routes: ids from start to end.
    """
    column = _columns(nodes, routes)
    order = _ordered([node.id for node in nodes], column, around)
    found: dict[str, tuple[float, float]] = {}
    right = 0.0
    for number in sorted(order):
        ids = order[number]
        rows = min(len(ids), max(_ROWS, math.ceil(math.sqrt(len(ids) * 2))))
        wrapped = math.ceil(len(ids) / rows)
        rows = math.ceil(len(ids) / wrapped)
        for place, id_ in enumerate(ids):
            row, sub = place % rows, place // rows
            found[id_] = (right - (wrapped - 1 - sub) * _WRAPPED, (row - (rows - 1) / 2) * _height(rows))
        right -= (wrapped - 1) * _WRAPPED + _COLUMN
    return _levelled(found, order, around)


def _height(rows: int) -> float:
    """The fewer stand in a column, the farther they are apart."""
    return _ROW * max(1.0, min(3.0, 8 / rows))


def _columns(nodes: Sequence[NodeRef], routes: Sequence[Sequence[str]]) -> dict[str, int]:
    """The most facts between each entity and the end of its routes; those of no route stand at the end."""
    found = dict.fromkeys((node.id for node in nodes), 0)
    for route in routes:
        for place, id_ in enumerate(reversed(route)):
            found[id_] = max(found[id_], place)
    return found


def _ordered(
    ids: Sequence[str], column: Mapping[str, int], around: Mapping[str, Sequence[str]]
) -> dict[int, list[str]]:
    """The entities of each column, by the middle of their neighbours in the columns to the right."""
    order: dict[int, list[str]] = defaultdict(list)
    for id_ in ids:
        order[column[id_]].append(id_)
    height: dict[str, float] = {}
    for number in sorted(order):
        place = {id_: n for n, id_ in enumerate(order[number])}
        nearer = {id_: [height[other] for other in around[id_] if column[other] < number] for id_ in order[number]}
        middle = {id_: sum(found) / len(found) if found else 0.0 for id_, found in nearer.items()}
        order[number].sort(key=lambda id_: (middle[id_], place[id_]))
        count = len(order[number])
        height |= {id_: (n + 0.5) / count for n, id_ in enumerate(order[number])}
    return order


def _levelled(
    spots: dict[str, tuple[float, float]], order: Mapping[int, Sequence[str]], around: Mapping[str, Sequence[str]]
) -> dict[str, tuple[float, float]]:
    """Columns of one row's width moved to the height of what leads to them, without changing their order."""
    for number in sorted(order, reverse=True):
        ids = order[number]
        if len({spots[id_][0] for id_ in ids}) > 1 or number == max(order):
            continue
        wanted = []
        for id_ in ids:
            left = [spots[other][1] for other in around[id_] if spots[other][0] < spots[id_][0]]
            wanted.append(sum(left) / len(left) if left else spots[id_][1])
        for id_, y in zip(ids, _spread(wanted, _height(len(ids))), strict=True):
            spots[id_] = (spots[id_][0], y)
    return spots


def _spread(wanted: Sequence[float], gap: float) -> list[float]:
    """Heights near the wanted ones, in the same order, at least a gap apart."""
    found: list[float] = []
    for y in wanted:
        found.append(max(y, found[-1] + gap) if found else y)
    shift = (sum(wanted) - sum(found)) / max(len(found), 1)
    return [y + shift for y in found]
