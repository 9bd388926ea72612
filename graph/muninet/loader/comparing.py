"""Compares what a dataset states with what the graph holds of it, and says what is to be written."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from muninet.loader.checks import in_order
from muninet.loader.entries import Action
from muninet.loader.present import PresentFact, PresentNode
from muninet.loader.problems import Problems
from muninet.loader.records import FactStatement, NodeStatement, Stated
from muninet.loader.report import MOST_CHANGES, Change, Report, Tally
from muninet.loader.statements import canonical, merged, parsed
from muninet.model import PartialDate

# Of how many things all changed values are kept; as many as a load lists one by one.
MOST_DETAILED = 200


@dataclass(frozen=True, slots=True)
class Held:
    """What the graph holds: entities and facts by id, as far as they are the dataset's or stand in its rows."""

    nodes: Mapping[str, PresentNode]
    facts: Mapping[str, PresentFact]


@dataclass
class Differences:
    """What is to be done to the graph.

    Attributes:
        nodes: entities as they shall be.
        relabelled: ids of those that have another label now.
        facts: facts as they shall be.
        new_facts: ids of those that are not in the graph.
        gone_nodes: entities to remove.
        gone_facts: facts to remove.
        owned: how many entities and facts the dataset states.
        node_actions: what happens to entities, by id; those that are only written anew are not in here.
        fact_actions: the same for facts.
        details: what changes of the first MOST_DETAILED things, by id.
    """

    report: Report
    nodes: list[PresentNode] = field(default_factory=list)
    relabelled: set[str] = field(default_factory=set)
    facts: list[PresentFact] = field(default_factory=list)
    new_facts: set[str] = field(default_factory=set)
    gone_nodes: list[PresentNode] = field(default_factory=list)
    gone_facts: list[PresentFact] = field(default_factory=list)
    owned: tuple[int, int] = (0, 0)
    node_actions: dict[str, Action] = field(default_factory=dict)
    fact_actions: dict[str, Action] = field(default_factory=dict)
    details: dict[str, list[Change]] = field(default_factory=dict)

    @property
    def took_from_others(self) -> bool:
        """Whether something goes that another dataset states: a suppressed person and what is said of them."""
        gone: list[PresentNode | PresentFact] = [*self.gone_nodes, *self.gone_facts]
        return any(set(thing.statements) - {self.report.dataset} for thing in gone)

    @property
    def rows(self) -> int:
        """How many rows are to be written or removed."""
        return len(self.nodes) + len(self.facts) + len(self.gone_nodes) + len(self.gone_facts)


def compare(
    stated: Stated,
    held: Held,
    report: Report,
    *,
    suppressed_nodes: Collection[str] = (),
    suppressed_facts: Collection[str] = (),
    refresh: bool = False,
) -> Differences:
    """Return what is to be done so that the graph holds exactly what the dataset states, beside what others do.

    Args:
        stated: what the dataset states now.
        held: what the graph holds.
        report: counted in; names the dataset.
        suppressed_nodes: ids in `held` that go whoever states them.
        suppressed_facts: the same for facts.
        refresh: write unchanged rows too, because their properties follow from them by other rules than when written.
    """
    report.suppressed = stated.suppressed
    found = Differences(report, owned=(len(stated.nodes), len(stated.facts)))
    nodes = _Comparison(found, report.nodes, found.node_actions, refresh=refresh)
    _compare_nodes(stated, held, nodes, suppressed_nodes, found)
    facts = _Comparison(found, report.facts, found.fact_actions, refresh=refresh)
    _compare_facts(stated, held, facts, suppressed_facts, found)
    return found


def _compare_nodes(
    stated: Stated, held: Held, comparison: _Comparison, suppressed: Collection[str], found: Differences
) -> None:
    for node in stated.nodes.values():
        known = held.nodes.get(node.id)
        relabelled = (known.label, node.label) if known is not None and known.label != node.label else None
        statements = comparison.keep(node.label, node, known.statements if known else None, relabelled)
        if statements is not None:
            found.nodes.append(PresentNode(node.id, node.label, statements))
            if relabelled is not None:
                found.relabelled.add(node.id)
    for present in held.nodes.values():
        if present.id not in stated.nodes:
            left = comparison.drop(present.label, present.id, present.statements, present.id in suppressed)
            if left:
                found.nodes.append(PresentNode(present.id, present.label, left))
            elif left is not None:
                found.gone_nodes.append(present)


def _compare_facts(
    stated: Stated, held: Held, comparison: _Comparison, suppressed: Collection[str], found: Differences
) -> None:
    for fact in stated.facts.values():
        known = held.facts.get(fact.id)
        statements = comparison.keep(fact.type, fact, known.statements if known else None)
        if statements is not None:
            found.facts.append(PresentFact(fact.type, fact.id, fact.start, fact.end, statements))
            if known is None:
                found.new_facts.add(fact.id)
    for present in held.facts.values():
        if present.id not in stated.facts:
            left = comparison.drop(present.type, present.id, present.statements, present.id in suppressed)
            if left:
                found.facts.append(PresentFact(present.type, present.id, present.start, present.end, left))
            elif left is not None:
                found.gone_facts.append(present)


class _Comparison:
    """Compares one thing after another, counting by type."""

    def __init__(
        self, found: Differences, tallies: dict[str, Tally], actions: dict[str, Action], *, refresh: bool
    ) -> None:
        self._report, self._details = found.report, found.details
        self._dataset = found.report.dataset
        self._tallies, self._actions, self._refresh = tallies, actions, refresh

    def keep(
        self,
        type_: str,
        stated: NodeStatement | FactStatement,
        known: Mapping[str, str] | None,
        relabelled: tuple[str, str] | None = None,
    ) -> dict[str, str] | None:
        """All statements of a thing that the dataset states, or None where nothing is to be written."""
        tally = self._tallies.setdefault(type_, Tally())
        text = canonical(stated.values)
        old = (known or {}).get(self._dataset)
        if known is None:
            tally.added += 1
            self._actions[stated.id] = "added"
        elif old == text and relabelled is None:
            tally.unchanged += 1
            if not self._refresh:
                return None
            self._report.refreshed += 1
        else:
            tally.changed += 1
            self._actions[stated.id] = "changed"
            if relabelled is not None:
                self._note(type_, stated.id, "label", *relabelled)
            if old is None:
                self._note(type_, stated.id, "datasets", sorted(known), sorted({*known, self._dataset}))
            else:
                self._note_values(type_, stated.id, parsed(old), stated.values)
        return {**(known or {}), self._dataset: text}

    def drop(self, type_: str, id_: str, known: Mapping[str, str], suppressed: bool) -> dict[str, str] | None:
        """What others state of a thing that the dataset does not; empty where it goes, None where it may stay."""
        if not suppressed and self._dataset not in known:
            return None
        tally = self._tallies.setdefault(type_, Tally())
        left = {} if suppressed else {name: text for name, text in known.items() if name != self._dataset}
        if left:
            tally.changed += 1
            self._actions[id_] = "changed"
            self._note(type_, id_, "datasets", sorted(known), sorted(left))
        else:
            tally.removed += 1
            self._actions[id_] = "removed"
        return left

    def _note_values(self, type_: str, id_: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> None:
        for name in sorted({*old, *new}):
            if old.get(name) != new.get(name):
                self._note(type_, id_, name, old.get(name), new.get(name))

    def _note(self, type_: str, id_: str, name: str, old: Any, new: Any) -> None:
        change = Change(type_, id_, name, old, new)
        if id_ in self._details or len(self._details) < MOST_DETAILED:
            self._details.setdefault(id_, []).append(change)
        if len(self._report.changes) < MOST_CHANGES:
            self._report.changes.append(change)
        else:
            self._report.more_changes += 1


def check_merges(differences: Differences, stated: Stated, problems: Problems) -> None:
    """Report facts whose end, stated by one dataset, is not after their start, stated by another."""
    for fact in differences.facts:
        own = stated.facts.get(fact.id)
        if own is None or len(fact.statements) == 1:
            continue
        values = merged({name: parsed(text) for name, text in fact.statements.items()})
        since, until = values.get("since"), values.get("until")
        if since is None or until is None:
            continue
        if not in_order(PartialDate.parse(str(since)), PartialDate.parse(str(until))):
            others = ", ".join(sorted(set(fact.statements) - {differences.report.dataset}))
            problems.add(
                own.place, "until" if "until" in own.values else "since", "end-before-start",
                f"together with what {others} states of the same fact it runs from {since} to {until}",
                expected="a start before the end",
            )  # fmt: skip
