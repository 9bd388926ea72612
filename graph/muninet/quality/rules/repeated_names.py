"""Several entities of one type and country that bear the same name: one may be listed twice."""

from __future__ import annotations

import asyncio
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations

from muninet.match import Decisions
from muninet.quality.entities import Entity
from muninet.quality.findings import Finding, Rule
from muninet.quality.inspection import Found, Inspection
from muninet.quality.rules import dangling_groups

EXACT = Rule("repeated-name", "warning", "Several entities of one type and country with the very same name.")
FOLDED = Rule(
    "repeated-name-case",
    "warning",
    "Several entities of one type and country with the same name but for capital letters.",
)
_Key = tuple[str, str | None, str]


async def look(inspection: Inspection) -> Found:
    """Look among places and bodies; names that any dataset gives them count, not only the one shown.

    A group that only its parts speak of is told by dangling-group, and whose name it has.
    """
    dangling = {group.id for group in await dangling_groups.dangling(inspection.store)}
    entities = [entity for entity in inspection.entities if entity.id not in dangling]
    return await asyncio.to_thread(lambda: Found.of(_findings(entities, inspection.decisions)))


def folded(name: str) -> str:
    """A name without the difference of capital letters, and of ways to encode an accent."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())


def alike(entities: Iterable[Entity]) -> dict[_Key, dict[str, Entity]]:
    """Entities by id, for every label, country and folded name that several bear."""
    found: dict[_Key, dict[str, Entity]] = defaultdict(dict)
    for entity in entities:
        for name in entity.stated:
            found[entity.label, entity.country, folded(name)][entity.id] = entity
    return {key: bearers for key, bearers in found.items() if len(bearers) > 1}


def _findings(entities: Sequence[Entity], decisions: Decisions) -> Iterator[Finding]:
    for (_, _, name), bearers in alike(entities).items():
        same = list(bearers.values())
        if _settled(same, decisions):
            continue
        spellings = {entity.id: sorted(s for s in entity.stated if folded(s) == name) for entity in same}
        exact: dict[str, list[Entity]] = defaultdict(list)
        for entity in same:
            for spelling in spellings[entity.id]:
                exact[unicodedata.normalize("NFC", spelling)].append(entity)
        for spelling, those in exact.items():
            if len(those) > 1 and not _settled(those, decisions):
                yield _finding(EXACT, those, spelling, "bear this very name")
        # Where all of them share one spelling there is nothing more to tell.
        if not any(len(those) == len(same) for those in exact.values()):
            written = " / ".join(dict.fromkeys(spelling for entity in same for spelling in spellings[entity.id]))
            yield _finding(FOLDED, same, written, "bear this name, in other capital letters")


def _finding(rule: Rule, those: Sequence[Entity], found: str, what: str) -> Finding:
    first = those[0]
    where = f" in {first.country}" if first.country else ""
    message = f"{len(those)} of type {first.label}{where} {what}: {', '.join(entity.id for entity in those)}"
    return first.finding(rule, found, message, others=those[1:])


def _settled(those: Sequence[Entity], decisions: Decisions) -> bool:
    """Whether people have decided that all of them are different."""
    pairs = combinations((entity.id for entity in those), 2)
    return all(decisions.implied(left, right) == "different" for left, right in pairs)
