"""One thing that a load added, changed or removed, as a line of text: Neo4j keeps lists of texts, not of maps."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal, cast

Action = Literal["added", "changed", "removed"]
Kind = Literal["entity", "fact"]
# (kind, type, action): how many.
Counts = Counter[tuple[Kind, str, Action]]

ACTIONS: tuple[Action, ...] = ("added", "changed", "removed")
# A field that holds one gets a space in its place; cypher/admin/changes.cypher splits by it.
SEPARATOR = "\t"
# A value is shown, not kept: what a dataset states stands on the thing itself.
LONGEST_VALUE = 200


@dataclass(frozen=True, slots=True)
class Value:
    """A property that changed: its name, and its value before and after as text, empty where there was none."""

    name: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One entity or fact that a load touched.

    Attributes:
        action: what happened to it.
        kind: entity or fact.
        type: label or fact type.
        id: its id.
        name: of an entity; empty for a fact.
        start: id of the entity a fact comes from; empty for an entity, as are the following.
        start_name: its name.
        end: id of the entity that a fact points to.
        end_name: its name.
        values: what changed of it; empty unless `changed`.
    """

    action: Action
    kind: Kind
    type: str
    id: str
    name: str = ""
    start: str = ""
    start_name: str = ""
    end: str = ""
    end_name: str = ""
    values: tuple[Value, ...] = ()

    def line(self) -> str:
        """Render as the fields in the order of the attributes, then name, old and new of each value."""
        own = (
            self.action, self.kind, self.type, self.id, self.name, self.start, self.start_name, self.end, self.end_name,
        )  # fmt: skip
        fields = [*own, *(part for value in self.values for part in (value.name, value.old, value.new))]
        return SEPARATOR.join(field.replace(SEPARATOR, " ") for field in fields)

    @classmethod
    def parse(cls, line: str) -> Entry:
        """Read what `line` wrote."""
        action, kind, type_, id_, name, start, start_name, end, end_name, *rest = line.split(SEPARATOR)
        values = tuple(Value(*rest[index : index + 3]) for index in range(0, len(rest) - 2, 3))
        return cls(cast(Action, action), cast(Kind, kind), type_, id_, name, start, start_name, end, end_name, values)

    def named(self) -> dict[str, str]:
        """The names of the entities that it names, by id."""
        pairs = (
            [(self.id, self.name)]
            if self.kind == "entity"
            else [(self.start, self.start_name), (self.end, self.end_name)]
        )
        return dict(pairs)

    def mentions(self, ids: Iterable[str], names: Iterable[str]) -> bool:
        """Whether it tells of one of these people: by id, or by name or id within a value."""
        wanted = set(ids)
        if wanted & self.named().keys():
            return True
        texts = [text.casefold() for value in self.values for text in (value.old, value.new)]
        return any(word.casefold() in text for word in (*wanted, *names) if word for text in texts)


def shown(value: Any) -> str:
    """A stated value as text for people; empty for none."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        text = ("; " if any(isinstance(item, str) for item in value) else ", ").join(map(str, value))
    else:
        text = str(value)
    return text if len(text) <= LONGEST_VALUE else text[: LONGEST_VALUE - 1] + "…"


def count_lines(counts: Counts) -> list[str]:
    """Render counts, one line a type: kind, type, added, changed, removed."""
    types = sorted({(kind, type_) for (kind, type_, _), count in counts.items() if count})
    return [
        SEPARATOR.join([kind, type_, *(str(counts[kind, type_, action]) for action in ACTIONS)])
        for kind, type_ in types
    ]


def summed(lines: Iterable[str]) -> Counts:
    """Add up what `count_lines` wrote, of several parts of a load."""
    total: Counts = Counter()
    for line in lines:
        kind, type_, *numbers = line.split(SEPARATOR)
        for action, number in zip(ACTIONS, numbers, strict=True):
            total[cast(Kind, kind), type_, action] += int(number)
    return total


def without(lines: Sequence[str], ids: Iterable[str], names: Iterable[str]) -> list[str]:
    """The lines that tell of none of these people."""
    wanted, known = set(ids), set(names)
    return [line for line in lines if not Entry.parse(line).mentions(wanted, known)]
