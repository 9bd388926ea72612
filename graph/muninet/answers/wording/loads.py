"""The words in which the changes of a load are told."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

_Action = Literal["added", "changed", "removed"]


class Number(BaseModel):
    """A phrase for one thing and one for any other number of them, which has `{count}`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    one: str
    other: str

    def of(self, count: int) -> str:
        """The phrase for so many."""
        return (self.one if count == 1 else self.other).format(count=count)


class LoadWords(BaseModel):
    """How a load is told.

    Attributes:
        load: a load, with `{dataset}` and `{done}`.
        unload: the same of an unload.
        nothing: what stands for `{done}` where all that was changed is forgotten.
        entities: so many entities.
        facts: so many facts.
        both: two of these, as `{a}` and `{b}`.
        added: what happened to them, with `{what}`: of one alone, and of several.
        changed: the same.
        removed: the same.
        entity: an entity of a list, with `{type}` and `{name}`.
        fact: a fact of a list, with `{type}`, `{from_}` and `{to}`.
        did: what happened to one of a list, with `{what}`, by action.
        was_is: a value that changed, with `{property}`, `{old}` and `{new}`.
        is_now: a value that there was not before.
        was: a value that there is no more.
        more: how many things of a list are left out.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    load: str
    unload: str
    nothing: str
    entities: Number
    facts: Number
    both: str
    added: Number
    changed: Number
    removed: Number
    entity: str
    fact: str
    did: dict[_Action, str]
    was_is: str
    is_now: str
    was: str
    more: Number

    def summary(self, dataset: str, doing: str, counts: Iterable[Mapping[str, Any]]) -> str:
        """A load in one sentence.

        Args:
            dataset: what was loaded.
            doing: `load` or `unload`.
            counts: `kind`, `added`, `changed` and `removed` of each type.
        """
        totals = {(kind, action): 0 for kind in ("entity", "fact") for action in ("added", "changed", "removed")}
        for count in counts:
            for action in ("added", "changed", "removed"):
                totals[count["kind"], action] += count[action]
        phrases = {"added": self.added, "changed": self.changed, "removed": self.removed}
        done = [
            phrase.of(entities + facts).format(what=self._things(entities, facts))
            for action, phrase in phrases.items()
            if (entities := totals["entity", action]) + (facts := totals["fact", action])
        ]
        sentence = self.load if doing == "load" else self.unload
        return sentence.format(dataset=dataset, done="; ".join(done) or self.nothing)

    def value(self, old: str | None, new: str | None) -> str:
        """The phrase for a value that changed."""
        if old is None:
            return self.is_now
        return self.was if new is None else self.was_is

    def _things(self, entities: int, facts: int) -> str:
        named = [phrase.of(count) for phrase, count in ((self.entities, entities), (self.facts, facts)) if count]
        return self.both.format(a=named[0], b=named[1]) if len(named) == 2 else named[0]
