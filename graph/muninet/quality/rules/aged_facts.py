"""Facts that rest on old sources: stale ones, which may have ended unnoticed, and those that one old source states."""

from __future__ import annotations

from collections import Counter
from typing import Any

from muninet.catalogue import Bound, bind
from muninet.quality.entities import united
from muninet.quality.findings import Finding, Rule
from muninet.quality.inspection import MOST_LISTED, Found, Inspection

STALE_YEARS = 3
OLD_YEARS = 5
STALE = Rule("stale-fact", "note", f"A fact without an end whose newest source is older than {STALE_YEARS} years.")
OLD = Rule("one-old-source", "note", f"A fact that one source alone states, which is older than {OLD_YEARS} years.")
# As in cypher/admin/stale: a source is as old as the last day of the period in which it was published, and of one that
# does not say when nothing can be told.
_SOURCES = """
MATCH (source:Source) WHERE source.published IS NOT NULL
WITH source, CASE source.published_precision
    WHEN 'year' THEN source.published + duration({years: 1}) - duration({days: 1})
    WHEN 'month' THEN source.published + duration({months: 1}) - duration({days: 1})
    ELSE source.published
  END AS published
RETURN source.id AS id, published, published + duration({years: $years}) < $day AS old
ORDER BY published DESC, id
"""
_STALE = """
MATCH (a:Entity)-[f]->(b:Entity)
WHERE type(f) IN $relations AND f.until IS NULL AND f.holds_until IS NULL AND f.rank <> 'deprecated'
  AND (f.holds_from IS NULL OR f.holds_from <= $day)
  AND none(id IN f.sources WHERE id IN $fresh) AND any(id IN f.sources WHERE id IN $old)
"""
_OLD = """
MATCH (a:Entity)-[f]->(b:Entity)
WHERE size(f.sources) = 1 AND f.sources[0] IN $old AND f.rank <> 'deprecated'
"""
_COUNTED = "RETURN f.datasets AS datasets, count(*) AS facts"
_LISTED = """
WITH a, f, b, head([id IN $old WHERE id IN f.sources]) AS newest
ORDER BY a.id, f.id LIMIT $most
RETURN a.id AS id, [label IN labels(a) WHERE label <> 'Entity'][0] AS label, a.name AS name, a.country AS country,
  b.id AS other, b.name AS other_name, f.id AS fact, type(f) AS type, f.datasets AS datasets, f.sources AS sources,
  newest
"""
_QUESTION = "admin/stale"


async def look(inspection: Inspection) -> Found:
    """Look at every fact; for stale ones at the types of the question admin/stale, which hold until they end."""
    stale = bind(inspection.catalogue.query(_QUESTION), {"years": str(STALE_YEARS)}, inspection.today)
    found = Found()
    await _add(found, inspection, STALE, _STALE, STALE_YEARS, stale)
    await _add(found, inspection, OLD, _OLD, OLD_YEARS, stale)
    return found


async def _add(found: Found, inspection: Inspection, rule: Rule, text: str, years: int, asked: Bound) -> None:
    store, day = inspection.store, inspection.today
    sources = (await store.read(_SOURCES, {"years": years, "day": day})).rows
    published = {id_: when for id_, when, _ in sources}
    given = {
        "relations": asked.cypher["relations"],
        "day": day,
        "old": [id_ for id_, _, old in sources if old],
        "fresh": [id_ for id_, _, old in sources if not old],
        "most": MOST_LISTED,
    }
    counted = (await store.read(text + _COUNTED, given)).rows
    if not counted:
        return
    rows = (await store.read(text + _LISTED, given)).maps()
    listed = [_finding(rule, row, str(published[row["newest"]])) for row in rows]
    found.findings += Found.of(listed).findings
    total = sum(facts for _, facts in counted)
    if total > len(listed):
        found.unlisted[rule.name] = total - len(listed)
        of = Counter[str]()
        for datasets, facts in counted:
            of.update(dict.fromkeys(datasets or (), facts))
        of.subtract(dataset for finding in listed for dataset in finding.datasets)
        found.unlisted_of.update({(rule.name, dataset): left for dataset, left in of.items() if left})


def _finding(rule: Rule, row: dict[str, Any], published: str) -> Finding:
    what = f"{row['type']} to {row['other_name']}"
    message = (
        f"{what} has no end, and its newest source is of {published}: it may have ended unnoticed"
        if rule is STALE
        else f"{what} rests on {row['newest']} alone, of {published}"
    )
    return Finding(
        rule,
        row["id"],
        f"source of {published}",
        "",
        message,
        type=row["label"],
        name=row["name"],
        country=row["country"],
        others=(row["other"],),
        facts=(row["fact"],),
        datasets=united(row["datasets"] or ()),
        sources=united(row["sources"]),
    )
