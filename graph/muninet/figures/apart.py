"""Marks by what entities belong to: on a map of several networks each network has its own, and so has each mixture."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, cycle
from typing import Any

from muninet.answers.models import NodeRef
from muninet.answers.wording import Wording
from muninet.errors import ParameterError
from muninet.figures.marks import outline
from muninet.figures.models import Mark

# Colours that people who see colours differently tell apart (Okabe and Ito 2008), each with a shape of its own.
_COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9")
_SHAPES = ("circle", "square", "triangle", "diamond", "hexagon", "pill", "shield", "document")
# Those that belong to several: a shape that no single one has.
_MIXED, _MIXED_COLOUR = "star", "#8A5A44"
# Of so many every mixture has its own mark; of more they share one.
_MOST_MIXED = 3
_SEVERAL = "several"


@dataclass(frozen=True)
class Apart:
    """How entities are told apart: `mark_of` says by id which of the marks each has, by `Mark.type`."""

    marks: list[Mark]
    mark_of: Mapping[str, str]


def told_apart(rows: Iterable[Any], column: str, about: Mapping[str, NodeRef], wording: Wording) -> Apart:
    """Give entities marks by what they belong to.

    Args:
        rows: of the answer: an `entity` each, and in a column the ids of what it belongs to.
        column: its name.
        about: what they may belong to, by id, in the order of the question.
        wording: the words of the legend.

    Raises:
        ParameterError: there are more of them than can be told apart.
    """
    if len(about) > len(_SHAPES):
        raise ParameterError(column, f"more than {len(_SHAPES)} cannot be told apart on one map: name fewer")
    ids = list(about)
    mixtures = [one for size in range(2, len(ids) + 1) for one in combinations(ids, size)]
    exact = len(ids) <= _MOST_MIXED
    belongs = {row.entity.id: tuple(id_ for id_ in ids if id_ in getattr(row, column)) for row in rows}
    mark_of = {id_: _key(found, exact) for id_, found in belongs.items()}
    counts = Counter(mark_of.values())
    singles = [
        _mark(id_, about[id_].name, shape, colour, counts)
        for id_, shape, colour in zip(ids, _SHAPES, cycle(_COLOURS), strict=False)
    ]
    if not exact:
        return Apart([*singles, _mark(_SEVERAL, wording.views.several, _MIXED, _MIXED_COLOUR, counts)], mark_of)
    free = list(zip(_SHAPES, cycle(_COLOURS), strict=False))[len(ids) :]
    looks: Sequence[tuple[str, str]] = [*free[: max(0, len(mixtures) - 1)], (_MIXED, _MIXED_COLOUR)]
    mixed = [
        _mark(_key(one, exact), wording.views.listed([about[id_].name for id_ in one]), shape, colour, counts)
        for one, (shape, colour) in zip(mixtures, looks, strict=False)
    ]
    return Apart([one for one in (*singles, *mixed) if one.count or one in singles], mark_of)


def _key(ids: Sequence[str], exact: bool) -> str:
    return "+".join(ids) if exact or len(ids) == 1 else _SEVERAL


def _mark(key: str, label: str, shape: str, colour: str, counts: Mapping[str, int]) -> Mark:
    return Mark(type=key, label=label, shape=shape, colour=colour, path=outline(shape), count=counts.get(key, 0))
