"""What a rule may look at, and what it comes back with."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, field

from muninet.catalogue import Catalogue
from muninet.match import Decisions
from muninet.model import Schema
from muninet.quality.entities import Entity
from muninet.quality.findings import Finding, Rule
from muninet.quality.shapes import Shapes
from muninet.store.bolt import Store

# Of one rule no more are listed; all are counted. A graph of old sources alone would fill the memory of a service.
MOST_LISTED = 5_000


@dataclass(frozen=True)
class Inspection:
    """What a rule may look at.

    Attributes:
        store: the graph, to be read.
        catalogue: the questions, where one exists already.
        schema: the model.
        today: what is old is told by it.
        decisions: what people have decided of pairs.
        shapes: where countries lie.
        entities: all places and bodies, by id.
    """

    store: Store
    catalogue: Catalogue
    schema: Schema
    today: dt.date
    decisions: Decisions
    shapes: Shapes
    entities: tuple[Entity, ...]


@dataclass
class Found:
    """What one rule, or several that look at the same, have found.

    Attributes:
        findings: all of them, or the first MOST_LISTED.
        unlisted: how many there are beyond these, by rule.
        unlisted_of: the same by rule and dataset; one that several datasets state counts for each.
    """

    findings: list[Finding] = field(default_factory=list)
    unlisted: Counter[str] = field(default_factory=Counter)
    unlisted_of: Counter[tuple[str, str]] = field(default_factory=Counter)

    @classmethod
    def of(cls, findings: Iterable[Finding], most: int = MOST_LISTED) -> Found:
        """Sort findings, and count those of each rule that are too many to be listed."""
        found, listed = cls(), Counter[str]()
        for finding in sorted(findings, key=lambda finding: finding.key):
            name = finding.rule.name
            if listed[name] < most:
                listed[name] += 1
                found.findings.append(finding)
            else:
                found.unlisted[name] += 1
                found.unlisted_of.update((name, dataset) for dataset in finding.datasets)
        return found


@dataclass(frozen=True)
class Check:
    """Rules, and what looks for them.

    Attributes:
        rules: one, or several that look at the same.
        look: what finds them.
    """

    rules: tuple[Rule, ...]
    look: Callable[[Inspection], Awaitable[Found]]
