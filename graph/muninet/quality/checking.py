"""Looks for everything that is wrong, or looks wrong, in the graph."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from muninet.catalogue import Catalogue
from muninet.match import Decisions
from muninet.model import Schema
from muninet.progress import Progress, SilentProgress
from muninet.quality.entities import read_entities
from muninet.quality.findings import Finding, Rule
from muninet.quality.inspection import Found, Inspection
from muninet.quality.rules import CHECKS, dangling_groups, missing_locations
from muninet.quality.shapes import Shapes
from muninet.quality.stored import stored_findings
from muninet.store.bolt import Store

# What says already why a city has no location: an import, with what stands in the file; or that it is a group of which
# nothing is known.
_WHY_NO_LOCATION = frozenset({"missing-coordinates", "swapped-coordinates", dangling_groups.RULE.name})


@dataclass(frozen=True)
class Checked:
    """All that was found.

    Attributes:
        findings: the worst first, then by rule and entity.
        unlisted: how many there are beyond the listed ones, by rule.
        unlisted_of: the same by rule and dataset.
    """

    findings: tuple[Finding, ...]
    unlisted: Mapping[str, int]
    unlisted_of: Mapping[tuple[str, str], int]


async def check(
    store: Store,
    catalogue: Catalogue,
    schema: Schema,
    today: dt.date,
    *,
    decisions: Decisions | None = None,
    reported: Mapping[str, Rule] | None = None,
    progress: Progress | None = None,
) -> Checked:
    """Look for everything; what takes long is computed in a thread, so that others are answered meanwhile.

    Args:
        store: the graph.
        catalogue: the questions.
        schema: the model.
        today: the day by which something is old.
        decisions: what people have decided of pairs: those are no duplicates to be looked at.
        reported: the rules of importers, whose findings were kept, by name.
        progress: told of each rule.

    Raises:
        StoreUnavailableError: the server is away.
        QueryTimeoutError: a rule's query took too long.
    """
    bars = progress or SilentProgress()
    bars.stage("reading", unit="rules")
    entities = await read_entities(store)
    inspection = Inspection(store, catalogue, schema, today, decisions or Decisions(), Shapes.load(), entities)
    parts = [Found.of(await stored_findings(store, reported or {}))]
    bars.stage("checking", len(CHECKS), "rules")
    for one in CHECKS:
        parts.append(await one.look(inspection))
        bars.advance(1)
    bars.done()
    every = [finding for part in parts for finding in part.findings]
    told = {finding.entity for finding in every if finding.rule.name in _WHY_NO_LOCATION}
    findings = [one for one in every if not (one.rule is missing_locations.RULE and one.entity in told)]
    unlisted, unlisted_of = Counter[str](), Counter[tuple[str, str]]()
    for part in parts:
        unlisted.update(part.unlisted)
        unlisted_of.update(part.unlisted_of)
    return Checked(tuple(sorted(findings, key=lambda finding: finding.key)), unlisted, unlisted_of)
