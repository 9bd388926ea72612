"""Facts, events, projects and agreements that end before they begin.

A load refuses them; what was written in another way, or comes of the statements of several datasets, is found here.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from muninet.model import PartialDate
from muninet.quality.entities import united
from muninet.quality.findings import Finding, Rule
from muninet.quality.inspection import Found, Inspection

RULE = Rule("end-before-start", "error", "A fact, event, project or agreement that ends before it begins.")
_FACTS = """
MATCH (a)-[f]->(b)
WHERE f.until <= f.since
RETURN a.id, [label IN labels(a) WHERE label <> 'Entity'][0], a.name, a.country, b.id, f.id, type(f),
  f.since, f.since_precision, f.until, f.until_precision, f.datasets, f.sources
"""
_NODES = """
MATCH (n:Event|Project|Partnership)
WITH n, coalesce(n.start, n.since) AS start, coalesce(n.start_precision, n.since_precision) AS start_precision,
  coalesce(n.end, n.until) AS end, coalesce(n.end_precision, n.until_precision) AS end_precision
WHERE end <= start
RETURN n.id, [label IN labels(n) WHERE label <> 'Entity'][0], n.name, n.country, start, start_precision,
  end, end_precision, n.datasets, n.sources
"""


async def look(inspection: Inspection) -> Found:
    """Look at every period; of dates in reduced precision those count that cannot be right in any way."""
    found = []
    for row in (await inspection.store.read(_FACTS)).rows:
        id_, label, name, country, other, fact, type_, since, since_p, until, until_p, datasets, sources = row
        start, end = _date(since, since_p), _date(until, until_p)
        # A month within the year that it ends in is in order.
        if end.ends() <= start.first:
            found.append(
                Finding(
                    RULE,
                    id_,
                    f"{start} to {end}",
                    "",
                    f"{type_} to {other} ends on {end}, and begins on {start}",
                    label,
                    name,
                    country,
                    (other,),
                    (fact,),
                    united(datasets or ()),
                    united(sources or ()),
                )
            )
    for id_, label, name, country, first, first_p, last, last_p, datasets, sources in (
        await inspection.store.read(_NODES)
    ).rows:
        start, end = _date(first, first_p), _date(last, last_p)
        # The last day of an event or a project belongs to it, that of an agreement does not.
        if (end.ends() if label == "Partnership" else end.after()) <= start.first:
            found.append(
                Finding(
                    RULE,
                    id_,
                    f"{start} to {end}",
                    "",
                    f"it ends on {end}, and begins on {start}",
                    label,
                    name,
                    country,
                    datasets=united(datasets or ()),
                    sources=united(sources or ()),
                )
            )
    return Found.of(found)


def _date(first: dt.date, precision: Any) -> PartialDate:
    return PartialDate(first, precision or "day")
