"""Takes entities of an import for those of the graph that they are by name and place, where that is beyond doubt.

Only what has been measured is decided so (tests/match): cities, by their names and points. Mayors follow from these:
one name, one city. All else is left to `muninet match`, and so is whatever could be one of two.
"""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from muninet.loader.identities import take_for
from muninet.loader.records import NodeStatement
from muninet.loader.spool import Spool
from muninet.loader.survey import Context
from muninet.match import Decided, Decisions, Namesakes, Party, candidates, score
from muninet.match.decisions import MUNINET
from muninet.match.known import parties_by_page

_PLACE, _PERSON, _OFFICE = "City", "Person", "MAYOR_OF"
# By what they are compared within: cities by their country, mayors by their city.
_TABLE = """
CREATE TEMP TABLE parties (id TEXT, within TEXT, own INTEGER, known INTEGER, party TEXT, PRIMARY KEY (within, id))
WITHOUT ROWID"""
_PARTY = """
INSERT INTO parties VALUES (?, ?, ?, ?, ?)
ON CONFLICT (within, id) DO UPDATE SET own = max(own, excluded.own), known = max(known, excluded.known)"""
_SHARED = "SELECT within FROM parties GROUP BY within HAVING max(own) = 1 AND max(known) = 1"


async def recognise(spool: Spool, context: Context, decisions: Decisions) -> list[Decided]:
    """Give entities of a load the ids of those of the graph that they are; return what was decided so.

    What people have decided is not decided anew.
    """
    found = await _recognised(spool, context, decisions, _PLACE, _own_cities(spool))
    found += await _recognised(spool, context, decisions, _PERSON, _own_mayors(spool))
    return found


async def _recognised(
    spool: Spool, context: Context, decisions: Decisions, label: str, own: Iterable[tuple[str, Party]]
) -> list[Decided]:
    spool.execute(_TABLE)
    try:
        spool.insert(_PARTY, (_row(within, party, own=True) for within, party in own))
        async for page in parties_by_page(context.store, (label,), context.dataset):
            known = ((within, one.party) for one in page for within in _within(one.party))
            spool.insert(_PARTY, (_row(within, party, own=False) for within, party in known))
        found = [row for within in list(spool.select(_SHARED)) for row in _same(spool, within[0], decisions)]
    finally:
        spool.execute("DROP TABLE parties")
    found = _clear(found)
    taken = {row.right: context.same.get(row.left, row.left) for row in found}
    take_for(spool, taken, label, context)
    return found


def _own_cities(spool: Spool) -> Iterator[tuple[str, Party]]:
    for node in spool.nodes((_PLACE,)):
        party = _party(node, ())
        if party.country is not None:
            yield party.country, party


def _own_mayors(spool: Spool) -> Iterator[tuple[str, Party]]:
    for _, row in spool.rows():
        node = spool.node(row.start) if row.type == _OFFICE and row.start and row.end else None
        if node is not None and row.end is not None:
            yield row.end, _party(node, (row.end,))


def _within(party: Party) -> Iterable[str]:
    if party.label == _PERSON:
        return party.context
    return (party.country,) if party.country is not None else ()


def _party(node: NodeStatement, cities: Sequence[str]) -> Party:
    values: dict[str, Any] = dict(node.values)
    lat, lon = values.get("location") or (None, None)
    names = (values.get("name", node.id), *(name.rpartition("@")[0] or name for name in values.get("names", ())))
    return Party(
        node.id, node.label, tuple(dict.fromkeys(names)), values.get("country"), lat, lon, values.get("population"),
        values.get("kind"), frozenset(values.get("identifiers", ())), frozenset(cities),
    )  # fmt: skip


def _row(within: str, party: Party, *, own: bool) -> tuple[Any, ...]:
    kept = (
        party.names, party.country, party.lat, party.lon, party.population, party.kind, sorted(party.identifiers),
    )  # fmt: skip
    return party.id, within, int(own), int(not own), json.dumps((party.label, *kept))


def _same(spool: Spool, within: str, decisions: Decisions) -> Iterator[Decided]:
    """Those of a country, or of a city, that are one; the graph's is the one that remains."""
    parties: dict[tuple[int, int], list[Party]] = {}
    for id_, own, known, text in spool.select("SELECT id, own, known, party FROM parties WHERE within = ?", (within,)):
        label, names, country, lat, lon, population, kind, identifiers = json.loads(text)
        cities = frozenset((within,) if label == _PERSON else ())
        party = Party(id_, label, tuple(names), country, lat, lon, population, kind, frozenset(identifiers), cities)
        parties.setdefault((own, known), []).append(party)
    namesakes = Namesakes(party for some in parties.values() for party in some)
    # What the load states under the id that the graph knows it by is one already.
    for own, known in candidates(parties.get((1, 0), []), parties.get((0, 1), [])):
        verdict = score(own, known, namesakes)
        if verdict.decision == "same" and decisions.implied(known.id, own.id) is None:
            yield Decided(known.id, own.id, "same", MUNINET, dt.date.today(), "; ".join(verdict.reasons))


def _clear(found: Sequence[Decided]) -> list[Decided]:
    """Those of which neither could be another one as well."""
    pairs = {(row.left, row.right): row for row in found}
    lefts, rights = Counter(left for left, _ in pairs), Counter(right for _, right in pairs)
    return [row for (left, right), row in pairs.items() if lefts[left] == 1 == rights[right]]
