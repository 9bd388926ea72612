"""What a load changes, noted down on its Dataset node in the very transactions that change it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from muninet.loader.claims import FENCE, Claim
from muninet.loader.comparing import MOST_DETAILED, Differences
from muninet.loader.entries import Action, Counts, Entry, Value, count_lines, shown
from muninet.loader.present import PresentFact, PresentNode
from muninet.loader.statements import merged, parsed
from muninet.loader.suppression import LABEL as PERSON
from muninet.store.bolt import Store
from muninet.store.values import Statement

# How many things one load lists one by one; of the rest it keeps the numbers.
MOST_ENTRIES = MOST_DETAILED

_NAMES = "UNWIND $ids AS id MATCH (n:Entity {id: id}) RETURN n.id, n.name, $person IN labels(n)"
_LISTED = f"{FENCE} RETURN size(coalesce(d.entries, []))"
_NOTE = f"""{FENCE} SET d.counts = coalesce(d.counts, []) + $counts, d.entries = coalesce(d.entries, []) + $entries,
    d.people = coalesce(d.people, []) + $people"""

Thing = PresentNode | PresentFact


@dataclass
class Journal:
    """Says of each batch what it changes.

    People who leave the graph are counted and not listed: nobody who is gone from the graph is named by its history.

    Attributes:
        differences: what the load changes.
        chosen: the things that are listed one by one.
        names: of the entities that these name, by id.
        people: ids of those among them who are people.
    """

    differences: Differences
    chosen: set[str] = field(default_factory=set)
    names: dict[str, str] = field(default_factory=dict)
    people: set[str] = field(default_factory=set)

    @classmethod
    async def begin(cls, store: Store, claim: Claim, differences: Differences) -> Journal:
        """Choose what is listed, beside what an interrupted load of the dataset has listed already."""
        listed = (await store.read(_LISTED, claim.parameters())).single() or 0
        things = list(_most_telling(differences, MOST_ENTRIES - listed))
        journal = cls(differences, {thing.id for thing in things})
        wanted = {id_ for thing in things for id_ in _ids(thing)}
        for node in (*differences.nodes, *differences.gone_nodes):
            if node.id in wanted:
                journal._know(node.id, _name(node), node.label == PERSON)
        unknown = sorted(wanted - journal.names.keys())
        if unknown:
            for row in (await store.read(_NAMES, {"ids": unknown, "person": PERSON})).rows:
                journal._know(*row)
        return journal

    def _know(self, id_: str, name: str, is_person: bool) -> None:
        self.names[id_] = name
        if is_person:
            self.people.add(id_)

    def note(self, claim: Claim, things: Iterable[Thing]) -> Statement | None:
        """The statement that notes what a batch does to these things; None where it only writes them anew."""
        counts: Counts = Counter()
        entries: list[Entry] = []
        for thing in things:
            action = self._action(thing)
            if action is not None:
                counts["entity" if isinstance(thing, PresentNode) else "fact", _type(thing), action] += 1
                if thing.id in self.chosen:
                    entries.append(self._entry(thing, action))
        if not counts:
            return None
        people = sorted({id_ for entry in entries for id_ in self._mentioned(entry)})
        lines = [entry.line() for entry in entries]
        return Statement(_NOTE, claim.parameters(counts=count_lines(counts), entries=lines, people=people))

    def _action(self, thing: Thing) -> Action | None:
        actions = self.differences.node_actions if isinstance(thing, PresentNode) else self.differences.fact_actions
        return actions.get(thing.id)

    def _entry(self, thing: Thing, action: Action) -> Entry:
        changes = self.differences.details.get(thing.id, ()) if action == "changed" else ()
        values = tuple(Value(change.property, shown(change.old), shown(change.new)) for change in changes)
        if isinstance(thing, PresentNode):
            return Entry(action, "entity", thing.label, thing.id, self._named(thing.id), values=values)
        return Entry(
            action, "fact", thing.type, thing.id, "",
            thing.start, self._named(thing.start), thing.end, self._named(thing.end), values,
        )  # fmt: skip

    def _named(self, id_: str) -> str:
        return self.names.get(id_, id_)

    def _mentioned(self, entry: Entry) -> Iterator[str]:
        return (id_ for id_ in entry.named() if id_ in self.people)


def _most_telling(differences: Differences, room: int) -> Iterator[Thing]:
    """What is listed where not all can be: what changed, what went, what came; entities before facts."""
    people = {node.id: _name(node) for node in differences.gone_nodes if node.label == PERSON}
    left = room
    there: list[Thing] = [*differences.nodes, *differences.facts]
    gone: list[Thing] = [*differences.gone_nodes, *differences.gone_facts]
    nodes, facts = differences.node_actions, differences.fact_actions
    groups: tuple[tuple[Action, list[Thing]], ...] = (
        ("changed", there),
        ("removed", gone),
        ("added", there),
    )
    for action, things in groups:
        for thing in things:
            if left <= 0:
                return
            own = nodes if isinstance(thing, PresentNode) else facts
            if own.get(thing.id) == action and not _tells_of(thing, differences, people):
                left -= 1
                yield thing


def _tells_of(thing: Thing, differences: Differences, people: dict[str, str]) -> bool:
    if not people:
        return False
    values = tuple(Value(c.property, shown(c.old), shown(c.new)) for c in differences.details.get(thing.id, ()))
    ids = set(_ids(thing))
    return bool(ids & people.keys()) or Entry("changed", "entity", "", thing.id, values=values).mentions(
        people, people.values()
    )


def _ids(thing: Thing) -> tuple[str, ...]:
    return (thing.id,) if isinstance(thing, PresentNode) else (thing.start, thing.end)


def _type(thing: Thing) -> str:
    return thing.label if isinstance(thing, PresentNode) else thing.type


def _name(node: PresentNode) -> str:
    return str(merged({name: parsed(text) for name, text in node.statements.items()}).get("name", node.id))
