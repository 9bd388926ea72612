"""What is wrong, or looks wrong, in the data: one finding a place, listed instead of hidden."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

Severity = Literal["error", "warning", "note"]


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
        place: where it came from: `file:row`, or a dataset.
        message: what is made of it, in a sentence.
    """

    rule: Rule
    entity: str
    found: str
    place: str
    message: str

    def as_json(self) -> dict[str, Any]:
        """Render as an object, the rule by its name and severity."""
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
        return f"{self.place}: {self.rule.severity}: {self.rule.name}: {self.entity}: {self.message}{found}"
