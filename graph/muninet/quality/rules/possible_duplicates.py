"""Two entities that names, points and identifiers say are one, though their names are written differently."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import replace

from muninet.match import Decisions, Namesakes, candidates, score
from muninet.quality.entities import Entity
from muninet.quality.findings import Finding, Rule
from muninet.quality.inspection import Found, Inspection
from muninet.quality.rules.repeated_names import folded

RULE = Rule("possible-duplicate", "warning", "Two entities that are one by their names and points, and stand apart.")


async def look(inspection: Inspection) -> Found:
    """Look at the pairs whose names and points leave no doubt; those that are unsure are for `muninet match`."""
    return await asyncio.to_thread(lambda: Found.of(_findings(inspection.entities, inspection.decisions)))


def _findings(entities: Sequence[Entity], decisions: Decisions) -> Iterator[Finding]:
    known = {entity.id: entity for entity in entities}
    # One table gives what it lists twice two keys of its own, so that keys differ says nothing here.
    parties = [entity.party() for entity in entities]
    bare = {party.id: replace(party, identifiers=frozenset()) for party in parties}
    namesakes = Namesakes(parties)
    for left, right in candidates(parties):
        first, second = sorted((known[left.id], known[right.id]), key=_standing)
        if _share_a_name(first, second) or decisions.implied(first.id, second.id) is not None:
            continue
        shared = left.identifiers & right.identifiers
        verdict = score(*(left, right) if shared else (bare[left.id], bare[right.id]), namesakes)
        if verdict.decision == "same":
            yield first.finding(
                RULE,
                f"{first.name} / {second.name}",
                f"{second.id} seems to be the same ({'; '.join(verdict.reasons)}): decide of the two with "
                "`muninet match`",
                others=[second],
            )


def _share_a_name(one: Entity, other: Entity) -> bool:
    """Whether the two are told as a repeated name."""
    names = {folded(name) for name in one.stated}
    same_kind = (one.label, one.country) == (other.label, other.country)
    return same_kind and any(folded(name) in names for name in other.stated)


def _standing(entity: Entity) -> tuple[int, str]:
    return -len(entity.datasets), entity.id
