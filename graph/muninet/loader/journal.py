"""What a load changes, noted down on its Dataset node in the very transactions that change it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain

from muninet.loader.claims import BATCH_FENCE, FENCE, Claim
from muninet.loader.comparing import MOST_DETAILED, Differences, FactChange, NodeChange, named
from muninet.loader.entries import Action, Counts, Entry, Value, count_lines, shown
from muninet.loader.present import PresentFact, PresentNode
from muninet.loader.suppression import LABEL as PERSON
from muninet.store.bolt import Store
from muninet.store.values import Statement

# How many things one load lists one by one; of the rest it keeps the numbers.
MOST_ENTRIES = MOST_DETAILED

_ORDER: tuple[Action, ...] = ("changed", "removed", "added")

_NAMES = "UNWIND $ids AS id MATCH (n:Entity {id: id}) RETURN n.id, n.name, $person IN labels(n)"
_LISTED = f"{FENCE} RETURN size(coalesce(d.entries, []))"
_NOTE = f"""{BATCH_FENCE} SET d.counts = coalesce(d.counts, []) + $counts,
    d.entries = coalesce(d.entries, []) + $entries, d.people = coalesce(d.people, []) + $people"""

Change = NodeChange | FactChange
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
        for id_ in sorted(wanted):
            known = differences.name_of(id_)
            if known is not None:
                journal._know(id_, known[1], known[0] == PERSON)
        unknown = sorted(wanted - journal.names.keys())
        if unknown:
            for row in (await store.read(_NAMES, {"ids": unknown, "person": PERSON})).rows:
                journal._know(*row)
        return journal

    def _know(self, id_: str, name: str, is_person: bool) -> None:
        self.names[id_] = name
        if is_person:
            self.people.add(id_)

    def note(self, claim: Claim, batch: int, changes: Iterable[Change]) -> Statement | None:
        """The statement that notes what a batch does; None where it only writes things anew."""
        counts: Counts = Counter()
        entries: list[Entry] = []
        for change in changes:
            thing, action = _thing(change), change.action
            if action is not None:
                counts["entity" if isinstance(thing, PresentNode) else "fact", _type(thing), action] += 1
                if thing.id in self.chosen:
                    entries.append(self._entry(thing, action))
        if not counts:
            return None
        people = sorted({id_ for entry in entries for id_ in self._mentioned(entry)})
        lines = [entry.line() for entry in entries]
        parameters = claim.parameters(batch=batch, counts=count_lines(counts), entries=lines, people=people)
        return Statement(_NOTE, parameters)

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
    people = {change.node.id: named(change.node) for change in differences.nodes("gone") if change.node.label == PERSON}
    left = room
    for action in _ORDER:
        changes: Iterable[Change] = chain(differences.nodes(action=action), differences.facts(action=action))
        for thing in map(_thing, changes):
            if left <= 0:
                return
            if not _tells_of(thing, differences, people):
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


def _thing(change: Change) -> Thing:
    return change.node if isinstance(change, NodeChange) else change.fact
