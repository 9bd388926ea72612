"""What a load did, or would do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from muninet.match import Decided

# How many changed values a report lists one by one.
MOST_CHANGES = 500


@dataclass
class Tally:
    """How many entities or facts of one type were added, changed, removed, and left as they were."""

    added: int = 0
    changed: int = 0
    removed: int = 0
    unchanged: int = 0

    @property
    def touched(self) -> bool:
        """Whether any was added, changed or removed."""
        return bool(self.added or self.changed or self.removed)

    def as_json(self) -> dict[str, int]:
        """Render as an object with the four counts."""
        return {
            "added": self.added,
            "changed": self.changed,
            "removed": self.removed,
            "unchanged": self.unchanged,
        }

    def __str__(self) -> str:
        """Render as `3 added, 1 changed, 0 removed, 12 unchanged`."""
        return ", ".join(f"{count} {name}" for name, count in self.as_json().items())


@dataclass(frozen=True, slots=True)
class Change:
    """One value that changed.

    Attributes:
        type: label or fact type.
        id: of the entity or fact.
        property: its name, as the dataset states it; `datasets` where the dataset began or ceased to state a thing that
            another one states too.
        old: value before, None where there was none.
        new: value after.
    """

    type: str
    id: str
    property: str
    old: Any
    new: Any

    def as_json(self) -> dict[str, Any]:
        """Render as an object."""
        return {"type": self.type, "id": self.id, "property": self.property, "old": self.old, "new": self.new}


@dataclass
class Report:
    """What a load or unload did, or with `dry_run` would do.

    Attributes:
        dataset: its name.
        dry_run: whether nothing was written.
        nodes: counts by label.
        facts: counts by fact type.
        suppressed: rows left out for the suppression list.
        recognised: entities that were taken for others of the graph by name and place, not by an identifier.
        skipped: rows left out because something is wrong with them, by rule.
        refreshed: rows that were written anew although what the dataset states of them is unchanged, because the model
            has changed since.
        completed: whether an interrupted load of this dataset was brought to its end.
        findings: what was found in the rows, as it is kept with the dataset.
        findings_changed: whether the graph kept other findings before.
        graph_version: after the load; None for a graph that never had one.
        changes: changed values, at most MOST_CHANGES of them.
        more_changes: how many further changed values there are.
        seconds: how long it took.
    """

    dataset: str
    dry_run: bool
    nodes: dict[str, Tally] = field(default_factory=dict)
    facts: dict[str, Tally] = field(default_factory=dict)
    suppressed: int = 0
    recognised: list[Decided] = field(default_factory=list)
    skipped: dict[str, int] = field(default_factory=dict)
    refreshed: int = 0
    completed: bool = False
    findings: list[str] = field(default_factory=list, repr=False)
    findings_changed: bool = False
    graph_version: str | None = None
    changes: list[Change] = field(default_factory=list)
    more_changes: int = 0
    seconds: float = 0.0

    @property
    def nothing_changed(self) -> bool:
        """Whether the graph already held all of it, and nothing else of this dataset."""
        return not (self.refreshed or any(tally.touched for tally in (*self.nodes.values(), *self.facts.values())))

    def total(self, of: Mapping[str, Tally]) -> Tally:
        """The sum over all types."""
        tallies = of.values()
        return Tally(
            added=sum(tally.added for tally in tallies),
            changed=sum(tally.changed for tally in tallies),
            removed=sum(tally.removed for tally in tallies),
            unchanged=sum(tally.unchanged for tally in tallies),
        )

    def as_json(self) -> dict[str, Any]:
        """Render for machines: counts by type, and the changed values."""
        return {
            "dataset": self.dataset,
            "dry_run": self.dry_run,
            "graph_version": self.graph_version,
            "nothing_changed": self.nothing_changed,
            "nodes": {label: tally.as_json() for label, tally in self.nodes.items()},
            "facts": {type_: tally.as_json() for type_, tally in self.facts.items()},
            "suppressed": self.suppressed,
            "recognised": [{"left": row.left, "right": row.right, "why": row.why} for row in self.recognised],
            "skipped": self.skipped,
            "refreshed": self.refreshed,
            "completed": self.completed,
            "changes": [change.as_json() for change in self.changes],
            "more_changes": self.more_changes,
            "seconds": round(self.seconds, 3),
        }

    def summary(self) -> list[str]:
        """Render for people, one line each."""
        would = " (dry run: nothing was written)" if self.dry_run else ""
        lines = [f"{self.dataset}: nothing changed{would}" if self.nothing_changed else f"{self.dataset}:{would}"]
        lines += [f"  {kind}: {self.total(of)}" for kind, of in (("nodes", self.nodes), ("facts", self.facts))]
        for of in (self.nodes, self.facts):
            lines += [f"    {type_}: {tally}" for type_, tally in of.items() if tally.touched]
        if self.suppressed:
            lines.append(f"  {self.suppressed} rows left out: they are of people on the suppression list")
        if self.recognised:
            lines.append(f"  {len(self.recognised)} entities taken for others of the graph, by name and place")
        if self.skipped:
            reasons = ", ".join(f"{count} {rule}" for rule, count in sorted(self.skipped.items()))
            lines.append(f"  {sum(self.skipped.values())} rows skipped: {reasons}")
        if self.refreshed:
            lines.append(f"  {self.refreshed} rows written anew, because the model has changed since they were loaded")
        if self.completed:
            lines.append("  an interrupted load of this dataset was completed")
        return lines
