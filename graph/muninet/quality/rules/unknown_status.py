"""Status words that neither the model nor the definitions of a source know."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from muninet.quality.entities import united
from muninet.quality.findings import Finding, Rule
from muninet.quality.inspection import Found, Inspection

RULE = Rule("unknown-status", "warning", "A status word that is in no list of known ones.")
_EVERY_TYPE = "*"
# So many of the facts that carry a word are named.
_MOST_NAMED = 100
_WORDS = "MATCH ()-[f]->() WHERE f.status IS NOT NULL RETURN type(f) AS type, f.status AS word, count(*) AS facts"
_READ = """
MATCH (a:Entity)-[f]->(b:Entity)
WHERE f.status = $word AND type(f) = $type
WITH a, f, b ORDER BY a.id, f.id LIMIT $most
RETURN a.id, [label IN labels(a) WHERE label <> 'Entity'][0], a.name, a.country, f.id, f.datasets, f.sources
"""


async def look(inspection: Inspection) -> Found:
    """Look at the words, and for those that are unknown at the facts that carry them: one finding a word."""
    known = known_words()
    found = []
    for type_, word, count in sorted((await inspection.store.read(_WORDS)).rows):
        if word.casefold() in known[type_] | known[_EVERY_TYPE]:
            continue
        rows = (await inspection.store.read(_READ, {"type": type_, "word": word, "most": _MOST_NAMED})).rows
        first = rows[0]
        facts = f"{count} facts" if count != 1 else "one fact"
        found.append(
            Finding(
                RULE,
                first[0],
                word,
                "",
                f"{facts} of type {type_} have this status, which is in no list of known ones: mend it, or add the "
                "word and its meaning",
                type=first[1],
                name=first[2],
                country=first[3],
                others=tuple(dict.fromkeys(row[0] for row in rows if row[0] != first[0])),
                facts=tuple(row[4] for row in rows),
                datasets=united(*(row[5] or () for row in rows)),
                sources=united(*(row[6] or () for row in rows)),
            )
        )
    return Found.of(found)


@cache
def known_words() -> Mapping[str, frozenset[str]]:
    """The words of status_words.csv without capitals, by the type of fact that they are for; `*` for every type."""
    words: dict[str, set[str]] = defaultdict(set)
    table = files("muninet.quality").joinpath("status_words.csv").read_text(encoding="utf-8")
    for row in csv.DictReader(table.splitlines()):
        words[row["type"]].add(row["word"].casefold())
    return defaultdict(frozenset, {type_: frozenset(those) for type_, those in words.items()})
