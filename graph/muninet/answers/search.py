"""Finds entities by name in any script, with or without accents, whole, begun or with a slip of the finger."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from muninet.answers import cursors
from muninet.answers.models import SearchResult
from muninet.answers.shape import node_ref
from muninet.errors import ParameterError, Suggestion
from muninet.model import Schema
from muninet.model.names import fold
from muninet.store.bolt import Store
from muninet.store.values import NodeValue

# How many candidates the index hands over to be compared name by name; more are never looked through.
_CANDIDATES = 200
_MOST_WORDS = 12
# Below this a name only shares letters by chance.
_LEAST_SCORE = 0.5

_FIND = """
CALL db.index.fulltext.queryNodes('entity_names', $lucene, {limit: $candidates}) YIELD node, score
WHERE size($types) = 0 OR any(label IN labels(node) WHERE label IN $types)
RETURN node, score ORDER BY score DESC, node.id LIMIT $candidates
"""


@dataclass(frozen=True)
class _Match:
    score: float
    name: str
    node: NodeValue


async def search(
    store: Store, schema: Schema, q: str, *, types: Sequence[str] = (), limit: int = 20, cursor: str | None = None
) -> tuple[list[SearchResult], str | None]:
    """Return the entities whose names are nearest to `q`, best first, and the cursor of the next page.

    Args:
        store: where to look.
        schema: the model, for the order of types that match equally well.
        q: what somebody typed.
        types: labels to look among; none for all.
        limit: at most this many.
        cursor: `next` of the page before.

    Raises:
        ParameterError: the cursor is not ours.
    """
    words = fold(q).split()[:_MOST_WORDS]
    if not words:
        return [], None
    wanted = " ".join(words)
    nodes = await _candidates(store, words, types)
    order = {label: position for position, label in enumerate(schema.nodes)}
    found = [match for match in (_best(wanted, node) for node in nodes) if match.score >= _LEAST_SCORE]
    keyed = sorted((f"{1 - m.score:.4f}|{order.get(m.node.type, 99):02d}|{m.node.id}", m) for m in found)
    if cursor is not None:
        after = cursors.decode(cursor)
        keyed = [(key, match) for key, match in keyed if key > after]
    page = keyed[:limit]
    return [_result(match) for _, match in page], cursors.encode(page[-1][0]) if len(keyed) > limit else None


async def nearest(store: Store, schema: Schema, text: str, limit: int = 3) -> tuple[Suggestion, ...]:
    """The entities that may have been meant by an unknown id."""
    found, _ = await search(store, schema, text.replace("-", " "), limit=limit)
    return tuple(Suggestion(result.id, result.name) for result in found)


def known_types(schema: Schema, types: Sequence[str]) -> tuple[str, ...]:
    """The labels asked for.

    Raises:
        ParameterError: one of them is not in the model.
    """
    for label in types:
        if label not in schema.nodes:
            raise ParameterError("type", f"{label!r} is not a type: one of {', '.join(schema.nodes)}")
    return tuple(types)


async def _candidates(store: Store, words: Sequence[str], types: Sequence[str]) -> list[NodeValue]:
    """Entities with all the words; where there is none, with any of them."""
    for joined in (" AND ", " OR "):
        lucene = joined.join(_lucene(word) for word in words)
        found = await store.read(_FIND, {"lucene": lucene, "types": list(types), "candidates": _CANDIDATES})
        if found.rows:
            return [row[0] for row in found.rows]
    return []


def _lucene(word: str) -> str:
    """One folded word (a-z, 0-9 only, so there is nothing to escape): itself, begun, or a letter or two off."""
    if len(word) < 3:
        return f"({word}^4 OR {word}*)"
    return f"({word}^4 OR {word}*^2 OR {word}~{1 if len(word) < 8 else 2})"


def _best(wanted: str, node: NodeValue) -> _Match:
    shown = [node.properties["name"], *(node.properties.get("names") or []), node.id]
    return max((_Match(_score(wanted, fold(name)), name, node) for name in shown), key=lambda match: match.score)


def _score(wanted: str, name: str) -> float:
    """How near a folded name is: 1 the same; begun or containing all the words, by how much of it; else by edits."""
    if not name:
        return 0.0
    if name == wanted:
        return 1.0
    share = len(wanted) / max(len(wanted), len(name))
    score = 0.98 * fuzz.ratio(wanted, name) / 100
    if name.startswith(wanted):
        score = max(score, 0.8 + 0.15 * share)
    elif set(wanted.split()) <= set(name.split()):
        score = max(score, 0.7 + 0.15 * share)
    else:
        score = max(score, 0.75 * max(fuzz.ratio(wanted, word) for word in name.split()) / 100)
    return round(score, 4)


def _result(match: _Match) -> SearchResult:
    ref = node_ref(match.node)
    return SearchResult(
        id=ref.id, type=ref.type, name=ref.name, country=ref.country, score=match.score, matched=match.name
    )
