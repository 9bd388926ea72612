"""What is wrong, or looks wrong, in the data: one finding a place, listed instead of hidden."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any, Literal

Severity = Literal["error", "warning", "note"]
SEVERITIES: tuple[Severity, ...] = ("error", "warning", "note")


@dataclass(frozen=True, slots=True)
class Rule:
    """One thing that is looked for.

    Attributes:
        name: words parted by hyphens.
        severity: `error` where something stated cannot be right, `warning` where it is unlikely, `note` where a person
            may want to know.
        about: what the rule finds, in a sentence.
    """

    name: str
    severity: Severity
    about: str


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was found.

    Attributes:
        rule: what it was looked for by.
        entity: id of the entity that it is about.
        found: what stands there.
        place: where it came from: `file:row` where it was found in a file, else empty.
        message: what is made of it, in a sentence.
        type: label of the entity; like all that follows, empty while the graph was not asked.
        name: of the entity.
        country: ISO code of its country; None where it has none.
        others: ids of the other entities concerned.
        facts: ids of the facts concerned.
        datasets: names of those that state what was found.
        sources: ids of the sources that it rests on.
    """

    rule: Rule
    entity: str
    found: str
    place: str
    message: str
    type: str = ""
    name: str = ""
    country: str | None = None
    others: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
    datasets: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """What findings are sorted by: the worst first, then by rule and entity; short enough for a cursor."""
        rest = "\t".join((self.found, self.place, self.message, *self.others, *self.facts, *self.datasets))
        digest = hashlib.sha256(rest.encode("utf-8", "surrogatepass")).hexdigest()[:12]
        return "\t".join((str(SEVERITIES.index(self.rule.severity)), self.rule.name, self.entity, digest))

    def as_json(self) -> dict[str, Any]:
        """Render what an importer tells of it as an object, the rule by its name and severity."""
        return {
            "rule": self.rule.name,
            "severity": self.rule.severity,
            "entity": self.entity,
            "found": self.found,
            "place": self.place,
            "message": self.message,
        }

    def __str__(self) -> str:
        """Render as `file:row: error: rule: message (found …)`."""
        found = f" (found {self.found!r})" if self.found else ""
        place = f"{self.place}: " if self.place else ""
        return f"{place}{self.rule.severity}: {self.rule.name}: {self.entity}: {self.message}{found}"
