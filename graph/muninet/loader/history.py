"""What loads have changed: one Load node for each that came to its end and changed something."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from muninet.loader.claims import FENCE, Claim
from muninet.loader.entries import Entry, count_lines, summed, without
from muninet.store.bolt import Store
from muninet.store.values import Statement

# Older ones are forgotten.
MOST_LOADS = 1_000

_PENDING = f"{FENCE} RETURN coalesce(d.counts, []), coalesce(d.entries, []), coalesce(d.people, [])"
_RECORD = f"""{FENCE}
REMOVE d.counts, d.entries, d.people
WITH d WHERE size($counts) > 0
MATCH (g:Graph {{key: 'graph'}})
SET g.numbered = coalesce(g.numbered, 0) + 1
CREATE (:Load {{number: g.numbered, dataset: d.name, doing: $doing, started: d.started, finished: datetime(),
  version: g.version, counts: $counts, entries: $entries, people: $people}})
WITH g MATCH (old:Load) WHERE old.number <= g.numbered - $kept
DELETE old"""
# Loads name people, and so do the notes of loads that were interrupted.
_GONE = """
MATCH (told:Load|Dataset) WHERE told.people IS NOT NULL
UNWIND told.people AS id
WITH DISTINCT id WHERE NOT EXISTS { MATCH (person:Entity {id: id}) WHERE person:Person }
RETURN collect(id)
"""
_TELLING = """
MATCH (told:Load|Dataset)
WHERE any(line IN told.entries WHERE any(word IN $words WHERE line CONTAINS word))
RETURN elementId(told) AS id, told.entries AS entries, coalesce(told.people, []) AS people
"""
_REWRITE = (
    f"{FENCE} MATCH (told:Load|Dataset) WHERE elementId(told) = $id SET told.entries = $entries, told.people = $people"
)


async def record(store: Store, claim: Claim) -> list[Statement]:
    """Return the statements that turn the notes of a load into its Load node, for the transaction that ends it.

    The notes are those of all its batches, and of loads of the dataset that were interrupted before: each batch was
    noted in its own transaction, so what is told is what was done. A thing that both wrote is told twice.
    People who are no longer in the graph are taken out of this load and of all earlier ones; what told of them is
    counted and no longer listed.
    """
    gone = (await store.read(_GONE)).single() or []
    statements = await _forgetting(store, claim, gone) if gone else []
    rows = (await store.read(_PENDING, claim.parameters())).rows
    counts, entries, people = rows[0] if rows else ([], [], [])
    names = _names_of(gone, entries)
    statements.append(
        Statement(
            _RECORD,
            claim.parameters(
                doing=claim.doing,
                counts=count_lines(summed(counts)),
                entries=without(entries, gone, names) if gone else entries,
                people=sorted(set(people) - set(gone)),
                kept=MOST_LOADS,
            ),
        )
    )
    return statements


async def _forgetting(store: Store, claim: Claim, gone: Sequence[str]) -> list[Statement]:
    """The statements that take people out of what has been told so far."""
    by_id = (await store.read(_TELLING, {"words": list(gone)})).maps()
    names = {name for told in by_id for name in _names_of(gone, told["entries"])}
    by_name = (await store.read(_TELLING, {"words": sorted(names)})).maps() if names else []
    found: dict[str, dict[str, Any]] = {told["id"]: told for told in (*by_id, *by_name)}
    return [
        Statement(
            _REWRITE,
            claim.parameters(
                id=told["id"],
                entries=without(told["entries"], gone, names),
                people=sorted(set(told["people"]) - set(gone)),
            ),
        )
        for told in found.values()
    ]


def _names_of(gone: Sequence[str], entries: Sequence[str]) -> set[str]:
    """The names by which entries call these people."""
    found = set()
    for line in entries:
        found |= {name for id_, name in Entry.parse(line).named().items() if id_ in gone}
    return found
