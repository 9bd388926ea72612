"""Compares what a dataset states with what the graph holds of it, and says what is to be written."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from muninet.loader.checks import in_order
from muninet.loader.entries import Action
from muninet.loader.present import PresentFact, PresentNode
from muninet.loader.problems import Problems
from muninet.loader.report import MOST_CHANGES, Change, Report, Tally
from muninet.loader.spool import Spool
from muninet.loader.statements import merged, parsed
from muninet.model import PartialDate

# Of how many things all changed values are kept; as many as a load lists one by one.
MOST_DETAILED = 200

# What all datasets state of a thing afterwards, or did where it goes: our own statement apart, since most often there
# is no other. `state` says what becomes of it: new, there, relabelled, gone.
_STATED = "own TEXT, others TEXT, action TEXT, state TEXT"
_TABLES = {
    "node_changes": f"n INTEGER PRIMARY KEY, id TEXT UNIQUE, label TEXT, {_STATED}",
    "fact_changes": f"n INTEGER PRIMARY KEY, id TEXT UNIQUE, type TEXT, start TEXT, end TEXT, {_STATED}",
}


@dataclass(frozen=True, slots=True)
class NodeChange:
    """What is to be done to an entity: written as it stands here, or removed; no `action` where it is written anew."""

    node: PresentNode
    action: Action | None


@dataclass(frozen=True, slots=True)
class FactChange:
    """What is to be done to a fact: written as it stands here, or removed; no `action` where it is written anew."""

    fact: PresentFact
    action: Action | None


@dataclass
class Differences:
    """What is to be done to the graph; the things themselves lie in the spool.

    Attributes:
        report: counts of it.
        owned: how many entities and facts the dataset states.
        details: what changes of the first MOST_DETAILED things, by id.
        rows: how many things are to be written or removed.
        took_from_others: whether something goes that another dataset states: a suppressed person, and what is said of
            them.
    """

    report: Report
    spool: Spool
    owned: tuple[int, int] = (0, 0)
    details: dict[str, list[Change]] = field(default_factory=dict)
    rows: int = 0
    took_from_others: bool = False

    def nodes(self, *states: str, action: Action | None = None) -> Iterator[NodeChange]:
        """Changes of entities, by what becomes of them: new, there (with other values), relabelled, gone."""
        columns = "id, label, action, own, others"
        for id_, label, done, own, others in self._selected("node_changes", columns, states, action):
            yield NodeChange(PresentNode(id_, label, self._statements(own, others)), done)

    def facts(self, *states: str, type_: str | None = None, action: Action | None = None) -> Iterator[FactChange]:
        """Changes of facts, by what becomes of them: new, there (with other values), gone."""
        columns = "type, id, start, end, action, own, others"
        for kind, id_, start, end, done, own, others in self._selected("fact_changes", columns, states, action, type_):
            yield FactChange(PresentFact(kind, id_, start, end, self._statements(own, others)), done)

    def fact_types(self, *states: str) -> list[str]:
        """The types of facts that these things become of."""
        marks = ", ".join("?" * len(states))
        rows = self.spool.select(
            f"SELECT DISTINCT type FROM fact_changes WHERE state IN ({marks}) ORDER BY type", states
        )
        return [row[0] for row in rows]

    def touched_ends(self, type_: str) -> Iterator[str]:
        """Ids of the entities that changed facts of the type point to."""
        rows = self.spool.select('SELECT DISTINCT "end" FROM fact_changes WHERE type = ?', (type_,))
        return (row[0] for row in rows)

    def name_of(self, id_: str) -> tuple[str, str] | None:
        """Label and name of an entity among the changes."""
        rows = self.spool.select("SELECT label, own, others FROM node_changes WHERE id = ?", (id_,))
        row = next(rows, None)
        return (row[0], named(PresentNode(id_, row[0], self._statements(row[1], row[2])))) if row else None

    def _statements(self, own: str | None, others: str | None) -> dict[str, str]:
        statements: dict[str, str] = json.loads(others) if others else {}
        return statements if own is None else {**statements, self.report.dataset: own}

    def _selected(
        self, table: str, columns: str, states: Collection[str], action: Action | None, type_: str | None = None
    ) -> Iterator[tuple[Any, ...]]:
        conditions = [f"state IN ({', '.join('?' * len(states))})"] if states else ["1 = 1"]
        values: list[str] = list(states)
        for column, value in (("action", action), ("type", type_)):
            if value is not None:
                conditions.append(f"{column} = ?")
                values.append(value)
        # What is listed of a load must not depend on when a row was read: people wait until it is known whom the graph
        # remembers.
        order = "n" if action is None else 'start, "end", type, id' if table == "fact_changes" else "id"
        return self.spool.select(
            f"SELECT {columns} FROM {table} WHERE {' AND '.join(conditions)} ORDER BY {order}", values
        )


def _others(statements: Mapping[str, str], dataset: str) -> str | None:
    """What others than the dataset state, as the column `others` has it."""
    others = {name: text for name, text in statements.items() if name != dataset}
    return json.dumps(others, ensure_ascii=False) if others else None


def named(node: PresentNode) -> str:
    """The name that an entity goes by."""
    return str(merged({name: parsed(text) for name, text in node.statements.items()}).get("name", node.id))


def compare(
    spool: Spool,
    report: Report,
    *,
    suppressed_nodes: Collection[str] = (),
    suppressed_facts: Collection[str] = (),
    refresh: bool = False,
) -> Differences:
    """Return what is to be done so that the graph holds exactly what the dataset states, beside what others do.

    Args:
        spool: what the dataset states now, and what the graph holds of it.
        report: counted in; names the dataset.
        suppressed_nodes: ids of entities in the graph that go whoever states them.
        suppressed_facts: the same for facts.
        refresh: write unchanged rows too, because their properties follow from them by other rules than when written.
    """
    for table, columns in _TABLES.items():
        spool.execute(f"DROP TABLE IF EXISTS {table}")
        spool.execute(f"CREATE TABLE {table} ({columns})")
    report.suppressed = spool.suppressed
    found = Differences(report, spool, owned=spool.counts())
    _compare_nodes(_Comparison(found, report.nodes, refresh=refresh), suppressed_nodes)
    _compare_facts(_Comparison(found, report.facts, refresh=refresh), suppressed_facts)
    return found


def _compare_nodes(comparison: _Comparison, suppressed: Collection[str]) -> None:
    def changes() -> Iterator[tuple[Any, ...]]:
        for id_, label, text, known in spool.stated_nodes():
            relabelled = (known.label, label) if known is not None and known.label != label else None
            kept = comparison.keep(label, id_, text, known.statements if known else None, relabelled)
            if kept is not None:
                yield id_, label, *kept, "new" if known is None else "relabelled" if relabelled else "there"
        for present in spool.unstated_nodes():
            left = comparison.drop(present.label, present.id, present.statements, present.id in suppressed)
            if left is not None:
                yield present.id, present.label, *left

    spool = comparison.found.spool
    text = "INSERT INTO node_changes (id, label, own, others, action, state) VALUES (?, ?, ?, ?, ?, ?)"
    spool.insert(text, changes())


def _compare_facts(comparison: _Comparison, suppressed: Collection[str]) -> None:
    def changes() -> Iterator[tuple[Any, ...]]:
        for type_, id_, start, end, text, known in spool.stated_facts():
            kept = comparison.keep(type_, id_, text, known.statements if known else None)
            if kept is not None:
                yield type_, id_, start, end, *kept, "there" if known else "new"
        for present in spool.unstated_facts():
            left = comparison.drop(present.type, present.id, present.statements, present.id in suppressed)
            if left is not None:
                yield present.type, present.id, present.start, present.end, *left

    spool = comparison.found.spool
    text = "INSERT INTO fact_changes (type, id, start, end, own, others, action, state) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
    spool.insert(text, changes())


class _Comparison:
    """Compares one thing after another, counting by type."""

    def __init__(self, found: Differences, tallies: dict[str, Tally], *, refresh: bool) -> None:
        self.found = found
        self._report, self._details = found.report, found.details
        self._dataset = found.report.dataset
        self._tallies, self._refresh = tallies, refresh

    def keep(
        self,
        type_: str,
        id_: str,
        text: str,
        known: Mapping[str, str] | None,
        relabelled: tuple[str, str] | None = None,
    ) -> tuple[str, str | None, Action | None] | None:
        """What is stated of a thing by the dataset and by others, and what is done; None where nothing is written."""
        tally = self._tallies.setdefault(type_, Tally())
        old = (known or {}).get(self._dataset)
        action: Action | None = None
        if known is None:
            tally.added += 1
            action = "added"
        elif old == text and relabelled is None:
            tally.unchanged += 1
            if not self._refresh:
                return None
            self._report.refreshed += 1
        else:
            tally.changed += 1
            action = "changed"
            if relabelled is not None:
                self._note(type_, id_, "label", *relabelled)
            if old is None:
                self._note(type_, id_, "datasets", sorted(known), sorted({*known, self._dataset}))
            else:
                self._note_values(type_, id_, parsed(old), parsed(text))
        self.found.rows += 1
        return text, _others(known or {}, self._dataset), action

    def drop(
        self, type_: str, id_: str, known: Mapping[str, str], suppressed: bool
    ) -> tuple[str | None, str | None, Action, str] | None:
        """The columns of a thing that the dataset does not state, or no longer; None where it may stay as it is."""
        if not suppressed and self._dataset not in known:
            return None
        tally = self._tallies.setdefault(type_, Tally())
        self.found.rows += 1
        others = _others(known, self._dataset)
        if others and not suppressed:
            tally.changed += 1
            self._note(type_, id_, "datasets", sorted(known), sorted(known.keys() - {self._dataset}))
            return None, others, "changed", "there"
        tally.removed += 1
        if others:
            self.found.took_from_others = True
        # What goes is kept as it was, for its name.
        return known.get(self._dataset), others, "removed", "gone"

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


def check_merges(differences: Differences, problems: Problems) -> None:
    """Report facts whose end, stated by one dataset, is not after their start, stated by another."""
    dataset = differences.report.dataset
    for change in differences.facts("there"):
        fact = change.fact
        own = differences.spool.fact(fact.id) if len(fact.statements) > 1 else None
        if own is None:
            continue
        values = merged({name: parsed(text) for name, text in fact.statements.items()})
        since, until = values.get("since"), values.get("until")
        if since is None or until is None:
            continue
        if not in_order(PartialDate.parse(str(since)), PartialDate.parse(str(until))):
            others = ", ".join(sorted(set(fact.statements) - {dataset}))
            problems.add(
                own.place, "until" if "until" in own.values else "since", "end-before-start",
                f"together with what {others} states of the same fact it runs from {since} to {until}",
                expected="a start before the end",
            )  # fmt: skip
