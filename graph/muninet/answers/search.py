"""Finds entities by name in any script, with or without accents, whole, begun or with a slip of the finger."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

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
# A name has no more letters; for much longer words the index fails.
_LONGEST = 200
# Below this a name only shares letters by chance.
_LEAST_SCORE = 0.5
# Words so long are taken apart, in case a space was missed; longer ones are no two words of a name.
_TAKEN_APART = range(5, 41)
# The first letter that is not of the Latin alphabet and its accents.
_BEYOND_LATIN = "\u0250"

_FIND = """
CALL db.index.fulltext.queryNodes('entity_names', $lucene, {limit: $candidates}) YIELD node, score
WHERE (size($types) = 0 OR any(label IN labels(node) WHERE label IN $types))
  AND any(source IN node.sources WHERE NOT source IN $barred)
RETURN node, score ORDER BY score DESC, node.id LIMIT $candidates
"""


@dataclass(frozen=True)
class _Match:
    score: float
    name: str
    node: NodeValue


async def search(
    store: Store,
    schema: Schema,
    q: str,
    *,
    types: Sequence[str] = (),
    limit: int = 20,
    cursor: str | None = None,
    barred: Collection[str] = (),
) -> tuple[list[SearchResult], str | None]:
    """Return the entities whose names are nearest to `q`, best first, and the cursor of the next page.

    Args:
        store: where to look.
        schema: the model, for the order of types that match equally well.
        q: what somebody typed.
        types: labels to look among; none for all.
        limit: at most this many.
        cursor: `next` of the page before.
        barred: ids of sources; entities that rest on these alone are not found.

    Raises:
        ParameterError: the cursor is not ours.
    """
    words = fold(q[:_LONGEST]).split()[:_MOST_WORDS]
    if not words:
        return [], None
    wanted = " ".join(words)
    asked = f"search {wanted} {sorted(types)} {sorted(barred)}"
    among = {"types": list(types), "barred": sorted(barred), "candidates": _CANDIDATES}
    nodes = await _candidates(store, words, among, in_latin=all(letter < _BEYOND_LATIN for letter in q))
    order = {label: position for position, label in enumerate(schema.nodes)}
    found = [match for match in (_best(wanted, node) for node in nodes) if match.score >= _LEAST_SCORE]
    keyed = sorted((f"{1 - m.score:.4f}|{order.get(m.node.type, 99):02d}|{m.node.id}", m) for m in found)
    if cursor is not None:
        after = cursors.decode(cursor, asked)
        keyed = [(key, match) for key, match in keyed if key > after]
    page = keyed[:limit]
    return [_result(match, barred) for _, match in page], cursors.encode(page[-1][0], asked) if len(
        keyed
    ) > limit else None


async def nearest(
    store: Store, schema: Schema, text: str, limit: int = 3, barred: Collection[str] = ()
) -> tuple[Suggestion, ...]:
    """The entities that may have been meant by an unknown id; none that rests on barred sources alone."""
    found, _ = await search(store, schema, text.replace("-", " "), limit=limit, barred=barred)
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


async def _candidates(
    store: Store, words: Sequence[str], among: Mapping[str, Any], *, in_latin: bool
) -> list[NodeValue]:
    """Entities with all the words; where there is none, with any of them; where there is none, with one misread."""
    near = [_lucene(word) for word in words]
    far = [clause for word in words for clause in _misread(word, in_latin=in_latin)]
    for lucene in dict.fromkeys((" AND ".join(near), " OR ".join(near), " OR ".join(far))):
        found = await store.read(_FIND, {"lucene": lucene, **among})
        if found.rows:
            return [row[0] for row in found.rows]
    return []


def _misread(word: str, *, in_latin: bool) -> list[str]:
    """Two words whose space was missed or mistyped; and where one letter of another script became two of ours, both."""
    clauses = [f"{word}~2"] if len(word) > 3 and not in_latin else [word]
    if len(word) in _TAKEN_APART:
        for end in range(2, len(word) - 2):
            clauses += [f"({word[:end]} AND {word[start:]}*)" for start in (end, end + 1)]
    return clauses


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


def _result(match: _Match, barred: Collection[str]) -> SearchResult:
    cited = [source for source in match.node.properties["sources"] if source not in barred]
    return SearchResult(**node_ref(match.node).model_dump(), score=match.score, matched=match.name, sources=cited)
